package forms

import "slices"

// Group is a group of a choice_linked and what may be chosen in it.
type Group struct {
	Value   string
	Choices []string
}

// Groups are the values of the groups of a choice_linked, in order. Their
// labels are found by [Page.ChoiceKey], as those of the choices are.
func (p *Page) Groups() []string {
	out := make([]string, len(p.Linked))
	for i, g := range p.Linked {
		out[i] = g.Value
	}
	return out
}

// ChoicesOf are the values of the choices of a group, in order; nil where
// there is no such group.
func (p *Page) ChoicesOf(group string) []string {
	for _, g := range p.Linked {
		if g.Value == group {
			return slices.Clone(g.Choices)
		}
	}
	return nil
}

func linkedFields(*Page) []Field { return []Field{{Name: "group"}, {Name: Value}} }

// parseLinked takes a choice only with the group that it is in: a group that
// was changed after the choice leaves the choice to be made again.
func parseLinked(p *Page, in Input, _ Day) (map[string]string, *Problem) {
	group := in["group"]
	switch {
	case !slices.Contains(p.Groups(), group):
		return nil, emptyProblem(p)
	case !slices.Contains(p.ChoicesOf(group), in[Value]):
		return nil, problem(Value, "choice_linked.no_value")
	}
	return map[string]string{"group": group, Value: in[Value]}, nil
}

// formatLinked writes the group, then the choice.
func formatLinked(p *Page, a Answer, c, _ Catalog) []string {
	return []string{c.Text(p.ChoiceKey(a.Fields["group"])), c.Text(p.ChoiceKey(a.Fields[Value]))}
}
