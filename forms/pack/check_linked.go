package pack

import (
	"fmt"
	"slices"

	"guichet/forms"
	"guichet/forms/strictyaml"
)

// checkConcept: a concept is one of the closed list, on a page of its type.
func (l *loader) checkConcept(p *forms.Page, path []any) {
	if p.Concept == "" || slices.Contains(notFor["concept"], p.Type) {
		return
	}
	c, known := forms.FindConcept(p.Concept)
	if !known {
		l.need(false, fmt.Sprintf("unknown concept %q", p.Concept), forms.MendConcept(p.Concept), with(path, "concept")...)
		return
	}
	l.need(c.Type == p.Type, fmt.Sprintf("concept %q is asked by a page of type %s", p.Concept, c.Type), "change the type, or remove the concept", with(path, "concept")...)
}

// checkLinked: a choice_linked takes a list that has groups.
func (l *loader) checkLinked(p *forms.Page, path []any) {
	if p.Type != forms.ChoiceLinked {
		return
	}
	list, known := l.lists[p.List]
	switch {
	case p.List == "":
		l.need(false, "a choice_linked needs a list", "write list: name, and lists/name.csv with the columns value and group", path...)
	case !known:
		l.need(false, fmt.Sprintf("there is no list %q", p.List), fmt.Sprintf("write lists/%s.csv with the columns value and group", p.List), with(path, "list")...)
	default:
		l.need(list.Linked, fmt.Sprintf("list %q has no groups", p.List), "add the column group after value, or write type: choice_one", with(path, "list")...)
	}
}

// checkGroups: a group stands before its choices, and has some.
func (l *loader) checkGroups(out *list) {
	used := map[string]bool{}
	var groups []string
	for i, c := range out.Choices {
		at := strictyaml.Place{File: out.file, Line: out.lines[i], Column: 1}
		if c.Group == "" {
			groups = append(groups, c.Value)
			continue
		}
		used[c.Group] = true
		if !slices.Contains(groups, c.Group) {
			l.fault(at, fmt.Sprintf("value %q is in group %q, which does not stand above it", c.Value, c.Group), fmt.Sprintf("write the line of %s above it, with nothing in the column group", c.Group))
		}
	}
	for i, c := range out.Choices {
		if c.Group == "" && !used[c.Value] {
			at := strictyaml.Place{File: out.file, Line: out.lines[i], Column: 1}
			l.fault(at, fmt.Sprintf("group %q has no choice", c.Value), "write lines with it in the column group, or remove it")
		}
	}
}

// linked are the groups of a list that has them.
func (l *list) linked() []forms.Group {
	var out []forms.Group
	for _, c := range l.Choices {
		if c.Group == "" {
			out = append(out, forms.Group{Value: c.Value})
			continue
		}
		for i := range out {
			if out[i].Value == c.Group {
				out[i].Choices = append(out[i].Choices, c.Value)
			}
		}
	}
	return out
}
