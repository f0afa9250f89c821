package main

import (
	"bytes"
	"cmp"
	"fmt"
	"image"
	"image/png"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"guichet/drivers/printersim"
)

// tray is where the sheets of a simulated printer fall: their text onto the
// terminal, and they themselves into a folder.
type tray struct {
	sim *printersim.Sim
	out io.Writer
	dir string // "" keeps nothing

	count int         // sheets so far
	seen  *image.Gray // the last of them
	err   error       // the first, of writing
}

// collect takes the sheets that are new. The printer calls it, never twice at
// a time.
func (t *tray) collect() {
	for _, sheet := range fresh(t.sim.Sheets(), t.seen) {
		t.seen = sheet.Image
		t.keep(sheet.Image, sheet.Text)
	}
}

// fresh is what fell after the sheet whose image is seen, all where that is no
// longer there.
func fresh(sheets []printersim.Sheet, seen *image.Gray) []printersim.Sheet {
	for i, s := range sheets {
		if s.Image == seen {
			return sheets[i+1:]
		}
	}
	return sheets
}

// last takes what hangs out and was not cut, if anything is printed on it.
func (t *tray) last() {
	hanging := t.sim.Paper()
	if !bytes.Contains(hanging.Pix, []byte{0}) {
		return
	}
	text := t.sim.Text()
	for _, s := range t.sim.Sheets() {
		text = strings.TrimPrefix(strings.TrimPrefix(text, s.Text), "\n")
	}
	t.keep(hanging, text)
}

func (t *tray) keep(img image.Image, text string) {
	t.count++
	fmt.Fprintf(t.out, "sheet %d:\n%s\n", t.count, indent(text))
	if t.dir == "" {
		return
	}
	base := filepath.Join(t.dir, fmt.Sprintf("sheet-%03d", t.count))
	err := cmp.Or(writePNG(base+".png", img), os.WriteFile(base+".txt", []byte(text+"\n"), 0o600))
	if err != nil && t.err == nil {
		t.err = err
	}
}

func indent(text string) string { return "  | " + strings.ReplaceAll(text, "\n", "\n  | ") }

func writePNG(path string, img image.Image) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	err = png.Encode(f, img)
	return cmp.Or(err, f.Close())
}

// lockedWriter keeps two goroutines' lines apart.
type lockedWriter struct {
	mu sync.Mutex
	w  io.Writer
}

func (l *lockedWriter) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.w.Write(p)
}
