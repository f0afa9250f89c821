package formtest

import (
	"slices"
	"testing"

	"guichet/forms"
)

func TestTheSampleHasEveryType(t *testing.T) {
	var have []forms.Type
	for _, p := range Pack(t).Form.Pages {
		have = append(have, p.Type)
		for _, inner := range p.Pages {
			have = append(have, inner.Type)
		}
	}
	for _, typ := range forms.Types() {
		if !slices.Contains(have, typ) {
			t.Errorf("no page of type %s", typ)
		}
	}
}

func TestTheSubmissionIsWhole(t *testing.T) {
	s := Submission(t, forms.Catalog{})
	if _, ok := forms.ValidReference(s.Reference); !ok {
		t.Errorf("reference %s has a wrong letter", s.Reference)
	}
	for _, e := range s.Entries {
		if len(e.Shown) == 0 || e.Label == e.Page+".title" {
			t.Errorf("%s: label %q, shown %q", e.Page, e.Label, e.Shown)
		}
	}
}
