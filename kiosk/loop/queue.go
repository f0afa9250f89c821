// Package loop is what a goroutine that owns its state needs: a queue of what
// happens to it, and work beside it that comes back in time, or is not waited for.
package loop

import "sync"

// Queue carries events to a loop. It has no limit, so that putting one in never
// blocks a screen or a device. What was taken does not stay in memory behind it.
type Queue[E any] struct {
	replaces func(e, last E) bool

	mu     sync.Mutex
	events []E
	closed bool
	wake   chan struct{} // one token: there is something to take
}

// NewQueue makes an empty one. Where replaces says that an event only says again
// what the last one said, such as a touch after a touch, it takes its place.
func NewQueue[E any](replaces func(e, last E) bool) *Queue[E] {
	return &Queue[E]{replaces: replaces, wake: make(chan struct{}, 1)}
}

// Put adds an event.
func (q *Queue[E]) Put(e E) {
	q.mu.Lock()
	defer q.mu.Unlock()
	switch n := len(q.events); {
	case q.closed:
		return
	case n > 0 && q.replaces(e, q.events[n-1]):
		q.events[n-1] = e
	default:
		q.events = append(q.events, e)
	}
	select {
	case q.wake <- struct{}{}:
	default:
	}
}

// Wake has a token while there is something that nobody was woken for.
func (q *Queue[E]) Wake() <-chan struct{} { return q.wake }

// Take gives the oldest event; false if there is none.
func (q *Queue[E]) Take() (e E, ok bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if len(q.events) == 0 {
		return e, false
	}
	e = q.events[0]
	clear(q.events[:1]) // what was typed must not stay in the array
	if q.events = q.events[1:]; len(q.events) == 0 {
		q.events = nil // an array of many thousand touches does not stay for ever
	}
	return e, true
}

// Len is how many wait.
func (q *Queue[E]) Len() int {
	q.mu.Lock()
	defer q.mu.Unlock()
	return len(q.events)
}

// Close drops what is left and what comes later.
func (q *Queue[E]) Close() {
	q.mu.Lock()
	defer q.mu.Unlock()
	clear(q.events)
	q.events, q.closed = nil, true
}
