package fleet

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"guichet/kiosk/custody"
	"guichet/kiosk/event"
	"guichet/kiosk/fleet/wire"
	"guichet/kiosk/spool"
)

// Box is where submissions wait: a *spool.Spool.
type Box interface {
	// Next gives at most n records that come after one, oldest first.
	Next(ctx context.Context, after spool.Record, n int) ([]spool.Record, error)
	Ciphertext(ctx context.Context, id string) ([]byte, error)
	Erase(ctx context.Context, id string) error
}

// courier brings what is in the box to the hub, one after the other, oldest
// first. Nothing is erased but for a receipt.
type courier struct {
	box    Box
	client *Client
	id     Identity
	log    *slog.Logger
	wake   chan struct{}

	retry retry
	aside map[string]time.Time // refused for good, and when: kept, for somebody to look at

	mu     sync.Mutex
	last   time.Time    // last receipt
	refuse int          // how many are aside
	asked  []chan error // who waits until nothing does
	over   error        // nobody delivers any more
	all    bool         // all that waits was tried since the start
}

func newCourier(client *Client, id Identity, log *slog.Logger) *courier {
	return &courier{client: client, id: id, log: log, wake: make(chan struct{}, 1), aside: map[string]time.Time{}}
}

// run delivers until ctx ends.
func (c *courier) run(ctx context.Context, box Box) {
	c.box = box
	c.survey(ctx)
	for ctx.Err() == nil {
		if !pause(ctx, c.round(ctx), c.wake) {
			break
		}
	}
	c.end(ctx.Err())
}

// round tells whoever asked for it how it ended, even if it breaks.
func (c *courier) round(ctx context.Context) (wait time.Duration) {
	asked, err := c.takeAsked(), errBroke
	defer func() {
		for _, a := range asked {
			a <- err
		}
	}()
	wait, err = c.rounds(ctx, len(asked) > 0)
	return wait
}

// survey sets aside what cannot be read, before any of it is sent: somebody must
// hear of that where there is no network, too.
func (c *courier) survey(ctx context.Context) {
	for r, err := range c.waiting(ctx) {
		if err == nil && r.Damaged {
			c.setAside(r, spool.ErrDamaged)
		}
	}
}

// waiting is what is in the box, oldest first. It ends after an error.
func (c *courier) waiting(ctx context.Context) iter.Seq2[spool.Record, error] {
	return func(yield func(spool.Record, error) bool) {
		for after := (spool.Record{}); ; {
			records, err := c.box.Next(ctx, after, 16)
			if err != nil {
				yield(spool.Record{}, err)
			}
			if err != nil || len(records) == 0 {
				return
			}
			for _, r := range records {
				if after = r; !yield(r, nil) {
					return
				}
			}
		}
	}
}

// idle is how long the courier sleeps with nothing to do: a save wakes him, so
// this is only for a wake that was lost.
const idle = time.Minute

// rounds delivers all that waits, says how long to wait until the next try, and
// why something still waits. again: what was set aside is tried as well.
func (c *courier) rounds(ctx context.Context, again bool) (time.Duration, error) {
	var left puzzles
	for r, err := range c.waiting(ctx) {
		if err != nil {
			return c.fail(ctx, event.DeliveryFailed, "", err)
		}
		if at, ok := c.aside[r.ID]; ok && !again && time.Since(at) < asideFor {
			continue
		}
		err = c.deliver(ctx, r)
		if err == nil {
			left.row = 0
		} else if !c.setAside(r, err) && !left.take(r, err) {
			return c.fail(ctx, event.DeliveryFailed, r.Reference, err)
		}
	}
	return c.lastOf(ctx, left)
}

// puzzles are submissions that the hub could neither take nor refuse: one whose
// row there is damaged, say. They must not hold up the others; but where the hub
// says so of a few in a row, it is in trouble itself, and is let be for a while.
type puzzles struct {
	row       int // without one that was taken in between
	reference string
	err       error
}

// inARow is how many are left out before the hub counts as in trouble.
const inARow = 3

// take leaves one out for this time.
func (p *puzzles) take(r spool.Record, err error) bool {
	if p.row == inARow || !refused(err, (*Refusal).puzzled) {
		return false
	}
	p.row++
	p.reference, p.err = r.Reference, err
	return true
}

