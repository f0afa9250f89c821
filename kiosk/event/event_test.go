package event

import (
	"go/ast"
	"go/parser"
	"go/token"
	"log/slog"
	"regexp"
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
	} {
		if got := name.Level(); got != want {
			t.Errorf("%s is logged at %v, want %v", name, got, want)
		}
	}
}
