package kiosk

import (
	"log/slog"
	"math"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"guichet/drivers/audio"
	"guichet/drivers/audio/audiosim"
	"guichet/kiosk/config"
	"guichet/kiosk/session"
)

// syllables is a voice as a Source: four bursts a second, part of full scale, over
// a little noise.
func syllables(loud float64) audiosim.Source {
	n := 0
	return func(f *audio.Frame) {
		for i := range f {
			t := float64(n) / audio.Rate
			level := 0.0005
			if math.Mod(t, 0.25) < 0.15 {
				level = loud
			}
			f[i] = int16(32767 * level * math.Sin(2*math.Pi*200*t))
			n++
		}
	}
}

// burst is 50 ms of noise at the third second.
func burst(f *audio.Frame, n int) {
	if n >= 300 && n < 305 {
		for i := range f {
			f[i] = int16(20000 * (i%2*2 - 1))
		}
	}
}

// A voice is noticed; a hall, a door, and music that comes back from the
// loudspeaker are none.
func TestAVoiceIsNoticed(t *testing.T) {
	voice, music := syllables(0.1), syllables(0.3)
	hall := syllables(0.0015)
	frames := 0
	door := func(f *audio.Frame) { burst(f, frames); frames++ }
	for name, c := range map[string]struct {
		hears, plays audiosim.Source
		echo         float64
		noticed      bool
	}{
		"he speaks":                 {hears: voice, noticed: true},
		"he speaks to a noisy line": {hears: voice, plays: syllables(0.004), echo: 0.5, noticed: true},
		"an empty hall":             {hears: hall},
		"a door":                    {hears: door},
		"music":                     {plays: music, echo: 0.8},
		"silence":                   {},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				d := audiosim.New(c.hears)
				d.Echo(60*time.Millisecond, c.echo)
				if n := noticed(t, d, c.plays); (n > 0) != c.noticed || n > 6 {
					t.Errorf("noticed %d times in 6 s", n)
				}
			})
		})
	}
}

// noticed counts what is noticed in 6 s of a call.
func noticed(t *testing.T, d audio.Sound, plays audiosim.Source) int64 {
	var n atomic.Int64
	a := &attentive{Sound: d, spoke: func() { n.Add(1) }}
	s, err := a.Open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for range 600 {
		var out, in audio.Frame
		if plays != nil {
			plays(&out)
		}
		if err := s.Write(&out); err != nil {
			t.Fatal(err)
		}
		if err := s.Read(&in); err != nil {
			t.Fatal(err)
		}
	}
	return n.Load()
}

// A loudspeaker that fell silent is no echo any more.
func TestAVoiceAfterTheMusic(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		frames := 0
		music := syllables(0.3)
		d := audiosim.New(syllables(0.1))
		n := noticed(t, d, func(f *audio.Frame) {
			if frames++; frames < 100 {
				music(f)
			}
		})
		if n == 0 {
			t.Error("it is not noticed")
		}
	})
}

// Whatever way a call goes, the session hears that somebody spoke.
func TestTheSessionHearsThatHeSpeaks(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := &devices{sound: audiosim.New(syllables(0.1))}
		c := openCalls(&config.Config{Calls: &config.Calls{}}, Options{Log: slog.New(slog.DiscardHandler), devices: d}, nil)
		defer c.close()
		var n atomic.Int64
		c.serve(func(e session.Event) {
			if (e == session.Spoke{}) {
				n.Add(1)
			}
		})
		s, err := d.sound.Open(t.Context()) // as a phone opens it
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		for range 300 {
			var f audio.Frame
			if err := s.Read(&f); err != nil {
				t.Fatal(err)
			}
		}
		if n.Load() == 0 {
			t.Error("nobody spoke")
		}
	})
}
