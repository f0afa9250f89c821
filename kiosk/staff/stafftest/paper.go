package stafftest

import (
	"context"

	"guichet/drivers/printer"
	"guichet/kiosk/staff"
)

type paper struct{ k *Kiosk }

func (p paper) State() staff.PaperState { return p.k.State().Paper }

func (p paper) Feed(ctx context.Context) (printer.Outcome, error) { return p.print(ctx, "feed") }
func (p paper) Test(ctx context.Context) (printer.Outcome, error) { return p.print(ctx, "test") }

// metres is what one print takes from the roll.
const metres = 0.2

// print does what the script says, then what the printer can.
func (p paper) print(ctx context.Context, name string) (out printer.Outcome, err error) {
	failed := p.k.do(ctx, name, func(s *State) {
		if len(s.Prints) > 0 {
			out, err = s.Prints[0].Outcome, s.Prints[0].Err
			s.Prints = s.Prints[1:]
			return
		}
		out, err = ready(s.Paper)
		if out == printer.Printed {
			s.Paper.Printed += metres
			s.Paper.Left -= metres
		}
	})
	if failed != nil {
		return printer.NotPrinted, failed
	}
	return out, err
}

func ready(s staff.PaperState) (printer.Outcome, error) {
	switch {
	case s.Gone:
		return printer.NotPrinted, printer.ErrGone
	case !s.Status.Ready():
		return printer.NotPrinted, &printer.FaultError{Fault: s.Status.Fault(), Status: s.Status}
	}
	return printer.Printed, nil
}

func (p paper) NewRoll() error {
	return p.k.do(context.Background(), "new_roll", func(s *State) {
		s.Paper.Printed, s.Paper.Left = 0, s.Paper.Full
	})
}
