package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"time"

	"guichet/drivers/printer"
)

var printerStatus = command{
	name:  "printer status",
	args:  "--profile P --port PORT [--watch]",
	short: "Say what the sensors of a printer say",
	long:  `With --watch it says every change, with its time, until it is interrupted.`,
	setup: setupStatus, outlet: true,
}

// statusTime is the longest time that a printer is given to say its status;
// askEvery is how often one is asked that tells nothing by itself.
const (
	statusTime = 10 * time.Second
	askEvery   = time.Second
)

func setupStatus(set *flag.FlagSet) action {
	var l line
	l.flags(set, "port", "the `port` of the printer")
	watch := set.Bool("watch", false, "say every change, until interrupted")
	return func(ctx context.Context, p program, _ []string) error {
		dev, err := l.open(false)
		if err != nil {
			return err
		}
		defer dev.Close()
		if *watch {
			p.watch(ctx, dev)
			return nil
		}
		return p.status(ctx, dev, l.port)
	}
}

func (p program) status(ctx context.Context, dev printer.Printer, port string) error {
	ctx, cancel := context.WithTimeout(ctx, statusTime)
	defer cancel()
	s, err := dev.Status(ctx)
	fmt.Fprintln(p.out, statusWords(s, err))
	switch {
	case errors.Is(err, printer.ErrNoAnswer):
		return &exitError{exitNotReady, silence(port)}
	case err != nil || !s.Ready():
		return &exitError{status: exitNotReady}
	}
	return nil
}

// silence is what to look at when a printer says nothing.
func silence(port string) error {
	return fmt.Errorf("is it switched on, are the profile, --baud and --flow right? \"kioskctl printer detect --port %s\" tries the speeds", port)
}

// watch says the status now and after each change until ctx ends.
func (p program) watch(ctx context.Context, dev printer.Printer) {
	was := ""
	tell := func(s printer.Status, err error) {
		if now := statusWords(s, err); now != was && ctx.Err() == nil {
			was = now
			fmt.Fprintln(p.out, p.now().Format(time.TimeOnly), now)
		}
	}
	if w, ok := dev.(printer.Watcher); ok {
		w.Watch(ctx, tell)
		return
	}
	poll(ctx, dev, tell)
}

// poll asks a printer that has no Watch.
func poll(ctx context.Context, dev printer.Printer, tell func(printer.Status, error)) {
	for ctx.Err() == nil {
		tell(dev.Status(ctx))
		select {
		case <-ctx.Done():
		case <-time.After(askEvery):
		}
	}
}
