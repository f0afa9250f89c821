package session

import (
	"errors"
	"slices"
	"strings"
	"time"

	"guichet/kiosk/call"
	"guichet/kiosk/event"
)

// phoned takes one event of the call under way.
func (s *Session) phoned(e call.Event) {
	l := s.talk.line
	was := l.last
	e.Agent = clean(e.Agent, maxName)
	if e.Agent == "" && e.State == call.Confirmed {
		e.Agent = was.Agent // a weak line does not change who is there
	}
	l.last, l.since, s.changed = e, time.Now(), true
	switch {
	case e.State == call.Terminated:
		s.talk.retry = e.Retry
		s.ended(e.Cause, was.State == call.Confirmed)
	case e.State == call.Confirmed:
		s.confirmed(was)
	default:
		s.leftBy(was)
	}
}

// leftBy: who spoke passed the call on, or lost it. What the citizen agreed to, and
// what he was asked, was between those two. A paper that was made for him is his.
func (s *Session) leftBy(was call.Event) {
	l := s.talk.line
	s.share(false)
	l.greeted, l.speaks, l.silent, l.point = false, false, false, ""
	l.text.leave(forename(was.Agent))
	for _, a := range slices.Clone(l.asks) {
		if a.kind != CallPaper {
			s.done(a, false, whyStale)
		}
	}
}

// confirmed: somebody is there. A desk whose page was loaded anew knows nothing
// any more: it is greeted again.
func (s *Session) confirmed(was call.Event) {
	l := s.talk.line
	if l.answered.IsZero() {
		s.answeredNow()
	}
	if was.Quality == call.Gone && l.last.Quality != call.Gone {
		l.greeted = false
	}
	if was.State == call.Confirmed && was.Agent != "" && was.Agent != l.last.Agent {
		s.leftBy(was)
	}
	s.greet()
}

// answeredNow is the first word: what one could do while waiting goes away.
func (s *Session) answeredNow() {
	l := s.talk.line
	l.answered = time.Now()
	s.alive, s.touched = l.answered, l.answered
	l.writing = s.tells(TellText) || l.hushed
	s.closeKinds(StillThere, CallHow, CallNext, CallWhen, CallNumber, Contacts)
	if b := &s.talk.back; !b.asking && !b.kept {
		b.wipe()
	}
	s.log(event.CallAnswered, "way", l.way, "wait_s", int(time.Since(l.asked).Seconds()))
	s.outcome("answered")
}

// ended: the other side hung up, nobody came, or the line went. Who was passed on
// to somebody who did not come has spoken to one, and still needs another.
func (s *Session) ended(why call.Cause, spoke bool) {
	way := s.talk.line.way
	s.drop(why)
	switch {
	case why == call.Overflow && s.talk.back.asking: // its answer is on the way
	case spoke && why != call.Lost && why != call.Failed:
		s.overNow()
	case spoke:
		s.callFailed(way, call.Lost)
	default:
		s.callFailed(way, why)
	}
}

// lineFailed is the end of a call that never began.
func (s *Session) lineFailed(why call.Cause) {
	way := s.talk.line.way
	s.drop(why)
	s.callFailed(way, why)
}

// late ends a call of which nothing was heard.
func (s *Session) late() {
	if s.talk.line.last.State == call.Trying {
		s.lineFailed(call.Failed)
	}
}

// overNow says so until the next page.
func (s *Session) overNow() { s.talk.over, s.changed = true, true }

// callFailed says what happened and shows the next ways to reach somebody.
func (s *Session) callFailed(way call.Way, why call.Cause) {
	s.talk.failed = way
	s.closeCalls()
	s.openWays(CallNext, "session.call.cause."+causeKey(why))
}

// causeOf is what an error of Dial means.
func causeOf(err error) call.Cause {
	switch {
	case errors.Is(err, call.ErrBusy):
		return call.Overloaded
	case errors.Is(err, call.ErrTarget):
		return call.NotFound
	}
	return call.Failed
}

// causeKey is the end of the key of what a citizen is told.
func causeKey(why call.Cause) string {
	switch why {
	case call.Cancelled, call.LocalBye:
		return "cancelled"
	case call.Busy, call.Overloaded:
		return "busy"
	case call.NoAnswer:
		return "no_answer"
	case call.RemoteBye, call.Rejected:
		return "rejected"
	case call.Closed:
		return "closed"
	case call.NoMedia:
		return "no_media"
	case call.Lost:
		return "lost"
	}
	return "failed"
}

// maxName is in letters: a line on the screen.
const maxName = 60

// clean makes a line of what the other side sent.
func clean(s string, most int) string {
	s = strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r < ' ' || r == 0x7f || r == 0x2028 }), " ")
	if r := []rune(s); len(r) > most {
		s = string(r[:most])
	}
	return strings.TrimSpace(s)
}

// forename is what comes before the comma: "Camille" of "Camille, mairie de
// Saint-Éloi"; empty where nobody said a name.
func forename(agent string) string {
	name, _, _ := strings.Cut(agent, ",")
	return name
}
