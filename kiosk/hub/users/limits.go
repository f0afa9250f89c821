package users

import (
	"sync"
	"time"
)

// limit is how tries of one thing slow down: some are free, then each waits
// twice as long as the one before it, up to a longest wait.
type limit struct {
	kind  string
	free  int
	first time.Duration
	most  time.Duration
}

// Whoever knows a login can make its owner wait: so that wait is short. An
// address and a code are the guesser's own.
var (
	byLogin   = limit{"login", 5, time.Second, time.Minute}
	byAddress = limit{"address", 20, time.Second, 15 * time.Minute}
	byCode    = limit{"code", 5, 2 * time.Second, 15 * time.Minute}
)

// memory is how long a try counts; tooMany is how many keys are kept in mind.
const (
	memory  = time.Hour
	tooMany = 20_000
)

// limits counts tries. It is of one hub: behind a load balancer with n hubs a
// guesser has n times the tries.
type limits struct {
	now func() time.Time

	mu    sync.Mutex
	tries map[string]*tries // by kind and key
	swept time.Time
}

type tries struct {
	count      int
	last, next time.Time
}

func newLimits(now func() time.Time) *limits {
	return &limits{now: now, tries: map[string]*tries{}}
}

// take counts a try before it is made, so that many at once count too.
func (l *limits) take(kind limit, key string) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.now()
	l.sweep(now)
	t := l.entry(kind, key)
	if wait := t.next.Sub(now); wait > 0 {
		return &WaitError{wait}
	}
	if now.Sub(t.last) > memory {
		t.count = 0
	}
	t.count++
	t.last, t.next = now, now.Add(kind.wait(t.count))
	return nil
}

// wait is the time after the n-th try.
func (k limit) wait(n int) time.Duration {
	wait := k.first
	for n -= k.free; n > 1 && wait < k.most; n-- {
		wait *= 2
	}
	if n < 1 {
		return 0
	}
	return min(wait, k.most)
}

// forget starts afresh: the try was right.
func (l *limits) forget(kind limit, key string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.tries, kind.kind+" "+key)
}

// giveBack takes one try back: it was right, but says nothing about the others
// from there.
func (l *limits) giveBack(kind limit, key string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if t := l.tries[kind.kind+" "+key]; t != nil && t.count > 0 {
		t.count--
		t.next = t.last
	}
}

// entry finds the tries of a key. Where the table is full, all new keys share
// one, so that filling it frees nobody.
func (l *limits) entry(kind limit, key string) *tries {
	name := kind.kind + " " + key
	if l.tries[name] == nil && len(l.tries) >= tooMany {
		name = kind.kind
	}
	if l.tries[name] == nil {
		l.tries[name] = &tries{}
	}
	return l.tries[name]
}

// sweep drops what no longer counts, now and then; where the table is full,
// each second, and whatever waits for nothing goes too.
func (l *limits) sweep(now time.Time) {
	full := len(l.tries) >= tooMany
	if since := now.Sub(l.swept); since < memory/4 && (!full || since < time.Second) {
		return
	}
	l.swept = now
	for key, t := range l.tries {
		if now.Sub(t.last) > memory || full && !t.next.After(now) {
			delete(l.tries, key)
		}
	}
}
