package control

import (
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strings"
	"testing"
)

// Each error of package staff has a word here: else errors.Is is false at the
// other end of the socket.
func TestEachErrorOfStaffModeHasAWord(t *testing.T) {
	files, err := filepath.Glob("../*.go")
	if err != nil || len(files) == 0 {
		t.Fatal(err)
	}
	named := 0
	for _, file := range files {
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range errorsOf(parsed) {
			named++
			if !hasWord(t, name) {
				t.Errorf("staff.%s has no word", name)
			}
		}
	}
	if named < 5 {
		t.Errorf("%d errors only", named)
	}
}

// errorsOf are the variables of a file that are called Err….
func errorsOf(file *ast.File) (names []string) {
	for _, d := range file.Decls {
		g, ok := d.(*ast.GenDecl)
		if !ok || g.Tok != token.VAR {
			continue
		}
		for _, s := range g.Specs {
			if v := s.(*ast.ValueSpec); strings.HasPrefix(v.Names[0].Name, "Err") {
				names = append(names, v.Names[0].Name)
			}
		}
	}
	return names
}

// hasWord looks for the name in the source of the table.
func hasWord(t *testing.T, name string) bool {
	parsed, err := parser.ParseFile(token.NewFileSet(), "fault.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	found := false
	ast.Inspect(parsed, func(n ast.Node) bool {
		if s, ok := n.(*ast.SelectorExpr); ok && s.Sel.Name == name {
			found = true
		}
		return true
	})
	return found
}

func TestAWordStandsForOneError(t *testing.T) {
	for i, w := range words {
		for _, other := range words[:i] {
			if w.word == other.word || errors.Is(w.err, other.err) {
				t.Errorf("%s and %s", w.word, other.word)
			}
		}
	}
	var none *fault
	if none.err() != nil {
		t.Error("no fault is an error")
	}
}
