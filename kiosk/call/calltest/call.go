package calltest

import (
	"context"
	"errors"
	"strings"
	"sync"
	"time"

	"guichet/kiosk/call"
)

// Call is a call of a Phone, seen from both sides: the code under test has it as
// a call.Call (or a call.Sight), the test says with it what the other side does.
type Call struct {
	Target call.Target

	mu     sync.Mutex
	events chan call.Event
	state  call.State
	forget func() bool // of the context that it was dialled with
	muted  map[call.Sense]bool
	held   bool
	volume int
	keys   string
	hungUp bool
	desk   *talk
}

func newCall(to call.Target) *Call {
	return &Call{
		Target: to,
		// Longer than any script: no event of a test is ever replaced.
		events: make(chan call.Event, 256),
		muted:  map[call.Sense]bool{},
		volume: 100,
		desk:   &talk{},
	}
}

// ends lets ctx end the call.
func (c *Call) ends(ctx context.Context) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.forget = context.AfterFunc(ctx, c.Hangup)
}

// Say sends an event; after the end it does nothing.
func (c *Call) Say(e call.Event) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.state == call.Terminated {
		return
	}
	if e.At.IsZero() {
		e.At = time.Now()
	}
	c.state = e.State
	c.events <- e
	if e.State != call.Terminated {
		return
	}
	close(c.events)
	if c.forget != nil {
		c.forget()
	}
}

// Ring is 180.
func (c *Call) Ring() { c.Say(call.Event{State: call.Early, Code: 180}) }

// Wait is 182, with a place in the queue.
func (c *Call) Wait(q call.Queue) {
	c.Say(call.Event{State: call.Proceeding, Code: 182, Queue: q})
}

// Answer is 200, by somebody who presents himself so.
func (c *Call) Answer(agent string) {
	c.Say(call.Event{State: call.Confirmed, Code: 200, Agent: agent, Quality: call.Good})
}

// End ends it from the other side, or by a fault.
func (c *Call) End(why call.Cause) { c.Fail(0, why, 0) }

// Fail ends it with a SIP response, and perhaps a Retry-After.
func (c *Call) Fail(code int, why call.Cause, retry time.Duration) {
	c.Say(call.Event{State: call.Terminated, Code: code, Cause: why, Retry: retry})
	c.desk.end()
}

// Over tells that it ended.
func (c *Call) Over() bool { return c.State() == call.Terminated }

// State is that of the last event.
func (c *Call) State() call.State {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.state
}

// Muted tells what Mute was last told of s.
func (c *Call) Muted(s call.Sense) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.muted[s]
}

// Held tells what Hold was last told.
func (c *Call) Held() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.held
}

// Loud is the volume in percent: 100, or what Volume was last told.
func (c *Call) Loud() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.volume
}

// Keys are all that DTMF was told.
func (c *Call) Keys() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.keys
}

// HungUp tells that Hangup was called, or its context ended, before its end.
func (c *Call) HungUp() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.hungUp
}

// Events is that of call.Call.
func (c *Call) Events() <-chan call.Event { return c.events }

// Hangup is that of call.Call.
func (c *Call) Hangup() {
	c.mu.Lock()
	why := call.Cancelled
	if c.state == call.Confirmed {
		why = call.LocalBye
	}
	c.hungUp = c.hungUp || c.state != call.Terminated
	c.mu.Unlock()
	c.End(why)
}

// Mute is that of call.Call.
func (c *Call) Mute(s call.Sense, on bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.muted[s] = on
}

// Hold is that of call.Call.
func (c *Call) Hold(on bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.held = on
}

// Volume is that of call.Call.
func (c *Call) Volume(percent int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.volume = percent
}

// DTMF is that of call.Call.
func (c *Call) DTMF(keys string) error {
	if strings.Trim(keys, "0123456789*#ABCD") != "" {
		return errors.New("calltest: not a key")
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.keys += keys
	return nil
}

var _ call.Call = (*Call)(nil)
