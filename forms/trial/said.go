package trial

import (
	"slices"
	"strings"

	"guichet/forms"
	"guichet/forms/strictyaml"
)

// said is an answer as a test writes it; which of the fields is set follows
// from how it is written.
type said struct {
	strictyaml.Place
	word      text            // one value
	ticks     []text          // [lundi, jeudi]
	fields    map[string]text // {family: Costa, given: Inès}
	instances []instance      // of a repeat
	dontKnow  bool
}

type instance map[string]said

const dontKnow = "dont_know"

func (s *said) UnmarshalNode(n *strictyaml.Node) {
	s.Place = n.Place()
	if items, ok := n.List(); ok {
		s.readList(n, items)
		return
	}
	if entries, ok := n.Map(); ok {
		s.readMap(n, entries)
		return
	}
	s.word = scalar(n)
}

// scalar takes what is written as it stands: a citizen types letters, so
// nothing need be between quotes here.
func scalar(n *strictyaml.Node) text {
	s, _, ok := n.Scalar()
	if !ok {
		n.Fault("a value is due here", "write it on one line")
	}
	return text{n.Place(), s}
}

func (s *said) readList(n *strictyaml.Node, items []*strictyaml.Node) {
	for _, item := range items {
		if _, ok := item.Map(); ok {
			n.Decode(&s.instances)
			return
		}
		s.ticks = append(s.ticks, scalar(item))
	}
	if len(items) == 0 {
		s.ticks, s.instances = []text{}, []instance{}
	}
}

func (s *said) readMap(n *strictyaml.Node, entries []strictyaml.Entry) {
	s.fields = map[string]text{}
	for _, e := range entries {
		s.fields[e.Name] = scalar(e.Value)
	}
	if v, ok := s.fields[dontKnow]; ok {
		s.dontKnow = true
		if len(entries) > 1 || v.s != "true" {
			n.Fault(dontKnow+" stands alone", "write {dont_know: true}")
		}
	}
}

// input is what a citizen would give on the page. A fault says what does not
// fit the type of the page.
func (s said) input(p *forms.Page) (forms.Input, *forms.Fault) {
	switch {
	case len(s.instances) > 0:
		return nil, s.fault("a list of answers is for a repeat", "write one answer")
	case s.dontKnow:
		return nil, nil
	case s.ticks != nil:
		return s.tick(p)
	case s.fields != nil:
		return s.byField(p)
	}
	return s.single(p), nil
}

func (s said) fault(what, mend string) *forms.Fault {
	f := s.Place.Fault(what, mend)
	return &f
}

func (s said) tick(p *forms.Page) (forms.Input, *forms.Fault) {
	if p.Type != forms.ChoiceMany {
		return nil, s.fault("several values are for choice_many", "write one value"+like(p))
	}
	in := forms.Input{}
	for _, t := range s.ticks {
		if !slices.Contains(p.Choices, t.s) {
			f := t.Fault("\""+t.s+"\" is none of the choices", strictyaml.MendName(t.s, p.Choices))
			return nil, &f
		}
		in[t.s] = "yes"
	}
	return in, nil
}

func (s said) byField(p *forms.Page) (forms.Input, *forms.Fault) {
	var known []string
	for _, f := range p.Fields() {
		known = append(known, f.Name)
	}
	in := forms.Input{}
	for name, t := range s.fields {
		if !slices.Contains(known, name) {
			f := t.Fault("the page has no field \""+name+"\"", strictyaml.MendName(name, known))
			return nil, &f
		}
		in[name] = t.s
	}
	return in, nil
}

// single puts one value where the type of the page wants it: into its first
// field where none is called value, such as the code of a commune.
func (s said) single(p *forms.Page) forms.Input {
	switch names := fieldNames(p); {
	case p.Type == forms.ChoiceMany && s.word.s != "":
		return forms.Input{s.word.s: "yes"}
	case slices.Contains(names, "year"):
		return parts(s.word.s, "year", "month", "day")
	case p.Type == forms.YesNo, p.Type == forms.Declaration:
		return forms.Input{forms.Value: yesNo(s.word.s)}
	case p.Type == forms.ChoiceLinked:
		return forms.Input{"group": groupOf(p, s.word.s), forms.Value: s.word.s}
	case len(names) > 0 && !slices.Contains(names, forms.Value):
		return forms.Input{names[0]: s.word.s}
	}
	return forms.Input{forms.Value: s.word.s}
}

// groupOf is the group that a choice stands in: a test need not name it.
func groupOf(p *forms.Page, choice string) string {
	for _, g := range p.Linked {
		if slices.Contains(g.Choices, choice) {
			return g.Value
		}
	}
	return ""
}

func like(p *forms.Page) string {
	if how := written(p); how != "" {
		return ": " + how
	}
	return ""
}

// written is how a test writes an answer to the page.
func written(p *forms.Page) string {
	switch names := fieldNames(p); {
	case p.Type == forms.ChoiceOne || p.Type == forms.ChoiceLinked:
		return "one of " + listed(some(choicesOf(p)))
	case p.Type == forms.YesNo, p.Type == forms.Declaration:
		return "true or false"
	case p.Type == forms.Signature:
		return `"100,100 300,200", points of the finger`
	case slices.Contains(names, "day"):
		return "2026-11-21"
	case slices.Contains(names, "year"):
		return "2026-11"
	case len(names) > 1:
		return "{" + strings.Join(names, ": …, ") + ": …}"
	}
	return ""
}

// some is as many as one reads: a list may have a thousand.
func some(values []string) []string {
	const most = 10
	if len(values) <= most {
		return values
	}
	return append(values[:most:most], "…")
}

func choicesOf(p *forms.Page) []string {
	all := slices.Clone(p.Choices)
	for _, g := range p.Linked {
		all = append(all, g.Choices...)
	}
	return all
}

func fieldNames(p *forms.Page) []string {
	var out []string
	for _, f := range p.Fields() {
		out = append(out, f.Name)
	}
	return out
}

// parts reads 2019-05-14, 2019-05, and anything else as a year, for the page
// to refuse.
func parts(s string, names ...string) forms.Input {
	in := forms.Input{}
	for i, part := range strings.SplitN(s, "-", len(names)) {
		in[names[i]] = part
	}
	return in
}

// yesNo reads true and false, as conditions do, beside yes and no.
func yesNo(s string) string {
	switch s {
	case "true":
		return "yes"
	case "false":
		return "no"
	}
	return s
}
