package session

import (
	"slices"
	"strings"

	"guichet/forms"
	"guichet/forms/engine"
	"guichet/kiosk/words"
)

// say is a sentence of the kiosk's own.
func (s *Session) say(key string, args ...string) Text {
	return Text{Key: key, S: s.words().Text(key, args...)}
}

func (s *Session) words() forms.Catalog { return words.For(s.lang) }

// catalog is the texts of the pack in the language of the visit.
func (s *Session) catalog() forms.Catalog { return s.visit.pack.Catalog(s.lang) }

// tell is a sentence of the pack; empty where the pack has none.
func (s *Session) tell(key string, args ...string) Text {
	return tellOf(s.visit.pack, s.lang, key, args...)
}

func tellOf(p Procedure, lang forms.Lang, key string, args ...string) Text {
	c := p.Catalog(lang)
	if !c.Has(key) {
		return Text{}
	}
	return Text{Key: p.ID + "/" + key, S: c.Text(key, args...)}
}

// plain is a text that stands nowhere to be translated: a name, a number.
func plain(s string) Text { return Text{S: s} }

// given is what the citizen gave.
func given(s string) Text { return Text{S: s, Personal: s != ""} }

func givens(lines []string) []Text {
	out := make([]Text, len(lines))
	for i, l := range lines {
		out[i] = given(l)
	}
	return out
}

// placeName names the page for the log: the id of a page of a form, never
// what was answered there.
func (s *Session) placeName() string {
	switch v := s.visit; {
	case v == nil || v.journey == nil:
		return string(s.state)
	case s.state == Question || s.state == Declaration && !v.declaring || s.state == Leaving:
		return v.pack.ID + "/" + string(v.journey.Step().Place)
	}
	return string(s.state)
}

func (s *Session) button(key string, do Event) Button {
	return Button{Text: s.say(key), Do: do}
}

// tellOn is a text of a page with its placeholders filled: the number of the
// instance, and the values that are worked out of answers.
func (s *Session) tellOn(step engine.Step, name string) Text {
	return s.tellStep(step, step.Page.Key(name))
}

func (s *Session) tellStep(step engine.Step, key string) Text {
	t := s.tell(key, s.visit.journey.Args(step, s.words())...)
	for _, c := range s.visit.pack.Form.Computed {
		t.Personal = t.Personal || slices.Contains(forms.Placeholders(s.catalog().Text(key)), c.ID)
	}
	return t
}

// nth is the number of the instance that a step is in, from 1, as an argument.
func nth(step engine.Step) []string {
	if len(step.Instance) == 0 {
		return nil
	}
	return []string{"n", number(step.Instance[0] + 1)}
}

// paragraphs are the lines of a text of a pack: its author ends one where the
// reader takes breath.
func paragraphs(t Text) []Block {
	var blocks []Block
	for line := range strings.SplitSeq(t.S, "\n") {
		blocks = append(blocks, Paragraph{Text: Text{Key: t.Key, S: line, Personal: t.Personal}})
	}
	return blocks
}
