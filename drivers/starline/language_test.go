package starline

import (
	"bytes"
	"testing"

	"guichet/drivers/dialogue"
)

// heard is a language and the printer's part of a conversation with it.
type heard struct {
	*language
	split dialogue.Splitter
	all   []dialogue.Reply // what the dialogue would have kept
}

func hear(t *testing.T) *heard {
	l := &language{p: tsp650ii(t)}
	return &heard{language: l, split: l.Splitter()}
}

// tell has the printer say how many ETBs it has passed.
func (h *heard) tell(etbs int) {
	h.hear(message(0, 0, 0, 0, 0, etbs, 0))
}

func (h *heard) hear(m []byte) {
	for _, r := range h.split.Feed(m) {
		h.Told(r)
		h.all = append(h.all, r)
	}
}

// sense is what happens before a job.
func (h *heard) sense(etbs int) {
	h.tell(etbs)
	h.Read([]dialogue.Reply{{Kind: status, Data: message(0, 0, 0, 0, 0, etbs, 0)}})
}

func (h *heard) fits(q dialogue.Question) bool {
	for _, r := range h.all {
		if q.Fits(r) {
			return true
		}
	}
	return false
}

// confirm asks behind a job.
func (h *heard) confirm(t *testing.T) dialogue.Question {
	t.Helper()
	q, ok := h.Confirm("ABCD")
	if !ok {
		t.Fatal("no question")
	}
	return q
}

// What the printer tells, and whether that confirms the job.
func TestCount(t *testing.T) {
	tests := []struct {
		name   string
		before int
		etbs   int   // behind the job
		told   []int // after them
		want   bool
	}{
		{"the first job", 0, 1, []int{1, 2}, true},
		{"in the middle", 6, 1, []int{6, 7, 8}, true},
		{"the start was told twice, the end not yet", 6, 1, []int{7, 7}, false},
		{"the start is not the end", 0, 1, []int{1}, false},
		{"power came back, and with it the end of the job", 8, 1, []int{0, 1}, false},
		{"power came back at the first job", 0, 1, []int{0, 1}, false},
		{"somebody else counted on", 6, 1, []int{9, 10}, false},
		{"up to the last count", 29, 1, []int{30, 31}, true},
		{"over the end", 30, 3, []int{31, 0, 1, 2}, true},
		{"over the end, power came back", 30, 3, []int{31, 0, 0}, false},
		{"over the end at the start", 31, 2, []int{0, 1, 2}, true},
	}
	for _, tt := range tests {
		h := hear(t)
		h.sense(tt.before)
		q := h.confirm(t)
		if !bytes.Equal(q.Bytes, bytes.Repeat([]byte{0x17}, tt.etbs)) {
			t.Errorf("%s: asks %x", tt.name, q.Bytes)
		}
		for _, n := range tt.told {
			h.tell(n)
		}
		if got := h.fits(q); got != tt.want {
			t.Errorf("%s: confirmed is %v", tt.name, got)
		}
	}
}

// Every count leads to one that no printer has after it lost its power, and
// that was not heard during the job.
func TestEndOfEveryCount(t *testing.T) {
	for before := range counts {
		end, etbs := endOf(before)
		if end < 2 || etbs < 1 || int(end) != (before+1+etbs)%counts {
			t.Errorf("from %d to %d by %d", before, end, etbs)
		}
		if int(end) == before || int(end) == (before+1)%counts {
			t.Errorf("%d is the count of the start", end)
		}
	}
}

// A status from before the question names the very count that the job will
// have: the job before it, which was never confirmed, had reached it.
func TestStaleCountConfirmsNothing(t *testing.T) {
	h := hear(t)
	h.tell(2)
	clear, _ := h.Clear()
	h.tell(0)
	if !h.fits(clear) {
		t.Fatal("not cleared")
	}
	q := h.confirm(t)
	if h.fits(q) {
		t.Fatal("confirmed by a count from before the question")
	}
	h.tell(1)
	h.tell(2)
	if !h.fits(q) {
		t.Fatal("not confirmed")
	}
	second := h.confirm(t)
	if h.fits(second) {
		t.Fatal("the same reply confirmed two jobs")
	}
}

