package first

import (
	"context"
	"fmt"
	"reflect"
	"sync"
	"sync/atomic"
	"time"

	"guichet/forms"
	"guichet/kiosk/event"
	"guichet/kiosk/health"
	"guichet/kiosk/loop"
	"guichet/kiosk/session"
)

// Page is what stands on the glass until the kiosk can go on. All of it but the
// queue belongs to the goroutine of [Page.Run].
type Page struct {
	cfg    Config
	events *loop.Queue[any]
	ended  atomic.Bool
	ctx    context.Context
	jobs   sync.WaitGroup

	id      session.PageID
	typed   forms.Input // the groups of the code
	said    said        // what came of the last try
	trying  bool
	lacks   Lacks
	ready   time.Time // from when on a kiosk that lacks nothing goes on
	offline bool
	over    bool
	shown   *session.View

	look session.Looks
}

// firstPage is above every number of a page of a session, and below those of staff
// mode.
const firstPage session.PageID = 1 << 62

// New makes the page, which [Page.Run] brings to life.
func New(c Config) *Page {
	c = withDefaults(c)
	p := &Page{
		cfg: c, id: firstPage, lacks: c.Lacks, typed: forms.Input{},
		look: session.Looks{Lang: c.Langs[0], Size: c.Size, Theme: c.Theme},
	}
	if c.Enrol == nil {
		p.id += 1 << 61 // a touch on the page that asked answers nothing here
	}
	p.events = loop.NewQueue(func(e, last any) bool { return e == any(session.Touched{}) && last == any(session.Touched{}) })
	return p
}

// Send gives an event to the page. It never blocks. What is for a session alone
// changes nothing.
func (p *Page) Send(e session.Event) { p.events.Put(e) }

// KeysCame tells that there are keys of the town hall now.
func (p *Page) KeysCame() { p.events.Put(keysCame{}) }

// Over tells that the kiosk can go on: [Page.Run] has returned, or is about to.
func (p *Page) Over() bool { return p.ended.Load() }

// Alive returns nil once the page has handled all that was sent before, and the
// cause of ctx where it does not in time: it hangs, or is over.
func (p *Page) Alive(ctx context.Context) error {
	return loop.Alive(ctx, func(ping loop.Ping) { p.events.Put(ping) })
}

// Run serves until ctx ends, whose error it returns, or until the page is over. A try
// that is under way is broken off: it leaves an identity on the disk, whole, or none.
func (p *Page) Run(ctx context.Context) error {
	var stop context.CancelFunc
	p.ctx, stop = context.WithCancel(ctx)
	defer p.events.Close()
	defer p.jobs.Wait()
	defer stop()
	p.ready = time.Now().Add(p.cfg.Least)
	least := time.NewTimer(p.cfg.Least)
	defer least.Stop()
	p.guard("page", p.goOn)
	for !p.over {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-least.C:
			p.guard("page", p.goOn)
		case <-p.events.Wake():
			p.drain()
		}
	}
	p.ended.Store(true)
	return nil
}

// keysCame and tried come from beside the loop.
type (
	keysCame struct{}
	tried    struct {
		id  session.PageID
		err error
	}
)

func (p *Page) drain() {
	for e, ok := p.events.Take(); ok; e, ok = p.events.Take() {
		p.guard(fmt.Sprintf("%T", e), func() { p.handle(e) })
		p.guard("page", p.goOn)
	}
}

// guard takes one step. A mistake of ours must not leave a glass that answers nothing;
// what the panic says may hold the code, so only what was done is logged.
func (p *Page) guard(doing string, step func()) {
	defer func() {
		if recover() != nil {
			_, line := health.Thrown()
			p.cfg.Log.Error(string(event.PartBroken), "part", "first start", "at", line, "doing", doing)
		}
	}()
	step()
}

// goOn looks whether the kiosk can, and shows the page if anything on it has
// changed.
func (p *Page) goOn() {
	if p.cfg.Enrol == nil && p.lacks == (Lacks{}) && !time.Now().Before(p.ready) {
		p.over = true
	}
	v := p.view()
	if p.shown == nil || !reflect.DeepEqual(*p.shown, v) {
		p.shown = &v
		p.cfg.Show(v)
	}
}
