package desk

import (
	"context"
	"sync"
	"time"

	"guichet/kiosk/hub/store"
)

// Run keeps this hub's copy up to date and does what time brings, until ctx
// ends; then it ends all connections.
func (d *Desk) Run(ctx context.Context) error {
	d.beat(ctx)
	var all sync.WaitGroup
	all.Go(func() { d.listen(ctx) })
	all.Go(func() { d.showAll(ctx) })
	all.Go(func() { d.repeat(ctx, sweepEvery, d.sweep) })
	all.Go(func() { d.repeat(ctx, time.Second, d.showServices) })
	all.Go(func() { d.repeat(ctx, beatEvery, d.beat) })
	all.Go(func() { d.repeat(ctx, time.Hour, d.forget) })
	all.Wait()
	d.Drain()
	d.conns.Wait()
	end, cancel := d.patience()
	defer cancel()
	return d.Store.BeatCallHub(end, d.hub, time.Time{})
}

// repeat does something again and again, first at once.
func (d *Desk) repeat(ctx context.Context, every time.Duration, do func(context.Context)) {
	for ctx.Err() == nil {
		do(ctx)
		d.stir() // what hangs on the clock is told too
		rest(ctx, every)
	}
}

func (d *Desk) forget(ctx context.Context) {
	now := d.Now()
	d.failed("calls_sweep_failed", d.Store.SweepCalls(ctx, now.Add(-callsKept), now.Add(-countsKept)))
}

// listen reads what changed whenever the store rings.
func (d *Desk) listen(ctx context.Context) {
	for ctx.Err() == nil {
		err := d.Store.ListenCalls(ctx, func() {
			d.catchUp(ctx)
			d.caughtUp()
		})
		if ctx.Err() == nil {
			d.failed("calls_listen_failed", err)
			rest(ctx, time.Second)
		}
	}
}

// catchUp reads until there is nothing new. What cannot be read now is read when
// it rings again: that is soon, for the store rings by itself now and then.
func (d *Desk) catchUp(ctx context.Context) {
	for _, read := range []func(context.Context) (bool, error){d.readCalls, d.readAgents, d.readBacks, d.readMail} {
		for more := true; more && ctx.Err() == nil; {
			var err error
			if more, err = read(ctx); err != nil && ctx.Err() == nil {
				d.failed("calls_read_failed", err)
			}
		}
	}
}

// newer reads the rows after a cursor, and gives each to see with the lock held.
func newer[T any](d *Desk, cursor *int64, read func(after int64) ([]T, error), rev func(T) int64, see func(T)) (more bool, err error) {
	rows, err := read(*cursor)
	if err != nil || len(rows) == 0 {
		return false, err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, row := range rows {
		see(row)
		*cursor = rev(row)
	}
	return true, nil
}

func (d *Desk) readCalls(ctx context.Context) (bool, error) {
	return newer(d, &d.book.cursor.calls, func(after int64) ([]store.Call, error) { return d.Store.CallsSince(ctx, after) },
		func(c store.Call) int64 { return c.Rev }, d.see)
}

func (d *Desk) readAgents(ctx context.Context) (bool, error) {
	return newer(d, &d.book.cursor.agents, func(after int64) ([]store.CallAgent, error) { return d.Store.CallAgentsSince(ctx, after) },
		func(a store.CallAgent) int64 { return a.Rev }, d.seeAgent)
}

func (d *Desk) readBacks(ctx context.Context) (bool, error) {
	return newer(d, &d.book.cursor.backs, func(after int64) ([]store.CallBack, error) { return d.Store.CallBacksSince(ctx, after) },
		func(b store.CallBack) int64 { return b.Rev }, d.seeBack)
}

func (d *Desk) readMail(ctx context.Context) (bool, error) {
	return newer(d, &d.book.cursor.mail, func(after int64) ([]store.CallMail, error) { return d.Store.CallMailSince(ctx, after) },
		func(m store.CallMail) int64 { return m.Number }, func(m store.CallMail) {
			if c := d.sideOf(m.Call, m.Side); c != nil {
				c.look()
			}
		})
}

// seeAgent takes a window of an agent as it is now.
func (d *Desk) seeAgent(a store.CallAgent) {
	if d.book.agents[a.ID].Rev >= a.Rev {
		return
	}
	d.book.agents[a.ID] = a
	d.stir()
}
