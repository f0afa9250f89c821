package sipcall

import (
	"context"
	"time"

	"github.com/emiago/sipgo/sip"

	"guichet/kiosk/call"
)

// talk is a call. Everything in it belongs to the goroutine of run; the methods
// of call.Call leave word in its box.
type talk struct {
	p      *Phone
	target sip.Uri
	box    *mailbox
	feed   *call.Feed
	voice  *voice
	done   chan struct{} // closed after the last event

	cur, next *leg // next: to whom the call is being transferred
	now       call.Event
	ended     bool
	asked     time.Time
	answered  bool // any response came
	hold      bool // by us
	line      quality
}

func newTalk(p *Phone, target sip.Uri) *talk {
	return &talk{p: p, target: target, box: newMailbox(), feed: call.NewFeed(), voice: newVoice(), done: make(chan struct{}), asked: time.Now()}
}

// look is how often the line is looked at.
const look = 250 * time.Millisecond

func (t *talk) run(ctx context.Context) {
	defer close(t.done)
	sound, stop := context.WithCancel(t.p.ctx)
	heard := t.sound(sound)
	t.begin(ctx)
	tick := time.NewTicker(look)
	defer tick.Stop()
	for !t.ended {
		select {
		case <-t.box.wake:
			t.work(t.box.take())
		case <-ctx.Done():
			t.hangup()
		case <-t.p.ctx.Done():
			t.end(0, call.Failed, 0)
		case now := <-tick.C:
			t.watch(now)
		}
	}
	stop()
	<-heard // nothing of this call is heard once its end is told
	t.work(t.box.close())
	t.p.free(t)
	t.now.At = time.Now()
	t.feed.Put(t.now)
}

func (t *talk) work(all []func()) {
	for _, f := range all {
		f()
	}
}

// sound opens the device; the channel is closed when it is closed.
func (t *talk) sound(ctx context.Context) <-chan struct{} {
	closed := make(chan struct{})
	t.voice.speaks = func(is bool) {
		t.box.post(func() { t.change(func(e *call.Event) { e.Speaks = is }) })
	}
	go func() {
		defer close(closed)
		if err := t.voice.run(ctx, t.p.cfg.Sound); err != nil && ctx.Err() == nil {
			t.p.cfg.Log.Warn("telephone sound", "why", err.Error())
			t.box.post(func() { t.end(0, call.Failed, 0) })
		}
	}()
	return closed
}

func (t *talk) begin(ctx context.Context) {
	if ctx.Err() != nil {
		t.end(0, call.Cancelled, 0)
		return
	}
	l := t.p.current()
	if l == nil {
		t.end(0, call.Failed, 0)
		return
	}
	t.cur = t.newLeg(l, t.target)
	if t.cur == nil {
		t.end(0, call.Failed, 0)
		return
	}
	t.voice.stream.Store(t.cur.stream)
	t.cur.invite()
}

// tell sends an event that says everything that is so.
func (t *talk) tell(e call.Event) {
	if t.ended || e == t.now {
		return
	}
	t.now = e
	e.At = time.Now()
	t.feed.Put(e)
}

// change tells of a call that was answered that something else is so.
func (t *talk) change(f func(*call.Event)) {
	if t.now.State != call.Confirmed {
		return
	}
	e := t.now
	f(&e)
	t.tell(e)
}

// hangup ends the call from here.
func (t *talk) hangup() {
	if t.now.State == call.Confirmed {
		t.end(0, call.LocalBye, 0)
	} else {
		t.end(0, call.Cancelled, 0)
	}
}

// end ends the call. Each leg is ended behind: nobody waits for it.
func (t *talk) end(code int, why call.Cause, retry time.Duration) {
	if t.ended {
		return
	}
	t.ended = true
	t.now = call.Event{State: call.Terminated, Code: code, Cause: why, Retry: retry}
	for _, l := range []*leg{t.cur, t.next} {
		if l != nil {
			l.close()
		}
	}
	t.p.cfg.Log.Info("telephone call", "ended", string(why), "code", code)
}

// Events is that of call.Call.
func (t *talk) Events() <-chan call.Event { return t.feed.Events() }

// Hangup is that of call.Call.
func (t *talk) Hangup() { t.box.post(t.hangup) }

// Mute is that of call.Call; there is no camera.
func (t *talk) Mute(s call.Sense, on bool) {
	if s == call.Microphone {
		t.voice.muted.Store(on)
	}
}

// Hold is that of call.Call. It holds here at once, whatever the exchange says.
func (t *talk) Hold(on bool) {
	t.voice.held.Store(on)
	t.box.post(func() {
		t.hold = t.voice.held.Load()
		if t.cur != nil && !t.ended {
			t.cur.rehold()
		}
	})
}

// Volume is that of call.Call.
func (t *talk) Volume(percent int) { t.voice.volume.Store(int32(min(max(percent, 0), 200))) }

// DTMF is that of call.Call. Where the other side has no events for keys, they
// are sent as tones.
func (t *talk) DTMF(word string) error {
	if err := checkKeys(word); err != nil {
		return err
	}
	if s := t.voice.stream.Load(); s != nil {
		s.dial(word)
	}
	return nil
}

var _ call.Call = (*talk)(nil)
