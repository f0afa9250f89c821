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

// watch sends how the printer is and what changes, until ctx ends. One that
// tells nothing by itself is asked.
func watch(ctx context.Context, p printer.Printer, send func(session.Event)) {
	if w, ok := p.(printer.Watcher); ok {
		w.Watch(ctx, func(s printer.Status, err error) { send(changed(s, err)) })
		return
	}
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
	return changed(p.Status(ctx))
}

func changed(s printer.Status, err error) session.PrinterChanged {
	return session.PrinterChanged{Status: s, Gone: errors.Is(err, printer.ErrGone)}
}
