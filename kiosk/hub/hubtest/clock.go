package hubtest

import (
	"sync"
	"time"
)

// Clock goes with the true one, and is moved on by hand. The zero value has not
// been moved.
type Clock struct {
	mu  sync.Mutex
	off time.Duration
}

// Now is the hour that it shows.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return time.Now().Add(c.off)
}

// Add moves it on.
func (c *Clock) Add(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.off += d
}
