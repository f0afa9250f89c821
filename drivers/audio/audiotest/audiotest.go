// Package audiotest holds the stories that every [audio.Sound] lives through.
// A driver runs them all, with a device whose microphone hears its loudspeaker:
//
//	func TestSound(t *testing.T) {
//		audiotest.Run(t, func(t *testing.T) audiotest.Rig { … })
//	}
//
// No story asserts wall time: it listens for tones, and a machine that is too
// busy only makes it wait.
package audiotest

import (
	"context"
	"math"
	"testing"
	"time"

	"guichet/drivers/audio"
)

// Rig is a device under test and a hand on its plug.
type Rig struct {
	// Sound is one whose microphone hears its loudspeaker, unchanged, within a
	// second.
	Sound audio.Sound
	// Unplug and Plug take it away and bring it back. Each has happened when it
	// returns. nil: it cannot be done.
	Unplug, Plug func()
}

// Story is one of them.
type Story struct {
	Name string
	Tell func(*testing.T, Rig)
}

// Stories are all, for who wants them in a bubble of testing/synctest.
func Stories() []Story {
	return []Story{
		{"what is played is heard", heard},
		{"where nothing is written there is silence", silence},
		{"volume goes from 0 to 200 percent and does not clip", volume},
		{"who reads too late loses the oldest", late},
		{"the device gives the pace", pace},
		{"it is open once at a time", once},
		{"closing ends a Read and a Write under way", closing},
		{"the end of its context closes it", cancelled},
		{"it says that it went away, and comes back", plugged},
	}
}

// Run tells every story, each with a rig of its own.
func Run(t *testing.T, make func(t *testing.T) Rig) {
	for _, s := range Stories() {
		t.Run(s.Name, func(t *testing.T) { s.Tell(t, make(t)) })
	}
}

// enough is time for anything that can end; a story that waits so long fails.
const enough = 30 * time.Second

func open(t *testing.T, r Rig) audio.Stream {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), enough)
	t.Cleanup(cancel)
	s, err := r.Sound.Open(ctx)
	if err != nil {
		t.Fatalf("open: %v", err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// tone is a sine that goes on from frame to frame.
type tone struct{ freq, amplitude, phase float64 }

func (o *tone) fill(f *audio.Frame) {
	for i := range f {
		f[i] = int16(o.amplitude * math.MaxInt16 * math.Sin(o.phase))
		o.phase = math.Mod(o.phase+2*math.Pi*o.freq/audio.Rate, 2*math.Pi)
	}
}

// play writes o until the story is over or the stream ends.
func play(t *testing.T, s audio.Stream, o *tone) {
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		var f audio.Frame
		for ctx.Err() == nil {
			o.fill(&f)
			if s.Write(&f) != nil {
				return
			}
		}
	}()
	t.Cleanup(func() { stop(); s.Close(); <-done })
}

// amplitude of freq in samples, as part of full scale (Goertzel).
func amplitude(samples []int16, freq float64) float64 {
	w := 2 * math.Pi * freq / audio.Rate
	re, im := 0.0, 0.0
	for i, x := range samples {
		re += float64(x) * math.Cos(w*float64(i))
		im += float64(x) * math.Sin(w*float64(i))
	}
	return 2 * math.Hypot(re, im) / float64(len(samples)) / math.MaxInt16
}

// listen reads until fits is true of the last 200 ms.
func listen(t *testing.T, s audio.Stream, what string, fits func(last []int16) bool) {
	t.Helper()
	const window = audio.Rate / 5
	var heard []int16
	for range int(enough / (10 * time.Millisecond)) {
		var f audio.Frame
		if err := s.Read(&f); err != nil {
			t.Fatalf("%s: read: %v", what, err)
		}
		heard = append(heard, f[:]...)
		if len(heard) >= window && fits(heard[len(heard)-window:]) {
			return
		}
	}
	last := heard[len(heard)-window:]
	t.Fatalf("%s was not heard; at the end 440 Hz has %.3f, 880 Hz %.3f, the loudest sample %.3f",
		what, amplitude(last, 440), amplitude(last, 880), loudest(last))
}

func loudest(samples []int16) float64 {
	most := 0.0
	for _, s := range samples {
		most = max(most, math.Abs(float64(s))/math.MaxInt16)
	}
	return most
}
