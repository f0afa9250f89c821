package rtccall

import (
	"context"
	"errors"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/coder/websocket"

	"guichet/kiosk/call"
	"guichet/kiosk/call/calltest"
	"guichet/kiosk/call/wire"
)

func TestEveryPhone(t *testing.T) {
	calltest.Run(t, func(t *testing.T) calltest.Bench {
		h := newHub(t)
		h.peer()
		to := func(service string) call.Target { return call.Target{Address: service} }
		return calltest.Bench{
			Phone: h.phone(nil).Phone, Answers: to("etat-civil"), Rings: to("rings"), Busy: to("busy"), Bad: to("état civil?"),
			HangUp: func() {
				h.mu.Lock()
				id := h.call
				h.mu.Unlock()
				h.say(wire.Message{Type: wire.Bye, Call: id, Why: "local-bye"})
			},
		}
	})
}

// called is a call that somebody answered.
func called(t *testing.T, k kiosk) call.Sight {
	t.Helper()
	c, err := k.Dial(t.Context(), call.Target{Address: "etat-civil"})
	if err != nil {
		t.Fatal(err)
	}
	calltest.Until(t, c, call.Confirmed)
	return c.(call.Sight)
}

func TestWaiting(t *testing.T) {
	h := newHub(t)
	h.waits = true
	c, err := h.phone(nil).Dial(t.Context(), call.Target{Shared: call.Shared{Lang: "fr", Urgent: true}})
	if err != nil {
		t.Fatal(err)
	}
	seen := calltest.Until(t, c, call.Proceeding)
	want := call.Queue{Place: 2, Wait: 90 * time.Second}
	if e := seen[len(seen)-1]; e.Code != 182 || e.Queue != want {
		t.Errorf("%+v", e)
	}
	m := h.kioskSaid(wire.Ask, anyOf)
	if string(m.Wish.Shared) != `{"lang":"fr","urgent":true}` {
		t.Errorf("%s", m.Wish.Shared)
	}
	c.Hangup()
	if e := calltest.Ended(t, c); e.Cause != call.Cancelled {
		t.Errorf("%+v", e)
	}
	if m := h.kioskSaid(wire.Bye, anyOf); m.Why != "cancelled" {
		t.Errorf("%+v", m)
	}
}

// Whoever answers, it is not the desk unless the hub says so.
func TestAnswerWithoutProof(t *testing.T) {
	for what, spoil := range map[string]func(*hub, *wire.SDP){
		"without a proof":        func(h *hub, d *wire.SDP) { d.Proof = "" },
		"of another hub":         func(h *hub, d *wire.SDP) { d.Proof = proofOf(t, *d, keyOf("somebody else"), h.call) },
		"of the kiosk itself":    func(h *hub, d *wire.SDP) { d.Proof = proofOf(t, *d, kioskKey, h.call) },
		"of another certificate": func(h *hub, d *wire.SDP) { d.SDP = strings.Replace(d.SDP, "sha-256 ", "sha-256 00:", 1) },
		"of no certificate":      func(h *hub, d *wire.SDP) { d.SDP = strings.ReplaceAll(d.SDP, "a=fingerprint", "a=nothing") },
	} {
		t.Run(what, func(t *testing.T) {
			h := newHub(t)
			h.peer()
			h.spoil = func(d *wire.SDP) { spoil(h, d) }
			c, err := h.phone(nil).Dial(t.Context(), call.Target{})
			if err != nil {
				t.Fatal(err)
			}
			if e := calltest.Ended(t, c); e.Cause != call.Failed || e.Code != 438 {
				t.Errorf("%+v", e)
			}
		})
	}
}

// A hub that restarts in a call is come back to, and nobody notices.
func TestHubRestarts(t *testing.T) {
	h := newHub(t)
	p := h.peer()
	c := called(t, h.phone(nil))
	text := p.channel(wire.ChannelText)
	h.cut(websocket.StatusServiceRestart)
	c.Send("bonjour")
	waitFor(t, "text while the hub is away", func() bool { return p.text(wire.ChannelText) == "bonjour" })
	h.kioskSaid(wire.Resume, anyOf)
	if text != p.channel(wire.ChannelText) || len(p.rounds()) != 1 {
		t.Errorf("the leg was made anew: %d rounds", len(p.rounds()))
	}
	c.Hangup()
	calltest.Ended(t, c)
	h.kioskSaid(wire.Bye, anyOf)
}

// Who hangs up while the hub is away says so later.
func TestHangUpWithoutHub(t *testing.T) {
	h := newHub(t)
	h.peer()
	k := h.phone(nil)
	c := called(t, k)
	k.link.silent(func() {
		c.Hangup()
		calltest.Ended(t, c)
	})
	h.cut(websocket.StatusServiceRestart)
	h.kioskSaid(wire.Bye, func(m wire.Message) bool { return m.Why == "local-bye" })
}

// silent does something while nothing can be said to the hub.
func (l *link) silent(do func()) {
	l.mu.Lock()
	out := l.out
	l.out = nil
	l.mu.Unlock()
	do()
	l.mu.Lock()
	l.out = out
	l.mu.Unlock()
}

