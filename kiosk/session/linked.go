package session

import (
	"slices"

	"guichet/forms"
	"guichet/forms/engine"
)

// linked is a choice in two steps on one page: the groups, then what is in the
// one that was chosen, with a line that says which and changes it.
func (s *Session) linked(p *forms.Page, in forms.Input) []Block {
	group := in["group"]
	if !slices.Contains(p.Groups(), group) {
		return []Block{Tiles{Items: mapped(p.Groups(), func(g string) Tile {
			return Tile{ID: g, Text: s.tell(p.ChoiceKey(g)), Do: Typed{s.page, forms.Input{"group": g}}}
		})}}
	}
	chosen := Row{
		Label: s.say("field.choice_linked.group"), Values: []Text{asGiven(s.tell(p.ChoiceKey(group)))},
		Change: s.button("session.question.other_group", Typed{s.page, forms.Input{}}),
	}
	t := Tiles{Items: mapped(p.ChoicesOf(group), func(v string) Tile {
		return Tile{
			ID: v, Text: s.tell(p.ChoiceKey(v)), Selected: in[forms.Value] == v,
			Do: Typed{s.page, forms.Input{"group": group, forms.Value: v}},
		}
	})}
	return []Block{Rows{[]Row{chosen}}, t}
}

// asGiven marks a text of the pack as what the citizen chose.
func asGiven(t Text) Text {
	t.Personal = true
	return t
}

// backFrom goes back: from the choices of a group to the groups, else to the
// page before.
func (s *Session) backFrom(step engine.Step) {
	if step.Kind == engine.KindPage && step.Page.Type == forms.ChoiceLinked && s.visit.draft(step)["group"] != "" {
		s.typed(step, forms.Input{})
		return
	}
	s.back()
}
