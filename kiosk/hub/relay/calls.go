package relay

import (
	"errors"
	"sync"
	"sync/atomic"

	"golang.org/x/time/rate"
)

var errQuota = errors.New("relay: quota")

// calls keeps the bounds of all calls.
type calls struct {
	conf Config
	mu   sync.Mutex
	all  map[string]*use // by id, while they have an allocation
	sum  int             // allocations
	n    counts
}

// use is what one call has of the relay.
type use struct {
	allocations int
	rate        *rate.Limiter // bytes
}

type counts struct{ allocated, refused, denied, bytes, dropped, turned atomic.Int64 }

// Counts is what a relay did since it began, for the metrics.
type Counts struct {
	Active    int   // allocations now
	Calls     int   // that have one
	Allocated int64 // allocations in all
	Refused   int64 // wrong or old credentials, and allocations above a bound
	Denied    int64 // peers that may not be reached
	Bytes     int64 // relayed, both ways
	Dropped   int64 // packets above the rate
	Turned    int64 // connections turned away: too many
}

func (c *calls) counts() Counts {
	c.mu.Lock()
	defer c.mu.Unlock()
	return Counts{
		Active: c.sum, Calls: len(c.all),
		Allocated: c.n.allocated.Load(), Refused: c.n.refused.Load(), Denied: c.n.denied.Load(),
		Bytes: c.n.bytes.Load(), Dropped: c.n.dropped.Load(), Turned: c.n.turned.Load(),
	}
}

// has tells whether a call has an allocation.
func (c *calls) has(id string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.all[id] != nil
}

// room tells whether a call may have one more.
func (c *calls) room(id string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	u := c.all[id]
	return c.sum < c.conf.Allocations && (u == nil || u.allocations < c.conf.PerCall)
}

// take gives a call an allocation.
func (c *calls) take(id string) (*use, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	u := c.all[id]
	if u == nil {
		u = &use{rate: rate.NewLimiter(rate.Limit(c.conf.Rate/8), c.conf.Rate/8)} // a second of burst
	}
	if c.sum >= c.conf.Allocations || u.allocations >= c.conf.PerCall {
		c.n.refused.Add(1)
		return nil, errQuota
	}
	u.allocations++
	c.sum++
	c.all[id] = u
	c.n.allocated.Add(1)
	return u, nil
}

// give takes it back.
func (c *calls) give(id string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.sum--
	if c.all[id].allocations--; c.all[id].allocations == 0 {
		delete(c.all, id)
	}
}
