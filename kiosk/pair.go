package kiosk

import (
	"context"
	"errors"
	"log/slog"
	"sync/atomic"

	"guichet/drivers/printer"
	"guichet/kiosk/event"
	"guichet/kiosk/session"
)

// pair prints on the roll, and on A4 sheets what the roll did not take. It does
// so only after "not printed": what may be out there already is not printed
// again by itself.
type pair struct {
	roll, sheets             printer.Printer
	rollOutlet, sheetsOutlet string
	log                      *slog.Logger
	onSheets                 atomic.Bool // the last paper, or the next one, is A4
}

func (p *pair) Print(ctx context.Context, doc printer.Document) (printer.Outcome, error) {
	p.onSheets.Store(false)
	outcome, err := p.roll.Print(ctx, doc)
	if outcome != printer.NotPrinted || ctx.Err() != nil {
		return outcome, err
	}
	p.onSheets.Store(true)
	second, why := p.sheets.Print(ctx, doc)
	p.log.Log(ctx, event.PrintedOnSheets.Level(), string(event.PrintedOnSheets), "why", err, "outcome", second.String())
	if second == printer.NotPrinted {
		return outcome, err // what somebody can mend at the kiosk
	}
	return second, why
}

// Status is the roll's, unless only the sheets can be printed on.
func (p *pair) Status(ctx context.Context) (printer.Status, error) {
	s, err := p.roll.Status(ctx)
	if err == nil && s.Ready() {
		p.onSheets.Store(false)
		return s, nil
	}
	other, why := p.sheets.Status(ctx)
	if why != nil || !other.Ready() {
		return s, err
	}
	p.onSheets.Store(true)
	return other, nil
}

// Outlet is where the last paper came out, or where the next one will.
func (p *pair) Outlet() string {
	if p.onSheets.Load() {
		return p.sheetsOutlet
	}
	return p.rollOutlet
}

func (p *pair) Close() error { return errors.Join(p.roll.Close(), p.sheets.Close()) }

var _ session.Placed = (*pair)(nil)
