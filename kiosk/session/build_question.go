package session

import (
	"fmt"
	"slices"

	"guichet/forms"
	"guichet/forms/engine"
)

// buildQuestion: one page of the form.
func (s *Session) buildQuestion(v *View) {
	step := s.visit.journey.Step()
	s.buildAsked(v, step)
	if step.Kind == engine.KindMore {
		s.buildMore(v, step)
		return
	}
	v.Blocks = append(v.Blocks, s.asked(step)...)
	v.Next = Button{s.say("session.button.continue"), s.goOn(step)}
}

// buildAsked fills what stands above the answer.
func (s *Session) buildAsked(v *View, step engine.Step) {
	p := step.Page
	if step.Asks() {
		v.Progress = s.say("session.progress", "n", number(step.Number), "of", number(step.Of))
	}
	v.Section = s.sectionOf(step)
	v.Title = s.tellOn(step, "title")
	v.Help = s.tellOn(step, "help")
	v.Why = s.why(step)
	v.Pitfalls = s.pitfalls(step)
	s.signLater(v, step)
	v.Problem = s.problem(p)
}

// why is "Pourquoi cette question ?", where the pack answers it.
func (s *Session) why(step engine.Step) Why {
	answer := s.tellOn(step, "why")
	if answer.Empty() {
		return Why{}
	}
	return Why{
		Ask: s.button("session.button.why", AskWhy{s.page}), Open: s.visit.why, Answer: answer,
	}
}

// pitfalls are the frequent errors, where the pack tells of any.
func (s *Session) pitfalls(step engine.Step) Pitfalls {
	p := step.Page
	var items []Text
	for n := 1; n <= forms.MaxPitfalls; n++ {
		if t := s.tellStep(step, p.PitfallKey(n)); !t.Empty() {
			items = append(items, t)
		}
	}
	if len(items) == 0 {
		return Pitfalls{}
	}
	return Pitfalls{
		Ask: s.button("session.button.pitfalls", AskPitfalls{s.page}), Open: s.visit.errors, Items: items,
	}
}

// problem is what to do about the input.
func (s *Session) problem(p *forms.Page) *Problem {
	f := s.visit.problem
	if f == nil {
		return nil
	}
	var args []string
	for name, value := range f.Args {
		args = append(args, name, value)
	}
	return &Problem{Field: shownField(p, f.Field), Text: s.say(f.Key, args...)}
}

// goOn is what Continue sends: the input where there is one.
func (s *Session) goOn(step engine.Step) Event {
	if !step.Page.Asks() {
		return Next{s.page}
	}
	return Answered{s.page, copyInput(s.visit.draft(step))}
}

// asked is the answer's part of the page, by type.
func (s *Session) asked(step engine.Step) []Block {
	var blocks []Block
	if step.Proposed != nil && !step.Answered {
		blocks = append(blocks, Paragraph{Text: s.say("session.question.known"), Strong: true})
	}
	if step.Page.Optional && step.Page.Asks() {
		blocks = append(blocks, Paragraph{Text: s.say("session.question.optional")})
	}
	if step.Page.UnknownDay {
		blocks = append(blocks, Paragraph{Text: s.say("session.question.unknown_day")})
	}
	in := s.visit.draft(step)
	switch step.Page.Type {
	case forms.Explanation:
		return append(blocks, paragraphs(s.tellOn(step, "text"))...)
	case forms.YesNo, forms.ChoiceOne, forms.Civility:
		return append(blocks, s.oneOf(step.Page, in))
	case forms.ChoiceLinked:
		return append(blocks, s.linked(step.Page, in)...)
	case forms.File:
		return append(blocks, s.file(step, in)...)
	case forms.Signature:
		return append(blocks, s.signature(in))
	case forms.ChoiceMany:
		return append(blocks, s.manyOf(step.Page, in))
	case forms.Declaration:
		return append(blocks, s.declared(step.Page, in)...)
	}
	return append(blocks, s.fields(step.Page, in))
}

