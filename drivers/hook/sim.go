package hook

import (
	"context"
	"sync"
)

// Sim is a handset for tests and for the bench. The zero value hangs.
type Sim struct {
	mu      sync.Mutex
	lifted  bool
	changed chan struct{} // closed at a change
}

// Lift and HangUp are what a person does.
func (s *Sim) Lift() { s.set(true) }

// HangUp puts the handset back.
func (s *Sim) HangUp() { s.set(false) }

func (s *Sim) set(lifted bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.lifted = lifted; s.changed != nil {
		close(s.changed)
		s.changed = nil
	}
}

// Watch implements [Hook].
func (s *Sim) Watch(ctx context.Context, lifted func(bool)) error {
	tell := changes(lifted)
	for ctx.Err() == nil {
		now, changed := s.state()
		tell(now)
		select {
		case <-changed:
		case <-ctx.Done():
		}
	}
	return ctx.Err()
}

func (s *Sim) state() (lifted bool, changed <-chan struct{}) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.changed == nil {
		s.changed = make(chan struct{})
	}
	return s.lifted, s.changed
}

var _ Hook = (*Sim)(nil)
