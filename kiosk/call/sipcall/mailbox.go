package sipcall

import "sync"

// most is how many functions may wait in a mailbox when a stranger offers one.
const most = 256

// mailbox is what others want the owner of a call to do, in order.
type mailbox struct {
	mu     sync.Mutex
	queue  []func()
	closed bool
	wake   chan struct{}
}

func newMailbox() *mailbox { return &mailbox{wake: make(chan struct{}, 1)} }

// post never blocks. It is false after the end: f will not be run.
func (m *mailbox) post(f func()) bool { return m.put(f, 1<<20) }

// offer is post for what a stranger can send in any number.
func (m *mailbox) offer(f func()) bool { return m.put(f, most) }

func (m *mailbox) put(f func(), most int) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.closed || len(m.queue) >= most {
		return false
	}
	m.queue = append(m.queue, f)
	select {
	case m.wake <- struct{}{}:
	default:
	}
	return true
}

// take empties it.
func (m *mailbox) take() []func() {
	m.mu.Lock()
	defer m.mu.Unlock()
	all := m.queue
	m.queue = nil
	return all
}

// close empties it for good.
func (m *mailbox) close() []func() {
	m.mu.Lock()
	m.closed = true
	m.mu.Unlock()
	return m.take()
}
