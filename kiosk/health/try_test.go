package health

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// A mistake in one part is a condition that names the line, and nothing that the
// panic says; it is over when the part has done well for a while.
func TestAMistakeIsACondition(t *testing.T) {
	for what, mistake := range map[string]func(){
		"a panic":       func() { panic("Camille Martin") },
		"of an error":   func() { panic(errOfAPerson{}) },
		"of the run":    func() { var none []int; _ = none[len(t.Name())] },
		"a nil":         func() { var none *mark; none.raised = true },
		"while it runs": func() { defer func() { panic("again") }(); panic("Camille Martin") },
	} {
		synctest.Test(t, func(t *testing.T) {
			var b Board
			var heard told
			b.Watch(heard.hear)
			if b.Try("disk", mistake) {
				t.Errorf("%s: it came to its end", what)
			}
			heard.want(t, "+part_broken")
			if d := b.All()[0].Detail; !strings.HasPrefix(d, "disk try_test.go:") || strings.Contains(d, "Camille") {
				t.Errorf("%s: detail %q", what, d)
			}
			if !b.Try("clock", func() {}) || !b.Try("disk", func() {}) {
				t.Errorf("%s: it did not come to its end", what)
			}
			time.Sleep(blink / 2)
			b.Try("disk", mistake) // one that does well in between is one alert
			b.Try("disk", func() {})
			heard.want(t)
			after(blink)
			heard.want(t, "-part_broken")
		})
	}
}

type errOfAPerson struct{}

func (errOfAPerson) Error() string { panic("asked what it says") }

// Two parts are broken: the end of one is not the end of both.
func TestTwoPartsAreBroken(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var b Board
		b.Try("disk", func() { panic("x") })
		b.Try("light", func() { panic("x") })
		b.Try("disk", func() {})
		after(blink)
		if all := b.All(); len(all) != 1 || !strings.HasPrefix(all[0].Detail, "light try_test.go:") {
			t.Errorf("%+v", all)
		}
	})
}
