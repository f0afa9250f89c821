package fleet

import (
	"context"
	"errors"
	"log/slog"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/time/rate"

	"guichet/kiosk/event"
	"guichet/kiosk/fleet/wire"
	"guichet/kiosk/health"
)

// heart tells the hub how the kiosk is, and hears what is wanted of it.
type heart struct {
	client *Client
	log    *slog.Logger
	look   func(context.Context) wire.Heartbeat
	want   func(wire.HeartbeatReply)
	says   reporter
	wake   chan struct{}

	answers atomic.Bool // the last time
	heard   atomic.Bool // the hub, since the start
	hub     hubClock

	revoked sync.Once
}

// run beats until ctx ends: each minute, give or take a tenth, and when it is
// poked.
func (h *heart) run(ctx context.Context) {
	var r retry
	pace := rate.NewLimiter(rate.Every(2*time.Second), 4) // whatever pokes, and however often
	for pace.Wait(ctx) == nil {
		err := h.beat(ctx)
		wait := wire.Beat*9/10 + rand.N(wire.Beat/5)
		if err != nil {
			wait = max(wait/4, r.wait(err))
		} else {
			r.reset()
		}
		if !pause(ctx, wait, h.wake) {
			return
		}
	}
}

func (h *heart) beat(ctx context.Context) error {
	var reply wire.HeartbeatReply
	is := h.look(ctx)
	sent := time.Now()
	err := h.client.post(ctx, wire.PathHeartbeat, is, &reply)
	if ctx.Err() != nil {
		return err // that says nothing of the hub
	}
	h.note(err)
	if err == nil {
		h.hub.set(reply.Time, sent)
		h.heard.Store(true)
		h.want(reply)
	}
	return err
}

// note tells the board what came of a heartbeat.
func (h *heart) note(err error) {
	stranger := refused(err, (*Refusal).stranger)
	if stranger {
		h.revoked.Do(func() { h.log.Error(string(event.KioskRevoked), "error", err) })
	}
	away := errors.Is(err, ErrNoHub)
	h.answers.Store(!away)
	h.says.say(health.NoNetwork, away)
	if stranger || err == nil {
		h.says.say(health.Revoked, stranger)
	}
}

// hubClock is the hub's clock, which runs on by the time that passes here: no
// jump of our clock changes it.
type hubClock struct {
	mu   sync.Mutex
	told time.Time
	at   time.Time // when that was; zero: never
}

// set takes the time of an answer to what was sent then: it was told halfway.
func (c *hubClock) set(told, sent time.Time) {
	if told.IsZero() {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = time.Now()
	c.told = told.Add(c.at.Sub(sent) / 2)
}

func (c *hubClock) now() (time.Time, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.told.Add(time.Since(c.at)), !c.at.IsZero()
}
