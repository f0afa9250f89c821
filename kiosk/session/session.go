package session

import (
	"context"
	"fmt"
	"sync"
	"time"

	"guichet/forms"
	"guichet/kiosk/call/wire"
	"guichet/kiosk/event"
	"guichet/kiosk/health"
	"guichet/kiosk/loop"
)

// Session is the state of the kiosk's screen. All of it but the queue belongs
// to the goroutine of [Session.Run].
type Session struct {
	cfg    Config
	events *loop.Queue[Event]
	jobs   sync.WaitGroup // saves and prints that have not come back
	press  chan struct{}  // one token: the printer takes one document at a time
	ctx    context.Context

	state    State
	page     PageID // of the page on the screen
	last     PageID // the greatest one given out
	overlays []overlay
	visit    *visit // nil on the home page
	visits   uint64 // counts visits, so that late results find theirs gone

	lang  forms.Lang
	size  Size
	theme Theme

	talk     talk // of calls, also from the home page
	calls    uint64
	talks    uint64 // persons who asked for a call
	services []wire.Service
	phones   []*asked

	packs, nextPacks []Procedure
	printer          printerState
	wrong            map[health.Name]bool // with the kiosk, as it was last said
	staff            bool                 // the front desk works here
	leaflet          leaflet
	came             map[about]leafletState // papers that came out, or may have

	shown   []Revision // what the home page last offered
	alive   time.Time  // last sign of life
	touched time.Time  // the last one that was no voice
	changed bool       // there is something new to show
}

// Send gives the session an event. It never blocks, and drops nothing but
// touches that follow a touch.
func (s *Session) Send(e Event) { s.events.Put(e) }

// Run shows the home page and goes from visit to visit until ctx ends. Then
// it wipes what is left, waits for a save under way, and returns the cause.
func (s *Session) Run(ctx context.Context) error {
	s.ctx, s.alive, s.changed = ctx, time.Now(), true
	if s.cfg.Outbox == nil {
		s.log(event.OutboxBroken)
	}
	s.wake()
	s.turn(Attract)
	s.hangSign()
	s.publish()
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		s.wind(timer)
		select {
		case <-ctx.Done():
			s.stop()
			return context.Cause(ctx)
		case <-timer.C:
			s.drain()
			s.guard("idle", s.tick)
		case <-s.events.Wake():
			s.drain()
		}
	}
}

// drain handles all that waits. A touch that comes at the same moment as the
// end of the pause is handled first: the person was there in time.
func (s *Session) drain() {
	for e, ok := s.events.Take(); ok; e, ok = s.events.Take() {
		s.guard(fmt.Sprintf("%T", e), func() { s.handle(e) })
	}
}

// guard runs one step and shows what it changed. A mistake of ours must not
// show a person's answers, nor keep them: the visit is wiped. The value of the
// panic may hold an answer, so only what was done, and where, is logged.
func (s *Session) guard(doing string, step func()) {
	defer func() {
		if recover() != nil {
			s.log(event.VisitBroken, "doing", doing, "state", s.state)
			s.goHome("broken")
			s.publish()
		}
	}()
	step()
	s.publish()
}

func (s *Session) stop() {
	s.events.Close()
	if s.visit != nil || s.talk.number != 0 {
		s.goHome("stopped")
		s.publish()
	}
	s.log(event.SessionStopped)
	s.jobs.Wait()
}

// publish shows the page if anything on it has changed.
func (s *Session) publish() {
	if s.outdated() || s.changed {
		s.changed = false
		v := s.view()
		s.cfg.Show(v)
		s.showDesk(v)
	}
}

// turn goes to a new page of a state.
func (s *Session) turn(to State) {
	s.state, s.page, s.changed = to, s.newPage(), true
	if s.visit != nil {
		s.visit.problem, s.visit.why, s.visit.errors = nil, false, false
	}
	s.talk.over = false
	if s.inCall() {
		s.talk.line.note = ""
	}
	s.log(event.PageShown, "state", to, "page", s.placeName())
}

// newPage is a number that no page had before.
func (s *Session) newPage() PageID {
	s.last++
	return s.last
}

func (s *Session) log(n event.Name, args ...any) {
	s.cfg.Log.Log(context.Background(), n.Level(), string(n), args...)
}
