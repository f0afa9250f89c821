package kiosk

import (
	"testing"

	"guichet/drivers/audio"
	"guichet/drivers/audio/audiosim"
)

// heard is how loud the loudest sample is.
func heard(samples []int16) (most int16) {
	for _, s := range samples {
		most = max(most, s)
	}
	return most
}

// A lifted handset hears and speaks, and the hall does neither; put down, it is
// the other way round. One that is gone leaves the hall.
func TestHandset(t *testing.T) {
	hall, ear := audiosim.New(audiosim.Tone(440, 0.5)), audiosim.New(nil)
	h := &handset{hall: hall, ear: ear}
	s, err := h.Open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var loud audio.Frame
	for i := range loud {
		loud[i] = 8000
	}
	speak := func() {
		for range 20 {
			if err := s.Write(&loud); err != nil {
				t.Fatal(err)
			}
		}
	}
	listen := func() (most int16) {
		var f audio.Frame
		for range 20 {
			if err := s.Read(&f); err != nil {
				t.Fatal(err)
			}
			most = heard(f[:])
		}
		return most
	}
	h.lifted.Store(true)
	speak()
	if got := listen(); got > 100 {
		t.Errorf("the hall's microphone is heard: %d", got)
	}
	if heard(hall.Played()) > 0 || heard(ear.Played()) == 0 {
		t.Errorf("lifted: the hall plays %d, the handset %d", heard(hall.Played()), heard(ear.Played()))
	}
	h.lifted.Store(false)
	speak()
	if heard(hall.Played()) == 0 || listen() < 1000 {
		t.Error("put down: the hall is silent")
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	ear.Unplug()
	if s, err = h.Open(t.Context()); err != nil || h.Ready() != nil {
		t.Fatalf("without the handset: %v", err)
	}
	s.Close()
}
