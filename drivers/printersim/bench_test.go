package printersim

import (
	"testing"
	"time"

	"guichet/drivers/printer"
)

// hand is a printer without a line: bytes go in, what it says and the clock are
// seen.
type hand struct {
	*testing.T
	*machine
	now time.Time
}

// newHand builds a model and keeps what it says in place of a line.
func newHand(t *testing.T, opts Options) *hand {
	t.Helper()
	opts.Flow = "none"
	h := &hand{T: t, machine: newMachine(opts), now: time.Unix(1_800_000_000, 0)}
	h.clock = func() time.Time { return h.now }
	h.ear = &[]byte{}
	return h
}

// send lets bytes come and be obeyed.
func (h *hand) send(s string) {
	h.receive([]byte(s))
	for range 10_000 {
		if rest, busy := h.work(h.now); !busy || rest > 0 {
			return
		}
	}
	h.Fatal("it does not come to an end")
}

// pass lets time pass.
func (h *hand) pass(d time.Duration) {
	h.now = h.now.Add(d)
	h.work(h.now)
}

// heard is what it said since the last time.
func (h *hand) heard() string {
	said := string(*h.ear)
	*h.ear = nil
	return said
}

func (h *hand) want(question, answer string) {
	h.Helper()
	h.heard()
	h.send(question)
	if got := h.heard(); got != answer {
		h.Errorf("%q: it says %q, want %q", question, got, answer)
	}
}

// lines are what a person reads on all the paper.
func (h *hand) lines() (all []string) {
	for _, s := range h.roll.sheets {
		all = append(all, s.Text)
	}
	for _, w := range h.roll.words {
		all = append(all, w.text)
	}
	return all
}

// last is the sheet that was cut last.
func (h *hand) last() Sheet {
	h.Helper()
	if len(h.roll.sheets) == 0 {
		h.Fatal("nothing was cut")
	}
	return *h.roll.sheets[len(h.roll.sheets)-1]
}

// wide is a printer that no maker makes, with room for anything.
func wide(change func(*printer.Profile)) Options {
	p := testProfile()
	p.Flow = "none"
	if change != nil {
		change(&p)
	}
	return Options{Profile: p}
}
