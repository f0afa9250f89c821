package session

import (
	"maps"
	"slices"

	"guichet/forms"
	"guichet/forms/engine"
	"guichet/kiosk/call/wire"
)

// propose: an answer, which the citizen takes by touch. It fills the field and
// answers nothing. A desk that sees no page proposes nothing, and nobody signs
// or declares for another.
func (s *Session) propose(d wire.Desk) {
	if step, asked := s.stepNow(); asked && step.Page.Type == forms.ChoiceLinked {
		d.Input = linkedInput(step.Page, d.Input)
	}
	switch {
	case !s.talk.line.shared:
		s.answerDesk(d, false, whyNotShared)
	case !s.fitsPage(d):
		s.answerDesk(d, false, whyStale)
	case !s.takes(d.Input):
		s.answerDesk(d, false, whyWrong)
	default:
		s.asks(&ask{Desk: d, kind: CallPropose})
	}
}

// fitsPage tells whether a proposal is for the page on the screen.
func (s *Session) fitsPage(d wire.Desk) bool {
	return d.Page != nil && d.Page.ID != "" && d.Page.ID == string(s.questionNow()) && s.isHere(d)
}

// maxValue is in letters: a long text of a form.
const maxValue = 2000

// linkedInput is a proposal as its page takes it: a desk sees groups, then the
// choices of one, all under the same name.
func linkedInput(p *forms.Page, in map[string]string) map[string]string {
	picked := in[forms.Value]
	if slices.Contains(p.Groups(), picked) {
		return map[string]string{"group": picked}
	}
	for _, group := range p.Groups() {
		if slices.Contains(p.ChoicesOf(group), picked) {
			return map[string]string{"group": group, forms.Value: picked}
		}
	}
	return nil
}

// takes tells whether an input is one of the page on the screen.
func (s *Session) takes(in map[string]string) bool {
	step, asked := s.stepNow()
	if !asked || step.Kind != engine.KindPage || len(in) == 0 {
		return false
	}
	for name, value := range in {
		if len([]rune(value)) > maxValue || clean(value, maxValue) != value || !s.takesField(step.Page, name, value) {
			return false
		}
	}
	return true
}

func (s *Session) takesField(p *forms.Page, name, value string) bool {
	switch p.Type {
	case forms.Signature, forms.Declaration:
		return false
	case forms.YesNo, forms.ChoiceOne, forms.Civility, forms.File:
		return name == forms.Value && s.hasChoice(p, value)
	case forms.ChoiceMany:
		return s.hasChoice(p, name) && (value == "yes" || value == "")
	case forms.ChoiceLinked:
		return name == "group" && slices.Contains(p.Groups(), value) || name == forms.Value && s.hasChoice(p, value)
	}
	_, ok := fieldOf(p, name)
	return ok
}

func (s *Session) hasChoice(p *forms.Page, value string) bool {
	return slices.ContainsFunc(s.choices(p), func(c choice) bool { return c.value == value })
}

// fieldOf is a field by the name that a desk sees.
func fieldOf(p *forms.Page, name string) (forms.Field, bool) {
	i := placeOf(p, name)
	if i < 0 {
		return forms.Field{}, false
	}
	return p.Fields()[i], true
}

// acceptProposal fills it in. He presses Continue himself.
func (s *Session) acceptProposal(a *ask) {
	step, asked := s.stepNow()
	if !asked || !s.fitsPage(a.Desk) || !s.takes(a.Input) {
		s.done(a, false, whyStale)
		return
	}
	in := copyInput(s.visit.draft(step))
	if step.Page.Type == forms.ChoiceLinked {
		clear(in) // a group and its choice are one answer
	}
	maps.Copy(in, a.Input)
	maps.DeleteFunc(in, func(_, value string) bool { return value == "" })
	s.done(a, true, "")
	s.typed(step, in)
}

// dropProposals answers those that wait, once the desk sees the page no more.
func (s *Session) dropProposals() {
	for _, a := range slices.Clone(s.talk.line.asks) {
		if a.kind == CallPropose {
			s.done(a, false, whyNotShared)
		}
	}
}

// proposed are the rows of what would be filled in.
func (s *Session) proposed(a *ask) Rows {
	step, asked := s.stepNow()
	if !asked {
		return Rows{}
	}
	names := slices.Sorted(maps.Keys(a.Input))
	slices.SortStableFunc(names, func(a, b string) int { return placeOf(step.Page, a) - placeOf(step.Page, b) })
	return Rows{mapped(names, func(name string) Row { return s.proposedRow(step, name, a.Input[name]) })}
}

// placeOf is where a field stands on its page.
func placeOf(p *forms.Page, name string) int {
	return slices.IndexFunc(p.Fields(), func(f forms.Field) bool { return f.Name == name || shownField(p, f.Name) == name })
}

func (s *Session) proposedRow(step engine.Step, name, value string) Row {
	p := step.Page
	row := Row{Label: s.tellOn(step, "title"), Values: []Text{given(value)}}
	switch i := slices.IndexFunc(s.choices(p), func(c choice) bool { return c.value == value || c.value == name }); {
	case i >= 0:
		row.Values = []Text{asGiven(s.choices(p)[i].text)}
	case p.Type == forms.ChoiceLinked:
		row.Values = []Text{asGiven(s.tell(p.ChoiceKey(value)))}
	default:
		if f, ok := fieldOf(p, name); ok {
			row.Label = s.say("field." + string(p.Type) + "." + f.Name)
		}
	}
	return row
}