// A hold that ends while the hub is away has ended for the desk, too.
func TestHoldEndsWithoutHub(t *testing.T) {
	h := newHub(t)
	p := h.peer()
	k := h.phone(nil)
	c := called(t, k)
	held := func() (last, any bool) {
		p.mu.Lock()
		defer p.mu.Unlock()
		if any = len(p.holds) > 0; any {
			last = p.holds[len(p.holds)-1]
		}
		return last, any
	}
	c.Hold(true)
	waitFor(t, "the hold", func() bool { on, any := held(); return any && on })
	k.link.silent(func() {
		c.Hold(false)
		c.(*sight).do(func() {}) // after it
	})
	h.cut(websocket.StatusServiceRestart)
	waitFor(t, "its end", func() bool { on, _ := held(); return !on })
	c.Hangup()
	calltest.Ended(t, c)
}

// A hub that is cut while a call waits is asked again.
func TestHubRestartsWhileOneWaits(t *testing.T) {
	h := newHub(t)
	h.waits = true
	c, err := h.phone(nil).Dial(t.Context(), call.Target{})
	if err != nil {
		t.Fatal(err)
	}
	calltest.Until(t, c, call.Proceeding)
	h.mu.Lock()
	h.waits, h.heard = false, nil
	h.mu.Unlock()
	h.peer()
	h.cut(websocket.StatusServiceRestart)
	calltest.Until(t, c, call.Confirmed)
	c.Hangup()
	calltest.Ended(t, c)
}

// An agent who loads his page anew has the call back, with what was shared.
func TestPageLoadedAnew(t *testing.T) {
	h := newHub(t)
	p := h.peer()
	c := called(t, h.phone(nil))
	c.Desk().Tell(wire.Desk{Type: wire.DeskHello, Scanner: true})
	c.Desk().Tell(wire.Desk{Type: wire.DeskPage, Page: &wire.Page{Title: "une", State: "question"}})
	c.Desk().Tell(wire.Desk{Type: wire.DeskPage, Page: &wire.Page{Title: "deux", State: "question"}})
	waitFor(t, "the page", func() bool { return strings.Contains(p.text(wire.ChannelDesk), "deux") })
	p.mu.Lock()
	p.pc.Close()
	p.got, p.channels = newGot(), newChannels()
	p.mu.Unlock()
	h.say(wire.Message{Type: wire.Renew, Call: h.call})
	p.channel(wire.ChannelDesk)
	waitFor(t, "what holds", func() bool { return strings.Contains(p.text(wire.ChannelDesk), "deux") })
	if all := p.text(wire.ChannelDesk); !strings.Contains(all, "hello") || strings.Contains(all, "une") {
		t.Errorf("%s", all)
	}
	if r := p.rounds(); len(r) != 2 || r[1].Restart || r[1].Round <= r[0].Round {
		t.Errorf("%d rounds", len(r))
	}
	c.Hangup()
	calltest.Ended(t, c)
}

// event waits for one of a call that goes on.
func event(t *testing.T, c call.Call, is func(call.Event) bool) call.Event {
	t.Helper()
	timeout := time.After(patience)
	for {
		select {
		case e := <-c.Events():
			if e.State == call.Terminated {
				t.Fatalf("it ended: %+v", e)
			}
			if is(e) {
				return e
			}
		case <-timeout:
			t.Fatal("no such event")
		}
	}
}

// The camera is open while somebody sees, and is free when the end was read.
func TestDevicesAreClosed(t *testing.T) {
	h := newHub(t)
	h.peer()
	k := h.phone(nil)
	for range 3 {
		c := called(t, k)
		waitFor(t, "the camera's light", k.camera.Light)
		c.Mute(call.Camera, true)
		waitFor(t, "no light when muted", func() bool { return !k.camera.Light() })
		c.Mute(call.Camera, false)
		waitFor(t, "the light again", k.camera.Light)
		var shown, empty atomic.Int32
		c.Self(func(f call.Frame) {
			if f.Empty() {
				empty.Add(1)
			} else {
				shown.Add(1)
			}
		})
		waitFor(t, "our own picture", func() bool { return shown.Load() > 2 })
		c.Hangup()
		calltest.Ended(t, c)
		waitFor(t, "the end of the picture", func() bool { return empty.Load() > 0 })
		waitFor(t, "no light after the end", func() bool { return !k.camera.Light() })
	}
}

