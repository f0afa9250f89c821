package receipt

import (
	"slices"
	"strings"
	"testing"

	"guichet/forms"
	"guichet/forms/formtest"
)

func TestATrialReadsThePaper(t *testing.T) {
	p, paper := formtest.Pack(t), Trial{}
	s := formtest.Submission(t, paper.Words(forms.French))
	got, err := paper.Print("receipt", s, p)
	if err != nil || !slices.Contains(got, p.Catalog(s.Lang).Text("pack.subject")) {
		t.Errorf("%v: %q", err, got)
	}
	if at := strings.ReplaceAll(strings.Join(got, "\n"), "\u00a0", " "); !strings.Contains(at, "15 mai 2026") || strings.Contains(at, "\n\n") {
		t.Errorf("no day, or an empty line:\n%s", at)
	}
	got, err = paper.Print("documents", s, p)
	for _, want := range DocumentsOf(p, s.Lang) {
		if !slices.ContainsFunc(got, func(line string) bool { return strings.Contains(line, want) }) {
			t.Errorf("%v: %q is not on the list: %q", err, want, got)
		}
	}
	if _, err := paper.Print("letter", s, p); err == nil {
		t.Error("a paper that nobody knows is printed")
	}
}

func TestEveryBlockWithWordsIsRead(t *testing.T) {
	s := formtest.Submission(t, Trial{}.Words(forms.French))
	for name, kind := range trialPapers {
		doc := kind(facts(forms.French), formtest.Pack(t), s)
		if len(lines(doc)) < 5 {
			t.Errorf("%s: %q", name, lines(doc))
		}
	}
}
