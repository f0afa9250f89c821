package session

import (
	"time"

	"guichet/kiosk/call"
	"guichet/kiosk/call/wire"
	"guichet/kiosk/event"
)

// goOver hangs up where one waits, and tries another way.
func (s *Session) goOver(to call.Way) {
	if !s.waiting() || !s.offer(to).usable() {
		return
	}
	s.drop(call.Cancelled)
	s.dial(to)
}

// hangUp ends the call. Who waited for nothing is shown the other ways.
func (s *Session) hangUp() {
	way, spoke := s.talk.line.way, s.speaking()
	s.drop(call.LocalBye)
	if spoke {
		s.overNow()
		return
	}
	s.callFailed(way, call.Cancelled)
}

// drop takes the call away and forgets all of it.
func (s *Session) drop(why call.Cause) {
	l := s.talk.line
	if l.answered.IsZero() && why == call.LocalBye {
		why = call.Cancelled
	}
	s.talk.line, s.changed = nil, true
	s.log(event.CallEnded, "way", l.way, "cause", why, "answered", !l.answered.IsZero(),
		"seconds", int(time.Since(l.asked).Seconds()))
	s.closeKinds(askKinds...)
	l.end()
	s.alive = time.Now()
}

// end hangs up and wipes. The pictures stop first: the last one must not stay.
func (l *line) end() {
	l.out.drop()
	sight, cancel := l.sight, l.cancel
	l.does(func(c call.Call) {
		defer cancel()
		if sight != nil {
			sight.Watch(nil)
			sight.Self(nil)
		}
		c.Hangup()
	})
	if l.call == nil {
		cancel()
	}
	time.AfterFunc(slack, cancel) // where something before it does not come back
	l.wipe()
}

func (l *line) wipe() {
	l.text.wipe()
	for _, a := range l.asks {
		a.wipe()
	}
	l.sent, l.asks, l.files, l.early, l.point = wire.Page{}, nil, nil, nil, ""
	l.to = call.Target{}
}
