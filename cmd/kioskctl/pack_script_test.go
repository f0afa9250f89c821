package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// TestPackStories runs the stories of testdata/pack: kioskctl as a process, in
// a folder of its own.
func TestPackStories(t *testing.T) { stories(t, "testdata/pack") }

// stories runs every story of a folder. In them kioskctl is this test, which is
// kioskctl where KIOSKCTL_TEST says so.
func stories(t *testing.T, dir string) {
	self, err := filepath.Abs(os.Args[0])
	if err != nil {
		t.Fatal(err)
	}
	bin := t.TempDir()
	if err := os.Symlink(self, filepath.Join(bin, "kioskctl")); err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir: dir, UpdateScripts: *update,
		Setup: func(env *testscript.Env) error {
			env.Setenv("KIOSKCTL_TEST", "run")
			env.Setenv("PATH", bin+string(filepath.ListSeparator)+os.Getenv("PATH"))
			return nil
		},
	})
}
