package pulse_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"guichet/drivers/audio"
	"guichet/drivers/audio/audiosim"
	"guichet/drivers/audio/audiotest"
	"guichet/drivers/audio/pulse"
)

// hall is a server with a loudspeaker and a microphone that is not muted.
func hall(t *testing.T) (*audiotest.Pulse, pulse.Config) {
	t.Helper()
	p := audiotest.StartPulse(t)
	p.NullSink("hall")
	p.NullSink("mouth")
	return p, pulse.Config{Server: p.Server, Speaker: "hall", Microphone: "mouth.monitor"}
}

func prepare(t *testing.T, c pulse.Config) pulse.Setup {
	t.Helper()
	s, err := pulse.Prepare(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestTheCancellerIsPutBetweenOnce(t *testing.T) {
	p, c := hall(t)
	s := prepare(t, c)
	if s.Microphone != pulse.Microphone || s.Speaker != pulse.Speaker || len(s.Steps) != 1 {
		t.Errorf("%+v", s)
	}
	if again := prepare(t, c); len(again.Steps) != 0 || again.Speaker != s.Speaker {
		t.Errorf("the second time it did %q", again.Steps)
	}
	modules := p.Pactl("list", "short", "modules")
	if n := strings.Count(modules, "module-echo-cancel"); n != 1 {
		t.Errorf("%d cancellers: %s", n, modules)
	}
	if !strings.Contains(modules, "analog_gain_control=0 digital_gain_control=1") {
		t.Errorf("the gain is not controlled as it should: %s", modules)
	}
}

func TestOtherDevicesMoveTheCanceller(t *testing.T) {
	p, c := hall(t)
	prepare(t, c)
	p.NullSink("handset")
	c.Speaker = "handset"
	if s := prepare(t, c); len(s.Steps) != 2 || s.BehindSpeaker != "handset" {
		t.Errorf("%+v", s)
	}
	c.Echo = "device"
	if s := prepare(t, c); s.Speaker != "handset" || s.Microphone != "mouth.monitor" {
		t.Errorf("%+v", s)
	}
	if m := p.Pactl("list", "short", "modules"); strings.Contains(m, "module-echo-cancel") {
		t.Errorf("it is still there: %s", m)
	}
}

func TestWhatWasMutedIsNotAnyMore(t *testing.T) {
	p, c := hall(t)
	p.Pactl("set-sink-mute", "hall", "1")
	p.Pactl("set-source-mute", "mouth.monitor", "1")
	prepare(t, c)
	for _, what := range []string{p.Pactl("get-sink-mute", "hall"), p.Pactl("get-source-mute", "mouth.monitor")} {
		if what != "Mute: no" {
			t.Error(what)
		}
	}
}

func TestLoudIsHeardWhateverWasSet(t *testing.T) {
	p, c := hall(t)
	prepare(t, c)
	p.Pactl("set-sink-mute", "hall", "1")
	p.Pactl("set-sink-volume", "hall", "10%")
	p.Pactl("set-sink-mute", pulse.Speaker, "1")
	if err := pulse.Loud(t.Context(), c); err != nil {
		t.Fatal(err)
	}
	for _, sink := range []string{"hall", pulse.Speaker} {
		if s := p.Pactl("get-sink-mute", sink) + p.Pactl("get-sink-volume", sink); !strings.HasPrefix(s, "Mute: no") || !strings.Contains(s, "100%") {
			t.Errorf("%s: %s", sink, s)
		}
	}
	if s := p.Pactl("get-default-sink"); s != pulse.Speaker {
		t.Error(s)
	}
}

func TestWhatIsMissingIsGone(t *testing.T) {
	_, c := hall(t)
	for name, c := range map[string]pulse.Config{
		"no server":     {Server: "unix:/nowhere/native"},
		"no speaker":    {Server: c.Server, Speaker: "none", Microphone: c.Microphone},
		"no microphone": {Server: c.Server, Speaker: c.Speaker, Microphone: "none"},
		"only monitors": {Server: c.Server},
	} {
		if _, err := pulse.Prepare(t.Context(), c); !errors.Is(err, audio.ErrGone) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// counted is a device that says when it is closed.
type counted struct {
	audio.Sound
	closed *int
}

func (c counted) Close() error { *c.closed++; return nil }

func TestASoundPreparesBeforeItOpens(t *testing.T) {
	p, c := hall(t)
	var made []string
	steps, closed := 0, 0
	s := pulse.New(c, func(s pulse.Setup) audio.Sound {
		made = append(made, s.Speaker)
		return counted{audiosim.New(nil), &closed}
	}, func(string) { steps++ })
	if err := s.Ready(); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		stream, err := s.Open(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		stream.Close()
	}
	if len(made) != 1 || made[0] != pulse.Speaker || steps != 1 {
		t.Errorf("made %q, %d steps", made, steps)
	}
	p.Kill()
	if _, err := s.Open(context.Background()); !errors.Is(err, audio.ErrGone) {
		t.Errorf("without a server: %v", err)
	}
	if err := s.Close(); err != nil || closed != 1 {
		t.Errorf("closed %d times: %v", closed, err)
	}
}

// A server that was started anew knows nothing of the canceller.
func TestASoundPreparesAgainAfterTheServer(t *testing.T) {
	p, c := hall(t)
	d, steps := audiosim.New(nil), 0
	s := pulse.New(c, func(pulse.Setup) audio.Sound { return d }, func(string) { steps++ })
	if err := s.Ready(); err != nil || steps != 1 {
		t.Fatalf("%v, %d steps", err, steps)
	}
	p.Kill()
	d.Unplug()
	if err := s.Ready(); !errors.Is(err, audio.ErrGone) {
		t.Errorf("without a server: %v", err)
	}
	p.Start()
	p.NullSink("hall")
	p.NullSink("mouth")
	d.Plug()
	if _, err := s.Open(t.Context()); err != nil || steps != 2 {
		t.Errorf("%v, %d steps", err, steps)
	}
	if m := p.Pactl("list", "short", "modules"); !strings.Contains(m, "module-echo-cancel") {
		t.Error("there is no canceller")
	}
}
