package miniaudio

import (
	"testing"

	"guichet/drivers/audio"
	"guichet/drivers/audio/audiotest"
)

// What was said and heard in a call is not left in the rings.
func TestNothingIsLeftOfACall(t *testing.T) {
	p := audiotest.StartPulse(t)
	p.NullSink("hall")
	d := New(Config{Microphone: "hall.monitor", Speaker: "hall", Server: p.Server})
	t.Cleanup(func() { d.Close() })
	opened, err := d.Open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	s := opened.(*stream)
	var f audio.Frame
	for i := range f {
		f[i] = 9000
	}
	for heard := false; !heard; {
		said := f
		if err := s.Write(&said); err != nil {
			t.Fatal(err)
		}
		if err := s.Read(&said); err != nil {
			t.Fatal(err)
		}
		heard = said[0] > 5000
	}
	s.Close()
	<-s.free
	for name, r := range map[string]*ring{"microphone": s.heard, "loudspeaker": s.waiting} {
		for _, v := range r.samples {
			if v != 0 {
				t.Fatalf("sound of the %s is left", name)
			}
		}
	}
	if s.loud != (audio.Frame{}) {
		t.Error("the last frame is left")
	}
}
