package pack

import (
	"fmt"
	"slices"

	"guichet/forms"
	"guichet/forms/strictyaml"
)

// maxSame is how many rules "same" may have.
const maxSame = 10

// checkSame: a person is another person, or one concept another of its type.
func (l *loader) checkSame() {
	for i, s := range l.form.Same {
		concept, isOne := l.sameSide(s.Concept, i, "concept")
		as, isOther := l.sameSide(s.As, i, "as")
		if !isOne || !isOther {
			continue
		}
		l.need(concept == as, fmt.Sprintf("%q cannot be %q", s.Concept, s.As), "write two people, or two concepts of the same type", "same", i, "as")
		l.need(s.Concept != s.As, fmt.Sprintf("%q is itself", s.As), "remove the rule", "same", i, "as")
	}
}

// sameSide is the type of a concept, nothing for a person; false where it is
// neither.
func (l *loader) sameSide(name string, i int, key string) (forms.Type, bool) {
	if slices.Contains(forms.ConceptPersons(), name) {
		return "", true
	}
	c, known := forms.FindConcept(name)
	if !known && name != "" {
		l.need(false, fmt.Sprintf("unknown concept %q", name), mendSame(name), "same", i, key)
	}
	return c.Type, known
}

func mendSame(name string) string {
	if near, ok := strictyaml.Nearest(name, forms.ConceptPersons()); ok {
		return fmt.Sprintf("did you mean %q?", near)
	}
	return forms.MendConcept(name)
}
