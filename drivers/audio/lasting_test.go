package audio_test

import (
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"guichet/drivers/audio"
	"guichet/drivers/audio/audiosim"
	"guichet/drivers/audio/audiotest"
)

// A lasting device is a device, but that it does not say that it went away.
func TestLastingIsASound(t *testing.T) {
	for _, s := range audiotest.Stories() {
		t.Run(s.Name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				d := audiosim.New(nil)
				d.Echo(0, 1)
				s.Tell(t, audiotest.Rig{Sound: audio.Lasting(d)})
			})
		})
	}
}

func TestACallGoesOnWhenADeviceComesBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := audiosim.New(func(f *audio.Frame) { f[0] = 1000 })
		s, err := audio.Lasting(d).Open(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		s.Volume(50)
		hear := func(want int16, what string) {
			t.Helper()
			for range 300 {
				var f audio.Frame
				if err := s.Read(&f); err != nil {
					t.Fatalf("%s: %v", what, err)
				}
				if f[0] == want {
					return
				}
			}
			t.Fatalf("%s: not heard", what)
		}
		hear(1000, "at first")
		d.Unplug()
		hear(0, "unplugged")
		begun := time.Now()
		for range 50 {
			var f audio.Frame
			if s.Read(&f) != nil || s.Write(&f) != nil {
				t.Fatal("without a device it ends")
			}
		}
		if took := time.Since(begun); took < 490*time.Millisecond || took > 510*time.Millisecond { // in a bubble
			t.Errorf("50 times 10 ms each way, turn by turn, took %v", took)
		}
		d.Plug()
		hear(1000, "back")
		before := len(d.Played())
		for range 20 {
			f := audio.Frame{2: 10000}
			s.Write(&f)
		}
		loudest := int16(0)
		for _, v := range d.Played()[before:] {
			loudest = max(loudest, v)
		}
		if loudest < 4500 || loudest > 5500 {
			t.Errorf("10000 at 50 percent is heard as %d", loudest)
		}
		d.Unplug()
		s.Close()
		if err := s.Read(new(audio.Frame)); !errors.Is(err, audio.ErrClosed) {
			t.Errorf("closed: %v", err)
		}
	})
}
