package config

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"guichet/forms"
	"guichet/forms/strictyaml"
)

// Text is a sentence that a citizen reads, by language. In the file it is
// either one text for every language, or a map of them:
//
//	hours: {fr: "du lundi au vendredi, de 9 h à 12 h", en: "Monday to Friday, 9 to 12"}
type Text map[forms.Lang]string

// In is the text in a language: French where that language has none, easy
// French included, and "" where nothing was written.
func (t Text) In(lang forms.Lang) string {
	if s, ok := t[lang]; ok {
		return s
	}
	return t[forms.French]
}

// UnmarshalNode reads either way of writing it.
func (t *Text) UnmarshalNode(n *strictyaml.Node) {
	if _, _, scalar := n.Scalar(); scalar {
		var s string
		n.Decode(&s)
		*t = Text{forms.French: s}
		return
	}
	var m map[forms.Lang]string
	n.Decode(&m)
	*t = m
}

// flaws wants French, for it stands in for the others, and no language that
// the kiosk does not speak. A text that may be left out may be empty.
func (t Text) flaws(path []any, required bool) []flaw {
	if t == nil && !required {
		return nil
	}
	var all []flaw
	if strings.TrimSpace(t[forms.French]) == "" {
		all = append(all, flaw{path, "there is no French text", `write it, or {fr: "…", en: "…"}`})
	}
	for _, lang := range slices.Sorted(maps.Keys(t)) {
		at := under(path, string(lang))
		switch {
		case !slices.Contains(languages, lang):
			all = append(all, flaw{at, fmt.Sprintf("%q is not a language of the kiosk", lang), "known here: fr, fr-x-falc, en"})
		case lang != forms.French && strings.TrimSpace(t[lang]) == "":
			all = append(all, flaw{at, "the text is empty", "write it, or remove the key"})
		}
	}
	return all
}
