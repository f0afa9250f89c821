package kiosk

import (
	"context"
	"errors"
	"log/slog"
	"sync/atomic"
	"time"

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
	last                     atomic.Bool // the last paper, or the one under way, is A4
	next                     atomic.Bool // the next one will be, as far as is known
}

func (p *pair) Print(ctx context.Context, doc printer.Document) (printer.Outcome, error) {
	p.last.Store(false)
	outcome, err := p.roll.Print(ctx, doc)
	if outcome != printer.NotPrinted || ctx.Err() != nil {
		return outcome, err
	}
	p.last.Store(true)
	p.next.Store(true)
	second, why := p.sheets.Print(ctx, doc)
	p.log.Log(ctx, event.PrintedOnSheets.Level(), string(event.PrintedOnSheets), "why", err, "outcome", second.String())
	if second == printer.NotPrinted {
		return outcome, err // what somebody can mend at the kiosk
	}
	return second, why
}

// Status is the roll's, unless only the sheets can be printed on.
func (p *pair) Status(ctx context.Context) (printer.Status, error) {
	s, err := halfOf(ctx, p.roll.Status)
	if err == nil && s.Ready() {
		p.next.Store(false)
		return s, nil
	}
	other, why := p.sheets.Status(ctx)
	usable := why == nil && other.Ready()
	p.next.Store(usable)
	if !usable {
		return s, err
	}
	return other, nil
}

// halfOf asks with half of the time that is left: a roll that is mute must not
// keep the sheets from being asked.
func halfOf(ctx context.Context, ask func(context.Context) (printer.Status, error)) (printer.Status, error) {
	if deadline, ok := ctx.Deadline(); ok {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, time.Until(deadline)/2)
		defer cancel()
	}
	return ask(ctx)
}

// Outlet is where the last paper came out, or the one under way comes out.
// Paper may be put into the roll, or run out, as soon as it is there: that
// changes Next alone.
func (p *pair) Outlet() string { return p.outlet(p.last.Load()) }

// Next is where the next paper will come out.
func (p *pair) Next() string { return p.outlet(p.next.Load()) }

func (p *pair) outlet(a4 bool) string {
	if a4 {
		return p.sheetsOutlet
	}
	return p.rollOutlet
}

func (p *pair) Close() error { return errors.Join(p.roll.Close(), p.sheets.Close()) }

var _ session.Placed = (*pair)(nil)
