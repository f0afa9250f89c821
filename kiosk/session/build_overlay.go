package session

import "strings"

// overlayView is the topmost overlay; nil where there is none.
func (s *Session) overlayView() *Overlay {
	top := s.top()
	if top == nil {
		return nil
	}
	o := &Overlay{Kind: top.kind, Page: top.page, Title: s.asksTitle(top.kind)}
	switch top.kind {
	case StillThere:
		s.buildStillThere(o)
	case ConfirmEnd:
		s.buildConfirmEnd(o)
	case Contacts:
		s.buildContacts(o, top.why)
	case OutOfOrder:
		s.buildOutOfOrder(o)
	case CannotSave:
		s.buildCannotSave(o)
	case CallHow, CallNext:
		s.buildWays(o, top.why)
	case CallWhen:
		s.buildWhen(o)
	case CallNumber:
		s.buildNumber(o)
	case CallKept:
		s.buildKept(o)
	default:
		s.buildAsk(o)
	}
	return o
}

// buildStillThere says what silence costs: the answers, the last page only, or
// the call as well.
func (s *Session) buildStillThere(o *Overlay) {
	text, leave := "session.still_there.text", "session.still_there.leave"
	switch {
	case s.speaking():
		text = "session.still_there.call"
	case s.state == Done:
		text, leave = "session.still_there.done", "session.still_there.close"
	}
	seconds := number(int(s.grace().Seconds()))
	o.Blocks = []Block{Paragraph{Text: s.say(text, "n", seconds)}}
	o.Buttons = []Button{
		s.button("session.still_there.stay", Stay{o.Page}),
		s.button(leave, Leave{o.Page}),
	}
}

// buildConfirmEnd says what leaving costs: the answers, or the receipt only.
func (s *Session) buildConfirmEnd(o *Overlay) {
	text, leave := "session.confirm_end.text", "session.confirm_end.leave"
	switch {
	case s.state == Done:
		leave = "session.confirm_end.go"
	case s.state == Printing:
		text, leave = "session.confirm_end.printing", "session.confirm_end.go"
	case s.busy():
		text, leave = s.promise("session.confirm_end.saving", "session.confirm_end.saving_shown"), "session.confirm_end.go"
	}
	if s.state != Done && s.state != Attract {
		o.Blocks = []Block{Paragraph{Text: s.say(text)}}
	}
	if s.inCall() {
		o.Blocks = append(o.Blocks, Paragraph{Text: s.say("session.confirm_end.call")})
		o.Title = s.say("session.confirm_end.part")
	}
	o.Buttons = []Button{
		s.button("session.confirm_end.stay", Stay{o.Page}),
		s.button(leave, Leave{o.Page}),
	}
}

func (s *Session) buildContacts(o *Overlay, why string) {
	if why != "" {
		o.Blocks = append(o.Blocks, Paragraph{Text: s.say(why)})
	}
	o.Blocks = append(o.Blocks, s.leafletLine(aboutContacts)...) // on the first part, however many there are
	o.Blocks = append(o.Blocks, s.contactBlocks()...)
	o.Buttons = []Button{s.button("session.contacts.close", Stay{o.Page})}
	if s.offersLeaflet(aboutContacts) {
		o.Buttons = append(o.Buttons, s.button("session.contacts.print", PrintContacts{o.Page}))
	}
}

func (s *Session) buildOutOfOrder(o *Overlay) {
	o.Blocks = []Block{
		Paragraph{Text: s.say("session.out_of_order.text")},
		Paragraph{Text: s.say("session.out_of_order.person")},
	}
	o.Buttons = []Button{s.button("session.button.talk", Talk{o.Page})}
}

// contactBlocks are who to talk to, and how.
func (s *Session) contactBlocks() []Block {
	return mapped(s.facts().Contacts, func(c Contact) Block {
		b := Bullets{Title: plain(c.Name)}
		for _, line := range []string{c.OpenNow(s.words(), s.cfg.Now()), c.Hours, phone(c.Phone), c.Email, postal(c.Address)} {
			if line != "" {
				b.Items = append(b.Items, plain(line))
			}
		}
		return b
	})
}

// postal is an address in one line, which does not break between the postcode
// and the town.
func postal(address []string) string {
	return strings.Join(mapped(address, func(line string) string {
		code, town, ok := strings.Cut(line, " ")
		if ok && len(code) == 5 && strings.Trim(code, "0123456789") == "" {
			return code + "\u00a0" + town
		}
		return line
	}), ", ")
}

// leafletWords say how far a leaflet has come.
var leafletWords = map[about]map[leafletState]string{
	aboutContacts: {
		leafletPrinting: "session.contacts.printing",
		leafletPrinted:  "session.contacts.printed",
		leafletUnknown:  "session.contacts.unknown",
		leafletFailed:   "session.contacts.failed",
	},
	aboutSheet:   sheetWords,
	aboutAnswers: sheetWords,
	aboutReminders: {
		leafletPrinting: "session.reminders.printing",
		leafletPrinted:  "session.reminders.printed",
		leafletUnknown:  "session.reminders.unknown",
		leafletFailed:   "session.reminders.failed",
	},
	aboutSlip: {
		leafletPrinting: "session.call_kept.printing",
		leafletPrinted:  "session.call_kept.printed",
		leafletUnknown:  "session.call_kept.unknown",
		leafletFailed:   "session.call_kept.failed",
	},
	aboutList:    listWords,
	aboutToBring: listWords,
}

var sheetWords = map[leafletState]string{
	leafletPrinting: "session.sheet.printing",
	leafletPrinted:  "session.sheet.printed",
	leafletUnknown:  "session.sheet.unknown",
	leafletFailed:   "session.sheet.failed",
}

var listWords = map[leafletState]string{
	leafletPrinting: "session.list.printing",
	leafletPrinted:  "session.list.printed",
	leafletUnknown:  "session.list.unknown",
	leafletFailed:   "session.list.failed",
}

// leafletLine says how far the paper about something has come.
func (s *Session) leafletLine(what about) []Block {
	key := leafletWords[what][s.leaflet.state]
	if key == "" || s.leaflet.about != what {
		return nil
	}
	where := s.leaflet.outlet
	if s.leaflet.state == leafletPrinting {
		where = s.next()
	}
	return []Block{Paragraph{Text: s.say(key, "where", s.where(where)), Strong: true}}
}

// leafletBlocks are the same on a page, with a tile that prints.
func (s *Session) leafletBlocks(what about, key string, do Event) []Block {
	blocks := s.leafletLine(what)
	if s.offersLeaflet(what) {
		tile := Tile{Text: s.say(key), Icon: "printer", Do: do}
		blocks = append(blocks, Tiles{Items: []Tile{tile}})
	}
	return blocks
}
