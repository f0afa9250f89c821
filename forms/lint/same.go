package lint

import (
	"fmt"
	"slices"
	"strings"

	"guichet/forms"
)

// alike are words for one thing. A pack keeps to one of them in a language.
var alike = [][]string{
	{"e-mail", "mail", "courriel", "mél", "adresse électronique"},
	{"reçu", "récépissé"},
	{"mairie", "hôtel de ville"},
	{"touchez", "appuyez", "cliquez", "tapez"},
	{"document", "pièce justificative"},
	{"ville", "municipalité"},
	{"cantine", "restauration scolaire"},
}

// read is a text with its words in the singular.
type read struct {
	text
	tokens []token
}

// sameWords finds a thing that has two names in one language.
func (l *linter) sameWords() {
	texts := map[forms.Lang][]read{}
	for _, t := range l.texts {
		if t.french() && t.prose() {
			texts[t.lang] = append(texts[t.lang], read{t, singular(tokens(t.s))})
		}
	}
	for _, lang := range l.pack.Languages {
		for _, group := range alike {
			l.sameWord(group, texts[lang])
		}
	}
}

func (l *linter) sameWord(group []string, texts []read) {
	count := map[string]int{}
	for _, w := range group {
		want := tokenised(w)
		for _, t := range texts {
			count[w] += occurrences(t.tokens, want)
		}
	}
	usual := slices.MaxFunc(group, func(a, b string) int { return count[a] - count[b] })
	for _, w := range group {
		if w == usual || count[w] == 0 {
			continue
		}
		for _, t := range texts {
			if occurrences(t.tokens, tokenised(w)) > 0 {
				l.say(t.text, Advice, "same-word", sentenceWith(t.s, w), fmt.Sprintf("“%s” here, “%s” elsewhere", w, usual), "",
					fmt.Sprintf("write “%s” for the same thing everywhere", usual))
			}
		}
	}
}

// occurrences counts an expression in the words of a text.
func occurrences(ts []token, want []string) int {
	n := 0
	for i := range ts {
		if follows(ts[i:], want) {
			n++
		}
	}
	return n
}

func singular(ts []token) []token {
	for i := range ts {
		ts[i].lower = strings.TrimSuffix(ts[i].lower, "s")
	}
	return ts
}

func sentenceWith(s, word string) string {
	for _, one := range sentences(s) {
		if occurrences(singular(tokens(one)), tokenised(word)) > 0 {
			return one
		}
	}
	return s
}
