package lint

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"guichet/forms"
	"guichet/forms/strictyaml"
)

// Score is how plain the sentences of a language are, or of one page of it.
// Names, labels and addresses do not count.
type Score struct {
	Lang      forms.Lang
	Page      string // empty: the whole language
	Sentences int
	Words     int
	Longest   int     // words of the longest sentence
	Mean      float64 // words a sentence
	// Ease goes from 0 to 100, higher is easier; 0 where no formula is known.
	// French: Kandel and Moles, 207 − 1.015 words/sentence − 73.6
	// syllables/word. English: Flesch, 206.835 − 1.015 words/sentence − 84.6
	// syllables/word.
	Ease float64
	// LIX is words/sentence + 100 × words of more than 6 letters/words: lower
	// is easier.
	LIX float64
}

// gate is what a language must reach.
type gate struct {
	words int     // in a sentence, at most
	ease  float64 // at least
	lix   float64 // at most
}

// gates: the words a sentence are those of the guides of easy French, 10, and
// of plain French, 12; the scores are those that such texts reach with room to
// spare (a page of the code des relations entre le public et l'administration
// has 58 and LIX 62).
var gates = map[forms.Lang]gate{
	forms.French:     {12, 70, 45},
	forms.EasyFrench: {10, 80, 35},
	forms.English:    {15, 60, 40},
}

// otherGate is for languages that we have no measure of.
var otherGate = gate{words: 15, lix: 100}

func gateOf(lang forms.Lang) gate {
	if g, ok := gates[lang]; ok {
		return g
	}
	return otherGate
}

// counter adds up what a score is made of.
type counter struct{ sentences, words, longest, syllables, long int }

func (c *counter) count(t text) {
	for _, s := range sentences(t.s) {
		ws := words(s)
		c.sentences, c.words, c.longest = c.sentences+1, c.words+len(ws), max(c.longest, len(ws))
		for _, w := range ws {
			c.syllables += syllables(w)
			if longWord(w) {
				c.long++
			}
		}
	}
}

func (c counter) score(lang forms.Lang, page string) Score {
	s := Score{Lang: lang, Page: page, Sentences: c.sentences, Words: c.words, Longest: c.longest}
	if c.words == 0 {
		return s
	}
	s.Mean = float64(c.words) / float64(c.sentences)
	s.LIX = s.Mean + 100*float64(c.long)/float64(c.words)
	each := float64(c.syllables) / float64(c.words)
	switch {
	case (text{lang: lang}).french():
		s.Ease = within(207 - 1.015*s.Mean - 73.6*each)
	case lang == forms.English:
		s.Ease = within(206.835 - 1.015*s.Mean - 84.6*each)
	}
	return s
}

func within(f float64) float64 { return max(0, min(f, 100)) }

const vowels = "aeiouyàâäéèêëîïôöùûüœæ"

// syllables counts the groups of vowels, less an e that nobody hears. It is
// right to about 0.05 a word over a page, in French and in English.
func syllables(word string) int {
	n, inside := 0, false
	lower := strings.ToLower(word)
	for _, r := range lower {
		vowel := strings.ContainsRune(vowels, r)
		if vowel && !inside {
			n++
		}
		inside = vowel
	}
	if n > 1 && silentEnd(lower) {
		n--
	}
	return max(n, 1)
}

// silentEnd tells whether a word ends in an e or es behind a consonant.
func silentEnd(lower string) bool {
	lower = strings.TrimRightFunc(lower, func(r rune) bool { return !unicode.IsLetter(r) })
	stem, ok := strings.CutSuffix(strings.TrimSuffix(lower, "s"), "e")
	last, _ := utf8.DecodeLastRuneInString(stem)
	return ok && !strings.ContainsRune(vowels, last)
}

// longWord tells whether a word has more than 6 letters, without its article:
// "l’école" has 5.
func longWord(w string) bool {
	for _, part := range strings.FieldsFunc(w, func(r rune) bool { return !unicode.IsLetter(r) }) {
		if utf8.RuneCountInString(part) > 6 {
			return true
		}
	}
	return false
}

// scores measures every language and page, and refuses what does not reach its
// gate. A page alone is too short to refuse.
func (l *linter) scores() []Score {
	var all []Score
	for _, lang := range l.pack.Languages {
		var whole counter
		pages, order := map[string]*counter{}, []string(nil)
		for _, t := range l.texts {
			if t.lang != lang || !t.prose() {
				continue
			}
			if pages[t.page()] == nil {
				pages[t.page()], order = &counter{}, append(order, t.page())
			}
			whole.count(t)
			pages[t.page()].count(t)
		}
		score := whole.score(lang, "")
		all = append(all, score)
		for _, id := range order {
			all = append(all, pages[id].score(lang, id))
		}
		l.gate(score)
	}
	return all
}

// leastWords is how many words a language needs before its score is judged.
const leastWords = 60

func (l *linter) gate(s Score) {
	g := gateOf(s.Lang)
	if s.Words < leastWords {
		return
	}
	at := strictyaml.Place{File: "i18n/" + string(s.Lang) + ".yaml"}
	if g.ease > 0 && s.Ease < g.ease {
		l.add(Finding{Place: at, Level: Error, Rule: "score", Lang: s.Lang,
			What: fmt.Sprintf("the texts are hard to read: %.0f of 100, at least %.0f is due", s.Ease, g.ease),
			Mend: "write shorter words and shorter sentences; begin with the pages of the lowest score"})
	}
	if s.LIX > g.lix {
		l.add(Finding{Place: at, Level: Error, Rule: "score", Lang: s.Lang,
			What: fmt.Sprintf("too many long words or long sentences: LIX %.0f, at most %.0f is due", s.LIX, g.lix),
			Mend: "write words of at most 6 letters where there is one"})
	}
}
