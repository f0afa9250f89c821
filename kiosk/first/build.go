package first

import (
	"strconv"
	"strings"

	"guichet/forms"
	"guichet/kiosk/session"
	"guichet/kiosk/words"
)

// view says all that is on the glass now. The address of the hub is in the bar, too:
// where what went wrong takes the room of the sentence, a wrong one is still seen.
func (p *Page) view() session.View {
	v := session.View{
		Page: p.id, State: State, Lang: p.look.Lang, Langs: session.LangChoices(p.cfg.Langs), Size: p.look.Size, Theme: p.look.Theme,
		Place: plain(p.cfg.Town), Progress: plain(strings.TrimPrefix(p.cfg.Hub, "https://")),
	}
	switch {
	case p.cfg.Enrol == nil || p.over:
		p.buildKnown(&v)
	case p.trying:
		p.buildTry(&v)
	default:
		p.buildAsk(&v)
	}
	return v
}

// buildAsk asks for the code.
func (p *Page) buildAsk(v *session.View) {
	v.Title, v.Help = p.say("first.ask.title"), p.say("first.ask.help")
	p.paragraph(v, "first.ask.hub", "address", p.cfg.Hub)
	code := session.Fields{}
	for i := range groups {
		typed := p.typed[fieldOf(i)]
		code.Items = append(code.Items, session.Field{
			Field: forms.Field{Name: fieldOf(i), Pad: forms.PadCode, MaxLength: groupSize, Secret: true},
			Label: p.say("first.ask.group", "n", strconv.Itoa(i+1)),
			Value: session.Text{S: typed, Personal: typed != ""},
		})
	}
	v.Blocks = append(v.Blocks, code)
	if p.said.key != "" {
		v.Problem = &session.Problem{Field: p.said.field, Text: p.tell(p.said)}
	}
	v.Next = session.Button{Text: p.say("first.ask.do"), Do: session.Answered{Page: p.id}}
}

// buildTry says whom the kiosk asks, and for how long.
func (p *Page) buildTry(v *session.View) {
	v.Title = p.say("first.try.title")
	p.paragraph(v, "first.try.hub", "address", p.cfg.Hub)
	p.paragraph(v, "first.try.wait")
}

// serveNow is the word of the button that goes on without a procedure.
const serveNow = "serve"

// servesNow tells whether somebody may go on: what was handed in could not be sealed
// without keys.
func (p *Page) servesNow() bool { return p.cfg.Enrol == nil && p.lacks == Lacks{Packs: true} }

// buildKnown says who the kiosk is by now, and what it still waits for.
func (p *Page) buildKnown(v *session.View) {
	v.Title = p.say("first.known.title")
	if p.cfg.Enrol != nil { // the next page says more, in a moment
		return
	}
	v.Title = p.say("first.known.name", "name", p.cfg.Known.Name)
	p.paragraph(v, "first.known.town", "name", p.cfg.Town, "town", p.cfg.Known.Town)
	if p.lacks == (Lacks{}) {
		p.paragraph(v, "first.known.opens")
		return
	}
	v.Blocks = append(v.Blocks, session.Paragraph{Text: p.say(p.missing()), Strong: true})
	p.paragraph(v, "first.known.waits")
	if p.offline {
		v.Problem = &session.Problem{Text: p.say("first.known.offline")}
	} else {
		p.paragraph(v, "first.known.long")
	}
	if p.servesNow() {
		v.Next = session.Button{Text: p.say("first.known.serve"), Do: session.Pressed{Page: p.id, Do: serveNow}}
	}
}

// missing is the key of what the kiosk lacks.
func (p *Page) missing() string {
	switch p.lacks {
	case Lacks{Packs: true}:
		return "first.known.lacks_packs"
	case Lacks{Keys: true}:
		return "first.known.lacks_keys"
	}
	return "first.known.lacks_both"
}

func (p *Page) say(key string, args ...string) session.Text {
	return session.Text{Key: key, S: words.ForStaff(p.look.Lang).Text(key, args...)}
}

// tell is what is said of a try, in the language of the page.
func (p *Page) tell(s said) session.Text {
	args := s.args
	if !s.at.IsZero() {
		c := words.For(p.look.Lang)
		args = append(args[:len(args):len(args)], "date", words.Date(c, s.at), "time", words.Time(c, s.at))
	}
	return p.say(s.key, args...)
}

// plain is a text that stands nowhere to be translated: a name.
func plain(s string) session.Text { return session.Text{S: s} }

func (p *Page) paragraph(v *session.View, key string, args ...string) {
	v.Blocks = append(v.Blocks, session.Paragraph{Text: p.say(key, args...)})
}
