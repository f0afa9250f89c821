package health

import (
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"guichet/drivers/printer"
)

func TestWhatTheSensorsMean(t *testing.T) {
	ready := printer.Status{Online: true, Paper: printer.PaperOK}
	with := func(change func(*printer.Status)) printer.Status {
		s := ready
		change(&s)
		return s
	}
	for name, c := range map[string]struct {
		is   printer.Status
		gone bool
		want Name
	}{
		"ready":                {ready, false, ""},
		"near the end":         {with(func(s *printer.Status) { s.Paper = printer.PaperNearEnd }), false, PaperLow},
		"out":                  {with(func(s *printer.Status) { s.Paper = printer.PaperOut }), false, PaperOut},
		"open, and out":        {with(func(s *printer.Status) { s.Paper, s.CoverOpen = printer.PaperOut, true }), false, CoverOpen},
		"jam":                  {with(func(s *printer.Status) { s.Cutter = true }), false, PaperJam},
		"hot":                  {with(func(s *printer.Status) { s.Hot = true }), false, PrinterHot},
		"broken":               {with(func(s *printer.Status) { s.Broken = true }), false, PrinterBroken},
		"silent":               {with(func(s *printer.Status) { s.Online = false }), false, PrinterSilent},
		"gone":                 {ready, true, PrinterGone},
		"a paper in its mouth": {with(func(s *printer.Status) { s.Mouth = printer.MouthHolding }), false, PaperNotTaken},
	} {
		if got := OfPrinter(c.is, c.gone); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

// One fault follows the other; what is mended is cleared.
func TestOneFaultAfterTheOther(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var b Board
		var heard told
		b.Watch(heard.hear)
		low := printer.Status{Online: true, Paper: printer.PaperNearEnd}
		b.ReportPrinter(low, false)
		after(hand)
		heard.want(t, "+paper_low")
		b.ReportPrinter(printer.Status{Online: true, Paper: printer.PaperNearEnd, CoverOpen: true}, false)
		after(hand)
		heard.want(t, "+cover_open")
		b.ReportPrinter(printer.Status{Online: true, Paper: printer.PaperOut}, false)
		time.Sleep(hand + time.Millisecond)
		synctest.Wait()
		if all := b.All(); len(all) != 1 || all[0].Name != PaperOut {
			t.Errorf("%+v", all)
		}
		b.ReportPrinter(printer.Status{Online: true, Paper: printer.PaperOK}, false)
		after(hand)
		if all := b.All(); len(all) != 0 {
			t.Errorf("%+v", all)
		}
	})
}

// The lever near the end of a roll trembles with each document: that is one alert,
// which ends when a hand was in the printer, or the paper is out, or it has not
// trembled for long.
func TestALeverThatTrembles(t *testing.T) {
	ok, near := printer.Status{Online: true, Paper: printer.PaperOK}, printer.Status{Online: true, Paper: printer.PaperNearEnd}
	open := printer.Status{Online: true, Paper: printer.PaperOK, CoverOpen: true}
	out := printer.Status{Online: true, Paper: printer.PaperOut}
	for what, c := range map[string]struct {
		then []printer.Status
		ends bool
	}{
		"the cover, and a new roll":         {[]printer.Status{open, open, ok}, true},
		"the cover while it trembles":       {[]printer.Status{ok, open, ok}, true},
		"the cover, and the same roll":      {[]printer.Status{open, near, near}, false},
		"and then it trembles again":        {[]printer.Status{open, near, ok}, false},
		"it is out":                         {[]printer.Status{ok, out, out}, true},
		"out from one document to the next": {[]printer.Status{near, out, out}, true},
		"it goes on":                        {[]printer.Status{near, ok, ok}, false},
	} {
		synctest.Test(t, func(t *testing.T) {
			var b Board
			var heard told
			b.Watch(heard.hear)
			tell := func(s printer.Status, d time.Duration) {
				for range d / time.Second { // more often than a hand's pause
					b.ReportPrinter(s, false)
					after(time.Second)
				}
			}
			for range 10 {
				tell(ok, 20*time.Second)
				tell(near, 20*time.Second)
			}
			heard.want(t, "+paper_low")
			for _, s := range c.then {
				tell(s, 6*time.Second)
			}
			over := !slices.ContainsFunc(b.All(), func(c Condition) bool { return c.Name == PaperLow })
			if over != c.ends {
				t.Errorf("%s: it is over: %v", what, over)
			}
			tell(ok, time.Second)
			after(trembles)
			if all := b.All(); len(all) != 0 {
				t.Errorf("%s: after a long while: %+v", what, all)
			}
		})
	}
}
