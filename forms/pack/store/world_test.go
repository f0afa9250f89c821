package store_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"regexp"
	"sync"
	"testing"
	"testing/fstest"

	"guichet/forms/pack/archive"
	"guichet/forms/pack/durable"
	"guichet/forms/pack/store"
	"guichet/forms/pack/trust"
	"guichet/forms/packs"
)

const town = "04999"

var ctx = context.Background()

func check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// list is a verifier: what the town publishes now.
type list map[trust.Target]bool

func (l list) Verify(t trust.Target, data []byte) error {
	if !l[t] {
		return fmt.Errorf("test: %s: %w", t.Path, trust.ErrNotPublished)
	}
	return t.Check(data)
}

var versionLine = regexp.MustCompile(`(?m)^version: \S+`)

var archives sync.Map // by id and version: building one takes long

// build is the archive of a shipped pack, with another version.
func build(t testing.TB, id, version string) []byte {
	t.Helper()
	if data, ok := archives.Load(id + version); ok {
		return data.([]byte)
	}
	files := fstest.MapFS{}
	root, err := fs.Sub(packs.FS, id)
	check(t, err)
	check(t, fs.WalkDir(root, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(root, name)
		if name == "pack.yaml" {
			data = versionLine.ReplaceAll(data, []byte("version: "+version))
		}
		files[name] = &fstest.MapFile{Data: data}
		return err
	}))
	data, err := archive.Build(files)
	check(t, err)
	archives.Store(id+version, data)
	return data
}

// publish enters a revision in the list, and returns what a store is given.
func (l list) publish(t testing.TB, id, version string) (trust.Target, []byte) {
	t.Helper()
	data := build(t, id, version)
	sum := sha256.Sum256(data)
	target := trust.Target{Path: trust.PackPath(town, id, version), Kind: trust.KindPack, ID: id, Version: version, Town: town,
		Size: int64(len(data)), SHA256: hex.EncodeToString(sum[:])}
	l[target] = true
	return target, data
}

// open opens a store on a disk.
func open(t testing.TB, disk durable.Layer, v store.Verifier) *store.Store {
	t.Helper()
	s, err := store.OpenLayer(disk, v, store.Options{Town: town})
	check(t, err)
	return s
}

// install installs and activates.
func install(t testing.TB, s *store.Store, l list, id, version string) trust.Target {
	t.Helper()
	target, data := l.publish(t, id, version)
	check(t, s.Install(ctx, target, data))
	check(t, s.Activate(id, version))
	return target
}

// counting is the active versions: "cantine 1.0.0".
func counting(s *store.Store) string {
	text := ""
	active, _ := s.Active()
	for i, p := range active {
		if i > 0 {
			text += ", "
		}
		text += p.String()
	}
	return text
}

func kindOf(err error) store.Kind {
	var e *store.RefusedError
	if errors.As(err, &e) {
		return e.Kind
	}
	return ""
}
