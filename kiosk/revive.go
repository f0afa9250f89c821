package kiosk

import (
	"context"
	"slices"
	"time"

	"guichet/kiosk/event"
	"guichet/kiosk/health"
)

// reviveEvery is how long a kiosk that cannot save waits before it begins anew:
// whoever stands before it reads meanwhile whom to talk to.
const reviveEvery = 5 * time.Minute

// revive begins anew where nothing can be saved, as often as it takes: a disk that
// failed once may be well by now, and only opening everything shows it. Nobody is
// interrupted. It is for a program that something starts again when it ends.
func (p *parts) revive(ctx context.Context) {
	look := time.NewTicker(reviveEvery)
	defer look.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-look.C:
		}
		if p.staff.lame() && p.staff.front.free() {
			p.log.Warn(string(event.BeginsAnew), "why", string(health.SpoolBroken))
			p.staff.startAnew()
			return
		}
	}
}

// lame tells whether nothing can be saved.
func (s *staffing) lame() bool {
	return slices.ContainsFunc(s.board.All(), func(c health.Condition) bool { return c.Name == health.SpoolBroken })
}
