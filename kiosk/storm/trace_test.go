package storm

import (
	"bytes"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// traceBook looks for what was typed.
type traceBook struct{ read int64 } // so much of the log

// judge reads the log since the last look, and every file that a kiosk may have
// written.
func (b *traceBook) judge(w *world, left, what string) {
	w.Helper()
	log, err := io.ReadAll(io.NewSectionReader(w.log, b.read, 1<<30))
	need(w, err)
	b.read += int64(len(log))
	if at := found(log); at >= 0 {
		w.Errorf("%s: the log holds what was typed: …%s…", what, log[max(0, at-200):min(len(log), at+100)])
	}
	if number := numberIn.Find(log); number != nil {
		w.Errorf("%s: the log holds a number that was typed: %s", what, number)
	}
	for _, dir := range []string{left, w.in("home")} {
		if file := foundIn(w, dir); file != "" {
			w.Errorf("%s: %s holds what was typed", what, file)
		}
	}
}

// found is where a name stands that was typed, whatever the case; -1: nowhere.
func found(data []byte) int {
	return bytes.Index(bytes.ToLower(data), []byte(strings.ToLower(seedName)))
}

// numberIn is a telephone number that was typed. Bare
// digits are in hours and ids as well, and packs have numbers as examples: only
// a log is searched.
var numberIn = regexp.MustCompile(`06 39 98|"063998|\+3363998`)

func foundIn(w *world, dir string) (name string) {
	w.Helper()
	err := filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || !e.Type().IsRegular() {
			return nil // it went meanwhile
		}
		data, err := os.ReadFile(path)
		if err == nil && found(data) >= 0 || found([]byte(path)) >= 0 {
			name = path
			return fs.SkipAll
		}
		return nil
	})
	need(w, err)
	return name
}
