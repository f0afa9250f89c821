package light

import "sync"

// Sim is a light for tests and for the bench. The zero value is plugged in and
// off.
type Sim struct {
	mu        sync.Mutex
	want      state
	unplugged bool
	closed    bool
}

var _ Light = (*Sim)(nil)

// Show implements [Light].
func (s *Sim) Show(c Colour, blink bool) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case c < Off || c > Red:
		return ErrColour
	case s.closed:
		return ErrClosed
	}
	s.want = state{c, blink && c != Off}
	if s.unplugged {
		return ErrGone
	}
	return nil
}

// Close implements [Light].
func (s *Sim) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.want, s.closed = state{}, true
	return nil
}

// Unplug takes the light away, Plug brings it back.
func (s *Sim) Unplug() { s.plug(false) }

// Plug brings the light back: it shows what was asked for last.
func (s *Sim) Plug() { s.plug(true) }

func (s *Sim) plug(in bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.unplugged = !in
}

// Shows is what somebody in front of it sees.
func (s *Sim) Shows() (c Colour, blink bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.unplugged {
		return Off, false
	}
	return s.want.colour, s.want.blink
}
