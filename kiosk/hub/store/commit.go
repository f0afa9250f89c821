package store

import (
	"context"
	"runtime"
)

// A job is what one caller wants written. It runs in the goroutine of
// commitBatches, in a transaction that it shares with others.
type job struct {
	ctx  context.Context
	item *newItem        // what fn will put: the engine may do so ahead, with others
	fn   func(*tx) error // may run more than once, each time from the start
	err  error
	done chan struct{}
}

// maxBatch bounds how much one commit holds back those who come after.
const maxBatch = 256

// do runs fn in a transaction and returns once it is committed and synced. An
// error of fn itself is returned and nothing of it is kept; others in the same
// transaction do not notice.
//
// Once fn runs, do waits for its outcome whatever becomes of ctx: fn reads what
// the caller lent it.
func (d *database) do(ctx context.Context, fn func(*tx) error) error {
	return d.wait(&job{ctx: ctx, fn: fn, done: make(chan struct{})})
}

func (d *database) wait(j *job) error {
	select {
	case d.jobs <- j:
	case <-j.ctx.Done():
		return j.ctx.Err()
	case <-d.quit:
		return ErrClosed
	}
	<-j.done
	return j.err
}

// commitBatches is the only goroutine that writes. What comes while a commit
// is being synced shares the next one: so a hundred callers cost a few syncs.
func (d *database) commitBatches() {
	for {
		select {
		case j := <-d.jobs:
			batch := d.gather(j)
			d.commit(batch)
			for _, j := range batch {
				close(j.done)
			}
		case <-d.quit:
			return
		}
	}
}

// gather lets those run who were woken by the commit before, as long as more of
// them come back: else the first would have a commit of its own.
func (d *database) gather(first *job) []*job {
	batch, before := []*job{first}, 0
	for before < len(batch) && len(batch) < maxBatch {
		before = len(batch)
		runtime.Gosched()
		batch = d.drain(batch)
	}
	return batch
}

// drain takes those who wait right now.
func (d *database) drain(batch []*job) []*job {
	for len(batch) < maxBatch {
		select {
		case j := <-d.jobs:
			batch = append(batch, j)
		default:
			return batch
		}
	}
	return batch
}

// outcome of a try to commit a batch.
type outcome int

const (
	ended  outcome = iota // each job knows its error
	lost                  // no connection, or it broke: nothing was kept
	spoilt                // a statement failed: nothing was kept
)

// attempts where the reason may pass: a server that was started again, two
// hubs that met.
const attempts = 3

// commit runs a batch until each job knows how it ended. Where one of them
// spoils the transaction, each runs in its own.
func (d *database) commit(batch []*job) {
	for range attempts {
		result := d.together(batch)
		switch {
		case result == ended:
			return
		case result == spoilt && len(batch) > 1:
			for _, j := range batch {
				d.commit([]*job{j})
			}
			return
		case result == spoilt && !d.again(batch[0].err):
			return
		}
	}
}

// together tries to commit a batch as one.
func (d *database) together(batch []*job) outcome {
	t, err := d.beginTx()
	if err != nil {
		fail(batch, err)
		return lost
	}
	batch = waitingStill(batch)
	if err := d.putAhead(t, batch); err != nil {
		fail(batch, err)
		return d.giveUp(t, batch, err)
	}
	var kept []*job
	for _, j := range batch {
		t.wrote = false
		if j.err = j.fn(t); j.err == nil && !t.broken {
			kept = append(kept, j)
		} else if t.wrote || t.broken {
			return d.giveUp(t, batch, j.err)
		}
	}
	// An error here means that it is not known what was kept: nothing is tried
	// again, that is for those to do who asked.
	fail(kept, t.commit())
	return ended
}

// waitingStill leaves out those whose caller gave up. It is asked once: what is
// begun for a job is done for it whole.
func waitingStill(batch []*job) []*job {
	var still []*job
	for _, j := range batch {
		if j.err = j.ctx.Err(); j.err == nil {
			still = append(still, j)
		}
	}
	return still
}

func (d *database) giveUp(t *tx, batch []*job, err error) outcome {
	t.rollback()
	if d.line != nil {
		return spoilt
	}
	fail(batch, err)
	return lost
}

// fail gives all of them an error, or none.
func fail(batch []*job, err error) {
	for _, j := range batch {
		j.err = err
	}
}
