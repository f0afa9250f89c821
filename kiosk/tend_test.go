package kiosk

import (
	"context"
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"log/slog"
	"path/filepath"
	"strings"
	"testing"

	"guichet/drivers/camera"
	"guichet/drivers/camera/camerasim"
)

// brittleCamera is one whose driver has a mistake.
type brittleCamera struct {
	camera.Camera
	trap
}

func (b *brittleCamera) Open(ctx context.Context, m camera.Mode) (camera.Stream, error) {
	b.step()
	return b.Camera.Open(ctx, m)
}

// A mistake in the driver of the document camera: who asked is told, and the next
// one gets his picture.
func TestADocumentCameraThatBreaks(t *testing.T) {
	b := &brittleCamera{Camera: camerasim.New(camerasim.Options{})}
	s := openScanner(t.Context(), b, slog.New(slog.DiscardHandler))
	b.armed.Store(true)
	if still, err := s.Still(t.Context()); !errors.Is(err, errScanner) || still != nil {
		t.Errorf("%d bytes, %v", len(still), err)
	}
	if still, err := s.Still(t.Context()); err != nil || len(still) == 0 {
		t.Errorf("%d bytes, %v", len(still), err)
	}
}

// untended are the goroutines of this package that end the program if they break.
var untended = map[string]string{
	"newTerminal": "nothing is open yet: who started the program starts it again",
	"run":         "the session, which guards each of its steps",
	"serve":       "tended by who brings it, or a walk that must not begin anew",
}

// Every other goroutine that begins in this package is tended.
func TestEveryGoroutineIsTended(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range file.Decls {
			f, ok := d.(*ast.FuncDecl)
			if ok && untended[f.Name.Name] == "" && goesAlone(f) {
				t.Errorf("%s: a goroutine of %s is not tended", name, f.Name.Name)
			}
		}
	}
}

// goesAlone tells whether a function begins a goroutine in which nothing is tended.
func goesAlone(f *ast.FuncDecl) (alone bool) {
	ast.Inspect(f, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.GoStmt:
			alone = alone || !tends(n)
		case *ast.CallExpr:
			if s, ok := n.Fun.(*ast.SelectorExpr); ok && s.Sel.Name == "Go" {
				alone = alone || !tends(n)
			}
		}
		return true
	})
	return alone
}

func tends(n ast.Node) (yes bool) {
	ast.Inspect(n, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok {
			yes = yes || id.Name == "tend" || id.Name == "whole"
		}
		return true
	})
	return yes
}
