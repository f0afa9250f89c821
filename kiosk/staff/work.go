package staff

import (
	"context"
	"errors"
	"time"

	"guichet/kiosk/event"
	"guichet/kiosk/loop"
	"guichet/kiosk/session"
)

// lane is a part of the kiosk that does one thing at a time.
type lane string

const (
	atDoor     lane = "door"
	atPaper    lane = "paper"
	atHub      lane = "hub"
	atPacks    lane = "packs"
	atStick    lane = "stick"
	atClock    lane = "clock"
	atPower    lane = "power"
	atVisit    lane = "visit"
	brightness lane = "brightness"
	volume     lane = "volume"
)

// deed is work beside the loop.
type deed struct {
	lane  lane
	name  string        // for the log
	entry bool          // somebody wants to come in: the log has other lines of that
	limit time.Duration // after which nobody waits for it any more
	work  func(context.Context) reply
	// then is called on the loop, if the page that asked is still there; nil: what
	// came of it is said there.
	then func(reply)
}

// reply is what came of a deed.
type reply struct {
	said  said
	err   error
	value any
}

// said is a sentence of a page about what was asked there: a key of the words
// and what it holds. bad is one about what did not work.
type said struct {
	key  string
	args []string
	bad  bool
}

// done is a deed that came back, looked is a look.
type (
	done struct {
		deed
		page  session.PageID
		reply reply
	}
	looked struct {
		page   session.PageID
		found  any
		failed bool
	}
)

// slack is how long work may take to come back once its context has ended.
const slack = time.Second

// begin does a deed beside the loop. A lane that is busy takes no second one:
// that is the second half of a double tap.
func (m *Mode) begin(d deed) {
	if m.busy(d.lane) {
		return
	}
	page := m.leaf.id
	m.running[d.lane], m.leaf.said = page, said{}
	m.jobs.Go(func() {
		ctx, cancel := context.WithTimeout(m.ctx, d.limit)
		defer cancel()
		r, err := loop.Within(ctx, slack, func() (reply, error) { return d.work(ctx), nil })
		if err != nil {
			r = sorry(err, "staff.failed")
		}
		m.events.Put(done{d, page, r})
	})
}

// busy tells whether something of a lane is under way.
func (m *Mode) busy(l lane) bool { _, ok := m.running[l]; return ok }

// done notes what came of a deed, and says it on the page that asked. Who has
// left that page has left it.
func (m *Mode) done(e done) {
	delete(m.running, e.lane)
	here := m.leaf != nil && m.leaf.id == e.page
	if e.entry {
		m.entered(e, here)
	} else {
		m.logDone(e, here)
	}
	if here {
		m.touched()
		m.leaf.said = e.reply.said
		if e.then != nil {
			e.then(e.reply)
		}
	}
	switch {
	case m.leaf == nil:
	case e.lane == atDoor && m.leaf.place == pin:
		m.look()
	case !here && sheets()[m.leaf.place].again > 0:
		m.look() // who has come back sees what came of it at once
	default:
		m.settle()
	}
}

func (m *Mode) logDone(e done, here bool) {
	args := []any{"did", e.name, "outcome", "done"}
	switch {
	case e.reply.err != nil:
		args = []any{"did", e.name, "outcome", "failed", "error", e.reply.err.Error()}
	case e.reply.said.bad:
		args[3] = "failed"
	}
	if !here {
		args = append(args, "seen", false)
	}
	m.log(event.StaffDid, args...)
}

// sorry is what is said of an error: its own sentence where it has one, else that
// of the key.
func sorry(err error, key string) reply {
	for _, c := range []struct {
		is  error
		key string
	}{
		{ErrNoStick, "staff.no_stick"}, {ErrSticks, "staff.sticks"}, {ErrBadStick, "staff.bad_stick"}, {ErrNotOurs, "staff.not_ours"}, {ErrNoHub, "staff.no_hub"},
		{ErrNoHelper, "staff.no_helper"}, {context.DeadlineExceeded, "staff.late"},
	} {
		if errors.Is(err, c.is) {
			key = c.key
			break
		}
	}
	return reply{said: said{key: key, bad: true}, err: err}
}

// well is what is said of something that worked.
func well(key string, args ...string) reply { return reply{said: said{key: key, args: args}} }

// look asks beside the loop for what the page shows. What comes back is for this
// page alone, and ends with it. Asked meanwhile, it looks once more: what is on
// its way may be from before. A door that looks at a number says nothing until it
// is done; then it is asked again.
func (m *Mode) look() {
	l, s := m.leaf, sheets()[m.leaf.place]
	l.stale = l.looking
	if s.look == nil || l.looking || l.place == pin && m.busy(atDoor) {
		return
	}
	l.looking, l.lookAt = true, time.Time{}
	m.jobs.Go(func() {
		ctx, cancel := context.WithTimeout(l.ctx, lookLimit)
		defer cancel()
		found, err := loop.Within(ctx, slack, func() (any, error) { return s.look(ctx, &m.cfg) })
		m.events.Put(looked{l.id, found, err != nil})
	})
}

// lookAfter looks at what a deed has changed.
func (m *Mode) lookAfter(reply) { m.look() }

// lookLimit is how long a look may take: a camera is opened and closed again.
const lookLimit = 20 * time.Second

func (m *Mode) looked(e looked) {
	l := m.leaf
	if l == nil || l.id != e.page {
		return
	}
	l.looking, l.failed = false, e.failed
	if !e.failed {
		l.found = e.found
	}
	s := sheets()[l.place]
	if s.again > 0 {
		l.lookAt = time.Now().Add(s.again)
	}
	if s.found != nil && !e.failed {
		s.found(m)
	}
	if l.stale {
		m.look()
	}
}