// oneOf are tiles of which one holds.
func (s *Session) oneOf(p *forms.Page, in forms.Input) Tiles {
	var t Tiles
	for _, c := range s.choices(p) {
		t.Items = append(t.Items, Tile{
			ID: c.value, Text: c.text, Icon: c.icon, Selected: in[forms.Value] == c.value,
			Do: Typed{s.page, forms.Input{forms.Value: c.value}},
		})
	}
	return t
}

// choice is a value with its words.
type choice struct {
	value, icon string
	text        Text
}

func (s *Session) choices(p *forms.Page) []choice {
	switch p.Type {
	case forms.YesNo:
		return []choice{{"yes", "check", s.say("yes")}, {"no", "x", s.say("no")}}
	case forms.Civility:
		return mapped(forms.Civilities, func(v string) choice { return choice{v, "user", s.say("civility." + v)} })
	case forms.File:
		return mapped(forms.Files, func(v string) choice { return choice{v, fileIcons[v], s.say("file." + v)} })
	}
	return mapped(p.Choices, func(v string) choice { return choice{v, "", s.tell(p.ChoiceKey(v))} })
}

// manyOf are boxes to tick; each sends the whole input with itself turned.
func (s *Session) manyOf(p *forms.Page, in forms.Input) Tiles {
	t := Tiles{Many: true}
	for _, c := range s.choices(p) {
		t.Items = append(t.Items, s.box(in, c.value, c.text))
	}
	return t
}

func (s *Session) box(in forms.Input, value string, text Text) Tile {
	turned, ticked := copyInput(in), in[value] == "yes"
	if delete(turned, value); !ticked {
		turned[value] = "yes"
	}
	return Tile{ID: value, Text: text, Selected: ticked, Do: Typed{s.page, turned}}
}

// declared is what the citizen declares, and the box for it.
func (s *Session) declared(p *forms.Page, in forms.Input) []Block {
	return append(paragraphs(s.tell(p.Key("text"))),
		Tiles{Many: true, Items: []Tile{s.box(in, forms.Value, s.tell(p.Key("agree")))}})
}

// buildMore: who is in a repeat so far, and whether there is another.
func (s *Session) buildMore(v *View, step engine.Step) {
	if rows := s.instances(step); len(rows) > 0 {
		v.Blocks = append(v.Blocks, Rows{rows})
	}
	if !step.CanAdd {
		v.Next = s.button("session.button.continue", More{s.page, false})
		return
	}
	if step.Count > 0 {
		v.Title, v.Help = s.tell(step.Page.Key("more")), Text{}
	}
	v.Blocks = append(v.Blocks, Tiles{Items: []Tile{
		{Text: s.say("session.more.add"), Icon: "plus", Do: More{s.page, true}},
		{Text: s.say("session.more.enough"), Icon: "check", Do: More{s.page, false}},
	}})
}

// instances are the rows of a repeat, each with a button that takes it away.
func (s *Session) instances(step engine.Step) []Row {
	var rows []Row
	for i := range step.Count {
		place := engine.Place(fmt.Sprintf("%s[%d]", step.Page.ID, i))
		rows = append(rows, Row{
			Label:  s.tell(step.Page.Key("item"), "n", number(i+1)),
			Values: s.summaryOf(step.Page, i),
			Change: s.button("session.more.remove", Remove{s.page, place}),
			Secret: secret(step.Page),
		})
	}
	return rows
}

// summaryOf is the answer that names an instance.
func (s *Session) summaryOf(repeat *forms.Page, i int) []Text {
	place := engine.Place(fmt.Sprintf("%s[%d].%s", repeat.ID, i, repeat.SummaryFrom))
	route := s.visit.journey.Route()
	k := slices.IndexFunc(route, func(st engine.Step) bool { return st.Place == place && st.Answered })
	if k < 0 {
		return nil
	}
	return givens(forms.Format(route[k].Page, route[k].Answer, s.catalog(), s.words()))
}

func mapped[A, B any](in []A, f func(A) B) []B {
	out := make([]B, len(in))
	for i, a := range in {
		out[i] = f(a)
	}
	return out
}

func copyInput(in forms.Input) forms.Input {
	out := forms.Input{}
	for k, v := range in {
		out[k] = v
	}
	return out
}
