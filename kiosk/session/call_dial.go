package session

import (
	"context"
	"errors"
	"slices"
	"time"

	"guichet/kiosk/call"
	"guichet/kiosk/call/wire"
	"guichet/kiosk/event"
	"guichet/kiosk/health"
)

// dialLimit is how long a phone may try without a word from the other side.
const dialLimit = 20 * time.Second

// redial is the pause before a phone is asked again that still ends its last
// call, and redials how often.
const (
	redial  = 200 * time.Millisecond
	redials = 15
)

// phone is the first of the way that is ready, or nil. A video call without a
// camera of our own is one all the same, and so is one without sound.
func (s *Session) phone(way call.Way) (p call.Phone, blind, hushed bool) {
	for _, p := range s.phones {
		if p.Way() != way {
			continue
		}
		err := p.Ready()
		blind := way == call.Video && (errors.Is(err, call.ErrNoCamera) || err == nil && s.wrong[health.CameraGone])
		hushed := way == call.Video && (errors.Is(err, call.ErrNoMicrophone) || s.wrong[health.SoundGone])
		if err == nil || blind || hushed {
			return p.Phone, blind, hushed
		}
	}
	return nil, false, false
}

// hasWay tells whether this kiosk has a phone for a way, ready or not.
func (s *Session) hasWay(way call.Way) bool {
	return slices.ContainsFunc(s.cfg.Phones, func(p call.Phone) bool { return p.Way() == way })
}

// dial begins a call that way.
func (s *Session) dial(way call.Way) {
	o := s.offer(way)
	if !o.usable() {
		s.callFailed(way, call.Closed)
		return
	}
	s.closeCalls()
	s.talk.line = s.newLine(o)
	if !s.talk.open {
		s.talk.open, s.talk.offered = true, time.Now()
	}
	s.talk.tried, s.talk.asks, s.talk.over, s.talk.retry = way, o.service.ID, false, 0
	s.alive, s.changed = time.Now(), true
	s.log(event.CallAsked, "way", way, "service", o.service.ID)
	s.after(dialLimit, dialLate{s.calls})
	s.connect(redials)
}

func (s *Session) newLine(o offer) *line {
	s.calls++
	l := &line{
		number: s.calls, page: s.newPage(), way: o.way, phone: o.phone, blind: o.blind, hushed: o.hushed, out: &outgoing{}, volume: usualVolume + s.talk.louder,
		to: call.Target{Address: o.address, Shared: s.sharedNow()}, muted: map[call.Sense]bool{},
		asked: time.Now(), since: time.Now(), last: call.Event{State: call.Trying},
	}
	if needs := &l.to.Shared.Needs; l.hushed && !slices.Contains(*needs, call.NeedText) {
		*needs = append(*needs, call.NeedText)
	}
	l.ctx, l.cancel = context.WithCancel(s.person())
	return l
}

// connect gives the call to the phone. One that still ends its last call is
// asked again.
func (s *Session) connect(left int) {
	l := s.talk.line
	c, err := dialWith(l.phone, l)
	switch {
	case err == nil:
		s.listen(l, c)
	case errors.Is(err, call.ErrBusy) && left > 0:
		s.after(redial, dialAgain{l.number, left - 1})
	default:
		s.lineFailed(causeOf(err))
	}
}

// errPhone is a phone that panics: that is no reason to wipe a visit.
var errPhone = errors.New("session: the phone is broken")

func dialWith(p call.Phone, l *line) (c call.Call, err error) {
	defer func() {
		if recover() != nil {
			err = errPhone
		}
	}()
	return p.Dial(l.ctx, l.to)
}

// after brings an event of the call under way later, unless it is over by then.
func (s *Session) after(d time.Duration, e result) {
	ctx := s.talk.line.ctx
	s.beside(func() Event {
		t := time.NewTimer(d)
		defer t.Stop()
		select {
		case <-t.C:
			return e
		case <-ctx.Done():
			return nil
		}
	})
}

// listen brings what the call says as events. Its events are read to their end
// even when nobody wants them any more: a phone may wait for that.
func (s *Session) listen(l *line, c call.Call) {
	l.call = c
	n := l.number
	if sight, ok := c.(call.Sight); ok {
		s.listenTo(l, sight)
	}
	if l.volume != usualVolume {
		s.setVolume(l.volume)
	}
	if l.hushed { // a microphone that comes back is not on unseen
		s.mute(call.Microphone, true)
	}
	go func() {
		for e := range c.Events() {
			s.events.Put(phoned{n, e})
		}
	}()
}

// listenTo is what a video call has besides.
func (s *Session) listenTo(l *line, sight call.Sight) {
	n := l.number
	l.sight, l.desk = sight, sight.Desk()
	sight.Heard(func(text string) { s.events.Put(heard{n, text}) })
	if s.cfg.Sight != nil {
		s.cfg.Sight(sight)
	}
	if l.desk != nil {
		l.desk.Told(func(d wire.Desk) { s.events.Put(told{n, d}) })
		l.desk.Given(func(f wire.File) { s.events.Put(filed{n, f}) })
	}
}

// does passes something on to the call.
func (l *line) does(what func(call.Call)) {
	if c := l.call; c != nil {
		l.out.do(func() { what(c) })
	}
}
