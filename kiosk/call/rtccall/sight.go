package rtccall

import (
	"context"
	"errors"
	"regexp"
	"sync"
	"time"

	"guichet/kiosk/call"
	"guichet/kiosk/call/wire"
)

// sight is one call. What stands below "owned" is run's alone.
type sight struct {
	p    *Phone
	id   string
	wish wire.Wish

	feed *call.Feed
	box  chan func()
	over chan struct{} // run ended: nothing is posted any more
	gone chan struct{} // and everything is closed

	watch, self view
	text        text
	desk        desk
	voice       *voice

	// owned
	ctx     context.Context
	cancel  context.CancelFunc
	state   call.Event // the last one
	asked   time.Time
	inLink  bool      // Ask went out
	resumed time.Time // when Resume went out; zero: Taken came since
	taken   time.Time
	relay   wire.Relay
	renewal time.Time // of its credentials; zero: never
	round   int
	leg     *leg
	legs    sync.WaitGroup
	heldUs  bool
	muted   map[call.Sense]bool
	lost    time.Time // since when nothing comes; zero: it does
	mended  time.Time // the last ICE restart
	astray  bool      // this machine has moved, and no ICE restart came since
	homes   string    // addresses of this machine
	looked  time.Time // at them
	picture call.Quality
	speaks  [2]bool // by what is heard, by what the desk says
}

func newSight(p *Phone, id string, wish wire.Wish, free <-chan struct{}) *sight {
	s := &sight{
		p: p, id: id, wish: wish, feed: call.NewFeed(),
		box: make(chan func(), 64), over: make(chan struct{}), gone: make(chan struct{}),
		muted: map[call.Sense]bool{}, picture: call.Good,
	}
	s.desk.init(s)
	s.voice = newVoice(p.o.Sound, free, func(on bool) { s.post(func() { s.speak(0, on) }) })
	return s
}

// run owns the call from its first event to its end.
func (s *sight) run(ctx context.Context) {
	s.ctx, s.cancel = context.WithCancel(context.WithoutCancel(ctx))
	s.asked = time.Now()
	s.tell(call.Event{State: call.Trying})
	clock := time.NewTicker(tick)
	defer clock.Stop()
	defer s.finish()
	if ctx.Err() == nil {
		s.ask()
	}
	for s.state.State != call.Terminated {
		select {
		case f := <-s.box:
			f()
		case <-clock.C:
			s.tick(time.Now())
		case <-ctx.Done():
			s.hangup()
		}
	}
}

// finish closes everything; the call is free for the next before that.
func (s *sight) finish() {
	close(s.over)
	s.cancel()
	if s.leg != nil {
		s.leg.close()
	}
	s.legs.Wait()
	s.voice.wait()
	s.voice.jitter.Wipe()
	s.watch.stop()
	s.self.stop()
	s.text.wipe()
	s.desk.wipe()
	close(s.gone)
}

// post has the owner do something. It waits for him, but not after the end.
func (s *sight) post(f func()) {
	select {
	case s.box <- f:
	case <-s.over:
	}
}

// tell sends an event which changes some of what the last one said.
func (s *sight) tell(e call.Event) {
	e.At = time.Now()
	s.state = e
	if e.State == call.Terminated {
		s.p.left(s)
	}
	s.feed.Put(e)
}

// again tells how it is now: quality, held and speaking change in a call.
func (s *sight) again() {
	e := s.state
	e.Quality, e.Speaks = s.quality(), s.speaks[0] || s.speaks[1]
	if e != s.state && e.State == call.Confirmed {
		s.tell(e)
	}
}

func (s *sight) quality() call.Quality {
	if !s.lost.IsZero() {
		return call.Gone
	}
	return s.picture
}

func (s *sight) speak(which int, on bool) {
	s.speaks[which] = on
	s.again()
}

// end ends the call. The hub is told where it does not know.
func (s *sight) end(code int, why call.Cause, bye bool) {
	if s.state.State == call.Terminated {
		return
	}
	if bye && s.inLink {
		m := wire.Message{Type: wire.Bye, Call: s.id, Why: string(why)}
		if !s.p.link.send(m) {
			s.p.owe(m)
		}
	}
	s.p.o.Log.Info("call_ended", "call", s.id, "cause", string(why))
	s.tell(call.Event{State: call.Terminated, Code: code, Cause: why, Agent: s.state.Agent})
}

func (s *sight) hangup() {
	why := call.Cancelled
	if s.state.State == call.Confirmed {
		why = call.LocalBye
	}
	s.end(0, why, true)
}

func (s *sight) overflow() { s.end(0, call.Overflow, false) }

// Events is that of call.Call.
func (s *sight) Events() <-chan call.Event { return s.feed.Events() }

// Hangup is that of call.Call.
func (s *sight) Hangup() { s.post(s.hangup) }

// Mute is that of call.Call.
func (s *sight) Mute(sense call.Sense, on bool) {
	s.post(func() {
		s.muted[sense] = on
		s.apply()
	})
}

// Hold is that of call.Call.
func (s *sight) Hold(on bool) {
	s.post(func() {
		if s.heldUs == on {
			return
		}
		s.heldUs = on
		s.p.link.send(wire.Message{Type: wire.Hold, Call: s.id, On: on})
		s.apply()
	})
}

// apply makes what goes out what it should be.
func (s *sight) apply() {
	held := s.heldUs || s.state.Held
	s.voice.mute(s.muted[call.Microphone] || held)
	s.voice.deafen(held)
	if s.leg != nil {
		s.leg.hide(s.muted[call.Camera], held)
	}
}

// Volume is that of call.Call.
func (s *sight) Volume(percent int) { s.voice.volume(percent) }

var keys = regexp.MustCompile(`^[0-9*#A-Da-d]*$`)

// DTMF is that of call.Call. Nobody at a desk hears keys: they are checked and
// that is all.
func (s *sight) DTMF(k string) error {
	if !keys.MatchString(k) {
		return errors.New("rtccall: not keys of a telephone")
	}
	return nil
}

// Watch is that of call.Sight.
func (s *sight) Watch(f func(call.Frame)) { s.watch.set(f, s.over) }

// Self is that of call.Sight.
func (s *sight) Self(f func(call.Frame)) {
	s.self.set(f, s.over)
	s.post(func() {
		if s.leg != nil {
			s.leg.mirror()
		}
	})
}

// Send is that of call.Sight.
func (s *sight) Send(t string) { s.text.add(t) }

// Heard is that of call.Sight.
func (s *sight) Heard(f func(string)) { s.text.heardBy(f) }

// Desk is that of call.Sight.
func (s *sight) Desk() call.Desk { return &s.desk }
