package session

import (
	"guichet/drivers/printer"
	"guichet/kiosk/words"
)

// buildSaving: what happens, and what comes next; or that it did not.
func (s *Session) buildSaving(v *View) {
	if !s.visit.failed {
		v.Title = s.say("session.saving.title")
		v.Help = s.say(s.promise("session.saving.help", "session.saving.shown"))
		return
	}
	v.Title = s.say("session.failed.title")
	v.Problem = &Problem{Text: s.say("session.failed.problem")}
	v.Blocks = []Block{
		Paragraph{Text: s.say("session.failed.kept")},
		Paragraph{Text: s.say("session.failed.person")},
	}
	if s.answeredSomething() {
		v.Blocks = append(v.Blocks, s.leafletBlocks(aboutAnswers, "session.cannot_save.print", PrintSheet{s.page})...)
	}
	v.Next = s.button("session.failed.retry", Next{s.page})
}

// promise is a sentence that promises a receipt, or what is said where none is to
// be expected.
func (s *Session) promise(paper, none string) string {
	if s.printerUsable() {
		return paper
	}
	return none
}

func (s *Session) buildPrinting(v *View) {
	v.Title = s.say("session.printing.title")
	v.Help = s.say("session.printing.help", "where", s.where(s.next()))
	v.Blocks = []Block{Paragraph{Text: s.say("session.printing.safe")}}
}

// buildDone: the reference, the receipt and the papers to ask for, what happens
// now, goodbye.
func (s *Session) buildDone(v *View) {
	v.Title = s.say("session.done.title")
	v.Blocks = []Block{Code{
		Label: s.say("session.done.reference"),
		Text:  Text{S: words.Reference(s.visit.sent.Reference), Personal: true},
	}}
	v.Blocks = append(v.Blocks, s.receiptBlocks()...)
	v.Blocks = append(v.Blocks, s.paperBlocks()...)
	v.Blocks = append(v.Blocks,
		QR{Data: s.qrData(), Text: s.say("session.done.qr")},
		Paragraph{Text: s.say("session.done.answer", "date", s.answerDate())},
	)
	v.Blocks = append(v.Blocks, paragraphs(s.tell("pack.next"))...)
	v.Blocks = append(v.Blocks, s.toBring()...)
	v.Blocks = append(v.Blocks, s.reminderBlocks()...)
	v.Blocks = append(v.Blocks, Paragraph{Text: s.say("session.done.goodbye")})
	v.Next = s.button("session.button.finish", Next{s.page})
	if !s.broken() {
		v.Other = s.button("session.done.another", Another{s.page})
	}
}

// receiptBlocks say what is known of the paper, and offer it where it may
// still come.
func (s *Session) receiptBlocks() []Block {
	blocks := []Block{Paragraph{Text: s.aboutReceipt(), Strong: true}}
	p := s.visit.paper
	if p.outcome != printer.Printed && p.fault != printer.NoFault && !s.mended() {
		blocks = append(blocks, Paragraph{Text: s.say("session.fault." + faultKey(p.fault))})
	}
	if !s.offersReceipt() {
		return blocks
	}
	key := "session.done.print"
	if p.maybeOut {
		key = "session.done.print_copy"
		blocks = append(blocks, Paragraph{Text: s.say("session.done.copy")})
	}
	return append(blocks, Tiles{Items: []Tile{{Text: s.say(key), Icon: "printer", Do: PrintReceipt{s.page}}}})
}

// paperBlocks are the papers that he may ask for, side by side: nobody should
// leave without having seen them.
func (s *Session) paperBlocks() []Block {
	var blocks []Block
	var t Tiles
	for _, p := range []struct {
		about about
		has   bool
		key   string
		do    Event
	}{
		{aboutSheet, hasSheet(s.visit.pack), "session.sheet.print", PrintSheet{s.page}},
		{aboutToBring, len(s.filesOf()) > 0, "session.done.print_list", PrintList{s.page}},
		{aboutReminders, len(s.visit.reminders) > 0, "session.reminders.print", PrintReminders{s.page}},
	} {
		if p.has {
			blocks = append(blocks, s.leafletLine(p.about)...)
			if s.offersLeaflet(p.about) {
				t.Items = append(t.Items, Tile{Text: s.say(p.key), Icon: "printer", Do: p.do})
			}
		}
	}
	if len(t.Items) > 0 {
		blocks = append(blocks, t)
	}
	return blocks
}

// mended tells whether what kept the receipt from coming out is over. A paper
// that nobody has taken yet keeps no printer from being ready.
func (s *Session) mended() bool {
	return s.offersReceipt() && s.visit.paper.fault != printer.FaultPresenter
}

func (s *Session) aboutReceipt() Text {
	p := s.visit.paper
	switch {
	case !p.asked:
		return s.say("session.done.no_printer")
	case p.outcome == printer.Printed:
		return s.say("session.done.printed", "where", s.where(p.outlet))
	case p.maybeOut:
		return s.say("session.done.unknown", "where", s.where(p.outlet))
	case s.mended():
		return s.say("session.done.ready")
	}
	return s.say("session.done.not_printed")
}

// answerDate is the day before which the authority answers.
func (s *Session) answerDate() string {
	v := s.visit
	return words.LongDate(s.words(), v.sent.At.AddDate(0, 0, v.pack.AnswerDays))
}

// where is an outlet in words.
func (s *Session) where(outlet string) string { return s.say("session.outlet." + outlet).S }

func (s *Session) buildEnded(v *View) { v.Title = s.say("session.ended.title") }
