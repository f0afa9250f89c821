package kiosk

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
	"testing/synctest"
	"time"

	"filippo.io/age"

	"guichet/kiosk/fleet/wire"
	"guichet/kiosk/health"
	"guichet/kiosk/probe"
	"guichet/kiosk/spool"
)

// tray is a spool of a story.
type tray struct {
	err     error
	records []spool.Record
	asked   int // for records
}

func (b *tray) Count(context.Context) (spool.Count, error) {
	if b.err != nil {
		return spool.Count{}, b.err
	}
	return spool.Count{Waiting: len(b.records), Oldest: today}, nil
}

func (b *tray) Next(_ context.Context, after spool.Record, n int) ([]spool.Record, error) {
	b.asked++
	at := slices.IndexFunc(b.records, func(r spool.Record) bool { return r.ID == after.ID }) + 1
	return b.records[at:min(at+n, len(b.records))], b.err
}

// filled has n that wait, of which some cannot be read.
func filled(n int, damaged ...int) *tray {
	b := &tray{}
	for i := range n {
		b.records = append(b.records, spool.Record{ID: strconv.Itoa(i + 1), Damaged: slices.Contains(damaged, i)})
	}
	return b
}

// counting is a census of a tray whose file lies where it belongs.
func counting(t *testing.T, b *tray) *census {
	t.Helper()
	file := filepath.Join(t.TempDir(), "spool.db")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	is, err := os.Stat(file)
	if err != nil {
		t.Fatal(err)
	}
	c := &census{box: b, file: file, is: is, turn: make(chan struct{}, 1)}
	c.ctx, c.stop = context.WithCancel(context.Background())
	return c
}

// finds is what a look says of a condition; detail "-" where it does not hold.
func finds(t *testing.T, c *census, n health.Name) (detail string) {
	t.Helper()
	all := c.look()
	i := slices.IndexFunc(all, func(f probe.Finding) bool { return f.Name == n })
	switch {
	case i < 0:
		return "nothing is known"
	case !all[i].Holds:
		return "-"
	}
	return all[i].Detail
}

// Everything that waits is read once an hour, and no more often.
func TestTheCensusReadsAll(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := filled(40)
		c := counting(t, b)
		if got := finds(t, c, health.SpoolDamaged); got != "-" || b.asked != 3 {
			t.Errorf("whole: %q, asked %d times", got, b.asked)
		}
		b.records[33].Damaged, b.records[39].Damaged = true, true
		if got := finds(t, c, health.SpoolDamaged); got != "-" || b.asked != 3 {
			t.Errorf("a moment later: %q, asked %d times", got, b.asked)
		}
		time.Sleep(walkEvery)
		if got := finds(t, c, health.SpoolDamaged); got != "" {
			t.Errorf("damaged: %q", got)
		}
		if is, damaged := c.known(); is.Waiting != 40 || damaged != 2 {
			t.Errorf("%d wait, %d damaged", is.Waiting, damaged)
		}
		b.records = b.records[:10] // the others are taken away
		time.Sleep(walkEvery)
		if got := finds(t, c, health.SpoolDamaged); got != "-" {
			t.Errorf("taken away: %q", got)
		}
	})
}

// A record whose number on the disk is not the one that it says is no walk without
// an end.
func TestARecordThatNobodyFindsAgain(t *testing.T) {
	b := filled(20, 19)
	b.records[19].ID = b.records[3].ID
	c := counting(t, b)
	if got := finds(t, c, health.SpoolDamaged); got != "" || b.asked > 3 {
		t.Errorf("%q, asked %d times", got, b.asked)
	}
}

