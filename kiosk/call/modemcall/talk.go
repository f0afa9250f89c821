package modemcall

import (
	"context"
	"errors"
	"strings"
	"sync"
	"time"

	"guichet/drivers/modem"
	"guichet/kiosk/call"
)

// talk is a call. Its goroutine alone speaks to the modem and tells what
// happens; the methods leave what is wanted.
type talk struct {
	p      *Phone
	feed   *call.Feed
	bridge *bridge
	ctx    context.Context // ends with the wish to hang up
	stop   context.CancelFunc
	done   chan struct{}
	poke   chan struct{} // something is wanted, or the bridge heard something

	mu   sync.Mutex
	keys string
	hold bool

	modem  *modem.Modem
	now    call.Event
	held   bool // on hold, as the modem knows
	seen   bool // the modem listed the call
	rang   bool
	failed int // questions in a row without an answer
	asked  time.Time
}

func newTalk(ctx context.Context, p *Phone) *talk {
	t := &talk{p: p, feed: call.NewFeed(), done: make(chan struct{}), poke: make(chan struct{}, 1), asked: time.Now()}
	t.ctx, t.stop = context.WithCancel(ctx)
	t.bridge = newBridge(p.config, t.wake)
	return t
}

func (t *talk) run(m *modem.Modem, number string) {
	defer close(t.done)
	t.modem = m
	last := t.live(number)
	t.bridge.close() // nothing of this call is heard once its end is told
	t.stop()
	t.p.free()
	t.feed.Put(last)
}

// live is the call up to its end, which it returns.
func (t *talk) live(number string) call.Event {
	if t.ctx.Err() != nil {
		return end(0, call.Cancelled)
	}
	t.tell(call.Event{State: call.Trying, Quality: call.Good})
	if t.modem == nil {
		return end(0, call.Failed)
	}
	if err := t.modem.Dial(t.ctx, number); err != nil {
		return t.refused(err)
	}
	t.bridge.open()
	for {
		if last, over := t.look(); over {
			return last
		}
		t.rest()
	}
}

// refused is a call that was none.
func (t *talk) refused(err error) call.Event {
	var e *modem.Error
	switch {
	case t.ctx.Err() != nil:
		return t.hangup()
	case errors.As(err, &e):
		return t.over(e.Kind)
	case errors.Is(err, modem.ErrGone):
		return end(0, call.Lost)
	}
	t.modem.Hangup(t.ctx) // it may have dialled
	return end(0, call.Failed)
}

// Polls: the standard has no unsolicited word for what becomes of a call.
const (
	eager = 300 * time.Millisecond
	calm  = time.Second
	// patient is how many polls may fail, or not list a call that was just
	// dialled.
	patient = 4
)

func (t *talk) rest() {
	d := eager
	if t.now.State == call.Confirmed {
		d = calm
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-t.poke:
	case <-t.modem.Changed():
	case <-t.modem.Gone():
	case <-t.ctx.Done():
	}
}

// look asks what became of the call.
func (t *talk) look() (last call.Event, over bool) {
	if t.ctx.Err() != nil {
		return t.hangup(), true
	}
	if t.bridge.failed() {
		t.modem.Hangup(t.ctx)
		return end(0, call.Failed), true
	}
	calls, err := t.modem.Calls(t.ctx)
	switch {
	case t.ctx.Err() != nil:
		return t.hangup(), true
	case errors.Is(err, modem.ErrGone):
		return end(0, call.Lost), true
	case err != nil:
		t.failed++
		return end(0, call.Lost), t.failed >= patient
	}
	t.failed = 0
	for _, c := range calls {
		if !c.Incoming {
			t.seen = true
			return t.progress(c)
		}
	}
	return t.missing()
}

// missing: the modem does not list it any more, or not yet.
func (t *talk) missing() (call.Event, bool) {
	if !t.seen && t.modem.Result() == "" && time.Since(t.asked) < patient*calm {
		return call.Event{}, false
	}
	t.modem.Hangup(t.ctx) // gives the sound back
	return t.over(t.modem.Result()), true
}

// over is the end that a result of V.250 stands for.
func (t *talk) over(result string) call.Event {
	switch {
	case t.now.State == call.Confirmed:
		return end(0, call.RemoteBye)
	case result == "BUSY":
		return end(486, call.Busy)
	case result == "NO ANSWER":
		return end(480, call.NoAnswer)
	case t.rang:
		return end(603, call.Rejected)
	}
	return end(0, call.Failed)
}

func (t *talk) progress(c modem.Call) (call.Event, bool) {
	switch c.State {
	case modem.Dialing:
		t.tell(call.Event{State: call.Proceeding, Code: 100, Quality: call.Good})
	case modem.Alerting:
		t.rang = true
		t.tell(call.Event{State: call.Early, Code: 180, Quality: call.Good})
	case modem.Active, modem.Held:
		t.held = c.State == modem.Held
		t.bridge.talk(!t.held)
		t.tell(call.Event{State: call.Confirmed, Code: 200, Quality: call.Good, Speaks: t.bridge.speaks.Load()})
		t.wishes()
		return call.Event{}, false
	}
	if time.Since(t.asked) > t.p.config.RingFor {
		t.modem.Hangup(t.ctx)
		return end(408, call.NoAnswer), true
	}
	return call.Event{}, false
}

// wishes does what was asked for.
func (t *talk) wishes() {
	t.mu.Lock()
	keys, hold := t.keys, t.hold
	t.keys = ""
	t.mu.Unlock()
	if hold != t.held && t.modem.Hold(t.ctx) == nil {
		t.held = hold
		t.bridge.talk(!hold)
	}
	if keys != "" {
		t.modem.Keys(t.ctx, keys)
	}
}

func (t *talk) hangup() call.Event {
	t.modem.Hangup(t.ctx)
	if t.now.State == call.Confirmed {
		return end(0, call.LocalBye)
	}
	return end(0, call.Cancelled)
}

func (t *talk) tell(e call.Event) {
	if e == t.now {
		return
	}
	t.now = e
	e.At = time.Now()
	t.feed.Put(e)
}

func end(code int, why call.Cause) call.Event {
	return call.Event{State: call.Terminated, Code: code, Cause: why, At: time.Now()}
}

func (t *talk) wake() {
	select {
	case t.poke <- struct{}{}:
	default:
	}
}

// Events implements [call.Call].
func (t *talk) Events() <-chan call.Event { return t.feed.Events() }

// Hangup implements [call.Call].
func (t *talk) Hangup() { t.stop() }

// Mute implements [call.Call].
func (t *talk) Mute(s call.Sense, on bool) {
	if s == call.Microphone {
		t.bridge.muted.Store(on)
	}
}

// Hold implements [call.Call].
func (t *talk) Hold(on bool) {
	t.mu.Lock()
	t.hold = on
	t.mu.Unlock()
	t.wake()
}

// Volume implements [call.Call].
func (t *talk) Volume(percent int) { t.bridge.volume.Store(int32(percent)) }

// DTMF implements [call.Call]. The keys go out one after the other.
func (t *talk) DTMF(keys string) error {
	if strings.Trim(strings.ToUpper(keys), "0123456789*#ABCD") != "" {
		return errors.New("modemcall: keys are 0-9 * # A-D")
	}
	t.mu.Lock()
	t.keys += keys
	t.mu.Unlock()
	t.wake()
	return nil
}

var _ call.Call = (*talk)(nil)
