package modemcall_test

import (
	"context"
	"log/slog"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"guichet/drivers/audio/audiosim"
	"guichet/drivers/modem"
	"guichet/drivers/modem/modemsim"
	"guichet/drivers/serial"
	"guichet/kiosk/call"
	"guichet/kiosk/call/calltest"
	"guichet/kiosk/call/modemcall"
	"guichet/kiosk/call/sound"
	"guichet/kiosk/event/eventtest"
)

const (
	answers = "+33465710000"
	rings   = "+33465710001"
	busy    = "+33465710002"
	refused = "+33465710003"
	nobody  = "+33465710004"
)

// hall is a phone with the simulated modem and the devices around it.
type hall struct {
	*modemcall.Phone
	modem         *modemsim.Modem
	citizen, card *audiosim.Device
}

func open(t *testing.T, ringFor time.Duration) hall {
	t.Helper()
	sim, err := modemsim.New()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(sim.Unplug)
	sim.Callee(func(number string) modemsim.Way {
		return map[string]modemsim.Way{rings: modemsim.Rings, busy: modemsim.Busy, refused: modemsim.Refused, nobody: modemsim.NoAnswer}[number]
	})
	profile, _ := modem.Get("")
	h := hall{modem: sim, citizen: audiosim.New(audiosim.Tone(440, 0.3)), card: audiosim.New(audiosim.Tone(600, 0.4))}
	h.Phone = modemcall.New(modemcall.Config{
		Modem: modem.Config{Port: serial.Config{Path: sim.Path}, Profile: profile},
		Sound: h.citizen, Card: h.card, RingFor: ringFor,
	})
	t.Cleanup(func() { h.Close() })
	h.until(t, "ready", func() bool { return h.Ready() == nil })
	return h
}

