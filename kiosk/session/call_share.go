package session

import (
	"reflect"

	"guichet/forms"
	"guichet/forms/engine"
	"guichet/kiosk/call"
	"guichet/kiosk/call/wire"
	"guichet/kiosk/event"
)

// share lets the desk see the page, or no more. It is off until he says so, and
// for each person anew.
func (s *Session) share(on bool) {
	l := s.talk.line
	if l.desk == nil || l.shared == on || on && !s.speaking() {
		return
	}
	l.shared, s.changed = on, true
	s.log(event.PageShared, "on", on)
	if on {
		return // the page follows with the next View
	}
	l.sent, l.point = wire.Page{}, ""
	l.tell(wire.Desk{Type: wire.DeskPage})
	s.dropProposals()
}

// tell sends a message to the desk.
func (l *line) tell(d wire.Desk) {
	if desk := l.desk; desk != nil {
		l.out.do(func() { desk.Tell(d) })
	}
}

// greet says what this kiosk has, once a desk listens.
func (s *Session) greet() {
	l := s.talk.line
	if l.desk == nil || l.greeted {
		return
	}
	l.greeted, l.sent, l.looked = true, wire.Page{}, wire.Desk{}
	l.tell(wire.Desk{Type: wire.DeskHello, Papers: s.papers(), Scanner: s.cfg.Scanner != nil})
	s.look()
}

// greetAgain is for a desk that knows it no more, or to which it changed.
func (s *Session) greetAgain() {
	if s.speaking() {
		s.talk.line.greeted = false
		s.greet()
	}
}

// papers are what can be printed of the procedure under way.
func (s *Session) papers() []wire.Paper {
	if s.cfg.Papers == nil {
		return nil
	}
	return s.cfg.Papers.List(s.packNow(), s.lang)
}

// look tells the desk what of the citizen is on.
func (s *Session) look() {
	l := s.talk.line
	now := wire.Desk{Type: wire.DeskLook, Camera: l.goesOut(call.Camera), Microphone: l.goesOut(call.Microphone)}
	if s.speaking() && !reflect.DeepEqual(now, l.looked) {
		l.looked = now
		l.tell(now)
	}
}

// showDesk sends what the citizen sees, while he agrees and when it changed.
func (s *Session) showDesk(v View) {
	if !s.speaking() || !s.talk.line.shared {
		return
	}
	l := s.talk.line
	page := s.wirePage(v)
	if reflect.DeepEqual(page, l.sent) {
		return
	}
	l.sent = page
	l.tell(wire.Desk{Type: wire.DeskPage, Page: &page})
}

// wirePage is a View as a desk sees it. What stands above the page is not in it.
func (s *Session) wirePage(v View) wire.Page {
	p := wire.Page{
		Number: uint64(v.Page), State: string(v.State), ID: string(s.questionNow()),
		Place: v.Place.S, Title: v.Title.S, Help: v.Help.S,
	}
	if v.Problem != nil {
		p.Problem = v.Problem.Text.S
	}
	step, asked := s.stepNow()
	p.Proposed = asked && step.Proposed != nil && !step.Answered
	for _, b := range v.Blocks {
		if _, is := b.(Code); is && !s.tells(TellReference) {
			continue // "sauf noms, adresses et numéros"
		}
		addBlock(&p, b, asked && step.Page.Optional)
	}
	if d := (wire.Desk{Type: wire.DeskPage, Page: &p}); len(d.Write()) > wire.MaxMessage {
		p.Fields = mapped(p.Fields, func(f wire.Field) wire.Field { f.Choices = nil; return f })
	}
	return p
}

// stepNow is the question on the screen.
func (s *Session) stepNow() (engine.Step, bool) {
	if s.questionNow() == "" {
		return engine.Step{}, false
	}
	return s.visit.journey.Step(), true
}

// addBlock adds what a block asks or shows. Secret fields carry no value, and a
// signature is for nobody's eyes.
func addBlock(p *wire.Page, b Block, optional bool) {
	switch b := b.(type) {
	case Fields:
		for _, f := range b.Items {
			p.Fields = append(p.Fields, wireField(f, optional))
		}
	case Tiles:
		if f := wireChoices(b, p.Title); len(f.Choices) > 0 {
			f.Optional = optional
			p.Fields = append(p.Fields, f)
		}
	case Rows:
		for _, r := range b.Items {
			p.Rows = append(p.Rows, wireRow(r))
		}
	case Code:
		p.Rows = append(p.Rows, wire.Row{Label: b.Label.S, Value: b.Text.S})
	}
}

func wireField(f Field, optional bool) wire.Field {
	out := wire.Field{ID: f.Name, Label: f.Label.S, Value: f.Value.S, Optional: optional || f.Optional}
	if f.Secret {
		out.Value, out.Hidden = "", f.Value.S != ""
	}
	return out
}

// wireChoices are the tiles that are answers of a form.
func wireChoices(t Tiles, label string) wire.Field {
	f := wire.Field{ID: forms.Value, Label: label, Many: t.Many}
	for _, one := range t.Items {
		if one.ID != "" {
			f.Choices = append(f.Choices, wire.Choice{ID: one.ID, Label: one.Text.S, Selected: one.Selected})
		}
	}
	return f
}

func wireRow(r Row) wire.Row {
	out := wire.Row{Label: r.Label.S}
	for i, v := range r.Values {
		if i > 0 {
			out.Value += ", "
		}
		out.Value += v.S
	}
	if r.Secret {
		out.Value, out.Hidden = "", out.Value != ""
	}
	return out
}
