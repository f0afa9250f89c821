package ui

import "testing"

func TestABeatIsOneFrame(t *testing.T) {
	r := on(t, "yesno")
	r.picture()
	before := r.Painted()
	for range 5 {
		r.Beat()
	}
	if r.Painted() != before {
		t.Error("a frame counts that nobody painted")
	}
	if len(r.sent) > 0 {
		t.Errorf("a beat sent %v", r.sent)
	}
	r.picture()
	if r.Painted() != before+1 {
		t.Errorf("%d frames, want one more than %d", r.Painted(), before)
	}
}
