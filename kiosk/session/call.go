package session

import (
	"context"
	"time"

	"guichet/kiosk/call"
	"guichet/kiosk/call/wire"
	"guichet/kiosk/event"
)

// talk is all that calls keep of one person, also of one who calls from the
// home page before there is a visit. wipe drops it.
type talk struct {
	number uint64          // of the person; 0: nobody has called
	ctx    context.Context // ends when he leaves
	cancel context.CancelFunc

	line   *line // the call under way; nil
	said   map[Told]bool
	failed call.Way      // the way that did not come about last
	retry  time.Duration // how long the other side asks to wait before; 0: it does not say
	// open is that a call was offered to him and has not come to an end of its
	// own: answered, call back, contacts.
	open    bool
	offered time.Time // since when it is open
	tried   call.Way
	asks    string // id of the service

	lifted bool // the handset
	louder int  // percent above the usual volume: the next call is as loud
	over   bool // a call has just ended well
	given  bool // the contacts were printed unasked
	back   backForm
}

// line is a call under way.
type line struct {
	number uint64
	page   PageID
	way    call.Way
	phone  call.Phone
	blind  bool // there is no camera
	hushed bool // there is no sound: he signs, or writes
	to     call.Target
	ctx    context.Context
	cancel context.CancelFunc

	call  call.Call // nil until the phone is free
	sight call.Sight
	desk  call.Desk // nil where this way has none
	out   *outgoing // what goes out, in order

	last     call.Event
	since    time.Time // of last
	asked    time.Time
	answered time.Time // zero: nobody yet

	muted   map[call.Sense]bool
	volume  int
	shared  bool
	speaks  bool // as the desk says
	silent  bool // the desk says that nobody hears it
	greeted bool
	sent    wire.Page // what the desk has seen last
	looked  wire.Desk
	point   string
	pointed PageID
	note    string // key of a sentence about what was just done; empty
	where   string // the outlet that it speaks of

	asks  []*ask
	files []wire.File
	early []wire.Desk // words whose files have not come yet

	making   int // papers that are being made
	text     liveText
	writing  bool
	pressing bool
}

// Volumes in percent: the usual one is not the end for who hears badly.
const (
	volumeStep  = 25
	usualVolume = 100
	maxVolume   = 200
)

// person is the context of who stands there, for all that ends with him.
func (s *Session) person() context.Context {
	if s.talk.ctx == nil {
		s.talks++
		s.talk.number = s.talks
		s.talk.ctx, s.talk.cancel = context.WithCancel(s.ctx)
	}
	return s.talk.ctx
}

// inCall tells whether there is a call, waiting or not; speaking, that somebody
// is there.
func (s *Session) inCall() bool { return s.talk.line != nil }

func (s *Session) speaking() bool { return s.inCall() && s.talk.line.last.State == call.Confirmed }

func (s *Session) waiting() bool { return s.inCall() && !s.speaking() }

// onCall does what the buttons of the call ask, whatever stands above the page.
func (s *Session) onCall(e named) {
	l := s.talk.line
	s.changed = true
	switch e := e.(type) {
	case CallEnd:
		s.hangUp()
	case CallBy:
		s.goOver(e.Way)
	case AskBack:
		s.askBack()
	case OtherWays, Talk:
		s.openContacts("")
	case CallMute:
		s.mute(e.Sense, e.On)
	case CallVolume:
		s.setVolume(e.Percent)
	case CallShare:
		s.share(e.On)
	case CallWrite:
		l.writing = e.On && l.sight != nil
	case CallKeys:
		l.pressing = e.On && l.sight == nil
	case CallKey:
		s.pressKey(e.Key)
	case Typed:
		s.write(e.Input)
	case Answered:
		s.endLine(e.Input)
	}
}

// mute turns a sense off, or on again.
func (s *Session) mute(sense call.Sense, on bool) {
	l := s.talk.line
	if sense != call.Microphone && (sense != call.Camera || l.blind) || l.muted[sense] == on || l.hushed && !on && sense == call.Microphone {
		return
	}
	l.muted[sense] = on
	l.does(func(c call.Call) { c.Mute(sense, on) })
	s.look()
}

func (s *Session) setVolume(percent int) {
	percent = min(max(percent, 0), maxVolume)
	s.talk.line.volume, s.talk.louder = percent, percent-usualVolume
	s.talk.line.does(func(c call.Call) { c.Volume(percent) })
}

// pressKey sends a key of a telephone.
func (s *Session) pressKey(key string) {
	if len(key) != 1 || key[0] != '*' && key[0] != '#' && (key[0] < '0' || key[0] > '9') {
		return
	}
	s.talk.line.does(func(c call.Call) { c.DTMF(key) }) // a key that is lost is pressed again
}

// hook is the handset: lifted, it asks for a person; put down, it ends the call.
func (s *Session) hook(lifted bool) {
	was := s.talk.lifted
	s.talk.lifted, s.changed = lifted, true
	if was != lifted {
		s.closeKinds(StillThere)
	}
	switch {
	case was == lifted:
	case lifted && !s.inCall() && s.listens():
		s.openHelp("")
	case lifted || !s.inCall():
	default:
		s.hangUp()
	}
}

// listens tells whether a handset that is lifted may open the ways to call:
// nothing else is asked of the citizen.
func (s *Session) listens() bool {
	top := s.top()
	return !s.staff && (top == nil || top.kind == OutOfOrder)
}

// dropTalk forgets the person: the call ends, and nothing of it stays.
func (s *Session) dropTalk(why string) {
	if s.inCall() {
		s.drop(call.LocalBye)
	}
	s.outcome(why)
	t := &s.talk
	if t.cancel != nil {
		t.cancel()
	}
	t.back.wipe()
	clear(t.said)
	s.talk = talk{lifted: t.lifted}
}

// CallOutcome is how an offered call came to its end.
type CallOutcome struct {
	// How is "answered", "call_back", "contacts" (they were shown, and printed where
	// that can be), or how the citizen left instead.
	How     string
	Way     call.Way      // the last that was tried
	Service string        // id of whom he asked for
	Waited  time.Duration // since he asked
}

// outcome notes once how an offered call came to its end.
func (s *Session) outcome(how string) {
	t := &s.talk
	if !t.open {
		return
	}
	t.open = false
	s.log(event.CallOutcome, "outcome", how)
	if s.cfg.Outcome != nil {
		s.cfg.Outcome(CallOutcome{how, t.tried, t.asks, time.Since(t.offered)})
	}
}
