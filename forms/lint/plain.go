package lint

import (
	"cmp"
	"fmt"
	"strings"
	"unicode/utf8"
)

// Rules are the names of the rules, each with what it asks for.
var Rules = map[string]string{
	"long-sentence": "a sentence has one idea and few words: 12, in easy French 10, in English 15",
	"score":         "a language as a whole is easy to read",
	"sign":          "no sign that nobody reads aloud",
	"typography":    "the spaces and quotation marks of French print",
	"button":        "a button says what it does",
	"vous":          "the citizen is vous",
	"plainer":       "a known word instead of one of the office",
	"passive":       "who does it is said",
	"future":        "the present tense",
	"double-no":     "one negation a sentence",
	"digits":        "numbers in digits",
	"acronym":       "an acronym is spelled out on its page",
	"same-word":     "the same word for the same thing",
	"fits":          "a title fits on two lines, a choice on its tile",
	"law":           "what the law wants to be said",
	"budget":        "few questions and few documents",
	"translated":    "every language says the same",
}

// plain holds one text against every rule.
func (l *linter) plain(t text) {
	l.backslash(t)
	if t.is("address", "example") {
		return // written as the post, or a citizen, writes it
	}
	l.fits(t)
	l.button(t)
	for _, s := range sentences(t.s) {
		l.long(t, s)
		l.signs(t, s)
		if t.french() {
			l.french(t, s)
		}
	}
	if t.french() {
		l.acronyms(t)
	}
}

func (l *linter) french(t text, s string) {
	ts := tokens(s)
	l.typography(t, s)
	l.tu(t, s, ts)
	l.office(t, s, ts)
	l.future(t, s, ts)
	l.passive(t, s, ts)
	l.doubleNo(t, s, ts)
	l.digits(t, s, ts)
}

// say reports a finding about a sentence.
func (l *linter) say(t text, level Level, rule, sentence, what, better, mend string) {
	l.add(Finding{Place: t.Place, Level: level, Rule: rule, Lang: t.lang, Key: t.key,
		Sentence: sentence, What: what, Better: better, Mend: cmp.Or(mend, Rules[rule])})
}

// The room on a screen: two lines of a title, less what breaking at words
// costs, and one line of a tile.
const (
	titleLetters  = 70
	choiceLetters = 33
)

func (l *linter) fits(t text) {
	n := utf8.RuneCountInString(t.s)
	switch {
	case t.is("title") && n > titleLetters:
		l.say(t, Error, "fits", t.s, fmt.Sprintf("a title of %d letters: %d have room", n, titleLetters), "", "put what is not the question into help")
	case t.choice() && n > choiceLetters:
		l.say(t, Error, "fits", t.s, fmt.Sprintf("a choice of %d letters: %d have room on a tile", n, choiceLetters), "", "keep the words that differ from the other choices")
	}
}

// emptyButtons say nothing of what they do.
var emptyButtons = []string{"ok", "valider", "valide", "suivant", "suite", "soumettre", "confirmer", "cliquez ici", "submit", "next", "confirm", "validate", "click here"}

func (l *linter) button(t text) {
	if !t.is("agree", "more") && !t.choice() {
		return
	}
	said := strings.ToLower(strings.Trim(t.s, " .!…\u00a0"))
	for _, empty := range emptyButtons {
		if said == empty {
			l.say(t, Error, "button", t.s, fmt.Sprintf("“%s” does not say what it does", t.s), "", "write what happens: “Je suis d’accord”, “Imprimer le reçu”")
		}
	}
}

func (l *linter) long(t text, s string) {
	most := gateOf(t.lang).words
	if n := len(words(s)); n > most {
		l.say(t, Error, "long-sentence", s, fmt.Sprintf("%d words in a sentence, %d are allowed", n, most), split(s, most), "write two sentences, one idea each")
	}
}

// spelled are the signs that nobody reads aloud, and how they are said;
// nothing where that depends.
var spelled = []struct{ sign, french, english string }{
	{"\u00a0%", " pour cent", " percent"}, {" %", " pour cent", " percent"}, {"%", " pour cent", " percent"},
	{"&", "et", "and"}, {"n°", "numéro", ""}, {"N°", "Numéro", ""}, {"§", "paragraphe", "section"},
	{"et/ou", "ou", ""}, {"and/or", "", "or"}, {"/", " ou ", " or "}, {"°", "", ""}, {"*", "", ""}, {"<", "", ""}, {">", "", ""},
	{"→", "", ""}, {"←", "", ""}, {"↑", "", ""}, {"↓", "", ""}, {"►", "", ""}, {"▶", "", ""}, {"•", "", ""},
}

func (l *linter) signs(t text, s string) {
	if strings.Contains(s, "://") {
		return // an address on the web
	}
	for _, one := range spelled {
		if !strings.Contains(s, one.sign) {
			continue
		}
		by := one.english
		if t.french() {
			by = one.french
		}
		better := ""
		if by != "" {
			better = strings.ReplaceAll(s, one.sign, by)
		}
		l.say(t, Error, "sign", s, fmt.Sprintf("the sign %s", strings.TrimSpace(one.sign)), better, "write it in words")
		return
	}
}

const nbsp = "\u00a0"

// typography writes the spaces before ? ! : ; and the apostrophe as they are
// printed; a line must not begin with a question mark.
func (l *linter) typography(t text, s string) {
	better := strings.ReplaceAll(s, "'", "’")
	for _, sign := range []string{"?", "!", ":", ";", "»"} {
		better = strings.ReplaceAll(better, " "+sign, nbsp+sign)
		better = strings.ReplaceAll(better, "\u202f"+sign, nbsp+sign)
	}
	better = strings.ReplaceAll(better, "« ", "«"+nbsp)
	better = spaced(better)
	if strings.Count(better, `"`) == 2 {
		better = strings.Replace(strings.Replace(better, `"`, "«"+nbsp, 1), `"`, nbsp+"»", 1)
	}
	if better != s {
		l.say(t, Advice, "typography", s, "spaces, apostrophes or quotation marks of a typewriter", better, "write \\_ between double quotes for the space that does not break")
	}
}

// spaced puts the space before ? and ! that was left out.
func spaced(s string) string {
	var b strings.Builder
	before := ' '
	for _, r := range s {
		if (r == '?' || r == '!') && before != '\u00a0' && before != ' ' && before != '?' && before != '!' {
			b.WriteString(nbsp)
		}
		b.WriteRune(r)
		before = r
	}
	return b.String()
}
