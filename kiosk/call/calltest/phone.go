package calltest

import (
	"context"
	"sync"
	"testing"
	"time"

	"guichet/kiosk/call"
)

// Phone is a call.Phone whose other side is the test. Make one with NewPhone.
type Phone struct {
	way     call.Way
	dialled chan *Call

	mu      sync.Mutex
	ready   error
	refuses error
	script  func(*Call)
	calls   []*Call
	closed  bool
}

// NewPhone is a phone that is ready. The calls of a call.Video one are
// call.Sight, those of a call.Voice one are not.
func NewPhone(way call.Way) *Phone {
	return &Phone{way: way, dialled: make(chan *Call, 64)}
}

// Unready sets what Ready says; nil: ready again.
func (p *Phone) Unready(err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.ready = err
}

// Refuse sets the error of Dial; nil: it dials again.
func (p *Phone) Refuse(err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.refuses = err
}

// Script is run for each call from now on, on a goroutine of its own.
func (p *Phone) Script(f func(*Call)) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.script = f
}

// Calls are all that were made, oldest first.
func (p *Phone) Calls() []*Call {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]*Call(nil), p.calls...)
}

// Await waits for the next call that was not awaited yet.
func (p *Phone) Await(t testing.TB) *Call {
	t.Helper()
	select {
	case c := <-p.dialled:
		return c
	case <-time.After(patience):
		t.Fatal("calltest: nobody dialled")
		return nil
	}
}

// Way of all its calls.
func (p *Phone) Way() call.Way { return p.way }

// Ready is what Unready set.
func (p *Phone) Ready() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.ready
}

// Dial begins a call: its first event is call.Trying, the others are the test's.
func (p *Phone) Dial(ctx context.Context, to call.Target) (call.Call, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if err := p.refusal(to); err != nil {
		return nil, err
	}
	c := newCall(to)
	c.ends(ctx)
	c.Say(call.Event{State: call.Trying})
	p.calls = append(p.calls, c)
	p.dialled <- c
	if ctx.Err() != nil {
		c.Hangup()
	}
	if p.script != nil {
		go p.script(c)
	}
	if p.way == call.Video {
		return sight{c}, nil
	}
	return c, nil
}

func (p *Phone) refusal(to call.Target) error {
	switch {
	case p.closed:
		return call.ErrNoLine
	case p.refuses != nil:
		return p.refuses
	case to.Address == "":
		return call.ErrTarget
	}
	for _, c := range p.calls {
		if !c.Over() {
			return call.ErrBusy
		}
	}
	return nil
}

// Close ends the call that there is.
func (p *Phone) Close() error {
	p.mu.Lock()
	p.closed = true
	p.mu.Unlock()
	for _, c := range p.Calls() {
		c.Hangup()
	}
	return nil
}

var _ call.Phone = (*Phone)(nil)
