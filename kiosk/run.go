package kiosk

import (
	"context"
	"log/slog"
	"sync"
	"sync/atomic"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"

	"guichet/kiosk/config"
	"guichet/kiosk/event"
	"guichet/kiosk/fleet"
	"guichet/kiosk/session"
	"guichet/kiosk/tend"
	"guichet/kiosk/ui"
)

// appID names the folder where Fyne keeps its font index and shaders. Nothing
// of a visit goes there.
const appID = "fr.guichet.kiosk"

// Run is the terminal: it takes the whole screen and serves until ctx ends. It
// must be called on the main goroutine, as everything that shows windows.
func Run(ctx context.Context, cfg *config.Config, o Options) error {
	refuseDumps(o.log())
	o.revives = true
	t := newTerminal(cfg, o, fyne.Size{})
	return t.run(ctx, t.tended("watchdog", t.watched))
}

// terminal is a kiosk with its screen.
type terminal struct {
	app    fyne.App
	screen *ui.Screen
	parts  atomic.Pointer[parts]            // nil until all is open
	open   func(named bool) (*parts, error) // and keeps them in parts; see Options.named
	opened chan error
	ending atomic.Bool

	log  *slog.Logger
	warn sync.Once
	mu   sync.Mutex
	last *session.View // shown before there was a screen
}

// newTerminal opens the window and everything else side by side: the first
// page waits for the slower of the two and not for their sum.
func newTerminal(cfg *config.Config, o Options, window fyne.Size) *terminal {
	t := &terminal{opened: make(chan error, 1), log: o.log()}
	o.film = t.film
	show := t.shower(o.See)
	t.open = func(named bool) (p *parts, err error) {
		o.named = named
		t.parts.Store(nil)
		p, err = open(cfg, o, show)
		t.parts.Store(p)
		return p, err
	}
	go func() { _, err := t.open(false); t.opened <- err }()
	ui.Prepare()
	t.app = app.NewWithID(appID)
	noLastWork(t.app.Lifecycle())
	t.screen = ui.New(t.app, ui.Options{
		Send:   t.send,
		Panel:  ui.Panel{WidthMM: float64(cfg.Screen.WidthMM), HeightMM: float64(cfg.Screen.HeightMM)},
		Window: window,
	})
	return t
}

// send passes a touch on. Before all is open there is nothing to press.
func (t *terminal) send(e session.Event) {
	if p := t.parts.Load(); p != nil {
		p.send(e)
	}
}

// shower is the one place where something crosses to Fyne. Views that come
// faster than they are drawn replace each other.
func (t *terminal) shower(see func(session.View)) func(session.View) {
	return func(v session.View) {
		if see != nil {
			see(v)
		}
		t.mu.Lock()
		waiting := t.last != nil
		t.last = &v
		t.mu.Unlock()
		if !waiting {
			t.do(t.draw)
		}
	}
}

// do runs f on Fyne's goroutine, and not at all once the program ends: after
// its loop Fyne would run f on the caller's, without a window.
func (t *terminal) do(f func()) {
	if !t.ending.Load() {
		fyne.Do(f)
	}
}

func (t *terminal) draw() {
	t.mu.Lock()
	v := t.last
	t.last = nil
	t.mu.Unlock()
	t.screen.Show(*v)
	t.warn.Do(func() {
		if f := t.screen.Shrinks(); f > 1 {
			t.log.Warn(string(event.PanelTooSmall), "targets_and_letters_are_smaller_by", f)
		}
	})
}

// run serves until ctx ends, then lets the session wipe what is left. The
// window is made at once; what stands beside it starts when all is open.
func (t *terminal) run(ctx context.Context, beside ...func(context.Context)) (err error) {
	ctx, cancel := context.WithCancel(ctx)
	context.AfterFunc(ctx, func() { t.ending.Store(true) })
	var all sync.WaitGroup
	all.Go(func() {
		defer quit(t.app)
		if err = <-t.opened; err == nil {
			err = t.serve(ctx, beside)
		}
	})
	t.screen.Window().Show()
	t.app.Run()
	t.ending.Store(true)
	cancel()
	all.Wait()
	return err
}

// tended is a part that begins anew where it breaks.
func (t *terminal) tended(part string, f func(context.Context)) func(context.Context) {
	return func(ctx context.Context) { tend.Part(ctx, t.log, part, f) }
}

// serve runs what was opened, and what stands beside it, until ctx ends.
func (t *terminal) serve(ctx context.Context, beside []func(context.Context)) error {
	ctx, cancel := context.WithCancel(ctx)
	var all sync.WaitGroup
	defer all.Wait()
	defer cancel()
	for _, f := range beside {
		all.Go(func() { f(ctx) })
	}
	return t.parts.Load().serveOn(ctx, t.open)
}

// serve runs the session until ctx ends, or the session does.
func (p *parts) serve(ctx context.Context) {
	defer p.close()
	ctx, cancel := context.WithCancel(ctx)
	crew := tend.Crew{Log: p.log, Board: p.staff.board}
	defer crew.Wait()
	defer cancel()
	crew.Begin(ctx, "printer", func(ctx context.Context) { watch(ctx, p.printer, p.heard) })
	p.staff.begin(ctx, &crew, p.cfg, p.session.Send)
	(&watches{p.cfg, p, p.staff.counters}).begin(ctx, &crew)
	crew.Begin(ctx, "farewell", func(ctx context.Context) { <-ctx.Done(); p.calls.close() }) // while the session wipes
	crew.Begin(ctx, "restart", func(ctx context.Context) { p.endsToBeginAnew(ctx, cancel) })
	if p.link != nil {
		crew.Begin(ctx, "hub", func(ctx context.Context) { p.link.Run(ctx, p.box()) })
	}
	if p.link != nil && p.first != nil {
		crew.Begin(ctx, "first start", p.asksSoon)
	}
	if p.revives {
		crew.Begin(ctx, "revival", p.revive)
	}
	defer p.leave()
	p.session.Run(ctx)
}

// send passes a touch on.
func (p *parts) send(e session.Event) { p.staff.front.send(e) }

// endsToBeginAnew ends the kiosk where the front desk wants that.
func (p *parts) endsToBeginAnew(ctx context.Context, end func()) {
	select {
	case <-p.staff.again:
		end()
	case <-ctx.Done():
	}
}

// kiosk is the id of this one; empty where no hub knows it.
func (p *parts) kiosk() string {
	if p.link == nil {
		return ""
	}
	return p.link.Identity().Kiosk
}

// box is what the hub's courier empties: a true nil where nothing can be saved.
func (p *parts) box() fleet.Box {
	if p.spool == nil {
		return nil
	}
	return p.spool
}
