package health

import (
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// told is what a watcher heard: "+paper_out", "-paper_out".
type told struct {
	mu    sync.Mutex
	heard []string
}

func (t *told) hear(c Change) {
	sign := "-"
	if c.Raised {
		sign = "+"
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.heard = append(t.heard, sign+string(c.Name))
}

func (t *told) want(tb testing.TB, want ...string) {
	tb.Helper()
	synctest.Wait()
	t.mu.Lock()
	defer t.mu.Unlock()
	if !slices.Equal(t.heard, want) {
		tb.Errorf("told %v, want %v", t.heard, want)
	}
	t.heard = nil
}

// after lets a pause pass: at its very instant, nobody knows who is first.
func after(pause time.Duration) {
	time.Sleep(pause + time.Millisecond)
	synctest.Wait()
}

func TestAConditionIsToldOnceAndClearedOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var b Board
		var heard told
		b.Watch(heard.hear)
		began := time.Now()
		b.Report(PaperOut, true)
		b.Report(PaperOut, true)
		heard.want(t) // a hand may still be in the printer
		after(hand)
		heard.want(t, "+paper_out")
		b.Report(PaperOut, true)
		if all := b.All(); len(all) != 1 || !all[0].Since.Equal(began) || all[0].Who != Staff {
			t.Errorf("raised %+v", all)
		}
		b.Report(PaperOut, false)
		after(hand)
		heard.want(t, "-paper_out")
		if all := b.All(); len(all) != 0 {
			t.Errorf("raised %+v", all)
		}
	})
}

// A loose plug is one alert, and one end.
func TestAConditionThatComesAndGoes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var b Board
		var heard told
		b.Watch(heard.hear)
		for range 100 {
			b.Report(PrinterGone, true)
			time.Sleep(back / 2)
			b.Report(PrinterGone, false)
			time.Sleep(back / 2)
		}
		heard.want(t) // it never was gone for long
		began := time.Now()
		b.Report(PrinterGone, true)
		after(back)
		for range 100 {
			b.Report(PrinterGone, false)
			time.Sleep(back / 2)
			b.Report(PrinterGone, true)
			time.Sleep(back / 2)
		}
		heard.want(t, "+printer_gone")
		if all := b.All(); len(all) != 1 || !all[0].Since.Equal(began) {
			t.Errorf("%+v, began %v", all, began)
		}
		b.Report(PrinterGone, false)
		after(back)
		heard.want(t, "-printer_gone")
	})
}

// What has no pause is told at once; who comes later hears what holds, and the
// gravest stands first.
func TestOrder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var b Board
		b.Report(PackRefused, true, "cantine 1.1.0")
		time.Sleep(time.Second)
		b.Report(SpoolOld, true)
		b.Report(SpoolBroken, true)
		var names []Name
		for _, c := range b.All() {
			names = append(names, c.Name)
		}
		if want := []Name{SpoolBroken, PackRefused, SpoolOld}; !slices.Equal(names, want) {
			t.Errorf("%v, want %v", names, want)
		}
		if d := b.All()[1].Detail; d != "cantine 1.1.0" {
			t.Errorf("detail %q", d)
		}
		var heard told
		b.Watch(heard.hear)
		heard.want(t, "+spool_broken", "+pack_refused", "+spool_old")
	})
}

func TestANameThatIsNone(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("it was taken")
		}
	}()
	new(Board).Report("paper_otu", true)
}

// The probe of the clock and the hub look at the same thing in their own ways:
// neither takes back what the other sees.
func TestTwoLookAtOneThing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var b Board
		var heard told
		b.Watch(heard.hear)
		b.Report(SpoolDamaged, true, "1")
		b.ReportFrom("hub", SpoolDamaged, true, "refused")
		b.Report(SpoolDamaged, true)
		if all := b.All(); len(all) != 1 || all[0].Detail != "1, refused" {
			t.Errorf("raised %+v", all)
		}
		b.Report(SpoolDamaged, false)
		heard.want(t, "+spool_damaged")
		if d := b.All()[0].Detail; d != "refused" {
			t.Errorf("detail %q", d)
		}
		b.ReportFrom("hub", SpoolDamaged, false)
		b.ReportFrom("hub", SpoolDamaged, false)
		heard.want(t, "-spool_damaged")
	})
}

// What a condition was about the last time says nothing of this time.
func TestADetailIsForgotten(t *testing.T) {
	var b Board
	b.Report(PackRefused, true, "cantine 1.1.0")
	var cleared string
	b.Watch(func(c Change) { cleared = c.Detail })
	b.Report(PackRefused, false)
	if cleared != "cantine 1.1.0" {
		t.Errorf("cleared: %q", cleared)
	}
	b.Report(PackRefused, true)
	if d := b.All()[0].Detail; d != "" {
		t.Errorf("raised again: %q", d)
	}
}

// Who reports from many goroutines and who watches agree in the end.
func TestManyReport(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var b Board
		open := map[Name]bool{}
		b.Watch(func(c Change) {
			if open[c.Name] == c.Raised {
				t.Errorf("%s is told twice: %v", c.Name, c.Raised)
			}
			open[c.Name] = c.Raised
		})
		var all sync.WaitGroup
		for i, n := range Names() {
			all.Go(func() {
				for k := range 200 {
					b.Report(n, (k+i)%3 == 0)
					time.Sleep(time.Duration(k*i%7) * 700 * time.Millisecond)
				}
				b.Report(n, i%2 == 0)
			})
		}
		all.Wait()
		after(trembles)
		raised := 0
		for _, n := range Names() {
			holds, looked := b.Last(n)
			if !looked || holds != open[n] {
				t.Errorf("%s holds %v, told %v", n, holds, open[n])
			}
			if holds {
				raised++
			}
		}
		if raised != len(b.All()) {
			t.Errorf("%d hold, %d are raised", raised, len(b.All()))
		}
		if _, looked := new(Board).Last(PaperOut); looked {
			t.Error("an empty board knows something")
		}
	})
}
