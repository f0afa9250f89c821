package forms

import (
	"slices"
	"strings"

	"guichet/forms/strictyaml"
)

// Concept is what a page asks, whatever the pack and its words: a citizen who
// gave his address in one procedure is proposed it in the next one of the same
// visit (dites-le-nous une fois). The list is closed: a concept that two packs
// wrote differently would carry nothing over.
type Concept struct {
	ID   string // "child.birth_date": whose, and what
	Type Type   // the type that its pages must have
}

// concepts are whose: the requester (who fills the form in), the child, the
// person that the procedure is about where that is another, the parents of
// either, the household.
var concepts = slices.Concat(
	person("requester"), person("subject"), person("child"), person("parent1"), person("parent2"),
	[]Concept{
		{"requester.address", Address},
		{"requester.phone", Phone},
		{"requester.email", Email},
		{"requester.iban", IBAN},
		{"requester.height", Number}, // centimetres
		{"requester.previous_commune", Commune},
		{"subject.address", Address},
		{"child.school", ChoiceOne},
		{"child.class", ChoiceOne},
		{"parent1.address", Address},
		{"parent1.phone", Phone},
		{"parent1.email", Email},
		{"parent2.address", Address},
		{"parent2.phone", Phone},
		{"parent2.email", Email},
		{"household.family_quotient", Number}, // euros, without cents
		{"household.size", Number},
	},
)

// person is what civil status says of anybody.
func person(who string) []Concept {
	return []Concept{
		{who + ".name", Name},
		{who + ".civility", Civility},
		{who + ".used_name", ShortText}, // nom d'usage
		{who + ".sex", ChoiceOne},
		{who + ".birth_date", Date},
		{who + ".birth_commune", Commune},
		{who + ".birth_country", Country},
		{who + ".nationality", Country},
	}
}

// Concepts are all that a page may be about, by id.
func Concepts() []Concept {
	out := slices.Clone(concepts)
	slices.SortFunc(out, func(a, b Concept) int { return strings.Compare(a.ID, b.ID) })
	return out
}

// FindConcept is the concept with an id.
func FindConcept(id string) (Concept, bool) {
	i := slices.IndexFunc(concepts, func(c Concept) bool { return c.ID == id })
	if i < 0 {
		return Concept{}, false
	}
	return concepts[i], true
}

// MendConcept is the mend of a concept that is not known: the nearest, or
// those of the same person, or what else is asked by the same words.
func MendConcept(id string) string {
	var all, who, what []string
	person, question, _ := strings.Cut(id, ".")
	for _, c := range Concepts() {
		all = append(all, c.ID)
		if strings.HasPrefix(c.ID, person+".") {
			who = append(who, c.ID)
		}
		if strings.HasSuffix(c.ID, "."+question) {
			what = append(what, c.ID)
		}
	}
	for _, few := range [][]string{who, what} {
		if _, near := strictyaml.Nearest(id, all); !near && len(few) > 0 {
			return strictyaml.MendName(id, few)
		}
	}
	return strictyaml.MendName(id, all)
}
