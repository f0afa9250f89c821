package light

import (
	"errors"
	"testing"
	"time"
)

// rig is a light with its simulator.
type rig struct {
	Light
	// sees is what somebody in front of it sees; wrong is what must never be: two
	// colours, a buzzer.
	sees         func() (c Colour, blink bool, wrong string)
	unplug, plug func()
	// hold lets the device take nothing until release; nil where it cannot.
	hold, release func()
}

// never is a time that only a fault reaches.
const never = 30 * time.Second

func (r rig) expect(t *testing.T, what string, c Colour, blink bool) {
	t.Helper()
	var got Colour
	var blinks bool
	for end := time.Now().Add(never); time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
		var wrong string
		if got, blinks, wrong = r.sees(); wrong != "" {
			t.Fatalf("%s: %s", what, wrong)
		}
		if got == c && blinks == blink {
			return
		}
	}
	t.Fatalf("%s: it shows %v, blinking %v, want %v, %v", what, got, blinks, c, blink)
}

func (r rig) show(t *testing.T, c Colour, blink bool, want error) {
	t.Helper()
	if err := r.Show(c, blink); !errors.Is(err, want) {
		t.Fatalf("%v, blinking %v: %v, want %v", c, blink, err, want)
	}
}

// promises are what every light keeps.
var promises = []struct {
	name string
	keep func(t *testing.T, r rig)
}{
	{"it shows each colour", colours},
	{"what is no colour is refused", noColour},
	{"a light that is unplugged shows the last when it is back", unplugged},
	{"a light that was out for a moment is no matter", blinked},
	{"a light that is not there yet shows the last when it comes", late},
	{"closing switches it off", closing},
}

// patient is the pace of a machine that is slow itself; hasty is for a device that
// takes nothing.
var (
	patient = pace{50 * time.Millisecond, never}
	hasty   = pace{50 * time.Millisecond, 200 * time.Millisecond}
)

// keeps runs all promises, each with a light of its own.
func keeps(t *testing.T, with func(t *testing.T, p pace) rig) {
	for _, p := range promises {
		t.Run(p.name, func(t *testing.T) { p.keep(t, with(t, patient)) })
	}
	t.Run("a light that takes nothing holds up nobody", func(t *testing.T) { slow(t, with(t, hasty)) })
}

func colours(t *testing.T, r rig) {
	r.expect(t, "at first", Off, false)
	for _, c := range []Colour{Green, Amber, Red, Off, Red, Green} {
		for _, blink := range []bool{false, true, false} {
			r.show(t, c, blink, nil)
			r.expect(t, "asked", c, blink && c != Off)
		}
	}
}

func noColour(t *testing.T, r rig) {
	r.show(t, Amber, false, nil)
	r.show(t, Red+1, false, ErrColour)
	r.show(t, -1, true, ErrColour)
	r.expect(t, "as before", Amber, false)
}

func unplugged(t *testing.T, r rig) {
	r.show(t, Green, false, nil)
	r.expect(t, "plugged in", Green, false)
	r.unplug()
	r.show(t, Red, true, ErrGone)
	r.show(t, Amber, true, ErrGone)
	r.expect(t, "pulled out", Off, false)
	r.plug()
	r.expect(t, "back", Amber, true)
	r.show(t, Green, false, nil)
	r.expect(t, "and it goes on", Green, false)
}

func blinked(t *testing.T, r rig) {
	r.show(t, Green, false, nil)
	for range 3 {
		r.unplug()
		r.plug()
		r.show(t, Red, true, nil)
		r.expect(t, "back", Red, true)
	}
}

func late(t *testing.T, r rig) {
	r.unplug()
	r.show(t, Red, false, ErrGone)
	r.plug()
	r.expect(t, "it comes", Red, false)
}

func slow(t *testing.T, r rig) {
	if r.hold == nil {
		t.Skip("this one cannot be held")
	}
	r.Show(Green, false) // which may be late
	r.expect(t, "it takes", Green, false)
	r.hold()
	r.show(t, Red, false, ErrSlow)
	r.show(t, Amber, false, ErrSlow)
	r.release()
	r.expect(t, "it takes again", Amber, false)
}

func closing(t *testing.T, r rig) {
	r.show(t, Red, true, nil)
	r.expect(t, "open", Red, true)
	for range 2 {
		if err := r.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	}
	r.expect(t, "closed", Off, false)
	r.show(t, Green, false, ErrClosed)
	r.expect(t, "and it stays off", Off, false)
}
