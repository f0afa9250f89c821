package session

import "sync"

// queue carries events to the loop. It has no limit, so that putting one in
// never blocks a screen or a device.
type queue struct {
	mu     sync.Mutex
	events []Event
	closed bool
	wake   chan struct{} // one token: there is something to take
}

func newQueue() *queue { return &queue{wake: make(chan struct{}, 1)} }

// put adds an event. A touch that follows a touch says nothing new.
func (q *queue) put(e Event) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.closed || isTouch(e) && len(q.events) > 0 && isTouch(q.events[len(q.events)-1]) {
		return
	}
	q.events = append(q.events, e)
	select {
	case q.wake <- struct{}{}:
	default:
	}
}

// take gives the oldest event; false if there is none.
func (q *queue) take() (Event, bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if len(q.events) == 0 {
		return nil, false
	}
	e := q.events[0]
	q.events[0] = nil // what was typed must not stay in the array
	q.events = q.events[1:]
	return e, true
}

// close drops what is left and what comes later.
func (q *queue) close() {
	q.mu.Lock()
	defer q.mu.Unlock()
	clear(q.events)
	q.events, q.closed = nil, true
}

func isTouch(e Event) bool {
	_, ok := e.(Touched)
	return ok
}
