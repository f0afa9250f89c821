package session

import (
	"strings"
	"time"

	"guichet/forms"
	"guichet/kiosk/call/wire"
	"guichet/kiosk/words"
)

// buildWhen asks when to call.
func (s *Session) buildWhen(o *Overlay) {
	t := Tiles{Items: mapped(s.windows(), func(w wire.Window) Tile {
		day, hours := s.windowWords(w)
		return Tile{Text: plain(day), Detail: plain(hours), Icon: "calendar", Do: PickWindow{o.Page, w}}
	})}
	o.Blocks = []Block{t}
	o.Buttons = []Button{s.button("session.call.close", Stay{o.Page})}
}

// windowWords are the day and the hours: "mardi 24 novembre 2026", "entre 14 h
// et 16 h".
func (s *Session) windowWords(w wire.Window) (day, hours string) {
	zone := s.cfg.Now().Location()
	from, to := w.From.In(zone), w.To.In(zone)
	whole := func(t time.Time) string { return strings.ReplaceAll(words.Time(s.words(), t), " ", "\u00a0") }
	hours = s.say("session.call.between", "from", whole(from), "to", whole(to)).S
	return words.LongDate(s.words(), from), hours
}

// buildNumber asks for the number.
func (s *Session) buildNumber(o *Overlay) {
	b := &s.talk.back
	day, hours := s.windowWords(b.window)
	box := Field{
		Field: phonePage.Fields()[0], Label: s.say("field.phone.value"),
		Example: s.say("session.call_number.example"), Value: given(b.input[forms.Value]),
	}
	o.Blocks = []Block{
		Paragraph{Text: plain(day + ", " + hours), Strong: true}, Fields{Items: []Field{box}},
		Paragraph{Text: s.say("session.call_number.use")},
	}
	o.Problem = s.numberProblem()
	if b.asking {
		o.Blocks = append(o.Blocks, Paragraph{Text: s.say("session.call_number.asking"), Strong: true})
		o.Buttons = []Button{s.button("session.call.close", Stay{o.Page})}
		return
	}
	o.Buttons = []Button{
		s.button("session.call_number.ask", Answered{o.Page, copyInput(b.input)}),
		s.button("session.call_number.other", Back{o.Page}),
		s.button("session.call.close", Stay{o.Page}),
	}
}

func (s *Session) numberProblem() *Problem {
	b := &s.talk.back
	switch {
	case b.failed:
		return &Problem{Text: s.say("session.call_number.failed")}
	case b.problem == nil:
		return nil
	}
	var args []string
	for name, value := range b.problem.Args {
		args = append(args, name, value)
	}
	return &Problem{Field: b.problem.Field, Text: s.say(b.problem.Key, args...)}
}

// buildKept says who calls and when, and where the slip is.
func (s *Session) buildKept(o *Overlay) {
	b := &s.talk.back
	day, hours := s.windowWords(b.window)
	o.Blocks = []Block{
		Paragraph{Text: plain(s.nameOf(b.service))},
		Paragraph{Text: plain(day + ", " + hours), Strong: true},
		Paragraph{Text: s.say("session.call_kept.near")},
	}
	line := s.leafletLine(aboutSlip)
	if len(line) == 0 {
		line = []Block{Paragraph{Text: s.say("session.call_kept.note")}}
	}
	o.Blocks = append(o.Blocks, line...)
	o.Buttons = []Button{s.button("session.call_kept.close", Stay{o.Page})}
	if s.offersLeaflet(aboutSlip) {
		o.Buttons = append(o.Buttons, s.button("session.call_kept.print", PrintContacts{o.Page}))
	}
}