func (h hall) until(t *testing.T, what string, is func() bool) {
	t.Helper()
	for range 2000 {
		if is() {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatalf("not %s after 20 s: %v", what, h.Ready())
}

func (h hall) dial(t *testing.T, number string) call.Call {
	t.Helper()
	c, err := h.Dial(context.Background(), call.Target{Address: number})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestItIsAPhone(t *testing.T) {
	if testing.Short() {
		t.Skip("it is long")
	}
	calltest.Run(t, func(t *testing.T) calltest.Bench {
		h := open(t, 0)
		to := func(n string) call.Target { return call.Target{Address: n} }
		return calltest.Bench{Phone: h.Phone, Answers: to("+33 4 65 71 00 00"), Rings: to(rings), Busy: to(busy),
			Bad: to("sip:accueil@pbx.example"), HangUp: h.modem.RemoteHangup}
	})
}

func TestHowACallEnds(t *testing.T) {
	for number, want := range map[string]call.Cause{refused: call.Failed, nobody: call.NoAnswer, busy: call.Busy} {
		h := open(t, 0)
		if e := calltest.Ended(t, h.dial(t, number)); e.Cause != want {
			t.Errorf("%s: %q, not %q", number, e.Cause, want)
		}
		h.Close()
	}
}

func TestItDoesNotRingForEver(t *testing.T) {
	h := open(t, time.Second)
	if e := calltest.Ended(t, h.dial(t, rings)); e.Cause != call.NoAnswer || h.modem.InCall() {
		t.Errorf("%+v, in call: %v", e, h.modem.InCall())
	}
}

// last is the amplitude of freq in the last 200 ms that a device played.
func last(d *audiosim.Device, freq float64) float64 {
	all := d.Played()
	return sound.Goertzel(all[max(len(all)-9600, 0):], 48000, freq)
}

func TestBothAreHeard(t *testing.T) {
	h := open(t, 0)
	c := h.dial(t, answers)
	calltest.Until(t, c, call.Confirmed)
	h.until(t, "heard", func() bool {
		return math.Abs(last(h.card, 440)-0.3) < 0.02 && math.Abs(last(h.citizen, 600)-0.4) < 0.02
	})
	c.Volume(200)
	c.Mute(call.Microphone, true)
	h.until(t, "loud and muted", func() bool { return math.Abs(last(h.citizen, 600)-0.8) < 0.04 && last(h.card, 440) < 0.001 })
	c.Mute(call.Microphone, false)
	h.until(t, "heard again", func() bool { return last(h.card, 440) > 0.28 })
	c.Hold(true)
	h.until(t, "on hold", func() bool { return h.modem.Held() && last(h.card, 440) < 0.001 })
	c.Hold(false)
	h.until(t, "back", func() bool { return !h.modem.Held() && last(h.card, 440) > 0.28 })
	if err := c.DTMF("15#"); err != nil {
		t.Fatal(err)
	}
	h.until(t, "typed", func() bool { return h.modem.Keys() == "15#" })
	c.Hangup()
	calltest.Ended(t, c)
	if h.modem.InCall() {
		t.Error("it hung up, and the modem did not")
	}
}

func TestNothingIsSaidBeforeSomebodyAnswers(t *testing.T) {
	h := open(t, 0)
	c := h.dial(t, rings)
	calltest.Until(t, c, call.Early)
	h.until(t, "ringing heard", func() bool { return last(h.citizen, 600) > 0.38 })
	if all := h.card.Played(); slices.Max(all) > 0 {
		t.Error("the citizen is heard while it rings")
	}
	c.Hangup()
	calltest.Ended(t, c)
}

func TestAModemThatIsPulledOutLosesTheCall(t *testing.T) {
	h := open(t, 0)
	c := h.dial(t, answers)
	calltest.Until(t, c, call.Confirmed)
	h.modem.Unplug()
	if e := calltest.Ended(t, c); e.Cause != call.Lost {
		t.Errorf("%+v", e)
	}
	h.until(t, "not ready", func() bool { return h.Ready() != nil })
}

func TestASoundCardThatIsPulledOutEndsTheCall(t *testing.T) {
	h := open(t, 0)
	c := h.dial(t, answers)
	calltest.Until(t, c, call.Confirmed)
	h.until(t, "heard", func() bool { return last(h.card, 440) > 0.28 })
	h.card.Unplug()
	if e := calltest.Ended(t, c); e.Cause != call.Failed || h.modem.InCall() {
		t.Errorf("%+v", e)
	}
}

func TestWithoutVoLTEThereIsNoLine(t *testing.T) {
	sim, err := modemsim.New()
	if err != nil {
		t.Fatal(err)
	}
	defer sim.Unplug()
	sim.Join(modemsim.Network{SIM: "READY", Packet: 1, IMS: 0})
	profile, _ := modem.Get("")
	p := modemcall.New(modemcall.Config{Modem: modem.Config{Port: serial.Config{Path: sim.Path}, Profile: profile}, Sound: audiosim.New(nil)})
	defer p.Close()
	h := hall{Phone: p, modem: sim}
	h.until(t, "asked", func() bool { return slices.Contains(sim.Commands(), "AT+CIREG?") })
	if err := p.Ready(); err == nil {
		t.Error("LTE without IMS is no telephone")
	}
}

// A network that is being switched off still carries calls: whoever reads the log
// learns it in time.
func TestCallsOver3GAreRemarked(t *testing.T) {
	sim, err := modemsim.New()
	if err != nil {
		t.Fatal(err)
	}
	defer sim.Unplug()
	sim.Join(modemsim.Network{SIM: "READY", Circuit: 1, Packet: 1, IMS: 0})
	profile, _ := modem.Get("")
	log := &eventtest.Log{}
	p := modemcall.New(modemcall.Config{Modem: modem.Config{Port: serial.Config{Path: sim.Path}, Profile: profile},
		Sound: audiosim.New(nil), Log: slog.New(slog.NewTextHandler(log, nil))})
	defer p.Close()
	h := hall{Phone: p, modem: sim}
	h.until(t, "ready", func() bool { return p.Ready() == nil })
	h.until(t, "remarked", func() bool { return strings.Contains(log.String(), "volte=false") })
}
