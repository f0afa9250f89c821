package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"strconv"
	"strings"

	"guichet/kiosk/staff"
)

var staffBrightness = command{
	name: "staff brightness", args: "[PERCENT]", words: 1,
	short: "On a kiosk: say how bright its screen is, or set it",
	setup: atKiosk(withScreen("brightness", staff.Screen.Brightness, staff.Screen.SetBrightness)),
}

var staffVolume = command{
	name: "staff volume", args: "[PERCENT]", words: 1,
	short: "On a kiosk: say how loud it speaks, or set it",
	setup: atKiosk(withScreen("volume",
		func(s staff.Screen, _ context.Context) (int, bool) { return s.Volume() },
		func(s staff.Screen, _ context.Context, percent int) error { return s.SetVolume(percent) })),
}

// withScreen says a value, having set it where a word gives another.
func withScreen(name string, get func(staff.Screen, context.Context) (int, bool), set func(staff.Screen, context.Context, int) error) func(context.Context, program, staff.Works, []string) error {
	return func(ctx context.Context, p program, w staff.Works, words []string) error {
		if w.Screen == nil {
			return noPart(name + " that can be set")
		}
		if len(words) == 1 {
			percent, err := strconv.Atoi(strings.TrimSuffix(words[0], "%"))
			if err != nil || percent < 0 || percent > 100 {
				return usagef("%q is no percentage: 0 to 100", words[0])
			}
			if err := set(w.Screen, ctx, percent); err != nil {
				return err
			}
		}
		percent, can := get(w.Screen, ctx)
		if !can {
			return noPart(name + " that can be set")
		}
		fmt.Fprintf(p.out, "%d %%\n", percent)
		return nil
	}
}

var staffClean = command{
	name: "staff clean", short: "On a kiosk: let its screen take no touch for half a minute, to be cleaned",
	long: `A visit under way stands still meanwhile, and goes on. Where the front desk is
at the screen, one of its own pages does it.`,
	setup: atKiosk(func(_ context.Context, p program, w staff.Works, _ []string) error {
		if w.Screen == nil {
			return noPart("screen of its own")
		}
		return p.begun("the screen takes no touch for half a minute", w.Screen.Clean())
	}),
}

var staffClock = command{
	name: "staff clock", short: "On a kiosk: set its clock to the hub's time",
	setup: atKiosk(withMachine(func(ctx context.Context, p program, m staff.Machine) error {
		err := m.SetClock(ctx)
		if err == nil {
			fmt.Fprintln(p.out, clockWords(m.Facts(ctx)))
		}
		return err
	})),
}

var staffRestart = command{
	name: "staff restart", short: "On a kiosk: end its program, which is started again",
	long: "A visit under way is wiped; what was handed in is kept.",
	setup: atKiosk(withMachine(func(_ context.Context, p program, m staff.Machine) error {
		return p.begun("the kiosk restarts", m.Restart())
	})),
}

var staffReboot = command{
	name: "staff reboot", short: "On a kiosk: restart the machine",
	long: "A visit under way is wiped; what was handed in is kept.",
	setup: atKiosk(withMachine(func(ctx context.Context, p program, m staff.Machine) error {
		return p.begun("the machine restarts", m.Reboot(ctx))
	})),
}

var staffPowerOff = command{
	name: "staff poweroff", args: "--yes",
	short: "On a kiosk: shut the machine down",
	long:  "Somebody must go there and switch it on again.",
	setup: func(set *flag.FlagSet) action {
		h, yes := flagHere(set), set.Bool("yes", false, "yes: somebody is there to switch it on")
		act := h.action(withMachine(func(ctx context.Context, p program, m staff.Machine) error {
			return p.begun("the machine shuts down", m.PowerOff(ctx))
		}))
		return func(ctx context.Context, p program, words []string) error {
			if !*yes {
				return usagef("somebody must go there to switch it on again: say --yes")
			}
			return act(ctx, p, words)
		}
	},
}

// begun says what begins, if it does.
func (p program) begun(what string, err error) error {
	if err == nil {
		fmt.Fprintln(p.out, what)
	}
	return err
}

// withMachine wants a machine.
func withMachine(use func(context.Context, program, staff.Machine) error) func(context.Context, program, staff.Works, []string) error {
	return func(ctx context.Context, p program, w staff.Works, _ []string) error {
		if w.Machine == nil {
			return noPart("machine of its own")
		}
		return use(ctx, p, w.Machine)
	}
}

var staffVisit = command{
	name: "staff visit", args: "[--end]",
	short: "On a kiosk: say whether a visit stands still behind the pages of the staff, or wipe it",
	setup: func(set *flag.FlagSet) action {
		h, end := flagHere(set), set.Bool("end", false, "wipe it: the citizen begins anew")
		return h.action(func(_ context.Context, p program, w staff.Works, _ []string) error {
			if w.Visit == nil {
				return noPart("visits")
			}
			if *end {
				w.Visit.End()
			}
			if w.Visit.Waits() {
				fmt.Fprintln(p.out, "a visit waits")
			} else {
				fmt.Fprintln(p.out, "no visit waits")
			}
			return nil
		})
	},
}

var staffExport = command{
	name: "staff export", short: "On a kiosk: write the diagnostics on the USB stick that is plugged in",
	long: `One file for a technician: facts, what is wrong, events, settings, figures. There
is nothing in it of any person, no secret and no telephone number. The stick can
be pulled out afterwards.`,
	setup: atKiosk(withSticks(func(ctx context.Context, p program, s staff.Sticks) error {
		name, err := s.Export(ctx)
		if err = errors.Join(err, letGo(s)); err != nil {
			return err // what is not let go may not be written
		}
		fmt.Fprintf(p.out, "%s is on the stick\nit can be pulled out\n", legible(name))
		return nil
	})),
}

// letGo closes the stick whatever came of it: storage is let in no longer than
// somebody works with it.
func letGo(s staff.Sticks) error {
	if s == nil {
		return nil
	}
	return s.Close()
}

var staffEject = command{
	name: "staff eject", short: "On a kiosk: let the USB stick go, so that it can be pulled out",
	setup: atKiosk(withSticks(func(_ context.Context, p program, s staff.Sticks) error {
		return p.begun("it can be pulled out", s.Close())
	})),
}

// withSticks wants a place for USB sticks.
func withSticks(use func(context.Context, program, staff.Sticks) error) func(context.Context, program, staff.Works, []string) error {
	return func(ctx context.Context, p program, w staff.Works, _ []string) error {
		if w.Sticks == nil {
			return noPart("place for a USB stick")
		}
		return use(ctx, p, w.Sticks)
	}
}
