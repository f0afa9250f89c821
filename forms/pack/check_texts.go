package pack

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"guichet/forms"
	"guichet/forms/strictyaml"
)

// wanted is what the pack needs of its texts.
type wanted struct {
	required map[string]strictyaml.Place // key → what needs it
	optional map[string]bool
	numbered map[string]bool // may hold {n}, the number of the instance
}

// checkTexts compares the texts of every language with what the manifest and
// the form need, and with one another.
func (l *loader) checkTexts() {
	w := l.wantedTexts()
	known := slices.Sorted(maps.Keys(w.required))
	known = append(known, slices.Sorted(maps.Keys(w.optional))...)
	for _, lang := range l.languages() {
		texts, ok := l.texts[lang]
		if !ok {
			continue // the file is missing or not YAML, and said so
		}
		l.missingTexts(lang, texts, w)
		for key, t := range texts {
			if !slices.Contains(known, key) {
				l.fault(t.Place, fmt.Sprintf("unknown text %q", key), strictyaml.MendName(key, near(key, known)))
				continue
			}
			l.checkPlaceholders(key, t, w.numbered[key])
		}
	}
}

// near keeps the texts of the same page, so that a mend that lists them stays
// short; all of them where the page is not known either.
func near(key string, known []string) []string {
	if _, ok := strictyaml.Nearest(key, known); ok {
		return known
	}
	page, _, _ := strings.Cut(key, ".")
	return slices.DeleteFunc(slices.Clone(known), func(k string) bool { return !strings.HasPrefix(k, page+".") })
}

func (l *loader) missingTexts(lang forms.Lang, texts map[string]strictyaml.Text, w *wanted) {
	for key, place := range w.required {
		if _, ok := texts[key]; !ok {
			l.add(forms.Fault{File: textFile(lang), What: fmt.Sprintf("text %q is missing", key), Mend: "write it, for " + place.String()})
		}
	}
	for key := range w.optional {
		_, here := texts[key]
		if at, ok := l.elsewhere(key); ok && !here {
			l.add(forms.Fault{File: textFile(lang), What: fmt.Sprintf("text %q is missing", key), Mend: "translate it from " + at.String()})
		}
	}
}

// elsewhere is where an optional text stands in the first language that has it.
func (l *loader) elsewhere(key string) (strictyaml.Place, bool) {
	for _, lang := range l.languages() {
		if t, ok := l.texts[lang][key]; ok {
			return t.Place, true
		}
	}
	return strictyaml.Place{}, false
}

func (l *loader) checkPlaceholders(key string, t strictyaml.Text, numbered bool) {
	for _, name := range forms.Placeholders(t.Text) {
		if name != "n" || !numbered {
			l.fault(t.Place, fmt.Sprintf("nothing fills {%s} in %q", name, key), "remove it; {n} is the number of an instance, inside a repeat")
		}
	}
}
