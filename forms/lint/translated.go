package lint

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"guichet/forms"
)

// someWords is from how many words on two languages do not say a thing alike by
// chance.
const someWords = 3

// translations wants the pack to be in French, and its other languages not to be
// French that was copied and left so.
func (l *linter) translations() {
	if !slices.Contains(l.pack.Languages, forms.French) {
		l.add(Finding{Place: l.manifest.At("languages"), Level: Error, Rule: "law", What: "the pack is not in French, the language of a town hall's papers (CRPA L111-1)",
			Mend: "add fr to languages, and write i18n/fr.yaml"})
	}
	french := map[string]string{}
	for _, t := range l.texts {
		if t.lang == forms.French {
			french[t.key] = t.s
		}
	}
	for _, lang := range l.pack.Languages {
		l.translation(lang, french)
	}
}

// translation refuses a language most of which is French.
func (l *linter) translation(lang forms.Lang, french map[string]string) {
	var all, copied []text
	for _, t := range l.texts {
		if t.lang != lang || t.french() || !t.prose() || len(strings.Fields(t.s)) < someWords {
			continue
		}
		all = append(all, t)
		if t.s == french[t.key] {
			copied = append(copied, t)
		}
	}
	if 2*len(copied) > len(all) {
		first := slices.MinFunc(copied, func(a, b text) int { return cmp.Compare(a.Line, b.Line) })
		l.add(Finding{Place: first.Place, Level: Error, Rule: "translated", Lang: lang, What: fmt.Sprintf("%d of %d texts in %s are the French ones", len(copied), len(all), lang),
			Mend: fmt.Sprintf("translate them, or take %s out of languages in pack.yaml", lang)})
		return
	}
	for _, t := range copied {
		l.say(t, Advice, "translated", t.s, "the text is the French one", "", fmt.Sprintf("write it in %s", lang))
	}
}

// backslash finds what YAML would have read between double quotes: \_, the space
// that does not break, stands as it is between single ones and without any.
func (l *linter) backslash(t text) {
	if strings.Contains(t.s, `\`) {
		l.say(t, Error, "sign", t.s, `the sign \`, "", `put the text between double quotes, where \_ is the space that does not break; \\ is none that people read`)
	}
}
