package session

import (
	"guichet/drivers/printer"
	"guichet/kiosk/words"
)

// buildSaving: what happens, and what comes next; or that it did not.
func (s *Session) buildSaving(v *View) {
	if !s.visit.failed {
		v.Title = s.say("session.saving.title")
		v.Help = s.say("session.saving.help")
		return
	}
	v.Title = s.say("session.failed.title")
	v.Problem = &Problem{Text: s.say("session.failed.problem")}
	v.Blocks = []Block{
		Paragraph{Text: s.say("session.failed.kept")},
		Paragraph{Text: s.say("session.failed.person")},
	}
	v.Next = s.button("session.failed.retry", Next{s.page})
}

func (s *Session) buildPrinting(v *View) {
	v.Title = s.say("session.printing.title")
	v.Help = s.say("session.printing.help", "where", s.where(s.next()))
	v.Blocks = []Block{Paragraph{Text: s.say("session.printing.safe")}}
}

// buildDone: the reference, the receipt, what happens now, goodbye.
func (s *Session) buildDone(v *View) {
	v.Title = s.say("session.done.title")
	v.Blocks = []Block{Code{
		Label: s.say("session.done.reference"),
		Text:  Text{S: words.Reference(s.visit.sent.Reference), Personal: true},
	}}
	v.Blocks = append(v.Blocks, s.receiptBlocks()...)
	v.Blocks = append(v.Blocks,
		QR{Data: s.qrData(), Text: s.say("session.done.qr")},
		Paragraph{Text: s.say("session.done.answer", "date", s.answerDate())},
	)
	v.Blocks = append(v.Blocks, paragraphs(s.tell("pack.next"))...)
	v.Blocks = append(v.Blocks, Paragraph{Text: s.say("session.done.goodbye")})
	v.Next = s.button("session.button.finish", Next{s.page})
}

// receiptBlocks say what is known of the paper, and offer it where it may
// still come.
func (s *Session) receiptBlocks() []Block {
	blocks := []Block{Paragraph{Text: s.aboutReceipt(), Strong: true}}
	p := s.visit.paper
	if p.outcome != printer.Printed && p.fault != printer.NoFault {
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

func (s *Session) aboutReceipt() Text {
	p := s.visit.paper
	switch {
	case !p.asked:
		return s.say("session.done.no_printer")
	case p.outcome == printer.Printed:
		return s.say("session.done.printed", "where", s.where(p.outlet))
	case p.maybeOut:
		return s.say("session.done.unknown", "where", s.where(p.outlet))
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
