package session

import (
	"context"
	"encoding/hex"
	"io"
	"slices"
	"time"

	"guichet/kiosk/call/wire"
)

// stillPause is how often the document camera is looked through while he puts
// the paper straight.
const stillPause = time.Second

// Results of the document camera.
type (
	stillSeen struct {
		line  uint64
		ask   *ask
		look  context.Context
		image []byte
		err   error
	}
	stillGiven struct {
		line uint64
		err  error
	}
)

func (stillSeen) event()        {}
func (stillGiven) event()       {}
func (e stillSeen) of() uint64  { return e.line }
func (e stillGiven) of() uint64 { return e.line }

// askStill: may I have a picture of your document? Nothing goes out before he
// has seen the very picture and agreed.
func (s *Session) askStill(d wire.Desk) {
	if s.cfg.Scanner == nil {
		s.answerDesk(d, false, whyNoDevice)
		return
	}
	s.asks(&ask{Desk: d, kind: CallStill})
}

// seeStill looks through the document camera, after a pause.
func (s *Session) seeStill(a *ask, pause time.Duration) {
	scanner, n, limit := s.cfg.Scanner, s.talk.line.number, s.cfg.SaveTimeout
	look, stop := context.WithCancel(s.talk.line.ctx)
	a.stop = stop
	s.beside(func() Event {
		t := time.NewTimer(pause)
		defer t.Stop()
		select {
		case <-t.C:
		case <-look.Done():
			return nil
		}
		ctx, cancel := context.WithTimeout(look, limit)
		defer cancel()
		return within(ctx, stillSeen{n, a, look, nil, errLate}, func() stillSeen {
			image, err := scanner.Still(ctx)
			return stillSeen{n, a, look, image, err}
		})
	})
}

// stillSeen shows it and looks again, until he keeps one.
func (s *Session) stillSeen(e stillSeen) {
	a := e.ask
	if e.look.Err() != nil {
		return
	}
	a.stop()
	if a.fails = e.err != nil || len(e.image) == 0 || len(e.image) > wire.MaxFile; !a.fails {
		a.still = e.image // the old one may still be drawn: it is not emptied
	}
	s.changed = true
	s.seeStill(a, stillPause)
}

// takeStill keeps the picture that is on the screen, or looks anew.
func (s *Session) takeStill(a *ask, again bool) {
	if a.kind != CallStill || a.taken != again || !again && len(a.still) == 0 {
		return
	}
	a.taken, s.changed = !again, true
	a.stop()
	if again {
		s.seeStill(a, 0)
	}
}

// acceptStill sends the picture that he has seen.
func (s *Session) acceptStill(a *ask) {
	id, err := drawID(s.cfg.Rand)
	if !a.taken || err != nil {
		return
	}
	l := s.talk.line
	f := wire.NewFile(id, "image/jpeg", slices.Clone(a.still))
	f.For = a.ID
	s.done(a, true, "")
	desk, ctx, n := l.desk, l.ctx, l.number
	s.beside(func() Event {
		return stillGiven{n, within(ctx, errLate, func() error { return desk.Give(ctx, f) })}
	})
}

// stillGiven says so where it did not get there.
func (s *Session) stillGiven(e stillGiven) {
	s.talk.line.note, s.changed = "session.call.still.sent", true
	if e.err != nil {
		s.talk.line.note = "session.call.still.lost"
	}
}

// drawID is 128 bits, hexadecimal.
func drawID(from io.Reader) (string, error) {
	var id [16]byte
	_, err := io.ReadFull(from, id[:])
	return hex.EncodeToString(id[:]), err
}
