package call

import "sync"

// Feed is the events of a call on their way to who dialled, as [Call].Events
// promises: where nobody reads, the newest takes the place of the others, but
// for the last Confirmed and the end. It never waits.
type Feed struct {
	mu   sync.Mutex
	out  chan Event
	over bool
}

// NewFeed makes one that is empty.
func NewFeed() *Feed { return &Feed{out: make(chan Event, 16)} }

// Events is what to read.
func (f *Feed) Events() <-chan Event { return f.out }

// Put is for one goroutine. The event with Terminated closes it: what is put
// after that is nobody's any more.
func (f *Feed) Put(e Event) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.over {
		return
	}
	if len(f.out) == cap(f.out) {
		f.thin(e)
	}
	f.out <- e
	if e.State == Terminated {
		f.over = true
		close(f.out)
	}
}

// thin leaves of what waits only the last Confirmed, if next does not say more.
func (f *Feed) thin(next Event) {
	var answered []Event
	for len(f.out) > 0 {
		select {
		case e := <-f.out:
			if e.State == Confirmed {
				answered = []Event{e}
			}
		default: // somebody reads after all
		}
	}
	if next.State != Confirmed {
		for _, e := range answered {
			f.out <- e
		}
	}
}
