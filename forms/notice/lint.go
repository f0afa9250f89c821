package notice

import (
	"fmt"
	"slices"
	"strings"

	"guichet/forms"
	"guichet/forms/strictyaml"
)

// Lint refuses a template that lacks a mention, or says one badly. The error is
// a [forms.Faults] with all that is wrong: the place, the article, the mend.
func Lint(t Template) error {
	l := &linter{t: t}
	if !l.known() {
		return l.faults.Err()
	}
	l.languages()
	l.title()
	l.mentions()
	l.limits()
	for i := range t.Blocks {
		l.block(i)
	}
	l.faults.Sort()
	return l.faults.Err()
}

type linter struct {
	t      Template
	faults forms.Faults
}

func (l *linter) fault(at strictyaml.Place, mend, format string, args ...any) {
	l.faults = append(l.faults, at.Fault(fmt.Sprintf(format, args...), mend))
}

// known checks what everything else depends on.
func (l *linter) known() bool {
	t := l.t
	allowed, ok := regimes[t.Kind]
	if !ok {
		l.fault(t.at("kind"), strictyaml.MendName(string(t.Kind), names(Kinds())), "kind %q is not known", t.Kind)
		return false
	}
	if !t.Kind.allows(t.Regime) {
		l.fault(t.at("regime"), "write "+strings.Join(names(allowed), ", or "),
			"a %s has no regime %q", t.Kind, t.Regime)
		return false
	}
	return true
}

func names[S ~string](all []S) []string {
	out := make([]string, len(all))
	for i, s := range all {
		out[i] = string(s)
	}
	return out
}

func (l *linter) languages() {
	if !slices.Contains(l.t.Languages, forms.French) {
		l.fault(l.t.at("languages"), "add fr; others stand beside it",
			"French is missing: CRPA L111-1")
	}
}

func (l *linter) title() {
	l.texts(l.t.Title, "the title", "title")
	l.noFacts(l.t.Title, "title")
}

// noFacts keeps facts where they are filled in: in the text of a block.
func (l *linter) noFacts(texts Texts, path ...any) {
	for lang, text := range texts {
		if strings.ContainsAny(text, "{}") {
			at := l.t.at(append(slices.Clone(path), string(lang))...)
			l.fault(at, "move it into a text", "a title or a heading holds no facts")
		}
	}
}

// texts checks that a text is there in every language, and in no other.
func (l *linter) texts(texts Texts, what string, path ...any) {
	for _, lang := range l.t.Languages {
		if strings.TrimSpace(texts[lang]) == "" {
			l.fault(l.t.at(path...), fmt.Sprintf("write %s: …", lang), "%s is missing in %s", what, lang)
		}
	}
	for lang, text := range texts {
		at := l.t.at(append(slices.Clone(path), string(lang))...)
		if !slices.Contains(l.t.Languages, lang) {
			l.fault(at, "add it to languages, or remove the text", "%s is in %s, which the template is not", what, lang)
			continue
		}
		l.placeholders(at, text)
		l.plain(at, lang, text)
	}
}

// mentions looks for those that must stand, and for those that must not.
func (l *linter) mentions() {
	wanted := Mentions(l.t.Kind, l.t.Regime)
	for _, m := range wanted {
		if l.count(m.ID) == 0 && !m.Optional {
			l.fault(l.t.at("blocks"), mendMention(m), "mention %q is missing%s: %s", m.ID, article(m), m.Why)
		}
	}
	l.together("missing", "deadline", "effect")
	seen := map[string]bool{}
	for i, b := range l.t.Blocks {
		at := l.t.at("blocks", i, "mention")
		if b.Mention != "" && !slices.ContainsFunc(wanted, func(m Mention) bool { return m.ID == b.Mention }) {
			l.fault(at, strictyaml.MendName(b.Mention, ids(wanted)),
				"mention %q has no place in %s with %s", b.Mention, l.t.Kind, l.t.Regime)
		}
		if b.Mention != "" && seen[b.Mention] {
			l.fault(at, "keep one", "mention %q stands twice", b.Mention)
		}
		seen[b.Mention] = true
	}
}

// together: L114-5 wants all of these where one stands.
func (l *linter) together(all ...string) {
	absent := slices.DeleteFunc(slices.Clone(all), func(id string) bool { return l.count(id) > 0 })
	if len(absent) == 0 || len(absent) == len(all) || l.t.Kind != Acknowledgement {
		return
	}
	for _, id := range absent {
		l.fault(l.t.at("blocks"), "add - mention: "+id, "mention %q is missing: CRPA L114-5: it goes with the others", id)
	}
}

func (l *linter) count(id string) int {
	n := 0
	for _, b := range l.t.Blocks {
		if b.Mention == id {
			n++
		}
	}
	return n
}

func ids(all []Mention) []string {
	var out []string
	for _, m := range all {
		out = append(out, m.ID)
	}
	return out
}

func article(m Mention) string {
	if !m.Legal() {
		return ""
	}
	return ": " + m.Article
}

func mendMention(m Mention) string {
	mend := "add - mention: " + m.ID
	if len(m.Needs) > 0 {
		mend += ", with {" + strings.Join(m.Needs, "}, {") + "} in its text"
	}
	if len(m.Says) > 0 {
		mend += ", with the words “" + strings.Join(m.Says, "”, “") + "”"
	}
	return mend
}

// limits asks for the time-limits that the dates of the template need.
func (l *linter) limits() {
	t := l.t
	for _, one := range []struct {
		key, placeholder, article string
		span                      Span
	}{
		{"silence", "implicit_on", "CRPA L231-1, L231-4", t.Silence},
		{"silence", "silence_time", "CRPA L231-1, L231-4", t.Silence},
		{"appeal", "appeal_before", "CJA R421-1", t.Appeal},
		{"appeal", "appeal_time", "CJA R421-1", t.Appeal},
		{"documents", "documents_before", "CRPA L114-5", t.Documents},
	} {
		if one.span.IsZero() && t.names(one.placeholder) {
			l.fault(t.at(), fmt.Sprintf("add %s: 2 months, or what the procedure has", one.key),
				"{%s} needs a time-limit: %s", one.placeholder, one.article)
		}
	}
}

func (t Template) names(placeholder string) bool {
	for _, b := range t.Blocks {
		for _, text := range b.Text {
			if slices.Contains(forms.Placeholders(text), placeholder) {
				return true
			}
		}
	}
	return false
}
