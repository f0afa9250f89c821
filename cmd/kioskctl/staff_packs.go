package main

import (
	"context"
	"errors"
	"fmt"
	"text/tabwriter"

	"guichet/kiosk/staff"
)

var staffWaiting = command{
	name: "staff waiting", short: "On a kiosk: say how many submissions wait for the town hall",
	setup: atKiosk(func(ctx context.Context, p program, w staff.Works, _ []string) error {
		if w.Waiting == nil {
			return noPart("folder of submissions")
		}
		s, err := w.Waiting.State(ctx)
		if err == nil {
			p.waiting(s)
		}
		return err
	}),
}

var staffDeliver = command{
	name: "staff deliver", short: "On a kiosk: send now what waits, without the pause after a failure",
	setup: atKiosk(func(ctx context.Context, p program, w staff.Works, _ []string) error {
		if w.Waiting == nil {
			return noPart("folder of submissions")
		}
		failed := w.Waiting.Deliver(ctx)
		if s, err := w.Waiting.State(ctx); err == nil {
			p.waiting(s)
		}
		return failed
	}),
}

func (p program) waiting(s staff.WaitingState) {
	switch {
	case s.Waiting == 0:
		fmt.Fprintln(p.out, "nothing waits")
	default:
		fmt.Fprintf(p.out, "%d wait, the oldest since %s\n", s.Waiting, stamp(s.Oldest))
	}
	if s.Damaged > 0 {
		fmt.Fprintf(p.out, "%d cannot be read: leave them where they are, and call the technical service\n", s.Damaged)
	}
	switch {
	case !s.Hub:
		fmt.Fprintln(p.out, "there is no hub to send to")
	case !s.Last.IsZero():
		fmt.Fprintln(p.out, "last signed receipt of the hub:", stamp(s.Last))
	}
}

var staffPacks = command{
	name: "staff packs", short: "On a kiosk: list its procedures, and the other revision that one can go to",
	setup: atKiosk(withPacks(func(_ context.Context, p program, packs staff.Packs, _ []string) error { return p.packs(packs.List()) })),
}

var staffInstall = command{
	name: "staff install", short: "On a kiosk: take packs from the USB stick that is plugged in, while it runs",
	long: `As "pack install" takes them from a folder, with the same checks. What came is
offered from the next visit on. The stick can be pulled out afterwards.`,
	setup: atKiosk(func(ctx context.Context, p program, w staff.Works, words []string) error {
		return withPacks(func(ctx context.Context, p program, packs staff.Packs, _ []string) error {
			came, err := packs.Install(ctx)
			return p.installed(came, errors.Join(err, letGo(w.Sticks)))
		})(ctx, p, w, words)
	}),
}

// installed says what came, also where one that followed was refused.
func (p program) installed(came []staff.Pack, err error) error {
	if len(came) > 0 {
		return errors.Join(p.packs(came), err)
	}
	if err == nil {
		fmt.Fprintln(p.out, "the stick has nothing newer")
	}
	return err
}

var staffBack = command{
	name: "staff back", args: "PACK", words: 1, least: 1,
	short: "On a kiosk: go back to the revision before, of one procedure, or on to the one left so",
	long: `PACK is its id, as "kioskctl staff packs" lists it. A kiosk that has a hub takes
what the hub wants at the next occasion: stop the roll-out there, too.`,
	setup: atKiosk(withPacks(func(ctx context.Context, p program, packs staff.Packs, words []string) error {
		err := packs.Back(ctx, words[0])
		if err == nil {
			err = p.packs(packs.List())
		}
		return err
	})),
}

// withPacks wants procedures that can be changed.
func withPacks(use func(context.Context, program, staff.Packs, []string) error) func(context.Context, program, staff.Works, []string) error {
	return func(ctx context.Context, p program, w staff.Works, words []string) error {
		if w.Packs == nil {
			return noPart("procedures of its own")
		}
		return use(ctx, p, w.Packs, words)
	}
}

func (p program) packs(all []staff.Pack) error {
	if len(all) == 0 {
		fmt.Fprintln(p.out, "it has no procedure")
		return nil
	}
	w := tabwriter.NewWriter(p.out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "PACK\tVERSION\tOTHER\tREFUSED\tTITLE")
	for _, k := range all {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\n", k.ID, orDash(k.Version), orDash(k.Previous), orDash(refusedWords(k)), legible(k.Title))
	}
	return w.Flush()
}

// refusedWords is a revision that was not taken; one that somebody went back from
// was not refused by the kiosk.
func refusedWords(k staff.Pack) string {
	if k.Refused != "" && k.Refused == k.Previous {
		return "set aside"
	}
	return k.Refused
}
