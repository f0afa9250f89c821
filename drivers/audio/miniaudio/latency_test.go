package miniaudio_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"guichet/drivers/audio"
	"guichet/drivers/audio/audiotest"
	"guichet/drivers/audio/miniaudio"
)

// TestHowLate measures, on null sinks, how much later than at the mouth of one
// person a sound is at the ear of another, through a kiosk that passes on what it
// hears, without and with PulseAudio's echo canceller. Both places are heard alike,
// so that what hearing takes is in neither figure, nor what the mouth takes to
// begin. And what the kiosk's device takes by itself: a click written until it is
// read. It asserts that the click comes, not when.
func TestHowLate(t *testing.T) {
	if testing.Short() {
		t.Skip("it is long")
	}
	p := audiotest.StartPulse(t)
	for _, sink := range []string{"mouth", "ear", "nowhere"} {
		p.NullSink(sink)
	}
	p.Pactl("load-module", "module-echo-cancel", "source_name=cancelled_microphone", "sink_name=cancelled_speaker",
		"source_master=mouth.monitor", "sink_master=ear", "rate=48000", "channels=1", "aec_method=webrtc",
		`aec_args="analog_gain_control=0 digital_gain_control=1"`)
	mouth := begin(t, p, "mouth.monitor", "mouth")
	t.Logf("written to read on one device: %v", later(t, mouth, nil, mouth))

	ear := begin(t, p, "ear.monitor", "nowhere")
	for _, c := range []struct{ name, microphone, speaker string }{
		{"without the canceller", "mouth.monitor", "ear"},
		{"with the canceller (target: under 150ms)", "cancelled_microphone", "cancelled_speaker"},
	} {
		kiosk := begin(t, p, c.microphone, c.speaker)
		done := make(chan struct{})
		go func() { defer close(done); passOn(kiosk) }()
		t.Logf("mouth to ear %s: %v", c.name, later(t, mouth, mouth, ear))
		kiosk.Close()
		<-done
	}
}

func begin(t *testing.T, p *audiotest.Pulse, microphone, speaker string) audio.Stream {
	t.Helper()
	d := miniaudio.New(miniaudio.Config{Microphone: microphone, Speaker: speaker, Server: p.Server})
	s, err := d.Open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close(); d.Close() })
	return s
}

// passOn is a kiosk: turn by turn, as a call does.
func passOn(s audio.Stream) {
	var f audio.Frame
	for s.Read(&f) == nil && s.Write(&f) == nil {
	}
}

// later lets one device say bursts, and tells how much later the second hears each
// than the first does, nil: than it was written; the middle one of many counts.
func later(t *testing.T, says, first, second audio.Stream) time.Duration {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	begun, heard := make(chan time.Time, 8), make(chan time.Time, 8)
	done := []chan struct{}{listening(ctx, second, heard)}
	if first == nil {
		done = append(done, saying(ctx, says, begun))
	} else {
		done = append(done, saying(ctx, says, make(chan time.Time, 1)), listening(ctx, first, begun))
	}
	defer func() {
		stop()
		for _, d := range done {
			<-d
		}
	}()
	var all []time.Duration
	for len(all) < 25 {
		all = append(all, next(t, begun, heard))
	}
	all = all[10:] // the first find their pace
	slices.Sort(all)
	return all[len(all)/2]
}

// next is how long after a beginning it was heard; what was heard without one, or
// before it, is passed over.
func next(t *testing.T, begun, heard <-chan time.Time) time.Duration {
	t.Helper()
	timeout := time.After(time.Minute)
	var from time.Time
	for {
		select {
		case from = <-begun:
		case to := <-heard:
			if d := to.Sub(from); d > 0 && d < period/2 {
				return d
			}
		case <-timeout:
			t.Fatal("nothing is heard")
		}
	}
}

const period = time.Second

// saying writes 20 ms of 1,000 Hz each period and silence between them, and tells
// when.
func saying(ctx context.Context, s audio.Stream, tell chan<- time.Time) chan struct{} {
	return until(ctx, func(n int) bool {
		var f audio.Frame
		if n %= 100; n == 20 || n == 21 {
			for i := range f {
				f[i] = int16(10000 * (1 - 2*(i/24%2)))
			}
		}
		if n == 20 {
			say(tell)
		}
		return s.Write(&f) == nil
	})
}

// listening reads, and tells when a burst begins.
func listening(ctx context.Context, s audio.Stream, tell chan<- time.Time) chan struct{} {
	quiet := 0
	return until(ctx, func(int) bool {
		var f audio.Frame
		err := s.Read(&f)
		if slices.Max(f[:]) < 1500 {
			quiet++
			return err == nil
		}
		if quiet >= 10 {
			say(tell)
		}
		quiet = 0
		return err == nil
	})
}

func until(ctx context.Context, turn func(n int) bool) chan struct{} {
	done := make(chan struct{})
	go func() {
		defer close(done)
		for n := 0; ctx.Err() == nil && turn(n); n++ {
		}
	}()
	return done
}

func say(tell chan<- time.Time) {
	select {
	case tell <- time.Now():
	default:
	}
}
