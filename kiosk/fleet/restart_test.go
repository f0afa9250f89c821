package fleet

import (
	"context"
	"maps"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"guichet/kiosk/fleet/wire"
	"guichet/kiosk/health"
)

// What only the agent sees, it sees again some moments after each start. What it
// does not know yet is not over: told anew after each restart of a kiosk, it
// would stop the roll-outs of its town.
func TestWhatTheAgentSawOutlivesARestart(t *testing.T) {
	if testing.Short() {
		t.Skip("it is long")
	}
	rootOnce()
	lately := wire.Heartbeat{Spool: wire.Spool{Waiting: 1, Oldest: time.Date(1999, 12, 30, 0, 0, 0, 0, time.UTC)}}
	for name, c := range map[string]struct {
		is   func(d *deskOfHub, h *townHall)
		beat wire.Heartbeat
	}{
		"certificate_ends": {is: func(d *deskOfHub, _ *townHall) { d.ends = time.Now().Add(13 * 24 * time.Hour) }},
		"clock_wrong":      {is: func(d *deskOfHub, _ *townHall) { d.ahead = time.Hour }},
		"pack_refused":     {is: func(d *deskOfHub, _ *townHall) { d.wants = []wire.Wanted{{ID: "cantine", Version: "9.9.9"}} }},
		"spool_damaged":    {is: func(d *deskOfHub, _ *townHall) { d.box = refuses }},
		"spool_old":        {is: func(*deskOfHub, *townHall) {}, beat: lately},
		"hub_older":        {is: func(_ *deskOfHub, h *townHall) { h.files = h.backup }},
	} {
		t.Run(name, func(t *testing.T) {
			h := newTownHall(t)
			h.backup = maps.Clone(h.files)
			h.publish("1.0.0")
			synctest.Test(t, func(t *testing.T) {
				d, dir, w := &deskOfHub{}, t.TempDir(), calmWorld(t, 0)
				d.box = w.RoundTrip
				life := func() {
					a := agentOf(t, d, dir, &health.Board{}, func(context.Context) wire.Heartbeat { return c.beat })
					a.porter.source = h
					stop := runs(t, a, w)
					time.Sleep(time.Hour)
					stop()
				}
				life()
				c.is(d, h)
				w.submit()
				for range 3 {
					life()
					time.Sleep(time.Minute)
				}
				began := d.announced()
				if len(began) != 1 || len(d.last()) != 1 || d.last()[0].Name != name {
					t.Errorf("it began %q, and is %v", began, d.last())
				}
			})
		})
	}
}

func refuses(*http.Request) (*http.Response, error) {
	return problem(http.StatusConflict, "taken", time.Now()), nil
}

// The network comes back long after a restart: what the hub was told before is
// still the same, for it has heard of no end.
func TestAnAlertWaitsForTheNetwork(t *testing.T) {
	rootOnce()
	synctest.Test(t, func(t *testing.T) {
		d, dir, board := &deskOfHub{}, t.TempDir(), &health.Board{}
		stop := runs(t, agentOf(t, d, dir, board, nil), nil)
		board.Report(health.SpoolBroken, true)
		board.Report(health.DiskFull, true)
		time.Sleep(time.Hour)
		stop()
		d.set(func(d *deskOfHub) { d.down = true })
		board = &health.Board{}
		stop = runs(t, agentOf(t, d, dir, board, nil), nil)
		time.Sleep(time.Hour)
		board.Report(health.SpoolBroken, true)
		board.Report(health.DiskFull, false)
		d.set(func(d *deskOfHub) { d.down = false })
		time.Sleep(10 * time.Minute)
		stop()
		wants(t, sorted(d.announced()), "disk_nearly_full 00:00:00", "spool_broken 00:00:00")
		wants(t, namesOf(d.last()), "spool_broken")
	})
}

// A machine begins in the year 2000. What is wrong from the first moment on is
// told once the hub has said what time it is, and at once then.
func TestAnAlertWaitsForTheHubsClock(t *testing.T) {
	rootOnce()
	for _, ahead := range []time.Duration{26 * 365 * 24 * time.Hour, -20 * 365 * 24 * time.Hour} {
		synctest.Test(t, func(t *testing.T) {
			d, board := &deskOfHub{ahead: ahead}, &health.Board{}
			board.Report(health.SpoolBroken, true)
			at := time.Now().Add(ahead)
			defer runs(t, agentOf(t, d, t.TempDir(), board, nil), nil)()
			time.Sleep(5 * time.Second)
			heard := d.last()
			if len(heard) != 1 || heard[0].Since.Sub(at).Abs() > time.Second || len(d.announced()) != 1 {
				t.Errorf("the hub hears %v, it began %v", d.announced(), at)
			}
		})
	}
}
