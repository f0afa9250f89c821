package kiosk

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"time"

	"guichet/kiosk/health"
	"guichet/kiosk/probe"
	"guichet/kiosk/spool"
)

// walkEvery is how often everything that waits is read, to learn whether it still can
// be: with a hub or without, it may wait for weeks.
const walkEvery = time.Hour

// census is what is known of the spool: how much waits there, and what of it cannot
// be read. Where the disk does not answer, what was known last stays.
type census struct {
	box  kept
	file string
	is   os.FileInfo // what lay there when it was opened

	ctx  context.Context // of its looks
	stop context.CancelFunc
	turn chan struct{} // is held by the look under way

	mu      sync.Mutex
	told    bool        // the disk has said once how much waits
	last    spool.Count // and the last time
	damaged int         // at the last walk
	walked  time.Time   // the last walk that came to its end
	corrupt bool        // for good: the file is read anew when the kiosk begins anew
}

// kept is what is counted: a *spool.Spool.
type kept interface {
	Count(ctx context.Context) (spool.Count, error)
	Next(ctx context.Context, after spool.Record, n int) ([]spool.Record, error)
}

func newCensus(box *spool.Spool, dir string) *census {
	c := &census{box: box, file: filepath.Join(dir, "spool.db"), turn: make(chan struct{}, 1)}
	c.is, _ = os.Stat(c.file)
	c.ctx, c.stop = context.WithCancel(context.Background())
	return c
}

// close ends the look under way, which nobody else waits for: the spool is closed
// after it.
func (c *census) close() {
	if c != nil {
		c.stop()
		c.turn <- struct{}{}
		<-c.turn
	}
}

// count asks the disk how much waits.
func (c *census) count(ctx context.Context) (spool.Count, error) {
	is, err := c.box.Count(ctx)
	c.mu.Lock()
	defer c.mu.Unlock()
	if err == nil {
		c.told, c.last = true, is
	}
	c.note(err)
	return is, err
}

// known is what the disk told last, and how many of them cannot be read.
func (c *census) known() (is spool.Count, damaged int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.last, c.damaged
}

// counted tells whether it is known at all how much waits.
func (c *census) counted() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.told
}

// distrusts tells whether an error says that the file cannot be trusted.
func (c *census) distrusts(err error) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.note(err)
}

// note keeps that in mind. It is called under mu.
func (c *census) note(err error) bool {
	var corrupt *spool.CorruptError
	is := errors.As(err, &corrupt)
	c.corrupt = c.corrupt || is
	return is
}

// spoolName is that of [census.probe], and of who meets with a spool that is broken.
const spoolName = "spool"

// probe looks at the spool. What it finds wrong with the file holds until the kiosk
// begins anew: see [parts.revive].
func (c *census) probe() probe.Probe { return probe.Probe{Name: spoolName, Look: c.look} }

func (c *census) look() []probe.Finding {
	select {
	case c.turn <- struct{}{}:
		defer func() { <-c.turn }()
	case <-c.ctx.Done():
		return nil
	}
	ctx, cancel := context.WithTimeout(c.ctx, probe.Patience)
	defer cancel()
	is, err := c.count(ctx)
	if err == nil {
		err = c.walk(is.Waiting)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	found := []probe.Finding{c.broken(err)}
	if !c.walked.IsZero() {
		found = append(found, probe.Finding{Name: health.SpoolDamaged, Holds: c.damaged > 0})
	}
	return found
}

// broken says what stands against taking more: nothing can be counted on that lies
// in a file which nobody will read.
func (c *census) broken(err error) probe.Finding {
	at, gone := os.Stat(c.file)
	switch {
	case c.corrupt:
		return probe.Finding{Name: health.SpoolBroken, Holds: true, Detail: "damaged"}
	case err != nil:
		return probe.Finding{Name: health.SpoolBroken, Holds: true, Detail: "it cannot be read"}
	case gone != nil || !os.SameFile(c.is, at):
		return probe.Finding{Name: health.SpoolBroken, Holds: true, Detail: "moved away"}
	}
	return probe.Finding{Name: health.SpoolBroken}
}

// walk reads everything that waits, where that is due. n is how much: what comes
// meanwhile makes no end of it. A slow disk is no damage: then the next look tries
// again.
func (c *census) walk(n int) error {
	if !c.due() {
		return nil
	}
	ctx, cancel := context.WithTimeout(c.ctx, walkEvery/6)
	defer cancel()
	damaged := map[string]bool{}
	for after := (spool.Record{}); n > 0; {
		records, err := c.box.Next(ctx, after, 16)
		if err != nil || len(records) == 0 {
			return c.ended(damaged, err)
		}
		for _, r := range records {
			if after = r; r.Damaged {
				damaged[r.ID] = true
			}
		}
		n -= len(records)
	}
	return c.ended(damaged, nil)
}

func (c *census) due() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.walked.IsZero() || time.Since(c.walked) >= walkEvery
}

func (c *census) ended(damaged map[string]bool, err error) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.note(err)
	switch {
	case err == nil:
		c.walked, c.damaged = time.Now(), len(damaged)
	case errors.Is(err, context.DeadlineExceeded):
		return nil
	}
	return err
}
