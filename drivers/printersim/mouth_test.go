package printersim

import (
	"strings"
	"testing"
	"time"

	"guichet/drivers/printer"
)

const ticket = "Reçu\n" + "\n\n\n\n\n\n\n\n\n\n"

// The paper's way through each presenter, told by what became of it.
func TestPresenters(t *testing.T) {
	star := printer.Profile{
		Driver: "starline", Dots: 576, Columns: 48, DPI: 203, Buffer: 4096, Cut: "esc_d",
		Presenter: printer.Presenter{Command: "esc_syn", Step: 1},
	}
	tests := []struct {
		name string
		opts Options
		say  string // after the ticket was printed
		wait time.Duration
		want Fate
	}{
		{"a cut alone leaves it inside", Options{Model: "custom-vkp80ii"}, "\x1bi", time.Hour, Inside},
		{"GS e 3 holds it out for ever", Options{Model: "custom-vkp80ii"}, "\x1bi\x1de\x03\x02", time.Hour, Held},
		{"GS e 3 cuts by itself", Options{Model: "custom-vkp80ii"}, "\x1de\x03\x02", 0, Held},
		{"GS e 2 draws it back", Options{Model: "custom-vkp80ii"}, "\x1bi\x1de\x03\x02\x1de\x02", 0, Retracted},
		{"GS e 5 throws it out", Options{Model: "custom-kpm210"}, "\x1bi\x1de\x05", 0, Ejected},
		{"more steps than paper", Options{Model: "pyramid-reliance"}, "\x1bi\x1de\x03\xff", 0, Ejected},
		{"more steps than paper, which the rollers keep", Options{Model: "custom-vkp80ii"}, "\x1bi\x1de\x03\xff", 0, Held},
		{"the same steps of a shorter motor", Options{Model: "custom-kpm210"}, "\x1bi\x1de\x03\x28", 0, Held},
		{"GS e 32 waits", Options{Model: "pyramid-reliance"}, "\x1bi\x1de\x20\x02\x1e", 29 * time.Second, Held},
		{"GS e 32 is over", Options{Model: "pyramid-reliance"}, "\x1bi\x1de\x20\x02\x1e", 30 * time.Second, Retracted},
		{"the VKP80II has no GS e 32", Options{Model: "custom-vkp80ii"}, "\x1bi\x1de\x20\x02\x1e", 0, Inside},
		{"FS P retracts", Options{Model: "custom-vkp80iii"}, "\x1bi\x1cP\x02\x00R\x0a", 10 * time.Second, Retracted},
		{"FS P ejects", Options{Model: "custom-vkp80iii"}, "\x1bi\x1cP\x02\x00E\x0a", 10 * time.Second, Ejected},
		{"FS P holds", Options{Model: "custom-vkp80iii"}, "\x1bi\x1cP\x02\x00R\x00", time.Hour, Held},
		{"Citizen's clock", Options{Model: "citizen-pmu2300iii"}, "\x1dV\x42\x00", 5 * time.Second, Retracted},
		{"Citizen's clock set", Options{Model: "citizen-pmu2300iii"}, "\x1dR1\x09\x1dV\x42\x00", 8 * time.Second, Held},
		{"Citizen's clock off", Options{Model: "citizen-pmu2300iii"}, "\x1dR1\x00\x1dV\x42\x00", time.Hour, Held},
		{"Citizen at once", Options{Model: "citizen-pmu2300iii"}, "\x1dR1\x00\x1dV\x42\x00\x1dR0", 0, Retracted},
		{"Star's clock", Options{Profile: star}, "\x1b\x161\x06\x1bd\x03", 3 * time.Second, Retracted},
		{"Star at once", Options{Profile: star}, "\x1bd\x03\x1b\x160\x00", 0, Retracted},
		{"somebody is there", Options{Model: "custom-vkp80iii", Takes: true}, "\x1bi\x1cP\x02\x00R\x0a", 0, Taken},
	}
	for _, tt := range tests {
		h := newHand(t, tt.opts)
		h.send(ticket + tt.say)
		h.pass(tt.wait)
		if got := h.last().Fate; got != tt.want {
			t.Errorf("%s: the paper is %v, want %v", tt.name, got, tt.want)
		}
	}
}

