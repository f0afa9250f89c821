package trust_test

import (
	"context"
	"maps"
	"os"
	"path/filepath"
	"testing"

	"filippo.io/age"

	"guichet/forms/pack/durable/durabletest"
	"guichet/forms/pack/trust"
)

// FuzzMetadata puts any bytes in the place of one metadata file.
func FuzzMetadata(f *testing.F) {
	w := newWorld(f)
	w.revoke()
	names := []string{"metadata/2.root.json", "metadata/timestamp.json", "metadata/2.snapshot.json",
		"metadata/2.targets.json", "metadata/1.d04.json", "metadata/1.c04999.json"}
	for i, name := range names {
		if w.files[name] == nil {
			f.Fatal(name)
		}
		f.Add(i, []byte(w.files[name]))
	}
	f.Fuzz(func(t *testing.T, which int, data []byte) {
		files := maps.Clone(w.files)
		files[names[uint(which)%uint(len(names))]] = data
		k, err := trust.OpenLayer(&durabletest.Disk{}, w.factory(), town, w.clock)
		check(t, err)
		list, err := k.Refresh(context.Background(), files)
		if err == nil && (len(list) != 1 || list[0].Version != "1.0.0") {
			t.Fatalf("accepted: %v", list)
		}
	})
}

// FuzzKept puts any bytes in the place of what a terminal has kept.
func FuzzKept(f *testing.F) {
	w := newWorld(f)
	w.now = w.now.Add(day)
	w.commit()
	dir := f.TempDir()
	_, err := w.keeperIn(dir).Refresh(context.Background(), w.files)
	check(f, err)
	for i, name := range []string{"accepted.json", "floor.json"} {
		data, err := os.ReadFile(filepath.Join(dir, name))
		check(f, err)
		f.Add(i == 0, data)
	}
	f.Fuzz(func(t *testing.T, accepted bool, data []byte) {
		disk, name := &durabletest.Disk{}, "floor.json"
		if accepted {
			name = "accepted.json"
		}
		check(t, disk.Write(name, data))
		k, err := trust.OpenLayer(disk, w.factory(), town, w.clock)
		check(t, err)
		for _, target := range k.Targets() {
			if target.Version != "1.0.0" {
				t.Fatalf("kept: %v", target)
			}
		}
	})
}

// FuzzStick asks a folder for any path.
func FuzzStick(f *testing.F) {
	dir := f.TempDir()
	check(f, os.WriteFile(filepath.Join(dir, "in"), []byte("in"), 0o600))
	check(f, os.Symlink("/etc/passwd", filepath.Join(dir, "link")))
	src := folder(f, dir)
	for _, name := range []string{"in", "link", "../x", "a/b", "in/", "./in", "\x00"} {
		f.Add(name)
	}
	f.Fuzz(func(t *testing.T, name string) {
		data, err := src.Fetch(context.Background(), name, 100)
		if err == nil && (name != "in" || string(data) != "in") {
			t.Fatalf("%q: %q", name, data)
		}
	})
}

// FuzzRecipients reads any bytes as recipients: what is read can be written,
// and encrypted to.
func FuzzRecipients(f *testing.F) {
	r := trust.Recipients{N: 1, Town: town}
	for _, holder := range trust.Holders {
		id, err := age.GenerateHybridIdentity()
		check(f, err)
		r.Keys = append(r.Keys, trust.Recipient{Holder: holder, Key: id.Recipient().String()})
	}
	f.Add(r.Bytes())
	f.Add([]byte(`{"n":1,"town":"04999","recipients":[]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		r, err := trust.ReadRecipients(data)
		if err != nil {
			return
		}
		again, err := trust.ReadRecipients(r.Bytes())
		check(t, err)
		if keys, err := again.Age(); err != nil || len(keys) != 3 {
			t.Fatalf("%d keys: %v", len(keys), err)
		}
	})
}
