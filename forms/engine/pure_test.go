package engine_test

import (
	"go/build"
	"slices"
	"strings"
	"testing"
)

// TestTheEngineIsPure: no clock, file, network, screen or chance can come in.
func TestTheEngineIsPure(t *testing.T) {
	pkg, err := build.ImportDir(".", 0)
	if err != nil {
		t.Fatal(err)
	}
	allowed := []string{"fmt", "maps", "slices", "strconv", "strings", "guichet/forms"}
	for _, path := range pkg.Imports {
		if !slices.Contains(allowed, path) {
			t.Errorf("engine imports %s; allowed: %s", path, strings.Join(allowed, ", "))
		}
	}
	if len(pkg.Imports) == 0 {
		t.Error("no imports read")
	}
}