// lastOf says when to look again once all were tried.
func (c *courier) lastOf(ctx context.Context, left puzzles) (time.Duration, error) {
	c.mu.Lock()
	c.all = true
	c.mu.Unlock()
	if left.err != nil {
		return c.fail(ctx, event.DeliveryFailed, left.reference, left.err)
	}
	c.retry.reset()
	if _, refused := c.state(); refused > 0 {
		return idle, ErrKept
	}
	return idle, nil
}

func (c *courier) fail(ctx context.Context, what event.Name, reference string, err error) (time.Duration, error) {
	wait := c.retry.wait(err)
	if ctx.Err() == nil {
		c.log.Log(ctx, what.Level(), string(what), "reference", reference, "error", err, "again_in", wait.Round(time.Second))
	}
	return wait, err
}

// asideFor is how long one is left out before it is tried again: a hub that was
// wrong may have been mended.
const asideFor = 6 * time.Hour

// setAside leaves one out that the hub will not take, or that cannot be read, so
// that the others are not held up. It stays in the box, is counted in each
// heartbeat, and is tried again some hours later.
func (c *courier) setAside(r spool.Record, err error) bool {
	if !refused(err, (*Refusal).final) && !errors.Is(err, spool.ErrDamaged) && !errors.Is(err, custody.ErrHeader) {
		return false
	}
	c.mu.Lock()
	c.aside[r.ID] = time.Now()
	c.refuse = len(c.aside)
	c.mu.Unlock()
	c.log.Error(string(event.DeliveryRefused), "reference", r.Reference, "error", err)
	return true
}

// deliver hands one submission over. It is gone from the box where it returns
// nil, and still there in every other case.
func (c *courier) deliver(ctx context.Context, r spool.Record) error {
	if r.Damaged {
		return spool.ErrDamaged
	}
	ciphertext, err := c.box.Ciphertext(ctx, r.ID)
	if errors.Is(err, spool.ErrNotFound) {
		return nil // erased meanwhile
	}
	if err != nil {
		return err
	}
	header, envelope, err := custody.Seal(c.header(r), ciphertext, c.id.Key)
	if err != nil {
		return err
	}
	receipt, err := c.send(ctx, envelope, ciphertext)
	if err != nil {
		return err
	}
	if _, err := custody.Acknowledged(receipt, header, c.id.Hub); err != nil {
		return fmt.Errorf("%w: %w", ErrNoHub, err) // a page of somebody between, or a liar
	}
	if err := c.box.Erase(ctx, r.ID); err != nil && !errors.Is(err, spool.ErrNotFound) {
		return err // sent again, and acknowledged again
	}
	c.delivered(r)
	return nil
}

func (c *courier) delivered(r spool.Record) {
	c.retry.reset()
	c.mu.Lock()
	c.last = time.Now()
	delete(c.aside, r.ID)
	c.refuse = len(c.aside)
	c.mu.Unlock()
	c.log.Info(string(event.Delivered), "reference", r.Reference)
}

// keepDefault is for records of a kiosk that did not note it: a year.
const keepDefault = 365

func (c *courier) header(r spool.Record) custody.Header {
	return custody.Header{
		ID: r.ID, Reference: r.Reference, Pack: r.Pack, Version: r.Version,
		Kiosk: c.id.Kiosk, Town: c.id.Town, At: r.At, KeepDays: cmp.Or(r.KeepDays, keepDefault),
	}
}

// send posts a submission. Its envelope is its signature: there is none for the
// request.
func (c *courier) send(ctx context.Context, envelope string, ciphertext []byte) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	head := http.Header{wire.FieldEnvelope: {envelope}, "Content-Type": {"application/octet-stream"}}
	res, _, err := c.client.send(ctx, http.MethodPost, wire.PathSubmissions, ciphertext, head)
	if err != nil {
		return "", err
	}
	defer res.Body.Close()
	receipt, err := io.ReadAll(io.LimitReader(res.Body, wire.MaxMessage))
	return string(bytes.TrimSpace(receipt)), err
}

// state is what the heartbeat says of deliveries.
func (c *courier) state() (last time.Time, refused int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.last, c.refuse
}

// walked tells whether all that waits was looked at since the start.
func (c *courier) walked() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.all
}
