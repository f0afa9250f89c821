package pack_test

import (
	"errors"
	"io/fs"
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

// FuzzParts: the same for the other files of a pack.
func FuzzParts(f *testing.F) {
	changed := parse(f, "testdata/faults/computed.txt")
	seed := map[string][]byte{}
	for _, file := range changed.Files {
		seed[file.Name] = file.Data
	}
	f.Add(seed["form.yaml"], seed["reminders.yaml"], seed["outputs.yaml"], seed["notifications/decision.yaml"])
	good := formtest.Files()
	read := func(name string) []byte {
		data, err := fs.ReadFile(good, name)
		if err != nil {
			f.Fatal(err)
		}
		return data
	}
	f.Add(read("form.yaml"), read("reminders.yaml"), read("outputs.yaml"), []byte("kind: decision"))
	f.Fuzz(func(t *testing.T, form, reminders, outputs, notice []byte) {
		fsys := base(t)
		for name, data := range map[string][]byte{
			"form.yaml": form, "reminders.yaml": reminders, "outputs.yaml": outputs, "notifications/a.yaml": notice,
		} {
			fsys[name] = &fstest.MapFile{Data: data}
		}
		_, err := pack.Load(fsys)
		var faults forms.Faults
		if err != nil && !errors.As(err, &faults) {
			t.Fatalf("not faults: %v", err)
		}
		for _, fault := range faults {
			if fault.File == "" || fault.What == "" || fault.Mend == "" || fault.Line < 0 {
				t.Errorf("%+v", fault)
			}
		}
	})
}
