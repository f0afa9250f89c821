package main

import (
	"context"
	"flag"
	"fmt"
	"strings"
	"text/tabwriter"
	"time"

	"guichet/kiosk/staff"
)

var staffCalls = command{
	name: "staff calls", short: "On a kiosk: try camera, microphone and loudspeaker once, and say who answers",
	setup: atKiosk(withCalls(func(ctx context.Context, p program, calls staff.Calls, _ []string) error {
		return p.calls(calls.Check(ctx))
	})),
}

func (p program) calls(s staff.CallState) error {
	w := tabwriter.NewWriter(p.out, 0, 0, 2, ' ', 0)
	fmt.Fprintf(w, "ways\t%s\n", orDash(strings.Join(s.Ways, ", ")))
	broken := false
	for _, row := range []struct {
		name string
		part staff.Part
	}{{"camera", s.Camera}, {"microphone", s.Microphone}, {"loudspeaker", s.Speaker}, {"agents", s.Agents}} {
		fmt.Fprintf(w, "%s\t%s\n", row.name, partWords(row.part))
		broken = broken || row.part == staff.Broken
	}
	w.Flush()
	if broken {
		return &exitError{status: exitFailed}
	}
	return nil
}

func partWords(part staff.Part) string {
	switch part {
	case staff.Fine:
		return "works"
	case staff.Broken:
		return "does not work"
	}
	return "none"
}

var staffLevels = command{
	name: "staff levels", args: "[--for TIME]",
	short: "On a kiosk: show how loud its microphone hears the hall, with a tone now and then",
	setup: func(set *flag.FlagSet) action {
		h, pause := flagHere(set), set.Duration("for", 0, "end after this `time`; until interrupted if left out")
		h.live = true
		return h.action(withCalls(func(ctx context.Context, p program, calls staff.Calls, _ []string) error {
			if *pause > 0 {
				var cancel context.CancelFunc
				ctx, cancel = context.WithTimeout(ctx, *pause)
				defer cancel()
			}
			return calls.Levels(ctx, p.level)
		}))
	},
}

// level draws a bar of fifty signs.
func (p program) level(percent int) {
	percent = min(max(percent, 0), 100)
	fmt.Fprintf(p.out, "%s %3d %s\n", p.now().Format(time.TimeOnly), percent, strings.Repeat("#", percent/2))
}

var staffPicture = command{
	name: "staff picture", args: "FILE", words: 1, least: 1,
	short: "On a kiosk: write what its camera sees now, as JPEG",
	long: `The hall may have people in it: ask them to step aside, and delete FILE once you
have seen it. "-" is the standard output.`,
	setup: atKiosk(withCalls(func(ctx context.Context, p program, calls staff.Calls, words []string) error {
		picture, err := calls.Picture(ctx)
		if err != nil {
			return err
		}
		return p.write(words[0], picture)
	})),
}

var staffCall = command{
	name: "staff call", short: "On a kiosk: show the ways to call on its screen, for a call to try",
	setup: atKiosk(withCalls(func(_ context.Context, p program, calls staff.Calls, _ []string) error {
		calls.Call()
		fmt.Fprintln(p.out, "the screen offers the ways to call")
		return nil
	})),
}

// withCalls wants something to call with.
func withCalls(use func(context.Context, program, staff.Calls, []string) error) func(context.Context, program, staff.Works, []string) error {
	return func(ctx context.Context, p program, w staff.Works, words []string) error {
		if w.Calls == nil {
			return noPart("way to call")
		}
		return use(ctx, p, w.Calls, words)
	}
}
