package notice

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"guichet/forms"
	"guichet/forms/strictyaml"
)

// block checks one block of the template.
func (l *linter) block(i int) {
	b := l.t.Blocks[i]
	what := "the text"
	if b.Mention != "" {
		what = fmt.Sprintf("the text of mention %q", b.Mention)
	}
	l.texts(b.Text, what, "blocks", i, "text")
	if len(b.Heading) > 0 {
		l.texts(b.Heading, "the heading", "blocks", i, "heading")
		l.noFacts(b.Heading, "blocks", i, "heading")
	}
	l.needs(i, b)
}

// needs looks for what a mention must name and say, in each language: half a
// mention is none.
func (l *linter) needs(i int, b Block) {
	for _, m := range Mentions(l.t.Kind, l.t.Regime) {
		for _, lang := range l.t.Languages {
			if m.ID == b.Mention && b.Text[lang] != "" {
				l.whole(m, l.t.at("blocks", i, "text", string(lang)), b.Text[lang])
			}
		}
	}
}

// whole checks one text of a mention.
func (l *linter) whole(m Mention, at strictyaml.Place, text string) {
	has := forms.Placeholders(text)
	for _, name := range m.Needs {
		if !slices.Contains(has, name) {
			l.fault(at, "write {"+name+"} in it", "mention %q lacks {%s}%s", m.ID, name, article(m))
		}
	}
	said := oneSpelling.Replace(strings.ToLower(text))
	for _, words := range m.Says {
		if !strings.Contains(said, strings.ToLower(words)) {
			l.fault(at, "write these words in it", "mention %q does not say “%s”%s", m.ID, words, article(m))
		}
	}
}

// oneSpelling lets a text break its lines where it likes.
var oneSpelling = strings.NewReplacer("'", "’", "\u00a0", " ", "\n", " ")

// placeholders checks the names between braces of a text.
func (l *linter) placeholders(at strictyaml.Place, text string) {
	if strings.Count(text, "{") != strings.Count(text, "}") {
		l.fault(at, "write {name}", "a brace is open or closed alone")
		return
	}
	for _, name := range forms.Placeholders(text) {
		f, ok := facts[name]
		if !ok {
			l.fault(at, strictyaml.MendName(name, Placeholders()), "{%s} is not known", name)
		} else if f.list && !alone(text, name) {
			l.fault(at, "give it a line of its own", "{%s} stands for several lines", name)
		}
	}
}

func alone(text, name string) bool {
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if strings.Contains(line, "{"+name+"}") && line != "{"+name+"}" {
			return false
		}
	}
	return true
}

// longest is the most words of a sentence, as for packs: ten for people who
// read slowly, twelve in plain French, fifteen in English.
var longest = map[forms.Lang]int{forms.French: 12, forms.EasyFrench: 10, forms.English: 15}

// stiff are words of the office that have plain ones. Not between \b, which
// knows the letters of ASCII only and sees no end after an é.
var stiff = regexp.MustCompile(`(?i)(?:^|\PL)(veuillez|susnommé|susvisé|nonobstant|usager|le cas échéant|réputée?|ci-après)(?:$|\PL)`)

var sentenceEnd = regexp.MustCompile(`[.!?…:]+(\s|$)|\n`)

// plain keeps sentences short and words common. A fact counts as one word.
func (l *linter) plain(at strictyaml.Place, lang forms.Lang, text string) {
	most, ok := longest[lang]
	if !ok {
		return
	}
	for _, s := range sentenceEnd.Split(strings.ReplaceAll(text, "\u00a0", " "), -1) {
		if n := words(s); n > most {
			l.fault(at, fmt.Sprintf("at most %d: make two sentences", most), "a sentence of %d words: %s", n, strings.TrimSpace(s))
		}
	}
	if word := stiff.FindStringSubmatch(text); word != nil && lang != forms.English {
		l.fault(at, "say it as one says it at the desk", "%q is a word of the office", word[1])
	}
}

func words(s string) int {
	n := 0
	for _, w := range strings.Fields(s) {
		if strings.ContainsFunc(w, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) {
			n++
		}
	}
	return n
}
