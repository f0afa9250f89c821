package sipcall

import (
	"context"
	"testing"
	"time"

	"guichet/drivers/audio/audiosim"
	"guichet/kiosk/call"
	"guichet/kiosk/call/calltest"
)

// loud is a tone that is there, quiet one that is not.
const (
	loud  = 0.1
	quiet = 0.01
)

func hears(d *audiosim.Device, freq float64) func() bool {
	return func() bool { return lately(d.Played(), freq) > loud }
}

func hearsNothing(d *audiosim.Device, freq float64) func() bool {
	return func() bool { return lately(d.Played(), freq) < quiet }
}

func TestTheTown(t *testing.T) {
	if testing.Short() {
		t.Skip("it is long")
	}
	w := openTown(t)
	a := w.agent()
	for _, c := range []struct {
		name, transport, who string
		encrypt              Encrypt
	}{
		{"PCMA over UDP", "udp", "camille", Never},
		{"PCMA over TCP", "tcp", "camille", Never},
		{"PCMA over TLS", "tls", "camille", Never},
		{"Opus over UDP", "udp", "opus", Never},
		{"SRTP refused, then RTP", "udp", "camille", Prefer},
		{"SRTP over UDP", "udp", "secret", Prefer},
		{"SRTP over TLS", "tls", "secret", Require},
		{"SRTP and Opus over TLS", "tls", "secretopus", Require},
	} {
		t.Run(c.name, func(t *testing.T) {
			cfg, d := w.config(c.transport)
			cfg.Encrypt = c.encrypt
			if c.who == "opus" || c.who == "secretopus" {
				if newOpus == nil {
					t.Skip("there is no Opus without cgo")
				}
			}
			talkTo(t, a, cfg, d, c.who)
		})
	}
}

// talkTo is a whole call: both hear each other, keys pass, each holds it and
// takes it back, and the kiosk hangs up.
func talkTo(t *testing.T, a *agent, cfg Config, d *audiosim.Device, who string) {
	p, err := New(cfg)
	must(t, err)
	defer func() { must(t, p.Close()) }()
	until(t, "the exchange knows the kiosk", func() bool { return p.Ready() == nil })
	c, err := p.Dial(context.Background(), call.Target{Address: "sip:" + who + "@" + townIP})
	must(t, err)
	calltest.Until(t, c, call.Confirmed)
	until(t, "the citizen hears the agent", hears(d, 600))
	a.command("uafind", "sip:"+who+"@"+townIP) // the account that hold is for
	before := a.keys()
	must(t, c.DTMF("159"))
	until(t, "the keys arrive", func() bool { return a.keys() == before+"159" })
	c.Hold(true)
	until(t, "the citizen holds", hearsNothing(d, 600))
	c.Hold(false)
	until(t, "the citizen is back", hears(d, 600))
	held(t, a, c, true)
	until(t, "the agent holds", hearsNothing(d, 600))
	held(t, a, c, false)
	until(t, "the agent is back", hears(d, 600))
	c.Hangup()
	if e := calltest.Ended(t, c); e.Cause != call.LocalBye {
		t.Errorf("it ended with %+v", e)
	}
	until(t, "the agent heard the citizen", func() bool { return a.heard(t, 440) > loud })
}

// held lets the agent hold the call, or take it back, until the call says so.
// baresip does nothing where it waits for something else.
func held(t *testing.T, a *agent, c call.Call, want bool) {
	t.Helper()
	word := map[bool]string{true: "hold", false: "resume"}[want]
	for end := time.After(long); ; {
		a.command(word, "")
		select {
		case e := <-c.Events():
			if e.Held == want {
				return
			}
		case <-time.After(500 * time.Millisecond):
		case <-end:
			t.Fatalf("the agent cannot %s", word)
		}
	}
}