// The next ticket pushes the one before it on the floor, or jams behind it.
func TestNextTicket(t *testing.T) {
	h := newHand(t, Options{Model: "custom-vkp80ii"})
	h.send(ticket + "\x1bi\x1de\x03\x02Suivant\n")
	if got := h.last().Fate; got != Ejected {
		t.Errorf("the paper before is %v", got)
	}
	h = newHand(t, Options{Model: "custom-vkp80ii"})
	h.send(ticket + "\x1bi\x1de\x03\x02")
	h.mouth.blocked = true
	h.want("\x1de\x02\x10\x04\x14", "\x10\x0f\x20\x00\x00\x00") // it cannot be drawn back
	h.send("Suivant\n")
	h.want("\x10\x04\x14", "\x10\x0f\x20\x00\x00\x80")
	h.want("\x10\x04\x01", "\x1a")
}

// Custom's counters, and what Pyramid's ejector says.
func TestCounters(t *testing.T) {
	h := newHand(t, Options{Model: "custom-vkp80ii"})
	h.send(strings.Repeat(ticket+"\x1bi\x1de\x02", 3))
	h.want("\x1d\xe2", "3cuts")
	h.want("\x1d\xe4", "3ret")
	h.want("\x1d\xe5", "1on")
	h.want("\x1de\x06", "\x04")
	h.send(ticket + "\x1bi\x1de\x03\x02")
	h.want("\x1de\x06", "\x0c")
	h.nearEnd = true
	h.want("\x1de\x06", "\x0d")
}

// The full status, bit by bit (Custom, Pyramid).
func TestFullStatus(t *testing.T) {
	tests := []struct {
		name string
		do   func(*hand)
		want string
	}{
		{"ready", func(*hand) {}, "\x00\x00\x00\x00"},
		{"near end", func(h *hand) { h.nearEnd = true }, "\x04\x00\x00\x00"},
		{"paper out", func(h *hand) { h.paperOut = true }, "\x05\x00\x00\x00"},
		{"cover", func(h *hand) { h.coverOpen = true }, "\x00\x03\x00\x00"},
		{"feed button", func(h *hand) { h.feedButton = true }, "\x00\x20\x00\x00"},
		{"hot", func(h *hand) { h.heat(0) }, "\x00\x00\x01\x00"},
		{"jam", func(h *hand) { h.paperJam = true }, "\x00\x00\x40\x00"},
		{"cutter", func(h *hand) { h.cutterError = true }, "\x00\x00\x00\x01"},
		{"broken", func(h *hand) { h.broken = true }, "\x00\x00\x00\x04"},
		{"held out", func(h *hand) { h.send(ticket + "\x1bi\x1de\x03\x02") }, "\x20\x00\x00\x00"},
	}
	for _, tt := range tests {
		h := newHand(t, Options{Model: "pyramid-reliance"})
		tt.do(h)
		h.want("\x10\x04\x14", "\x10\x0f"+tt.want)
	}
}

// GS E0 has Custom tell by itself the bytes that were asked for.
func TestAutomaticFullStatus(t *testing.T) {
	h := newHand(t, Options{Model: "custom-kpm210"})
	h.want("\x1d\xe0\x05", "")
	h.nearEnd = true
	h.pass(0)
	if got := h.heard(); got != "\x10\x05\x04\x00" {
		t.Errorf("near end: %q", got)
	}
	h.coverOpen = true
	h.pass(0)
	if got := h.heard(); got != "" {
		t.Errorf("cover, which was not asked for: %q", got)
	}
}

// Custom's ESC v is answered as it arrives, in front of what is queued: it
// confirms nothing. Nippon's waits for its turn, off-line only for what prints.
func TestESCv(t *testing.T) {
	h := newHand(t, Options{Model: "custom-vkp80iii"})
	h.coverOpen = true
	h.want("Reçu\n\x1bv", "\x00")

	h = newHand(t, Options{Model: "nippon-np-3511"})
	h.coverOpen = true
	h.want("\x1bv", "\x02")
	h.want("Reçu\n\x1bv", "")
	h.coverOpen = false
	h.want("", "\x00")
}

// Nippon's status, bit by bit, and its way to tell that a job is done.
func TestNippon(t *testing.T) {
	for want, do := range map[string]func(*hand){
		"\x01": func(h *hand) { h.nearEnd = true }, "\x05": func(h *hand) { h.paperOut = true },
		"\x08": func(h *hand) { h.heat(0) }, "\x10": func(h *hand) { h.paperJam = true },
		"\x80": func(h *hand) { h.send("\x1dG\x21") }, "\x00": func(h *hand) { h.send("\x1dG\x21\x1dG\x20") },
	} {
		h := newHand(t, Options{Model: "nippon-np-3511"})
		do(h)
		h.want("\x1bv", want)
	}
	newHand(t, Options{Model: "nippon-np-3511"}).want("\x1dG\x31ABCDReçu\n\x1dG\x30", "\xff\x13ABCD\x00\x00\x00\x00")
}
