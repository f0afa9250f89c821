package kiosk

import (
	"context"
	"sync/atomic"

	"guichet/kiosk/config"
	"guichet/kiosk/session"
)

// Headless is the terminal without a screen, for who brings his own: views come
// by Options.See, and what ready is given takes the touches. It serves until ctx
// ends, then wipes what is left; an error is that of opening.
func Headless(ctx context.Context, cfg *config.Config, o Options, ready func(send func(session.Event))) error {
	refuseDumps(o.log())
	see := o.See
	if see == nil {
		see = func(session.View) {}
	}
	var now atomic.Pointer[parts]
	again := func(named bool) (*parts, error) {
		o.named = named
		p, err := open(cfg, o, see)
		if err == nil {
			now.Store(p)
		}
		return p, err
	}
	p, err := again(false)
	if err != nil {
		return err
	}
	ready(func(e session.Event) { now.Load().send(e) })
	return p.serveOn(ctx, again)
}
