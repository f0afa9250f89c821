package probe

import (
	"context"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"guichet/drivers/light"
	"guichet/kiosk/health"
)

func TestColour(t *testing.T) {
	for _, c := range []struct {
		what  string
		names []health.Name
		light light.Colour
		blink bool
	}{
		{"nothing", nil, light.Green, false},
		{"a notice for the staff", []health.Name{health.PaperLow}, light.Green, false},
		{"a warning for the staff", []health.Name{health.CoverOpen}, light.Amber, true},
		{"a warning for others", []health.Name{health.PackExpired}, light.Amber, false},
		{"no paper", []health.Name{health.PaperOut}, light.Red, true},
		{"the disk", []health.Name{health.DiskReadOnly}, light.Red, false},
		{"red for others, amber for the staff", []health.Name{health.CameraGone, health.DiskReadOnly}, light.Red, false},
		{"amber for others, a notice for the staff", []health.Name{health.PaperLow, health.SpoolOld}, light.Amber, false},
		{"red for both", []health.Name{health.DiskReadOnly, health.PaperOut}, light.Red, true},
	} {
		var all []health.Condition
		for _, n := range c.names {
			rule, _ := health.RuleOf(n)
			all = append(all, health.Condition{Name: n, Rule: rule})
		}
		if got, blink := Colour(all); got != c.light || blink != c.blink {
			t.Errorf("%s: %v, %v", c.what, got, blink)
		}
	}
}

func TestTheLightFollowsTheBoard(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var b health.Board
		var sim light.Sim
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan struct{})
		go func() { Shine(ctx, &b, &sim); close(ended) }()
		shows := func(what string, c light.Colour, blink bool) {
			t.Helper()
			synctest.Wait()
			if got, blinks := sim.Shows(); got != c || blinks != blink {
				t.Errorf("%s: %v, %v", what, got, blinks)
			}
		}
		shows("all is well", light.Green, false)
		b.Report(health.PackRefused, true)
		shows("a pack was refused", light.Amber, false)
		b.Report(health.PaperOut, true)
		time.Sleep(3 * time.Second)
		shows("no paper", light.Red, true)
		sim.Unplug()
		b.Report(health.PackRefused, false)
		shows("it is unplugged", light.Off, false)
		sim.Plug()
		shows("it is back", light.Red, true)
		b.Report(health.PaperOut, false)
		time.Sleep(3 * time.Second)
		shows("a new roll", light.Green, false)
		cancel()
		<-ended
		b.Report(health.PackRefused, true)
		shows("nobody looks after it any more", light.Green, false)
	})
}

// frail is a light whose driver has a mistake, for a while.
type frail struct {
	light.Sim
	broken  atomic.Bool
	mistake func() error
}

func (f *frail) Show(c light.Colour, blink bool) error {
	if f.broken.Load() {
		return f.mistake()
	}
	return f.Sim.Show(c, blink)
}

// A driver that breaks is a condition, which the light itself shows as soon as it
// can.
func TestALightThatBreaks(t *testing.T) {
	for what, mistake := range map[string]func() error{
		"a panic":                   func() error { panic("Camille Martin") },
		"on a goroutine of its own": func() error { return light.ErrBroken },
	} {
		t.Run(what, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var b health.Board
				l := frail{mistake: mistake}
				ctx, cancel := context.WithCancel(t.Context())
				defer cancel()
				l.broken.Store(true)
				go Shine(ctx, &b, &l)
				want(t, &b, health.PartBroken)
				l.broken.Store(false)
				b.Report(health.PackRefused, true)
				synctest.Wait()
				if c, _ := l.Shows(); c != light.Amber {
					t.Errorf("it shows %v", c)
				}
				time.Sleep(2 * time.Minute)
				want(t, &b, health.PackRefused)
			})
		})
	}
}
