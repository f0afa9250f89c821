package miniaudio_test

import (
	"errors"
	"testing"

	"guichet/drivers/audio"
	"guichet/drivers/audio/audiotest"
	"guichet/drivers/audio/miniaudio"
)

func rig(t *testing.T) (audiotest.Rig, *audiotest.Pulse) {
	t.Helper()
	p := audiotest.StartPulse(t)
	module := p.NullSink("hall")
	p.NullSink("other") // where a server would move our streams to
	d := miniaudio.New(miniaudio.Config{Speaker: "hall", Microphone: "hall.monitor", Server: p.Server})
	t.Cleanup(func() { d.Close() })
	return audiotest.Rig{
		Sound:  d,
		Unplug: func() { p.Unload(module) },
		Plug:   func() { module = p.NullSink("hall") },
	}, p
}

func TestSound(t *testing.T) {
	if testing.Short() {
		t.Skip("it is long")
	}
	audiotest.Run(t, func(t *testing.T) audiotest.Rig { r, _ := rig(t); return r })
}

func TestAServerThatDiesIsGoneAndFoundAgain(t *testing.T) {
	if testing.Short() {
		t.Skip("it is long")
	}
	r, p := rig(t)
	r.Unplug = p.Kill
	r.Plug = func() { p.Start(); p.NullSink("hall") }
	for _, s := range audiotest.Stories() {
		if s.Name == "it says that it went away, and comes back" {
			s.Tell(t, r)
		}
	}
}

func TestNoServerIsNoDevice(t *testing.T) {
	d := miniaudio.New(miniaudio.Config{Server: "unix:/nowhere/native"})
	if err := d.Ready(); !errors.Is(err, audio.ErrGone) {
		t.Errorf("ready: %v", err)
	}
	if _, err := d.Open(t.Context()); !errors.Is(err, audio.ErrGone) {
		t.Errorf("open: %v", err)
	}
	if _, _, err := miniaudio.List(miniaudio.Config{Server: "unix:/nowhere/native"}); !errors.Is(err, audio.ErrGone) {
		t.Errorf("list: %v", err)
	}
}

func TestDevicesAreListedByID(t *testing.T) {
	p := audiotest.StartPulse(t)
	p.NullSink("hall")
	p.NullSink("office")
	microphones, speakers, err := miniaudio.List(miniaudio.Config{Server: p.Server})
	if err != nil {
		t.Fatal(err)
	}
	ids := map[string]bool{}
	for _, i := range append(microphones, speakers...) {
		ids[i.ID] = i.Name != ""
	}
	for _, id := range []string{"hall", "office", "hall.monitor", "office.monitor"} {
		if !ids[id] {
			t.Errorf("%s is not among %v", id, ids)
		}
	}
}
