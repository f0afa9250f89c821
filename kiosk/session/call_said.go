package session

import (
	"guichet/kiosk/call"
	"guichet/kiosk/call/wire"
)

// What comes back from a call. Each names it: a word of a call that is over
// changes nothing.
type (
	dialAgain struct {
		line uint64
		left int
	}
	dialLate struct{ line uint64 }
	phoned   struct {
		line uint64
		call.Event
	}
	heard struct {
		line uint64
		text string
	}
	told struct {
		line uint64
		wire.Desk
	}
	filed struct {
		line uint64
		wire.File
	}
)

func (dialAgain) event() {}
func (dialLate) event()  {}
func (phoned) event()    {}
func (heard) event()     {}
func (told) event()      {}
func (filed) event()     {}

func (e dialAgain) of() uint64 { return e.line }
func (e dialLate) of() uint64  { return e.line }
func (e phoned) of() uint64    { return e.line }
func (e heard) of() uint64     { return e.line }
func (e told) of() uint64      { return e.line }
func (e filed) of() uint64     { return e.line }

// called takes what comes back from a call to it, if it is the one under way.
func (s *Session) called(e result) {
	if !s.inCall() || s.talk.line.number != e.of() {
		return
	}
	switch e := e.(type) {
	case dialAgain:
		s.connect(e.left)
	case dialLate:
		s.late()
	case phoned:
		s.phoned(e.Event)
	case heard:
		s.heard(e.text)
	case told:
		s.deskSays(e.Desk)
	case filed:
		s.keep(e.File)
	case fileLate:
		s.fileLate(e)
	case paperMade:
		s.paperMade(e)
	case stillSeen:
		s.stillSeen(e)
	case stillGiven:
		s.stillGiven(e)
	}
}
