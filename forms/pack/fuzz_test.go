package pack_test

import (
	"errors"
	"testing"
	"testing/fstest"

	"guichet/forms"
	"guichet/forms/engine"
	"guichet/forms/formtest"
	"guichet/forms/pack"
)

// FuzzLoad: whatever is in the files, no panic; each fault has a file, words
// and a mend; and a pack that loads can be walked.
func FuzzLoad(f *testing.F) {
	small := base(f)
	seed := func(fsys fstest.MapFS) {
		f.Add(fsys["pack.yaml"].Data, fsys["form.yaml"].Data, fsys["lists/ecoles.csv"].Data, fsys["i18n/fr.yaml"].Data)
	}
	seed(small)
	for _, name := range []string{"form", "keys", "conditions", "unreachable", "lists", "texts", "manifest"} {
		changed := base(f)
		for _, file := range parse(f, "testdata/faults/"+name+".txt").Files {
			changed[file.Name] = &fstest.MapFile{Data: file.Data}
		}
		seed(changed)
	}
	f.Fuzz(func(t *testing.T, manifest, form, list, texts []byte) {
		fsys := fstest.MapFS{
			"pack.yaml": {Data: manifest}, "form.yaml": {Data: form}, "lists/ecoles.csv": {Data: list},
			"i18n/fr.yaml": {Data: texts}, "i18n/en.yaml": small["i18n/en.yaml"],
		}
		p, err := pack.Load(fsys)
		if err == nil {
			walk(t, p)
			return
		}
		var faults forms.Faults
		if !errors.As(err, &faults) {
			t.Fatalf("not faults: %v", err)
		}
		for _, fault := range faults {
			if fault.File == "" || fault.What == "" || fault.Mend == "" || fault.Line < 0 {
				t.Errorf("%+v", fault)
			}
		}
	})
}

// walk goes forward until the check, an exit, or a page that refuses what the
// sample answers are (a bound of the pack): never on and on.
func walk(t *testing.T, p *pack.Pack) {
	j := engine.New(p.Form, formtest.Today)
	for range 5000 {
		s := j.Step()
		switch {
		case s.Kind == engine.KindMore:
			j.More(s.Place, false)
		case s.Kind != engine.KindPage, j.Answer(s.Place, formtest.Input(s.Page)) != nil:
			return
		}
	}
	t.Error("no end")
}
