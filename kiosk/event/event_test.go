package event

import (
	"go/ast"
	"go/parser"
	"go/token"
	"log/slog"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// Every constant of the file has its sentence, and no sentence is left over.
func TestEveryNameHasItsSentence(t *testing.T) {
	declared := declaredNames(t)
	if len(declared) != len(Names()) {
		t.Errorf("%d names declared, %d have a sentence", len(declared), len(Names()))
	}
	for _, n := range declared {
		if s := n.Sentence(); !strings.HasSuffix(s, ".") {
			t.Errorf("%s: sentence %q", n, s)
		}
	}
}

func TestNamesAreMadeToBeSearchedFor(t *testing.T) {
	shape := regexp.MustCompile(`^[a-z]+(_[a-z]+)+$`)
	for _, n := range Names() {
		if !shape.MatchString(string(n)) {
			t.Errorf("%q is not lower-case words with underscores", n)
		}
	}
}

func TestUnknownNameHasNoSentence(t *testing.T) {
	if s := Name("coffee_ready").Sentence(); s != "" {
		t.Errorf("got %q", s)
	}
}

func declaredNames(t *testing.T) []Name {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "event.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var names []Name
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if ok && len(spec.Values) == 1 {
			if lit, ok := spec.Values[0].(*ast.BasicLit); ok {
				s, _ := strconv.Unquote(lit.Value)
				names = append(names, Name(s))
			}
		}
		return true
	})
	return names
}

func TestWhatIsGraveIsNotHidden(t *testing.T) {
	for name, want := range map[Name]slog.Level{
		VisitStarted: slog.LevelInfo, PrinterFault: slog.LevelWarn, OutboxBroken: slog.LevelError,
		VisitBroken: slog.LevelError, SubmissionNotKept: slog.LevelError,
		WatchdogNotFed: slog.LevelError, HelperRefused: slog.LevelWarn, HelperProbe: slog.LevelDebug, HelperPower: slog.LevelInfo,
	} {
		if got := name.Level(); got != want {
			t.Errorf("%s is logged at %v, want %v", name, got, want)
		}
	}
}

// unnamed are lines without a sentence: a run without hardware writes them, or
// PulseAudio's steps are told.
var unnamed = []string{"touchmap_refused", "midway", "sound"}

// Each line that the kiosk or its helper writes by a text has its sentence: who
// reads the log is told what it means. The lines of bench are a developer's, those
// inside a call and of the hub have other readers.
func TestWhatIsWrittenHasItsSentence(t *testing.T) {
	line := regexp.MustCompile(`\.(?:Debug|Info|Warn|Error)\((?:"([a-z_]+)"|string\(event\.[A-Z])`)
	seen := 0
	for _, pattern := range []string{"../*.go", "../alive/*.go", "../machine/*.go", "../staff/*.go", "../staff/*/*.go", "../session/*.go", "../fleet/*.go", "../spool/*.go", "../health/*.go", "../probe/*.go", "../metrics/*.go", "../roll/*.go"} {
		files, err := filepath.Glob(pattern)
		if err != nil || len(files) == 0 {
			t.Fatalf("%s: %d files, %v", pattern, len(files), err)
		}
		for _, file := range files {
			if strings.HasSuffix(file, "_test.go") {
				continue
			}
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range line.FindAllStringSubmatch(string(text), -1) {
				seen++
				if m[1] == "" { // a constant: each has its sentence
					continue
				}
				if Name(m[1]).Sentence() == "" && !slices.Contains(unnamed, m[1]) {
					t.Errorf("%s: %s has no sentence", file, m[1])
				}
			}
		}
	}
	if seen < 15 {
		t.Errorf("%d lines only", seen)
	}
}
