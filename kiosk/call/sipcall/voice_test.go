package sipcall

import (
	"errors"
	"net/netip"
	"testing"

	"github.com/emiago/sipgo/sip"

	"guichet/kiosk/call"
	"guichet/kiosk/call/calltest"
)

func TestTheOtherSideSpeaks(t *testing.T) {
	x := openExchange(t, "")
	c, p := inCall(t, x, x.config())
	untilEvent(t, c, "she speaks", func(e call.Event) bool { return e.Speaks })
	p.stream.mu.Lock()
	p.stream.now.dir = recvonly
	p.stream.mu.Unlock()
	untilEvent(t, c, "she stops", func(e call.Event) bool { return !e.Speaks })
	c.Hangup()
	calltest.Ended(t, c)
}

func TestVolume(t *testing.T) {
	x := openExchange(t, "")
	cfg := x.config()
	c, _ := inCall(t, x, cfg)
	c.Volume(0)
	until(t, "silence", hearsNothing(device(cfg), 600))
	c.Volume(100)
	until(t, "sound", hears(device(cfg), 600))
	c.Hangup()
	calltest.Ended(t, c)
}

func TestTheMicrophoneGoes(t *testing.T) {
	x := openExchange(t, "")
	cfg := x.config()
	p := x.phone(cfg)
	c := dial(t, p, x, "answers")
	calltest.Until(t, c, call.Confirmed)
	device(cfg).Unplug()
	if e := calltest.Ended(t, c); e.Cause != call.Failed {
		t.Errorf("%+v", e)
	}
	if err := p.Ready(); !errors.Is(err, call.ErrNoMicrophone) {
		t.Errorf("ready: %v", err)
	}
	until(t, "the agent is told", func() bool { return x.count(sip.BYE) == 1 })
	device(cfg).Plug()
	until(t, "ready again", func() bool { return p.Ready() == nil })
}

// Keys reach a phone that has no events for them as tones.
func TestKeysAsTones(t *testing.T) {
	x := openExchange(t, "")
	x.when("old", func(p *peer) {
		offer, err := readSDP(p.invite.Body())
		must(t, err)
		offer.formats = offer.formats[:1]
		p.describe(200, "OK", p.open(offer))
	})
	p := x.phone(x.config())
	c := dial(t, p, x, "old")
	calltest.Until(t, c, call.Confirmed)
	for range 8 {
		must(t, c.DTMF("9999"))
	}
	agent := x.called()
	until(t, "the two tones of 9", func() bool { return agent.hears(852) > loud/2 && agent.hears(1477) > loud/2 })
	c.Hangup()
	calltest.Ended(t, c)
}

func TestPorts(t *testing.T) {
	at := netip.MustParseAddr("127.0.0.1")
	first, err := anyPorts(at)
	must(t, err)
	low := int(first.at().Port())
	first.close()
	a, err := openPorts(at, low, low+1)
	must(t, err)
	defer a.close()
	if int(a.at().Port()) != low {
		t.Errorf("port %d, not %d", a.at().Port(), low)
	}
	if b, err := openPorts(at, low, low+1); err == nil {
		b.close()
		t.Error("the same ports twice")
	}
}

// A session is refreshed by UPDATE, by re-INVITE where they have no UPDATE, and
// ended where the other side was to refresh it and did not.
func TestASessionIsRefreshed(t *testing.T) {
	x := openExchange(t, "")
	c, p := inCall(t, x, x.config())
	k := c.(*talk)
	k.box.post(func() { k.cur.updates = true; k.cur.refresh() })
	until(t, "an UPDATE", func() bool { return len(p.requests(sip.UPDATE)) == 1 })
	k.box.post(func() { k.cur.updates = false; k.cur.refresh() })
	until(t, "a re-INVITE", func() bool { return len(p.requests(sip.INVITE)) == 1 })
	k.box.post(func() { k.cur.expired() })
	if e := calltest.Ended(t, c); e.Cause != call.Lost {
		t.Errorf("%+v", e)
	}
	until(t, "a BYE", func() bool { return len(p.requests(sip.BYE)) == 1 })
}
