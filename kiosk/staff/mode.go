package staff

import (
	"context"
	"fmt"
	"reflect"
	"sync"
	"time"

	"guichet/kiosk/event"
	"guichet/kiosk/loop"
	"guichet/kiosk/session"
)

// Mode is the pages of the front desk. All of it but the queue belongs to the
// goroutine of [Mode.Run].
type Mode struct {
	cfg    Config
	events *loop.Queue[any]
	jobs   sync.WaitGroup // work beside the loop that has not come back
	ctx    context.Context

	leaf    *leaf // the page on the screen; nil: nobody is here
	inside  bool  // whoever is here had the right number, or a key
	pages   session.PageID
	running map[lane]session.PageID // work under way, and the page that asked for it
	acts    map[string]func()       // what the buttons of the page do, by their word
	shown   *session.View

	style session.Looks
	alive time.Time // last sign of life
	beat  time.Time // when the page is looked at again without one
}

// firstPage is below every number of a page of staff mode, and above every one
// of a session.
const firstPage session.PageID = 1 << 63

// New makes the pages, which [Mode.Run] brings to life.
func New(c Config) *Mode {
	return &Mode{cfg: withDefaults(c), events: newQueue(), running: map[lane]session.PageID{}}
}

// Send gives an event to the page on the screen. It never blocks. Where nobody
// is here, only [session.StaffAsked] changes something.
func (m *Mode) Send(e session.Event) { m.events.Put(e) }

// Enter asks for the number: the same as sending [session.StaffAsked].
func (m *Mode) Enter() { m.Send(session.StaffAsked{}) }

// Clean shows the page on which no touch does anything, and leaves after it: nobody
// has come in. Where somebody is here already it does nothing.
func (m *Mode) Clean() { m.events.Put(cleanAsked{}) }

// cleanAsked is [Mode.Clean] on its way.
type cleanAsked struct{}

// Alive returns nil once the loop has handled all that was sent before, whether
// somebody is here or not, and the cause of ctx where it does not in time: it hangs.
func (m *Mode) Alive(ctx context.Context) error {
	return loop.Alive(ctx, func(p loop.Ping) { m.events.Put(p) })
}

// Run serves until ctx ends. Then it leaves, and waits a little for work under
// way.
func (m *Mode) Run(ctx context.Context) {
	m.ctx = ctx
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		m.wind(timer)
		select {
		case <-ctx.Done():
			m.stop()
			return
		case <-timer.C:
			m.drain()
			m.guard("time", m.tick)
		case <-m.events.Wake():
			m.drain()
		}
	}
}

// drain handles all that waits.
func (m *Mode) drain() {
	for e, ok := m.events.Take(); ok; e, ok = m.events.Take() {
		m.guard(fmt.Sprintf("%T", e), func() { m.handle(e) })
	}
}

// guard takes one step and shows what it changed. A mistake of ours gives the
// screen back to the citizens. What the panic says may hold a number, so only
// what was done is logged.
func (m *Mode) guard(doing string, step func()) {
	defer func() {
		if recover() != nil {
			m.log(event.StaffDid, "did", "page", "outcome", "broken", "doing", doing)
			if m.leaf == nil { // it broke before there was a page: the glass waits for one
				m.cfg.Left()
				return
			}
			m.leave("broken")
		}
	}()
	step()
	m.publish()
}

func (m *Mode) stop() {
	m.events.Close()
	m.leave("stopped")
	gone := make(chan struct{})
	go func() { m.jobs.Wait(); close(gone) }()
	select {
	case <-gone:
	case <-time.After(2 * slack):
	}
}

// publish shows the page if anything on it has changed.
func (m *Mode) publish() {
	if m.leaf == nil {
		return
	}
	v := m.view()
	if m.shown == nil || !reflect.DeepEqual(*m.shown, v) {
		m.shown = &v
		m.cfg.Show(v)
	}
}

func (m *Mode) log(n event.Name, args ...any) {
	m.cfg.Log.Log(context.Background(), n.Level(), string(n), args...)
}
