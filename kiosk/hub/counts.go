package hub

import (
	"sync"
	"sync/atomic"
)

// outcome is what became of a submission.
type outcome int

const (
	submissionTaken   outcome = iota
	submissionRefused         // for good
	submissionFull
	submissionUnknown
	outcomes
)

var outcomeWords = [outcomes]string{"taken", "refused", "full", "unknown"}

// counts is what /metrics counts since the start.
type counts struct {
	submissions [outcomes]atomic.Int64
	beats       atomic.Int64
	notices     atomic.Int64
	expired     atomic.Int64
	delivered   atomic.Int64
	undelivered atomic.Int64
	panics      atomic.Int64

	mu      sync.Mutex
	answers map[answer]int64
}

// answer is a kind of answers: one series each.
type answer struct {
	route string
	class int // 2 is 200 to 299
}

func (h *Hub) count(o outcome) { h.counts.submissions[o].Add(1) }

func (c *counts) answered(route string, status int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.answers == nil {
		c.answers = map[answer]int64{}
	}
	c.answers[answer{route, status / 100}]++
}
