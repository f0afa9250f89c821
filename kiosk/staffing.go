package kiosk

import (
	"cmp"
	"context"
	"log/slog"
	"sync"
	"time"

	"guichet/drivers/printer"
	"guichet/drivers/profiles"
	"guichet/forms/pack/durable"
	"guichet/kiosk/config"
	"guichet/kiosk/event"
	"guichet/kiosk/health"
	"guichet/kiosk/machine"
	"guichet/kiosk/metrics"
	"guichet/kiosk/roll"
	"guichet/kiosk/session"
	"guichet/kiosk/staff"
	"guichet/kiosk/tend"
)

// staffing is what the front desk has of this kiosk.
type staffing struct {
	front  *front
	mode   *staff.Mode
	works  staff.Works
	paper  *paperWorks // nil: there is no printer
	screen *screenWorks
	helper helper
	board  *health.Board
	lines  *lines
	news   *bulletin
	disk   *durable.Disk // nil: nothing can be remembered
	seen   history       // of the printer
	now    func() time.Time
	log    *slog.Logger

	counters *metrics.Counters
	restart  sync.Once
	again    chan struct{} // closed: end, to be started anew
}

// openStaffing opens what everything else reports to, and what remembers.
func openStaffing(cfg *config.Config, o Options, kept *lines, now func() time.Time) *staffing {
	s := &staffing{
		board: &health.Board{}, lines: kept, now: now, log: o.log(),
		helper: o.helper, again: make(chan struct{}), counters: metrics.NewCounters(),
	}
	kept.heed = countEvents(s.counters)
	if s.helper == nil {
		s.helper = machine.NewClient(machine.Socket)
	}
	s.news = watchBoard(s.board, s.log)
	var err error
	if s.disk, err = durable.Open(cfg.Data); err != nil {
		s.disk = nil
		s.log.Error(string(event.StaffForgets), "error", err)
	}
	return s
}

func (s *staffing) close() {
	if s.disk != nil {
		s.disk.Close()
	}
}

// layer is a true nil where nothing can be remembered.
func (s *staffing) layer() durable.Layer {
	if s.disk == nil {
		return nil
	}
	return s.disk
}

// count puts a counter before the receipt printer.
func (s *staffing) count(p printer.Printer, cfg *config.Config) printer.Printer {
	if p == nil {
		return nil
	}
	profile, err := profiles.Load(cfg.Printer.Profile)
	if err != nil {
		s.log.Error(string(event.PrinterRefused), "error", err) // it was read a moment ago
		return p
	}
	var meter *roll.Meter
	if s.disk != nil {
		meter = &roll.Meter{Disk: s.disk, Full: cmp.Or(float64(cfg.Printer.RollMetres), profile.Roll), NearEnd: profile.NearEnd}
	}
	counted := count(p, profile, meter, s.counters.Document, s.log)
	s.paper = &paperWorks{
		printer: counted, profile: profile, meter: meter, now: s.now, log: s.log,
		outlet: cmp.Or(cfg.Printer.Outlet, defaultOutlet), town: cfg.Town.Name,
	}
	return counted
}

// open makes staff mode, once all that it works on is there.
func (s *staffing) open(p *parts, cfg *config.Config) {
	s.screen = &screenWorks{helper: s.helper, disk: s.layer()}
	s.works = staff.Works{
		Screen: s.screen, Machine: s.machineWorks(p, cfg), Visit: s.front, Health: s.board.All, Log: s.lines.last,
		Sticks: &stickWorks{helper: s.helper, now: s.now, write: (&watches{cfg, p, s.counters}).diagnose},
	}
	if s.paper != nil {
		s.works.Paper = s.paper
	}
	if p.spool != nil {
		s.works.Waiting = &waitingWorks{known: p.known, link: p.link}
	}
	if p.library != nil {
		s.works.Packs = &packWorks{library: p.library, link: p.link, serving: p.serving, helper: s.helper, send: p.offer}
	}
	if p.calls != nil {
		s.screen.sound = p.calls.sound
		s.works.Calls = &callWorks{calls: p.calls, call: s.front.call}
	}
	s.mode = staff.New(s.modeConfig(cfg, p.kiosk()))
	s.screen.clean = func() error { return s.front.clean(s.mode.Clean) }
}

func (s *staffing) machineWorks(p *parts, cfg *config.Config) *machineWorks {
	w := &machineWorks{helper: s.helper, link: p.link, data: cfg.Data, now: s.now, started: time.Now(), restart: s.startAnew}
	if cfg.Hub != nil {
		w.hub = cfg.Hub.URL
	}
	return w
}

func (s *staffing) modeConfig(cfg *config.Config, kiosk string) staff.Config {
	return staff.Config{
		Works: s.works, Door: s.door(), Badge: s.badge(kiosk),
		Town: cfg.Town.Name, Langs: cfg.Languages,
		Size: sizes[cfg.Screen.Size], Theme: themes[cfg.Screen.Theme],
		Show: s.front.fromDesk, Left: s.front.leave, Now: s.now, Log: s.log,
	}
}

// startAnew ends the program; who started it starts it again.
func (s *staffing) startAnew() { s.restart.Do(func() { close(s.again) }) }

// heard is given what the printer's sensors say.
func (s *staffing) heard(c session.PrinterChanged) {
	s.seen.add(s.now(), c)
	s.board.ReportPrinter(c.Status, c.Gone)
	if s.paper != nil {
		s.paper.heard(c)
	}
	s.mode.Send(c)
}

// begin sets it to work. tell is given what the session must know.
func (s *staffing) begin(ctx context.Context, crew *tend.Crew, cfg *config.Config, tell func(session.Event)) {
	crew.Begin(ctx, "screen", s.screen.restore) // a helper that hangs holds up nobody
	crew.Begin(ctx, "front desk", s.mode.Run)
	crew.Begin(ctx, "kioskctl", func(ctx context.Context) { s.serveControl(ctx, cfg) })
	crew.Begin(ctx, "conditions", func(ctx context.Context) {
		s.news.run(ctx, s.board, func(is []health.Condition) {
			tell(session.HealthChanged{Conditions: is})
			s.mode.Send(session.HealthChanged{Conditions: is})
		})
	})
}
