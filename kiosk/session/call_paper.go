package session

import (
	"context"
	"errors"
	"maps"

	"guichet/drivers/printer"
	"guichet/kiosk/call/wire"
	"guichet/kiosk/event"
)

// Results of what a desk asked to be printed.
type (
	paperMade struct {
		line uint64
		ask  *ask
		err  error
	}
	deskPaperOut struct {
		sheet
		line uint64
		id   string
	}
)

func (paperMade) event()          {}
func (deskPaperOut) event()       {}
func (e paperMade) of() uint64    { return e.line }
func (e deskPaperOut) of() uint64 { return e.line }

// makePaper makes what a desk wants printed, beside the visit. The citizen sees
// it before he is asked.
func (s *Session) makePaper(d wire.Desk) {
	l := s.talk.line
	file, has := l.file(d.File)
	switch {
	case s.cfg.Papers == nil:
		s.answerDesk(d, false, whyNoDevice)
		return
	case l.making >= maxAsks:
		s.answerDesk(d, false, whyBusy)
		return
	case d.Paper == "" && d.File != "" && !has:
		s.await(d)
		return
	case d.Paper == "" && (!has || file.Kind != "application/pdf"):
		s.answerDesk(d, false, whyWrong)
		return
	}
	papers, p, lang, values := s.cfg.Papers, s.packNow(), s.lang, maps.Clone(d.Values)
	s.make(d, func(ctx context.Context) (Paper, error) {
		if d.Paper == "" {
			return papers.Read(ctx, file.Data)
		}
		return papers.Fill(ctx, p, lang, d.Paper, values)
	})
}

// make works beside the loop.
func (s *Session) make(d wire.Desk, how func(context.Context) (Paper, error)) {
	l := s.talk.line
	l.making++
	n, limit, base := l.number, s.cfg.SaveTimeout, l.ctx
	s.beside(func() Event {
		ctx, cancel := context.WithTimeout(base, limit)
		defer cancel()
		return within(ctx, paperMade{n, &ask{Desk: d}, errLate}, func() paperMade {
			paper, err := how(ctx)
			return paperMade{n, &ask{Desk: d, kind: CallPaper, paper: paper}, err}
		})
	})
}

// paperMade shows the paper.
func (s *Session) paperMade(e paperMade) {
	s.talk.line.making--
	pages := len(e.ask.paper.Pages)
	switch {
	case e.err != nil:
	case pages == 0:
		e.err = PaperEmpty
	case pages > maxPages:
		e.err = PaperLong
	}
	if e.err != nil {
		s.answerDesk(e.ask.Desk, false, whyNoPaper(e.err))
		e.ask.wipe()
		return
	}
	s.asks(e.ask)
}

// whyNoPaper is the word for the desk.
func whyNoPaper(err error) string {
	if fault := PaperFault(""); errors.As(err, &fault) {
		return string(fault)
	}
	return whyWrong
}

// acceptPaper prints it. It is the citizen's own: it is given up when he
// leaves, but comes out if only the call ends.
func (s *Session) acceptPaper(a *ask) {
	if !s.printerUsable() {
		s.done(a, false, whyNoDevice)
		return
	}
	doc, id, n := a.paper.Document, a.ID, s.talk.line.number
	s.done(a, true, "")
	s.talk.line.note, s.talk.line.where, s.changed = "session.call.paper.printing", "", true
	s.printBeside(s.person(), doc, func(r sheet) result { return deskPaperOut{sheet: r, line: n, id: id} })
}

// deskPaper tells both sides what came of it.
func (s *Session) deskPaper(e deskPaperOut) {
	s.learn(e.outcome, e.err)
	s.log(event.DeskPaperPrinted, "outcome", e.outcome.String(), "fault", faultOf(e.err).String())
	if !s.inCall() || s.talk.line.number != e.line {
		return
	}
	said := map[printer.Outcome]string{
		printer.Printed: "printed", printer.Unknown: "unknown", printer.NotPrinted: "not_printed",
	}[e.outcome]
	s.talk.line.tell(wire.Desk{Type: wire.DeskPrinted, ID: e.id, Why: said})
	s.talk.line.note, s.talk.line.where, s.changed = paperNotes[e.outcome], e.outlet, true
}

var paperNotes = map[printer.Outcome]string{
	printer.Printed:    "session.call.paper.printed",
	printer.Unknown:    "session.call.paper.unknown",
	printer.NotPrinted: "session.call.paper.failed",
}
