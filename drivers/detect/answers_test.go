package detect

import "testing"

// A name that goes to a terminal has no escape sequences in it.
func TestName(t *testing.T) {
	for reply, want := range map[string]string{
		"_TM-T20II\x00":          "TM-T20II",
		"\x13_a\x1b[2Jb\xff\x00": "a[2Jb",
		"_cut off":               "",
		"":                       "",
	} {
		if got, ok := name([]byte(reply)); got != want || ok != (want != "") {
			t.Errorf("%q: %q, %v", reply, got, ok)
		}
	}
}

func TestSameModel(t *testing.T) {
	for _, tt := range []struct {
		maker, model, ours string
		want               bool
	}{
		{"EPSON", "TM-T20II", "Epson TM-T20II", true},
		{"", "tm-t20 ii", "Epson TM-T20II", true},
		{"EPSON", "TM-T20", "Epson TM-T20II", false},
		{"EPSON", "T20II", "Epson TM-T20II", true},
		{"", "", "Epson TM-T20II", false},
		{"X", "II", "Epson TM-T20II", false},
	} {
		if got := sameModel(tt.maker, tt.model, tt.ours); got != tt.want {
			t.Errorf("%+v: %v", tt, got)
		}
	}
}

// Whatever comes back, nothing breaks and no answer is both.
func FuzzAnswers(f *testing.F) {
	f.Add([]byte("\x10\x0F\x00\x00\x00\x00"))
	f.Add([]byte("\x23\x06\x00\x00\x00\x00\x00\x00\x00"))
	f.Add([]byte("\x11\x12_a\x00"))
	f.Fuzz(func(t *testing.T, reply []byte) {
		if text, ok := name(reply); !ok && text != "" {
			t.Errorf("%q is half a name", text)
		}
		typeID(reply)
		isFull(reply)
		if len(reply) == 1 && hasRealTime(reply) && (starEnquiry(reply) || isStar(reply)) {
			t.Errorf("% x is of two languages", reply)
		}
	})
}
