package main

import (
	"context"
	"fmt"

	"guichet/drivers/printer"
	"guichet/kiosk/staff"
)

var staffPaper = command{
	name: "staff paper", args: "",
	short: "On a kiosk: say how its printer is and how much paper is left",
	long:  "What \"printer status\" says of a port, without taking the printer from the kiosk.",
	setup: atKiosk(withPaper(func(_ context.Context, p program, paper staff.Paper) error { return p.paper(paper.State()) })), outlet: true,
}

var staffFeed = command{
	name: "staff feed", short: "On a kiosk: move the paper by some lines",
	setup: atKiosk(withPaper(func(ctx context.Context, p program, paper staff.Paper) error { return p.outcome(paper.Feed(ctx)) })), outlet: true,
}

var staffTest = command{
	name: "staff test", short: "On a kiosk: print a page that shows what its printer can do",
	setup: atKiosk(withPaper(func(ctx context.Context, p program, paper staff.Paper) error { return p.outcome(paper.Test(ctx)) })), outlet: true,
}

var staffRoll = command{
	name: "staff roll", short: "On a kiosk: count from a full roll again",
	long: "Say it after each change of the roll: the metres that are left are counted from there.",
	setup: atKiosk(withPaper(func(_ context.Context, p program, paper staff.Paper) error {
		err := paper.NewRoll()
		if err == nil {
			err = p.paper(paper.State())
		}
		return err
	})), outlet: true,
}

// withPaper wants a printer.
func withPaper(use func(context.Context, program, staff.Paper) error) func(context.Context, program, staff.Works, []string) error {
	return func(ctx context.Context, p program, w staff.Works, _ []string) error {
		if w.Paper == nil {
			return noPart("receipt printer")
		}
		return use(ctx, p, w.Paper)
	}
}

// paper says how a printer is; the exit status says whether it prints.
func (p program) paper(s staff.PaperState) error {
	if s.Model == "" {
		return noPart("receipt printer")
	}
	fmt.Fprintln(p.out, s.Model)
	var gone error
	if s.Gone {
		gone = printer.ErrGone
	}
	fmt.Fprintln(p.out, statusWords(s.Status, gone))
	fmt.Fprintln(p.out, metres(s))
	if s.Gone || !s.Status.Ready() {
		return &exitError{status: exitNotReady}
	}
	return nil
}

func metres(s staff.PaperState) string {
	switch {
	case s.Printed < 0:
		return "nothing counts its paper: the data folder cannot be used"
	case s.Left < 0:
		return fmt.Sprintf("%.1f m printed; how much is left is not known: say \"kioskctl staff roll\" at the next new roll", s.Printed)
	}
	return fmt.Sprintf("%.1f m printed of a roll of %.0f m, %.1f m left", s.Printed, s.Full, s.Left)
}