// What cannot be counted is a condition. It is over when the disk answers again, but
// for a file that cannot be trusted: that is read anew when the kiosk begins anew.
func TestASpoolThatCannotBeCounted(t *testing.T) {
	for name, c := range map[string]struct {
		err         error
		says, after string
	}{
		"an error of the disk": {errors.New("disk I/O error"), "it cannot be read", "-"},
		"damage":               {&spool.CorruptError{}, "damaged", "damaged"},
	} {
		t.Run(name, func(t *testing.T) {
			b := filled(3)
			census := counting(t, b)
			if got := finds(t, census, health.SpoolBroken); got != "-" {
				t.Errorf("at first: %q", got)
			}
			b.err = c.err
			if got := finds(t, census, health.SpoolBroken); got != c.says {
				t.Errorf("it fails: %q", got)
			}
			if is, _ := census.known(); is.Waiting != 3 {
				t.Errorf("known are %d", is.Waiting)
			}
			b.err = nil
			if got := finds(t, census, health.SpoolBroken); got != c.after {
				t.Errorf("it answers again: %q", got)
			}
		})
	}
}

// A spool whose file is damaged under a kiosk that runs.
func TestTheFileIsDamagedWhileItIsOpen(t *testing.T) {
	h := enter(t, noPrinter)
	for range 3 {
		h.visit("acte-naissance")
		h.press("Terminer")
	}
	h.off()
	box, err := spool.Open(h.cfg.Data, []age.Recipient{h.key.Recipient()})
	if err != nil {
		t.Fatal(err)
	}
	defer box.Close()
	size := len(read(t, h.store()))
	write(t, h.store(), int64(size/3), rubbish(size/3))
	if got := finds(t, newCensus(box, h.cfg.Data), health.SpoolBroken); got != "damaged" {
		t.Errorf("it says %q", got)
	}
}

// slowTray is a disk that takes its time.
type slowTray struct {
	tray
	begun chan struct{} // closed: it is asked
}

func (b *slowTray) Count(ctx context.Context) (spool.Count, error) {
	close(b.begun)
	<-ctx.Done()
	time.Sleep(time.Second) // what was begun is brought to its end
	return spool.Count{}, ctx.Err()
}

// A kiosk that ends waits for the look under way: the spool is closed behind it, and
// no file of it comes or goes after that.
func TestTheLookUnderWayIsWaitedFor(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := &slowTray{begun: make(chan struct{})}
		c := counting(t, nil)
		c.box = b
		go c.look()
		<-b.begun
		began := time.Now()
		if c.close(); time.Since(began) != time.Second {
			t.Errorf("it ends %v after it was told to, and the look a second", time.Since(began))
		}
	})
}

// A spool that was never open is not an empty one.
func TestTheHubIsToldOfASpoolThatDoesNotOpen(t *testing.T) {
	if is := (&link{gauge: newGauge("epson")}).look(t.Context()).Spool; is != (wire.Spool{Unknown: true}) {
		t.Errorf("the hub hears %+v", is)
	}
}

// Nor is one that opened, and whose disk has not said since what lies there.
func TestTheHubIsToldOfASpoolThatNobodyCounted(t *testing.T) {
	b := filled(3)
	b.err = errors.New("disk I/O error")
	l := &link{gauge: newGauge("epson"), known: counting(t, b)}
	if is := l.look(t.Context()).Spool; is != (wire.Spool{Unknown: true}) {
		t.Errorf("the hub hears %+v", is)
	}
	b.err = nil
	if is := l.look(t.Context()).Spool; is != (wire.Spool{Waiting: 3, Oldest: today}) {
		t.Errorf("once it is counted: %+v", is)
	}
}

// The hub is told what was counted last, never that nothing waits, where the disk does
// not answer.
func TestTheHubIsNotToldOfNothing(t *testing.T) {
	b := filled(3, 1)
	l := &link{gauge: newGauge("epson"), known: counting(t, b)}
	l.known.look()
	for name, err := range map[string]error{"it answers": nil, "it does not": errors.New("disk I/O error")} {
		b.err = err
		if is := l.look(t.Context()).Spool; is.Waiting != 3 || is.Damaged != 1 || !is.Oldest.Equal(today) {
			t.Errorf("%s: the hub hears %+v", name, is)
		}
	}
}
