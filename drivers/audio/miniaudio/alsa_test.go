package miniaudio_test

import (
	"slices"
	"testing"

	"guichet/drivers/audio"
	"guichet/drivers/audio/miniaudio"
)

// ALSA's own "null" device has no pace and no sound, but is opened as a card is.
func TestWithoutPulseAudioThereIsALSA(t *testing.T) {
	t.Setenv("PULSE_SERVER", "unix:/nowhere/native")
	microphones, _, err := miniaudio.List(miniaudio.Config{})
	if err != nil || !slices.ContainsFunc(microphones, func(i miniaudio.Info) bool { return i.ID == "null" }) {
		t.Skipf("no ALSA here: %v", err)
	}
	d := miniaudio.New(miniaudio.Config{Microphone: "null", Speaker: "null"})
	defer d.Close()
	if err := d.Ready(); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		s, err := d.Open(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		f := audio.Frame{1, 2, 3}
		for range 10 {
			if err := s.Write(&f); err != nil {
				t.Fatal(err)
			}
			if err := s.Read(&f); err != nil {
				t.Fatal(err)
			}
		}
		s.Close()
	}
	if err := miniaudio.New(miniaudio.Config{Microphone: "hw:9,9", Speaker: "null"}).Ready(); err == nil {
		t.Error("hw:9,9 is there")
	}
}
