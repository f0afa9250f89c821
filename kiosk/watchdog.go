package kiosk

import (
	"context"
	"time"

	"guichet/kiosk/alive"
	"guichet/kiosk/tend"
)

// watchdog tells systemd that the kiosk lives while the visit and the front desk
// answer and frames are painted; nothing without systemd.
func (t *terminal) watchdog() *alive.Watch {
	checks := []alive.Check{{Name: "frames", Works: t.paints}}
	for i, c := range t.parts.Load().loops() {
		checks = append(checks, alive.Check{Name: c.Name, Works: func(ctx context.Context) error { return t.loopWorks(ctx, i) }})
	}
	return alive.New(alive.Config{Log: t.log, Checks: checks})
}

// loopWorks asks a loop of the parts as they are now: the first start opens others,
// and between the two there is nothing to ask.
func (t *terminal) loopWorks(ctx context.Context, i int) error {
	p := t.parts.Load()
	if p == nil {
		return nil
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	defer context.AfterFunc(p.gone, cancel)()
	if err := p.loops()[i].Works(ctx); p.gone.Err() == nil {
		return err
	}
	return nil
}

// loops are those that own what is on the glass.
func (p *parts) loops() []alive.Check {
	return []alive.Check{
		{Name: "visit loop", Works: p.session.Alive},
		{Name: "front desk loop", Works: p.staff.mode.Alive},
	}
}

// paints asks for a frame and waits until it was painted.
func (t *terminal) paints(ctx context.Context) error {
	before := t.screen.Painted()
	t.do(t.screen.Beat)
	look := time.NewTicker(frameLook)
	defer look.Stop()
	for t.screen.Painted() == before {
		select {
		case <-ctx.Done():
			return context.Cause(ctx)
		case <-look.C:
		}
	}
	return nil
}

// frameLook is a tenth of what a person notices.
const frameLook = 20 * time.Millisecond

// watched says to systemd when the first page stands, and from then on that the
// kiosk lives.
func (t *terminal) watched(ctx context.Context) {
	w := t.watchdog()
	done := make(chan struct{})
	go func() { defer close(done); tend.Part(ctx, t.log, "systemd", w.Run) }()
	if t.paints(ctx) == nil {
		w.Ready()
	}
	<-done
}
