package session

import (
	"time"

	"guichet/kiosk/call"
)

// longer is how many times longer nobody is asked who holds the handset: he
// listens, and does not look at the screen. voiceAlone is how many pauses a
// voice fills without a touch: it may be that of the hall.
const (
	longer     = 4
	voiceAlone = 6
)

// waitIdle is how long one may wait without a sign of life.
func (s *Session) waitIdle() time.Duration {
	if s.talk.lifted {
		return longer * s.cfg.WaitIdle
	}
	return s.cfg.WaitIdle
}

// callPause is the same while two people speak.
func (s *Session) callPause() time.Duration {
	if s.talk.lifted {
		return longer * s.cfg.CallIdle
	}
	return s.cfg.CallIdle
}

// callIdle is when a person who speaks with another one is asked whether he is
// there. Who walks away from a call that plays music to nobody never hangs up.
func (s *Session) callIdle() time.Time {
	at, last := s.alive.Add(s.callPause()), s.touched.Add(voiceAlone*s.callPause())
	if last.Before(at) {
		return last
	}
	return at
}

// spoke is a voice: a sign of life, and an answer to "are you still there?". A
// microphone that is off hears nothing, not even that.
func (s *Session) spoke() {
	if !s.speaking() || s.talk.line.muted[call.Microphone] || time.Since(s.touched) >= voiceAlone*s.callPause() {
		return
	}
	s.alive = time.Now()
	s.closeKinds(StillThere)
}
