package roll

import (
	"bytes"
	"math"
	"sync"

	"guichet/drivers/printer"
	"guichet/forms/pack/durable"
)

// usualNearEnd is what is left at near end where neither the profile nor a roll
// has told, in metres: that of Epson's TM-T88, see its profile.
const usualNearEnd = 2.5

// longest is more than any document takes, in millimetres.
const longest = 1e6

// Meter counts the paper of one printer. Its methods may be called from any
// goroutine. An error of theirs is a disk that did not remember; the count in
// memory goes on. A disk that hangs holds up who changes something, and nobody
// who asks.
type Meter struct {
	// Disk is where it remembers.
	Disk durable.Layer
	// Full is the length of a new roll and NearEnd what is left of it when the
	// near-end sensor first tells, in metres, as the printer's profile has them;
	// 0 is not known. What was learnt comes first.
	Full, NearEnd float64

	writing sync.Mutex // held while the disk works, and before mu

	mu    sync.Mutex
	c     count
	saved []byte // as it is on the disk; nil: not read yet; empty: nobody knows
}

// Printed adds a document, in millimetres (typeset.Length).
func (m *Meter) Printed(mm float64) error {
	if !(mm > 0 && mm < longest) {
		return nil
	}
	return m.change(func(c *count) { c.Printed += mm })
}

// NewRoll counts from a full roll again.
func (m *Meter) NewRoll() error { return m.change((*count).renew) }

// SameRoll says that what [Meter.MaybeNew] proposed is not so.
func (m *Meter) SameRoll() error { return m.change((*count).same) }

// MaybeNew proposes that a new roll is in the printer, which nobody has said.
func (m *Meter) MaybeNew() bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.load().Maybe
}

// Saw takes what the sensors say, each time that they are heard.
func (m *Meter) Saw(s printer.Status) error { return m.change(func(c *count) { c.saw(s) }) }

// State is how much was printed since the roll was new, how much is left, and
// how long a full one is, in metres. What is left is less than 0 where it is not
// known, and so is full 0.
func (m *Meter) State() (printed, left, full float64) {
	m.mu.Lock()
	defer m.mu.Unlock()
	c := m.load()
	full = m.Full
	if len(c.Rolls) > 0 {
		full = median(c.Rolls) / 1000
	}
	return c.Printed / 1000, m.left(c, full), full
}

// left is what remains of the roll, in metres: what is missing to a full one, and
// at most what near end leaves.
func (m *Meter) left(c *count, full float64) float64 {
	left := math.Inf(1)
	if c.Known && full > 0 {
		left = max(0, full-c.Printed/1000)
	}
	if c.Near != nil {
		left = min(left, max(0, m.nearEnd(c)-(c.Printed-*c.Near)/1000))
	}
	switch {
	case c.Out:
		return 0
	case c.Maybe || math.IsInf(left, 1):
		return -1
	case c.Near == nil && len(c.Ends) > 0:
		return max(left, m.nearEnd(c)) // the sensor works, and says that there is more
	}
	return left
}

// nearEnd is what is left when the sensor first tells, in metres.
func (m *Meter) nearEnd(c *count) float64 {
	switch {
	case len(c.Ends) > 0:
		return median(c.Ends) / 1000
	case m.NearEnd > 0:
		return m.NearEnd
	}
	return usualNearEnd
}

// change changes the count, and the file where that is news to it.
func (m *Meter) change(f func(*count)) error {
	m.mu.Lock()
	f(m.load())
	m.mu.Unlock()
	return m.save()
}

// save writes what is newest. A file that could not be written is the old one or
// the new one: the next change writes it, whatever it holds.
func (m *Meter) save() error {
	m.writing.Lock()
	defer m.writing.Unlock()
	now, news := m.news()
	if !news {
		return nil
	}
	err := durable.Replace(m.Disk, file, now)
	if err != nil {
		now = []byte{}
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.saved = now
	return err
}

// news is what the file should hold, and whether it does not.
func (m *Meter) news() ([]byte, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	now := m.c.bytes()
	return now, !bytes.Equal(now, m.saved)
}

// load reads the file the first time.
func (m *Meter) load() *count {
	if m.saved == nil {
		m.c = read(m.Disk)
		m.saved = m.c.bytes()
	}
	return &m.c
}
