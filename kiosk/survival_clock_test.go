package kiosk

import (
	"strings"
	"testing"
	"time"

	"guichet/kiosk/session"
)

// The clock jumps by years in the middle of a visit, and between two: nobody is
// asked whether he is still there, nothing is wiped, what is offered has its day by
// the clock as it is, and the receipt bears the hour that the clock shows.
func TestTheClockJumps(t *testing.T) {
	for name, years := range map[string]int{"three years forward": 3, "thirty years back": -30, "to 1970": -56, "a century forward": 100} {
		t.Run(name, func(t *testing.T) {
			var clock jumpy
			h := enterWith(t, clock.clock, hasty(time.Minute))
			c := h.visitor("acte-naissance")
			c.begin()
			page := h.now().Page
			clock.years(years)
			if err := h.parts.session.Alive(t.Context()); err != nil {
				t.Fatal(err)
			}
			if v := h.now(); v.Page != page || v.Overlay != nil {
				t.Fatalf("the citizen sees %q", texts(v))
			}
			clock.years(-years) // his answers hold dates of today
			c.fill()
			clock.years(years)
			ref := c.send()
			h.says(takeIt)
			at := clock.now()
			if sheet := h.sheets(ref, 1)[0]; !strings.Contains(sheet, at.Format("2006")) || !strings.Contains(sheet, "14 h 05") {
				t.Errorf("the receipt does not tell %v:\n%s", at, sheet)
			}
			if all := h.kept(); len(all) != 1 || !all[0].At.Equal(at) {
				t.Errorf("kept %+v, want one of %v", all, at)
			}
			h.press("Terminer")
			h.at(session.Attract)
			clock.years(-years)
			second := h.visit("acte-naissance")
			if sheet := h.sheets(second, 1)[0]; !strings.Contains(sheet, "2026") {
				t.Errorf("after the clock was put right:\n%s", sheet)
			}
			if n := len(h.kept()); n != 2 {
				t.Errorf("the spool holds %d submissions, want two", n)
			}
			for _, never := range []string{"still_there_asked", "visit_broken", `"why":"idle"`} {
				if h.said(never) > 0 {
					t.Errorf("the log says %s", never)
				}
			}
		})
	}
}
