package kiosk

import (
	"context"
	"errors"
	"time"

	"guichet/drivers/printer"
	"guichet/kiosk/session"
)

// watchEvery is how often the sensors are asked: paper that runs out between
// two visits is on the screen before the next one begins.
const watchEvery = 3 * time.Second

// watch asks the printer how it is and sends what has changed, until ctx ends.
func watch(ctx context.Context, p printer.Printer, send func(session.Event)) {
	if p == nil {
		return
	}
	ask := time.NewTicker(watchEvery)
	defer ask.Stop()
	var last session.PrinterChanged
	for first := true; ; first = false {
		now := look(ctx, p)
		if ctx.Err() != nil {
			return
		}
		if first || now != last {
			send(now)
			last = now
		}
		select {
		case <-ctx.Done():
			return
		case <-ask.C:
		}
	}
}

func look(ctx context.Context, p printer.Printer) session.PrinterChanged {
	ctx, cancel := context.WithTimeout(ctx, watchEvery)
	defer cancel()
	status, err := p.Status(ctx)
	return session.PrinterChanged{Status: status, Gone: errors.Is(err, printer.ErrGone)}
}
