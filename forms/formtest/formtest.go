// Package formtest holds a sample pack with every type of page, and answers
// for it, for everyone's tests. The people and numbers in it do not exist.
package formtest

import (
	"embed"
	"io/fs"
	"testing"

	"guichet/forms"
	"guichet/forms/engine"
	"guichet/forms/pack"
)

//go:embed sample
var files embed.FS

// Today is the day of the tests: a Friday.
var Today = forms.Day{Year: 2026, Month: 5, Day: 15}

// Files is the folder of the sample pack.
func Files() fs.FS {
	sub, err := fs.Sub(files, "sample")
	if err != nil {
		panic("formtest: " + err.Error()) // the name is a constant
	}
	return sub
}

// Pack loads the sample pack.
func Pack(t testing.TB) *pack.Pack {
	t.Helper()
	p, err := pack.Load(Files())
	if err != nil {
		t.Fatalf("formtest: sample pack:\n%v", err)
	}
	return p
}

// Complete answers a form to the check, each repeat once where it may be.
func Complete(t testing.TB, j *engine.Journey) {
	t.Helper()
	for range 500 {
		s := j.Step()
		switch s.Kind {
		case engine.KindCheck:
			return
		case engine.KindExit:
			t.Fatalf("formtest: left at %s", s.Place)
		case engine.KindMore:
			j.More(s.Place, s.Count == 0 && s.CanAdd)
		default:
			answer(t, j, s)
		}
	}
	t.Fatalf("formtest: no end, at %s", j.Step().Place)
}

func answer(t testing.TB, j *engine.Journey, s engine.Step) {
	t.Helper()
	if problem := j.Answer(s.Place, Input(s.Page)); problem != nil {
		t.Fatalf("formtest: %s: %s", s.Place, problem.Key)
	}
}

// Submission is the sample pack, answered, in French.
func Submission(t testing.TB, words forms.Catalog) forms.Submission {
	t.Helper()
	p := Pack(t)
	j := engine.New(p.Form, Today)
	Complete(t, j)
	return forms.Submission{
		ID: "00112233445566778899aabbccddeeff", Reference: "482 739 156 Z",
		Pack: p.ID, Version: p.Version, Lang: forms.French, KeepDays: p.RetentionDays,
		At: At, Entries: j.Entries(p.Catalog(forms.French), words), Computed: j.Computed(p.Catalog(forms.French), words),
	}
}
