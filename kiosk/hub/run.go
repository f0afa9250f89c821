package hub

import (
	"context"
	"errors"
	"log/slog"
	"math/rand/v2"
	"sync"
	"time"

	"guichet/kiosk/hub/store"
)

// chore is something that a hub does by itself, again and again.
type chore struct {
	name  string
	every time.Duration
	do    func(context.Context) error
}

func (h *Hub) chores() []chore {
	return []chore{
		{"beats", time.Second, func(ctx context.Context) error { return errors.Join(h.writeBeats(ctx), h.advance(ctx)) }},
		{"connectors", time.Second, h.deliver},
		{"retention", time.Hour, h.byTheClock(h.expire)},
		{"renewal", 10 * time.Minute, h.byTheClock(h.renew)},
	}
}

// Run does what a hub does by itself, until ctx ends; then it writes down the
// heartbeats that it still holds. It fails only where it cannot begin.
func (h *Hub) Run(ctx context.Context) error {
	last, err := h.Store.LastNotice(ctx)
	if err != nil {
		return err
	}
	h.streams.begin(last)
	var all sync.WaitGroup
	all.Go(func() { h.listenAll(ctx) })
	all.Go(func() { h.meet(ctx) })
	if h.desk != nil {
		all.Go(func() { h.desk.Run(ctx) })
	}
	for _, c := range h.chores() {
		all.Go(func() { h.repeat(ctx, c) })
	}
	all.Wait()
	end, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer cancel()
	return h.writeBeats(end)
}

// meet reads the kiosks of the whole fleet, and again when this hub has surely
// begun to listen. Where it fails, each is read in its turn.
func (h *Hub) meet(ctx context.Context) {
	h.kiosks.meet(ctx)
	rest(ctx, settling)
	h.kiosks.fill(ctx)
}

// listenAll hears the notices of all hubs, from the last that was known when this
// one began.
func (h *Hub) listenAll(ctx context.Context) {
	for ctx.Err() == nil {
		if err := h.Store.ListenAfter(ctx, h.streams.newest(), h.hear); err != nil && ctx.Err() == nil {
			h.log.Error("listen_failed", "error", err)
		}
		rest(ctx, time.Second)
	}
}

// repeat does a chore, each time a little early or late, so that hubs that were
// started together do not work in step. Its first time is at once.
func (h *Hub) repeat(ctx context.Context, c chore) {
	failing := false
	for ctx.Err() == nil {
		err := h.safely(ctx, c)
		if failed := err != nil && ctx.Err() == nil; failed != failing {
			failing = failed
			h.log.Log(ctx, levels[failed], "chore", "name", c.name, "failing", failed, "error", err)
		}
		rest(ctx, c.every-c.every/10+rand.N(c.every/5))
	}
}

var levels = map[bool]slog.Level{true: slog.LevelError, false: slog.LevelInfo}

// safely contains a panic: the other chores go on, and this one is tried again.
func (h *Hub) safely(ctx context.Context, c chore) (err error) {
	defer func() {
		if recover() != nil {
			h.counts.panics.Add(1)
			err = errors.New("hub: panic in " + c.name)
		}
	}()
	return c.do(ctx)
}

func rest(ctx context.Context, d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
	case <-t.C:
	}
}

// expireAtOnce is how many submissions are deleted in one transaction.
const expireAtOnce = 500

// expire deletes submissions whose time is over, and says so in the history:
// a deletion that is under way when a hub dies is done, but may not be noted.
func (h *Hub) expire(ctx context.Context) error {
	for {
		gone, err := h.Store.ExpireItems(ctx, h.now(), expireAtOnce)
		for _, e := range gone {
			h.counts.expired.Add(1)
			h.note(ctx, store.Act{Who: "hub", Town: e.Town, What: "item_expired", On: e.ID, More: e.Reference})
		}
		if err != nil || len(gone) < expireAtOnce {
			return err
		}
	}
}
