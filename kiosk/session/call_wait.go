package session

import (
	"cmp"
	"time"

	"guichet/kiosk/call"
)

// waitLook is how often the expected time is worked out again while one waits.
const waitLook = 15 * time.Second

// waitLines are where he stands and how long it takes, in words that can be
// read aloud.
func (s *Session) waitLines() []Text {
	q := s.talk.line.last.Queue
	var lines []Text
	switch {
	case q.Place == 1:
		lines = append(lines, s.say("session.call.next"))
	case q.Place == 2:
		lines = append(lines, s.say("session.call.before_one"))
	case q.Place > 2:
		lines = append(lines, s.say("session.call.before", "n", number(q.Place-1)))
	}
	if q.Wait > 0 {
		lines = append(lines, s.expected(q.Wait-time.Since(s.talk.line.since)))
	}
	return append(lines, s.say("session.call.goes_on"))
}

// expected is the time that is left. An estimate that is over is owned up to.
func (s *Session) expected(left time.Duration) Text {
	if left <= 0 {
		return s.say("session.call.longer")
	}
	return s.minutes("session.call.wait", left)
}

// lookAtWait tells when the expected time is worked out again.
func (s *Session) lookAtWait() (time.Time, bool) {
	if !s.waiting() || s.talk.line.last.Queue.Wait == 0 {
		return time.Time{}, false
	}
	return time.Now().Add(waitLook), true
}

// lookWhile keeps the words about the wait true.
func (s *Session) lookWhile() {
	s.changed = s.changed || s.waiting() && s.talk.line.last.Queue.Wait > 0
}

// titleOfCall says who is there, or what happens.
func (s *Session) titleOfCall() Text {
	l := s.talk.line
	switch {
	case l.last.Agent != "":
		return plain(l.last.Agent)
	case l.last.State == call.Confirmed && l.way == call.Video:
		return s.there(1)
	case l.last.State == call.Confirmed: // a person, or the music of a switchboard
		return s.say("session.call.somebody")
	case l.last.State == call.Early:
		return s.say("session.call.rings")
	case l.last.State == call.Proceeding:
		return s.say("session.call.waits")
	}
	return s.say("session.call.tries")
}

// qualityKeys are the sentences about a line that does not carry all.
var qualityKeys = map[call.Quality]string{
	call.Weak:      "session.call.quality.weak",
	call.Stills:    "session.call.quality.stills",
	call.SoundOnly: "session.call.quality.sound_only",
	call.Gone:      "session.call.quality.gone",
}

// speakLines are what is to be known while somebody is there.
func (s *Session) speakLines() []Text {
	l := s.talk.line
	var lines []Text
	add := func(yes bool, key string, args ...string) {
		if yes {
			lines = append(lines, s.say(key, args...))
		}
	}
	add(l.last.Held, "session.call.held")
	add(l.hushed && !l.last.Held, "session.call.hushed")
	add(l.silent && !l.hushed && !l.last.Held, "session.call.silent", "who", s.who())
	key := qualityKeys[l.last.Quality]
	add(key != "" && !l.last.Held, key)
	add(s.talk.lifted, "session.call.handset")
	add(l.shared, "session.call.seen", "who", s.who())
	add(!l.shared && l.desk != nil, "session.call.unseen")
	add(l.note != "", l.note, "where", s.where(cmp.Or(l.where, s.next())))
	return lines
}

// who is the person's name as it stands in a sentence.
func (s *Session) who() string {
	if s.inCall() {
		if name := forename(s.talk.line.last.Agent); name != "" {
			return name
		}
	}
	return s.say("session.call.the_person").S
}