func TestServicesAndCallBack(t *testing.T) {
	h := newHub(t)
	k := h.phone(nil)
	all, err := k.Services(t.Context())
	if err != nil || len(all) != 1 || all[0].ID != "etat-civil" {
		t.Fatalf("%+v, %v", all, err)
	}
	seen := make(chan []wire.Service, 9)
	k.WatchServices(func(s []wire.Service) { seen <- s })
	if s := <-seen; len(s) != 1 {
		t.Errorf("%+v", s)
	}
	h.say(wire.Message{Type: wire.Offices, Services: []wire.Service{{ID: "etat-civil"}, {ID: "urbanisme"}}})
	if s := <-seen; len(s) != 2 {
		t.Errorf("%+v", s)
	}
	h.mu.Lock()
	h.waits = true
	h.mu.Unlock()
	c, err := k.Dial(t.Context(), call.Target{})
	if err != nil {
		t.Fatal(err)
	}
	calltest.Until(t, c, call.Proceeding)
	var no *Refusal
	if err := k.CallBack(t.Context(), wire.Back{Service: "none", Phone: "+33100000000"}); !errors.As(err, &no) || no.Why != wire.WhyNotFound {
		t.Errorf("%v", err)
	}
	if err := k.CallBack(t.Context(), wire.Back{Service: "etat-civil", Phone: "+33100000000"}); err != nil {
		t.Error(err)
	}
	if e := calltest.Ended(t, c); e.Cause != call.Overflow {
		t.Errorf("%+v", e)
	}
	id := h.kioskSaid(wire.Ask, anyOf).Call
	if m := h.kioskSaid(wire.CallBack, anyOf); m.Call != id {
		t.Error("a call back for another call")
	}
	k.Outcome(wire.WhyContacts, "etat-civil", time.Minute)
	if m := h.kioskSaid(wire.Outcome, anyOf); m.Call != id || m.Why != wire.WhyContacts || m.Wish.Service != "etat-civil" || m.Queue.Wait != 60 {
		t.Errorf("%+v", m)
	}
	k.Outcome(wire.WhyAnswered, "", 0) // of the next citizen, by telephone alone
	if m := h.kioskSaid(wire.Outcome, func(m wire.Message) bool { return m.Why == wire.WhyAnswered }); m.Call == id || len(m.Call) != 32 {
		t.Error("the call of the citizen before is counted again")
	}
}

// TestOutcomeWithoutHub: a call that ends while the hub is away is counted when it is
// there again.
func TestOutcomeWithoutHub(t *testing.T) {
	h := newHub(t)
	k := h.phone(nil)
	if _, err := k.Services(t.Context()); err != nil {
		t.Fatal(err)
	}
	k.link.silent(func() { k.Outcome("left", "etat-civil", 90*time.Second) })
	h.cut(websocket.StatusServiceRestart)
	if m := h.kioskSaid(wire.Outcome, anyOf); m.Why != "abandoned" || m.Queue.Wait != 90 {
		t.Errorf("%+v", m)
	}
}

func TestNoHub(t *testing.T) {
	h := newHub(t)
	k := h.phone(nil)
	if err := k.Ready(); err != nil {
		t.Error(err)
	}
	k.camera.Unplug()
	if err := k.Ready(); !errors.Is(err, call.ErrNoCamera) {
		t.Errorf("%v", err)
	}
	k.sound.Unplug()
	if err := k.Ready(); !errors.Is(err, call.ErrNoMicrophone) {
		t.Errorf("%v", err)
	}
	h.stop()
	waitFor(t, "no hub", func() bool { return errors.Is(k.Ready(), call.ErrNoHub) })
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if _, err := k.Services(ctx); !errors.Is(err, call.ErrNoHub) {
		t.Errorf("%v", err)
	}
	if err := k.CallBack(ctx, wire.Back{}); !errors.Is(err, call.ErrNoHub) {
		t.Errorf("%v", err)
	}
}

// What was kept of another call is no answer to who waits now: he would leave with
// a slip for a call that nobody makes.
func TestKeptOfAnotherCall(t *testing.T) {
	p := &Phone{back: make(chan wire.Message, 1), backCall: newID()}
	if !p.hearBack(wire.Message{Type: wire.Kept, Call: newID(), Back: &wire.Back{}}) || len(p.back) != 0 {
		t.Error("another's is taken for it")
	}
	if !p.hearBack(wire.Message{Type: wire.Kept, Call: p.backCall, Back: &wire.Back{}}) || len(p.back) != 1 {
		t.Error("its own is not heard")
	}
}

// A relay that pion cannot read is left out: calls go straight, as most do.
func TestRelayThatCannotBeRead(t *testing.T) {
	for what, c := range map[string]struct {
		relay wire.Relay
		urls  int
	}{
		"none":            {wire.Relay{}, 0},
		"one of two":      {wire.Relay{URLs: []string{"https://hub.example", "turn:127.0.0.1:3478?transport=udp"}, Username: "u", Credential: "c"}, 1},
		"all":             {wire.Relay{URLs: []string{"turn://127.0.0.1?x"}, Username: "u", Credential: "c"}, 0},
		"no password":     {wire.Relay{URLs: []string{"turn:127.0.0.1"}, Username: "u"}, 0},
		"as the hub says": {wire.Relay{URLs: []string{"turn:h:1?transport=udp", "turns:h:443?transport=tcp"}, Username: "u", Credential: "c"}, 2},
	} {
		var o Options
		pc, _, err := o.connect(nil, c.relay, newDialer(c.relay, nil, nil))
		if err != nil {
			t.Errorf("%s: %v", what, err)
			continue
		}
		n := 0
		for _, s := range pc.GetConfiguration().ICEServers {
			n += len(s.URLs)
		}
		if n != c.urls {
			t.Errorf("%s: %d of its addresses are used", what, n)
		}
		pc.Close()
	}
}
