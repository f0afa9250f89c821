// Package tend keeps the parts of the program that stand beside a visit at work: a
// mistake in one of them, ours or a driver's, ends nothing else.
package tend

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"guichet/kiosk/event"
	"guichet/kiosk/health"
)

// Crew is parts, each on a goroutine of its own. One that breaks is
// [health.PartBroken] on the board until it works again.
type Crew struct {
	Log   *slog.Logger
	Board *health.Board // nil: none to tell

	all sync.WaitGroup
}

// Begin lets a part work until it comes to its end, see [Part].
func (c *Crew) Begin(ctx context.Context, part string, f func(context.Context)) {
	c.all.Go(func() { tend(ctx, c.Log, c.Board, part, f) })
}

// Go lets f work, which nobody tends.
func (c *Crew) Go(f func()) { c.all.Go(f) }

// Wait returns once all have come to their end.
func (c *Crew) Wait() { c.all.Wait() }

// How long a part that broke is left alone: longer each time, until it has worked
// for as long as the longest.
const (
	shortRest = time.Second
	longRest  = time.Minute
)

// Part runs a part until it comes to its end. One that breaks is logged as
// part_broken and begins anew after a rest of 1 s to 1 min, unless ctx has ended.
func Part(ctx context.Context, log *slog.Logger, part string, f func(context.Context)) {
	tend(ctx, log, nil, part, f)
}

func tend(ctx context.Context, log *slog.Logger, board *health.Board, part string, f func(context.Context)) {
	for rest := shortRest; ; rest = min(2*rest, longRest) {
		began := time.Now()
		if once(log, board, part, func() { f(ctx) }) {
			return
		}
		if time.Since(began) >= longRest {
			rest = shortRest
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(rest):
			tell(board, part, false) // the board waits to see whether that lasts
		}
	}
}

// Once runs f and tells whether it came to its end.
func Once(log *slog.Logger, part string, f func()) bool { return once(log, nil, part, f) }

// once: what a panic says may be of a visit, so only its type and its place are
// told.
func once(log *slog.Logger, board *health.Board, part string, f func()) (ended bool) {
	defer func() {
		if why := recover(); why != nil {
			function, line := health.Thrown()
			log.Error(string(event.PartBroken), "part", part, "panic", fmt.Sprintf("%T", why), "at", function+", "+line)
			tell(board, part, true, part+" "+line)
		}
	}()
	f()
	return true
}

func tell(board *health.Board, part string, broken bool, detail ...string) {
	if board != nil {
		board.ReportFrom(part, health.PartBroken, broken, detail...)
	}
}
