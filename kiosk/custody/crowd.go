package custody

import (
	"runtime"
	"sync"
)

// crowd does something for many at once. Whoever comes first does it for all
// who have come by the time that it is his turn; nobody waits for somebody who
// is not there, so one who comes alone is served alone, and at once.
type crowd[T any] struct {
	do func([]*T)

	turn sync.Mutex // one group after the other
	mu   sync.Mutex
	next *group[T] // takes in who comes; nil: who comes begins one
}

// group is who is served together.
type group[T any] struct {
	all  []*T
	done chan struct{}
}

// mostTogether bounds how long one is held back by others. More would save
// little: of a signature that 64 share, each has half a microsecond.
const mostTogether = 1 << maxPath

// join returns when it has been done for v.
func (c *crowd[T]) join(v *T) {
	g, first := c.enter(v)
	if !first {
		<-g.done
		return
	}
	defer close(g.done)
	c.turn.Lock()
	defer c.turn.Unlock()
	c.do(c.gather(g))
}

func (c *crowd[T]) enter(v *T) (g *group[T], first bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if first = c.next == nil; first {
		c.next = &group[T]{done: make(chan struct{})}
	}
	g = c.next
	if g.all = append(g.all, v); len(g.all) == mostTogether {
		c.next = nil
	}
	return g, first
}

// gather lets those run who can, as long as more of them come; then it shuts the
// group and gives who is in it.
func (c *crowd[T]) gather(g *group[T]) []*T {
	for before, now := 0, 1; before < now; {
		before = now
		runtime.Gosched()
		now = c.size(g)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.next == g {
		c.next = nil
	}
	return g.all
}

func (c *crowd[T]) size(g *group[T]) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(g.all)
}
