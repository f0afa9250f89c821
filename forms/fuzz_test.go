package forms

import (
	"strings"
	"testing"
)

// FuzzParse: whatever is typed on a page of any type, no panic; an answer shown
// for change and typed again is the same answer; a problem has a key.
func FuzzParse(f *testing.F) {
	for i, seed := range []string{
		"06 39 98 12 34", "FR76 3000 6000 0112 3456 7890 189", "1 84 12 76 451 089 46", "1 234,56 €",
		"zoe@exemple.fr", "yes", "13055", "31", "\u00a0", "+33", "a@b@c", "0033", "١٢", "1\n2", "9999999999999999999999",
	} {
		f.Add(byte(i), seed, "2", "1984")
	}
	f.Fuzz(func(t *testing.T, which byte, a, b, c string) {
		types := Types()
		p := &Page{ID: "page", Type: types[int(which)%len(types)], Choices: []string{"a", "b"}, UnknownDay: which > 127}
		p.Linked = []Group{{"a", []string{"b"}}}
		typed := Input{Value: a, "day": a, "month": b, "year": c, "family": a, "given": b,
			"street": a, "extra": b, "postcode": c, "city": a, "code": a, "a": a, "b": b, "group": b}
		first, problem := Parse(p, typed, testToday)
		if problem != nil {
			if !strings.HasPrefix(problem.Key, "problem.") {
				t.Errorf("%s: key %q", p.Type, problem.Key)
			}
			return
		}
		again, problem := Parse(p, Refill(p, first), testToday)
		if outcome(again, problem) != outcome(first, nil) {
			t.Errorf("%s: %q, then %q", p.Type, outcome(first, nil), outcome(again, problem))
		}
		Format(p, first, Catalog{}, Catalog{})
		ValidReference(a)
	})
}
