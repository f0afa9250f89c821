package lint

import (
	"fmt"
	"strings"
)

// office finds words of the office.
func (l *linter) office(t text, s string, ts []token) {
	for _, f := range plainerIn(s, ts) {
		word := s[f.from:f.to]
		what := fmt.Sprintf("“%s”: a plainer word is “%s”", word, f.better)
		mend := "write “" + f.better + "”"
		switch {
		case f.hint != "":
			what, mend = fmt.Sprintf("“%s” is a word of the office", word), f.hint
		case f.ask:
			what, mend = fmt.Sprintf("“%s” is stiff", word), "write the order alone: “Apportez …”"
		}
		l.say(t, Advice, "plainer", s, what, f.rewrite(s, ts), mend)
	}
}

// found is an expression in a sentence, by its tokens.
type found struct {
	pair
	from, to int // bytes
	next     int // token behind
}

// plainerIn finds the expressions of the list, from left to right.
func plainerIn(sentence string, ts []token) []found {
	var all []found
	for i := 0; i < len(ts); i++ {
		for _, p := range plainer()[ts[i].lower] {
			if !follows(ts[i:], p.tokens) || p.first && i > 0 {
				continue
			}
			last := i + len(p.tokens) - 1
			f := found{p, ts[i].from, ts[last].to, last + 1}
			if p.glued {
				f.to = elisionEnd(sentence, f.to)
			}
			all = append(all, f)
			i = last
			break
		}
	}
	return all
}

func follows(ts []token, want []string) bool {
	if len(ts) < len(want) {
		return false
	}
	for i, w := range want {
		if ts[i].lower != w {
			return false
		}
	}
	return true
}

// elisionEnd is the byte behind the apostrophe that stands at one.
func elisionEnd(s string, at int) int {
	for _, apostrophe := range []string{"’", "'"} {
		if strings.HasPrefix(s[at:], apostrophe) {
			return at + len(apostrophe)
		}
	}
	return at
}

// rewrite writes the sentence anew; empty where only a person can.
func (f found) rewrite(sentence string, ts []token) string {
	switch {
	case f.hint != "":
		return ""
	case f.ask:
		return order(sentence, f, ts)
	case f.glued && !strings.HasSuffix(f.better, "’"):
		return replace(sentence, f.from, f.to, f.better+" ")
	}
	return replace(sentence, f.from, f.to, f.better)
}

// order makes "Veuillez présenter" "Présentez".
func order(sentence string, f found, ts []token) string {
	if f.next >= len(ts) {
		return ""
	}
	verb := ts[f.next]
	stem, ok := strings.CutSuffix(verb.lower, "er")
	if !ok {
		return ""
	}
	return replace(sentence, f.from, verb.to, stem+"ez")
}