func TestClear(t *testing.T) {
	h := hear(t)
	h.sense(9)
	q, ok := h.Clear()
	if !ok || !bytes.Equal(q.Bytes, []byte{0x18, 0x1B, 0x06, 0x01}) {
		t.Fatalf("%x, %v", q.Bytes, ok)
	}
	if h.fits(q) {
		t.Fatal("cleared, and nine ETBs counted")
	}
	h.tell(0)
	if !h.fits(q) {
		t.Fatal("not cleared")
	}
	end := h.confirm(t)
	h.tell(2)
	if !h.fits(end) {
		t.Fatal("the count did not begin again")
	}
}

// A printer that lost bytes confirms the job of that time no more, and the next
// one again.
func TestOverflow(t *testing.T) {
	h := hear(t)
	h.sense(4)
	q := h.confirm(t)
	h.hear(message(0, 0, 0x40, 0, 0, 5, 0))
	h.tell(6)
	if h.fits(q) {
		t.Fatal("confirmed although bytes were lost")
	}
	h.sense(6)
	q = h.confirm(t)
	h.tell(8)
	if !h.fits(q) {
		t.Fatal("not confirmed")
	}
}

// A printer that tells no count, or of which nothing was heard, confirms
// nothing.
func TestNoCount(t *testing.T) {
	h := hear(t)
	if _, ok := h.Confirm("ABCD"); ok {
		t.Error("asked before anything was heard")
	}
	h.Read([]dialogue.Reply{{Kind: status, Data: []byte{0x0F, 0x02, 0, 0, 0, 0, 0}}})
	if _, ok := h.Confirm("ABCD"); ok {
		t.Error("asked a printer of version 1")
	}
	h.sense(4)
	h.Splitter()
	if _, ok := h.Confirm("ABCD"); ok {
		t.Error("asked on a new line")
	}
	h.sense(4)
	h.p.Confirm = "none"
	if _, ok := h.Confirm("ABCD"); ok {
		t.Error("asked although the profile says none")
	}
}

// After a silence the question comes behind zeros, until something is heard.
func TestSenseAfterSilence(t *testing.T) {
	h := hear(t)
	ask := func() int { return len(h.Sense()[0].Bytes) - len(askStatus) }
	for i, want := range []int{0, zeros, zeros} {
		if got := ask(); got != want {
			t.Errorf("question %d: %d zeros, want %d", i, got, want)
		}
	}
	h.tell(0)
	if got := ask(); got != 0 {
		t.Errorf("%d zeros although it answers", got)
	}
}

func TestOutsideOfJobs(t *testing.T) {
	l, mouth := &language{p: tsp650ii(t)}, &language{p: tup500(t)}
	for _, tt := range []struct {
		name      string
		got, want []byte
	}{
		{"parting", l.Parting(), []byte{0x1B, '@', '\n', 0x1B, 'd', 3}},
		{"arming", l.Arm(), []byte("\x1b\x1ea\x01")},
		{"no presenter", l.Retract(), nil},
		{"a presenter with a clock", mouth.Retract(), nil},
	} {
		if !bytes.Equal(tt.got, tt.want) {
			t.Errorf("%s: %x, want %x", tt.name, tt.got, tt.want)
		}
	}
	mouth.p.Presenter.Timeout, l.p.Auto = 0, false
	if !bytes.Equal(mouth.Retract(), []byte{0x1B, 0x16, '0', 0}) || l.Arm() != nil || l.Proves() {
		t.Errorf("%x, %x, %v", mouth.Retract(), l.Arm(), l.Proves())
	}
	band := 4 + bandHeight*l.p.Dots/8
	if pad := l.Padding(); len(pad) < band || !bytes.Equal(bytes.TrimLeft(pad, "\x00"), []byte{0x1E, 0x1B, '@'}) {
		t.Errorf("padding of %d bytes, a band has %d", len(pad), band)
	}
}
