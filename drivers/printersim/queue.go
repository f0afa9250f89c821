package printersim

import "time"

// work obeys what is in the buffer until it is empty, the printer goes
// off-line, or the paper has to move; then it says for how long.
func (m *machine) work(now time.Time) (rest time.Duration, busy bool) {
	m.tick(now)
	for m.online() {
		if m.busyTill.After(now) {
			break
		}
		fed := m.roll.fed
		if m.cutDue {
			m.cutDue = false
			m.cutHere()
		} else if !m.next() {
			break
		}
		m.busy(now, m.feedTime(m.roll.fed-fed))
		m.flow()
	}
	m.answerOffline()
	m.flow()
	if m.powered {
		m.tongue.report(m)
	}
	return m.untilNext(now)
}

// busy lets the paper take its time, from where it stopped last if that was
// just now.
func (m *machine) busy(now time.Time, long time.Duration) {
	if now.Sub(m.busyTill) > arrears {
		m.busyTill = now
	}
	m.busyTill = m.busyTill.Add(long)
}

// answerOffline obeys the commands at the front that do not print, where the
// language has such.
func (m *machine) answerOffline() {
	for m.powered && !m.online() && len(m.buffer) > 0 && m.skip == 0 {
		c, n := m.tongue.parse(m.buffer)
		if n == 0 || n > len(m.buffer) || !m.tongue.harmless(m, c) || !m.next() {
			return
		}
	}
}

// next obeys one command. It returns false when there is none that is whole.
func (m *machine) next() bool {
	m.passOver()
	if len(m.buffer) == 0 {
		return false
	}
	c, n := m.tongue.parse(m.buffer)
	if n == 0 {
		m.own = len(m.buffer)
		return false
	}
	m.own = 0
	if c.op == opIgnored {
		m.ignored += n
	}
	if n > len(m.buffer) { // longer than is kept
		m.skip, n = n-len(m.buffer), len(m.buffer)
	}
	m.buffer = m.buffer[n:]
	m.obeyed += n
	m.tongue.obey(m, c)
	m.changed = true
	return true
}

func (m *machine) passOver() {
	n := min(m.skip, len(m.buffer))
	m.skip -= n
	m.buffer = m.buffer[n:]
}

// forget empties the buffers.
func (m *machine) forget() {
	m.buffer, m.own, m.skip = nil, 0, 0
	m.page, m.cutDue = line{}, false
	m.changed = true
}
