package hub_test

import (
	"io/fs"
	"path"
	"strings"
	"testing"
	"testing/fstest"

	"guichet/forms/pack"
	"guichet/forms/packs"
	"guichet/kiosk/hub"
)

// TestInspect: an archive that somebody made without our tool is refused where
// "kioskctl pack check" refuses it, though the pack loads and may be signed.
func TestInspect(t *testing.T) {
	for name, c := range map[string]struct {
		spoil func(fstest.MapFS)
		want  string
	}{
		"as it is": {func(fstest.MapFS) {}, ""},
		"a long sentence": {func(f fstest.MapFS) {
			change(t, f, "i18n/fr.yaml", "Faites une demande par enfant.", "Pour chacun des enfants de votre foyer vous faites une demande à part et complète.")
		}, "words in a sentence, 12 are allowed"},
		"a test that fails": {func(f fstest.MapFS) {
			change(t, f, "tests/parcours.yaml", "Inscription à la restauration", "Inscription à la bibliothèque")
		}, "receipt"},
		"no test": {func(f fstest.MapFS) {
			for name := range f {
				if path.Dir(name) == "tests" {
					delete(f, name)
				}
			}
		}, "no test of its own"},
	} {
		t.Run(name, func(t *testing.T) {
			files := cantine(t)
			c.spoil(files)
			p, err := pack.Load(files)
			check(t, err)
			err = hub.Inspect(p, files)
			if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %q", err, c.want)
			}
		})
	}
}

// cantine is a pack that we ship, for a test to spoil.
func cantine(t *testing.T) fstest.MapFS {
	t.Helper()
	dir, err := fs.Sub(packs.FS, "cantine")
	check(t, err)
	files := fstest.MapFS{}
	check(t, fs.WalkDir(dir, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(dir, name)
		files[name] = &fstest.MapFile{Data: data}
		return err
	}))
	return files
}

func change(t *testing.T, files fstest.MapFS, file, from, to string) {
	t.Helper()
	data := string(files[file].Data)
	if !strings.Contains(data, from) {
		t.Fatalf("%s has no %q", file, from)
	}
	files[file] = &fstest.MapFile{Data: []byte(strings.Replace(data, from, to, 1))}
}
