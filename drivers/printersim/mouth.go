package printersim

import "time"

// Fate is what became of a piece of paper.
type Fate int

const (
	Cut       Fate = iota // cut or torn off: in somebody's hand
	Inside                // cut, and still in the printer: nobody can reach it
	Held                  // the presenter holds it out
	Taken                 // somebody took it
	Ejected               // the presenter threw it out
	Retracted             // the presenter drew it back
)

func (f Fate) String() string {
	return [...]string{"cut", "inside", "held out", "taken", "ejected", "retracted"}[f]
}

// mouth is the presenter: it holds at most one piece of paper.
type mouth struct {
	sheet   *Sheet // nil: empty
	out     int    // dots that stick out
	till    time.Time
	then    Fate // when nobody takes it in time, or the next paper comes
	patient time.Duration
	blocked bool // no motor moves the paper, and nobody takes it
	stuck   bool // it tried
	last    Fate // of the paper before; Cut for none
	counts  [6]int
}

// byItself: a presenter that holds each paper out as soon as it is cut, and
// draws it back by a clock that a command has set (Citizen, Star).
func (m *model) byItself() bool { return m.presentsBy("gs_r") || m.presentsBy("esc_syn") }

// catch gets the paper that was just cut.
func (mo *mouth) catch(m *machine, s *Sheet) {
	if m.model.mouth == "" || s == nil {
		return
	}
	if mo.push(m); mo.sheet != nil {
		return
	}
	*s, mo.sheet, mo.then = s.as(Inside), s, Ejected
	if m.model.byItself() {
		mo.present(m, s.Image.Rect.Dy()-1, mo.patient, Retracted)
	}
}

// present holds the paper out by so many dots; after patience it goes the way
// of then. It cuts what is not cut.
func (mo *mouth) present(m *machine, out int, patience time.Duration, then Fate) {
	if mo.sheet == nil {
		m.cutHere()
	}
	if mo.sheet == nil || mo.sheet.Fate != Inside {
		return
	}
	if length := mo.sheet.Image.Rect.Dy(); out >= length {
		if m.model.drops {
			mo.leave(m, Ejected)
			return
		}
		out = length - 1 // its rollers keep the tail
	}
	*mo.sheet, mo.out, mo.then, mo.till = mo.sheet.as(Held), out, then, time.Time{}
	if patience > 0 {
		mo.till = m.clock().Add(patience)
	}
	if m.opts.Takes {
		mo.leave(m, Taken)
	}
	m.changed = true
}

// leave empties it, unless it is blocked.
func (mo *mouth) leave(m *machine, how Fate) {
	mo.till = time.Time{}
	if mo.sheet == nil || mo.blocked {
		return
	}
	*mo.sheet = mo.sheet.as(how)
	mo.counts[how]++
	mo.last = how
	mo.sheet, mo.out, mo.stuck, m.changed = nil, 0, false, true
}

// tick lets a paper go whose time is over.
func (mo *mouth) tick(m *machine, now time.Time) {
	if !mo.till.IsZero() && !mo.till.After(now) {
		mo.leave(m, mo.then)
	}
}

// push is the next paper coming: what is in the mouth goes, or jams.
func (mo *mouth) push(m *machine) {
	if mo.sheet == nil {
		return
	}
	if mo.blocked {
		mo.stuck, m.changed = true, true
		return
	}
	mo.leave(m, mo.then)
}

// holding says whether the sensor at the outlet sees paper.
func (mo *mouth) holding() bool { return mo.sheet != nil && mo.sheet.Fate == Held }

// Take is a person taking the paper that the presenter holds out. It returns
// false where there is none.
func (s *Sim) Take() (taken bool) {
	s.set(func(m *machine) {
		if taken = m.mouth.holding() && !m.mouth.blocked; taken {
			m.mouth.leave(m, Taken)
		}
	})
	return taken
}

// FreeMouth takes away what blocks the presenter since MouthBlocked, with the paper
// in it. Until then nobody takes that paper, no command moves it, and the next one
// jams behind it.
func (s *Sim) FreeMouth() {
	s.set(func(m *machine) {
		m.mouth.blocked = false
		m.mouth.leave(m, Taken)
	})
}
