package kiosk

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"guichet/drivers/light"
	"guichet/forms"
	"guichet/kiosk/config"
	"guichet/kiosk/event"
	"guichet/kiosk/fleet"
	"guichet/kiosk/fleet/wire"
	"guichet/kiosk/health"
	"guichet/kiosk/metrics"
	"guichet/kiosk/probe"
	"guichet/kiosk/session"
	"guichet/kiosk/spool"
	"guichet/kiosk/tend"
)

// probeEvery is how often the machine is looked at.
const probeEvery = 15 * time.Second

// watches are those that look at the machine, and tell others than the citizen.
type watches struct {
	cfg      *config.Config
	parts    *parts
	counters *metrics.Counters
}

// begin lets them look and tell.
func (w *watches) begin(ctx context.Context, crew *tend.Crew) {
	board := w.parts.staff.board
	board.Report(health.PrinterMissing, w.parts.printer == nil)
	board.Report(health.NotEnrolled, w.parts.unknown)
	if w.parts.first == nil {
		if w.parts.spool == nil {
			board.ReportFrom("open", health.SpoolBroken, true)
		}
		crew.Begin(ctx, "menu", func(ctx context.Context) { w.menu(ctx, board) })
	}
	crew.Begin(ctx, "probes", func(ctx context.Context) { probe.Run(ctx, board, probeEvery, w.probes()...) })
	if w.cfg.Metrics != "" {
		crew.Begin(ctx, "metrics", w.serveMetrics)
	}
	if w.cfg.Light != "" {
		crew.Begin(ctx, "light", func(ctx context.Context) { w.shine(ctx, board) })
	}
}

// probes are those of what this kiosk has.
func (w *watches) probes() []probe.Probe {
	all := []probe.Probe{probe.Disk(w.cfg.Data).Soon(w.parts.unsaved), probe.Clock(w.times()), probe.Touch(w.cfg.Screen.Touch)}
	if w.parts.known != nil {
		all = append(all, w.parts.known.probe())
	}
	if c := w.cfg.Calls; c != nil && w.parts.calls != nil && !w.parts.calls.simulated {
		all = append(all, probe.Sound(c.Sound.Microphone, c.Sound.Speaker))
		if c.Video != nil {
			all = append(all, probe.Camera(c.Video.Camera))
		}
	}
	return all
}

// menu looks whether what is offered has its day; the days pass by themselves.
func (w *watches) menu(ctx context.Context, board *health.Board) {
	look := time.NewTicker(menuEvery)
	defer look.Stop()
	for {
		fleet.Menu(board, *w.parts.offered.Load(), forms.DayOf(w.parts.staff.now()))
		select {
		case <-ctx.Done():
			return
		case <-look.C:
		}
	}
}

// menuEvery is soon enough for a day that has begun.
const menuEvery = time.Minute

func (w *watches) times() probe.Times {
	t := probe.Times{}
	if l := w.parts.link; l != nil {
		t.Hub = l.HubTime
	}
	return t
}

func (w *watches) shine(ctx context.Context, board *health.Board) {
	l, err := light.Open(w.cfg.Light)
	if err != nil {
		w.parts.log.Error(string(event.LightRefused), "error", err)
		return
	}
	defer l.Close()
	probe.Shine(ctx, board, l)
}

func (w *watches) serveMetrics(ctx context.Context) {
	if err := metrics.Serve(ctx, w.cfg.Metrics, w.source()); err != nil {
		w.parts.log.Error(string(event.MetricsRefused), "error", err)
	}
}

// source is where the figures come from.
func (w *watches) source() metrics.Source {
	s := metrics.Source{Version: wire.Version, Board: w.parts.staff.board, Counters: w.counters}
	if box := w.parts.spool; box != nil {
		s.Spool = func(ctx context.Context) (int, time.Time, error) {
			c, err := box.Count(ctx)
			return c.Waiting, c.Oldest, err
		}
	}
	if paper := w.parts.staff.paper; paper != nil {
		s.Paper = func() (printed, left float64) {
			is := paper.State()
			return is.Printed, is.Left
		}
	}
	if l := w.parts.link; l != nil {
		s.Hub = func() (reachable, known bool) { return l.Answers(), true }
		s.Clock = func() (time.Duration, bool) { off := l.ClockOff(); return off, off != 0 }
	}
	return s
}

// countEvents counts visits and calls by what the log says of them.
func countEvents(c *metrics.Counters) func(slog.Record) {
	return func(r slog.Record) {
		switch event.Name(r.Message) {
		case event.VisitEnded:
			c.Visit(attr(r, "why"))
		case event.CallEnded:
			c.Call(attr(r, "answered") == "true", attr(r, "cause"))
		}
	}
}

func attr(r slog.Record, key string) (value string) {
	r.Attrs(func(a slog.Attr) bool {
		if a.Key == key {
			value = a.Value.String()
		}
		return a.Key != key
	})
	return value
}

// reporting is the box with what its disk says: one that takes nothing more is
// told to the board. After any failure the disk is looked at, at once.
type reporting struct {
	session.Outbox
	known   *census
	board   *health.Board
	unsaved chan<- struct{} // has room for one
}

func (r *reporting) Put(ctx context.Context, s forms.Submission) error {
	err := r.Outbox.Put(ctx, s)
	if err != nil {
		select {
		case r.unsaved <- struct{}{}:
		default:
		}
	}
	switch {
	case r.known.distrusts(err):
		r.board.ReportFrom(spoolName, health.SpoolBroken, true, "damaged")
	case errors.Is(err, spool.ErrFull):
		r.board.ReportFrom(probe.DiskName, health.DiskFull, true, "spool") // whose next look says more
	}
	return err
}
