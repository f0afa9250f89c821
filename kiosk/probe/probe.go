package probe

import (
	"context"
	"sync"
	"time"

	"guichet/kiosk/health"
)

// Finding is what a look says about one condition.
type Finding struct {
	Name   health.Name
	Holds  bool
	Detail string // which device, or why
}

// Probe looks at one thing. Several may speak of the same condition: it holds
// while one of them says so.
type Probe struct {
	// Name is its own: the board's name for what it says, and the part that is
	// named where it breaks.
	Name string
	// Look is called again and again, never twice at a time. A condition that it
	// does not speak of stays as it was.
	Look func() []Finding
	// Late is what a look means that has not come back after [Patience].
	Late []Finding

	hurry func() // nil: each of its looks is whole
	soon  <-chan struct{}
}

// Patience is how long a look may take: a disk that spins up takes some
// seconds, a write that the kernel repeats takes half a minute.
const Patience = 40 * time.Second

// Soon is p that looks at once, and with all it can, when a token comes: somebody
// has met with what it looks for.
func (p Probe) Soon(token <-chan struct{}) Probe {
	p.soon = token
	return p
}

// Run looks with each probe at once and then every so often, until ctx ends. It
// does not wait for a look that hangs. A look that breaks is health.PartBroken,
// and its conditions stay as they were.
func Run(ctx context.Context, board *health.Board, every time.Duration, probes ...Probe) {
	var all sync.WaitGroup
	for _, p := range probes {
		all.Go(func() { p.repeat(ctx, board, every) })
	}
	all.Wait()
}

func (p Probe) repeat(ctx context.Context, board *health.Board, every time.Duration) {
	tick := time.NewTicker(every)
	defer tick.Stop()
	for p.once(ctx, board) {
		select {
		case <-tick.C:
		case <-p.soon:
			if p.hurry != nil {
				p.hurry()
			}
		case <-ctx.Done():
			return
		}
	}
}

// once looks, and tells Late if that takes long; false where ctx ended first.
func (p Probe) once(ctx context.Context, board *health.Board) bool {
	found := make(chan []Finding, 1)
	go func() {
		var f []Finding
		board.Try(p.Name, func() { f = p.Look() })
		found <- f
	}()
	patience := time.NewTimer(Patience)
	defer patience.Stop()
	for {
		select {
		case f := <-found:
			p.report(board, f)
			return true
		case <-patience.C:
			p.report(board, p.Late)
		case <-ctx.Done():
			return false
		}
	}
}

func (p Probe) report(board *health.Board, found []Finding) {
	for _, f := range found {
		board.ReportFrom(p.Name, f.Name, f.Holds, f.Detail)
	}
}

// Tree is where the files of the system are: "/", or a made-up one for a test,
// which has proc, sys, dev and run.
type Tree string

const system Tree = "/"
