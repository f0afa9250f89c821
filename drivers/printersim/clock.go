package printersim

import "time"

// tick lets happen what is due: the head has cooled, a paper that nobody took
// goes, a late answer is said.
func (m *machine) tick(now time.Time) {
	if m.hot && !m.hotTill.IsZero() && !m.hotTill.After(now) {
		m.hot, m.changed = false, true
	}
	m.mouth.tick(m, now)
	for len(m.late) > 0 && !m.late[0].at.After(now) {
		m.tell(m.late[0].words)
		m.late = m.late[1:]
	}
}

// untilNext is how long until something is due; busy is false for never.
func (m *machine) untilNext(now time.Time) (rest time.Duration, busy bool) {
	due := []time.Time{m.mouth.till}
	if m.online() && m.busyTill.After(now) {
		due = append(due, m.busyTill)
	}
	if m.hot {
		due = append(due, m.hotTill)
	}
	if len(m.late) > 0 {
		due = append(due, m.late[0].at)
	}
	for _, at := range due {
		if at.IsZero() {
			continue
		}
		if d := max(0, at.Sub(now)); !busy || d < rest {
			rest, busy = d, true
		}
	}
	return rest, busy
}

// answerLater is what is said when its time has come.
type answerLater struct {
	at    time.Time
	words []byte
}

// say tells p to the computer, at once or later.
func (m *machine) say(p ...byte) {
	if !m.powered || m.muted || len(p) == 0 {
		return
	}
	if m.opts.AnswerDelay > 0 {
		m.late = append(m.late, answerLater{m.clock().Add(m.opts.AnswerDelay), p})
		return
	}
	m.tell(p)
}

// tell writes p to the line. A computer that does not read loses it.
func (m *machine) tell(p []byte) {
	if m.ear != nil {
		*m.ear = append(*m.ear, p...)
	}
	if m.line == nil || !m.powered || m.muted {
		return
	}
	m.line.Device.SetWriteDeadline(time.Now().Add(100 * time.Millisecond))
	m.line.Device.Write(p)
}
