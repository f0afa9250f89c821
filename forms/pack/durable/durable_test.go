package durable_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"guichet/forms/pack/durable"
)

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func disk(t *testing.T) (*durable.Disk, string) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "a", "b")
	d, err := durable.Open(dir)
	check(t, err)
	t.Cleanup(func() { d.Close() })
	return d, dir
}

func TestReplace(t *testing.T) {
	d, dir := disk(t)
	check(t, durable.Mkdir(d, "x/y"))
	for _, text := range []string{"old and longer", "new"} {
		check(t, durable.Replace(d, "x/y/file", []byte(text)))
		data, err := d.Read("x/y/file", 100)
		check(t, err)
		if string(data) != text {
			t.Errorf("got %q", data)
		}
	}
	names, err := d.List("x/y")
	check(t, err)
	if !slices.Equal(names, []string{"file"}) {
		t.Errorf("left: %v", names)
	}
	info, err := os.Stat(filepath.Join(dir, "x/y/file"))
	check(t, err)
	if info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v", info.Mode())
	}
}

func TestRead(t *testing.T) {
	d, _ := disk(t)
	check(t, durable.Replace(d, "five", []byte("12345")))
	if _, err := d.Read("five", 5); err != nil {
		t.Errorf("as large as allowed: %v", err)
	}
	if _, err := d.Read("five", 4); !errors.Is(err, durable.ErrTooLarge) {
		t.Errorf("one byte more: %v", err)
	}
	if _, err := d.Read("none", 4); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("none: %v", err)
	}
}

func TestTheFolderIsNotLeft(t *testing.T) {
	d, dir := disk(t)
	check(t, os.Symlink("/etc", filepath.Join(dir, "etc")))
	for _, name := range []string{"../out", "etc/out", "/tmp/out"} {
		if err := durable.Replace(d, name, []byte("x")); err == nil {
			t.Errorf("%s was written", name)
		}
		if _, err := d.Read(name, 10); err == nil {
			t.Errorf("%s was read", name)
		}
	}
}

func TestRemoveAndListOfNothing(t *testing.T) {
	d, _ := disk(t)
	check(t, durable.Remove(d, "none"))
	check(t, durable.Replace(d, "one", nil))
	check(t, durable.Remove(d, "one"))
	names, err := d.List("no folder")
	if err != nil || len(names) != 0 {
		t.Errorf("got %v, %v", names, err)
	}
}

func TestAFolderThatCannotBe(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	check(t, os.WriteFile(file, nil, 0o600))
	if _, err := durable.Open(filepath.Join(file, "x")); err == nil {
		t.Error("a folder in a file was opened")
	}
}
