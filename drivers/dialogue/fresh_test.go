package dialogue

import (
	"context"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"guichet/drivers/printer"
	"guichet/drivers/profiles"
	"guichet/drivers/serial"
)

// newDev is a printer that no document was sent to yet.
func newDev(t *testing.T, s *script, lang Language, opts *Opts) *Dev {
	t.Helper()
	p, err := profiles.Get("generic-80mm")
	if err != nil {
		t.Fatal(err)
	}
	s.said = make(chan byte, 100)
	d, err := New(lang, p, func(context.Context) (Port, error) { return s, nil }, opts)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// The first document stands alone only where somebody may have abandoned one.
func TestFresh(t *testing.T) {
	for fresh, want := range map[bool]string{true: "<<depot>!", false: "000!CUT<<depot>!"} {
		synctest.Test(t, func(t *testing.T) {
			s := &script{states: well, takes: 1000, fences: fencesAtOnce(2)}
			d := newDev(t, s, &plain{confirm: "fence"}, &Opts{Fresh: fresh})
			if outcome, err := d.Print(t.Context(), someText); outcome != printer.Printed || s.got() != want {
				t.Errorf("fresh %v: %v, %v, sent %q; want %q", fresh, outcome, err, s.got(), want)
			}
		})
	}
}

// What is abandoned later is cleared and cut off, on a new line too.
func TestFreshOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &script{states: well, takes: 4, stopped: serial.ErrGone}
		d := newDev(t, s, &plain{confirm: "fence"}, &Opts{Fresh: true})
		if outcome, err := d.Print(t.Context(), someText); outcome != printer.Unknown {
			t.Fatal(outcome, err)
		}
		s.takes, s.wrote, s.fences = 1000, nil, fencesAtOnce(2)
		if outcome, err := d.Print(t.Context(), someText); outcome != printer.Printed || !strings.HasPrefix(s.got(), "000!CUT<<depot>") {
			t.Errorf("%v, %v, sent %q", outcome, err, s.got())
		}
	})
}

// A port that is lost before anything was sent leaves nothing behind.
func TestFreshUntilSent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &script{states: well, takes: 1000, fences: fencesAtOnce(1)}
		d := newDev(t, s, &plain{confirm: "fence"}, &Opts{Fresh: true})
		if _, err := d.Status(t.Context()); err != nil {
			t.Fatal(err)
		}
		d.disconnect()
		if outcome, err := d.Print(t.Context(), someText); outcome != printer.Printed || s.got() != "<<depot>!" {
			t.Errorf("%v, %v, sent %q", outcome, err, s.got())
		}
	})
}

func fencesAtOnce(n int) []time.Duration { return make([]time.Duration, n) }
