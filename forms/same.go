package forms

import (
	"slices"
	"strings"
)

// Same says who else a concept is about on a route: who asks for himself is the
// subject and the requester at once. What is known of the one is then proposed
// for the other, so that nobody is asked twice; a citizen still confirms it.
type Same struct {
	Concept string     // a person, "subject", or one thing about him, "subject.address"
	As      string     // "requester", "requester.address"
	If      *Condition // over any page that was answered; nil: always
}

// of is what a concept is called by this rule; false where it says nothing.
func (s Same) of(concept string) (string, bool) {
	if concept == s.Concept {
		return s.As, true
	}
	rest, ok := strings.CutPrefix(concept, s.Concept+".")
	as := s.As + "." + rest
	if _, known := FindConcept(as); !ok || !known {
		return "", false
	}
	return as, true
}

// ConceptOn is what a concept stands for where answer finds what was answered:
// by the first rule of Same that is about it and holds, or itself.
func (f *Form) ConceptOn(concept string, answer func(string) (Answer, bool)) string {
	for _, s := range f.Same {
		if as, ok := s.of(concept); ok && s.If.Eval(answer) {
			return as
		}
	}
	return concept
}

// ConceptPersons are those whom concepts are about: "requester", "subject" …
func ConceptPersons() []string {
	var out []string
	for _, c := range concepts {
		who, _, _ := strings.Cut(c.ID, ".")
		if !slices.Contains(out, who) {
			out = append(out, who)
		}
	}
	slices.Sort(out)
	return out
}
