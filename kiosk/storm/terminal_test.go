package storm

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net"
	"os"
	"os/signal"
	"sync/atomic"
	"syscall"
	"time"

	"modernc.org/sqlite"

	"guichet/forms"
	"guichet/kiosk"
	"guichet/kiosk/config"
	"guichet/kiosk/session"
)

// childVariable holds the setup of a kiosk as JSON: then this binary is one.
const childVariable = "GUICHET_STORM_KIOSK"

// setup is what a kiosk finds where it stands.
type setup struct {
	Data      string
	Recipient string
	Printer   string // the port; "" for none
	Profile   string
	Packs     string // folder
	Hub, CA   string // "" for none
	Names     string // the address of the name server; "" is the machine's own
	// Careless is the control: commits are not synced.
	Careless bool
	// Patient: a citizen has all the time of the world.
	Patient bool
}

// order is a line on the standard input of the child.
type order struct {
	Visit   *plan
	Measure bool
	Heap    string // the file to write what lives on the heap to; see also plan.Heap
}

// terminal is the child: a kiosk and somebody in front of it.
//
// On its standard output stands what that person was told, each line written
// before the next page comes:
//
//	page STATE          a page came on the screen
//	shown REFERENCE     the last page, with the reference
//	unsaved             the page that says that nothing was kept
//	cannot              the kiosk says that nothing can be kept now
//	broken              the kiosk says that it is out of order
//	home OFFERS         the home page, and what it offers
//	over N              visit N is over and the home page is back
type terminal struct {
	send  func(session.Event)
	jump  atomic.Int64 // nanoseconds that the clock is ahead
	views chan session.View
	told  struct {
		page session.PageID
		ref  string
		what string
	}
}

// child is the process. Its status is 3 where the kiosk did not open.
func child(spec string) int {
	var s setup
	if err := json.Unmarshal([]byte(spec), &s); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 2
	}
	prepare(s)
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	t := &terminal{views: make(chan session.View, 1)}
	log := slog.New(slog.NewJSONHandler(os.Stderr, nil))
	err := kiosk.Headless(ctx, s.config(), kiosk.Options{Log: log, Now: t.now, See: t.see}, func(send func(session.Event)) {
		t.send = send
		go func() { t.obey(ctx); stop() }() // without a parent there is nothing to do
	})
	if err != nil {
		log.Error("not_opened", "error", err)
		return 3
	}
	return 0
}

func prepare(s setup) {
	if s.Names != "" {
		net.DefaultResolver = &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
			return new(net.Dialer).DialContext(ctx, "udp", s.Names)
		}}
	}
	if s.Careless {
		sqlite.RegisterConnectionHook(func(c sqlite.ExecQuerierContext, _ string) error {
			_, err := c.ExecContext(context.Background(), "PRAGMA synchronous = NORMAL", nil)
			return err
		})
	}
}

func (s setup) config() *config.Config {
	c := config.Default()
	c.Town = config.Town{Name: "Mairie de Saint-Éloi", Zone: "Europe/Paris", Contacts: []config.Contact{{
		ID: "accueil", Name: config.Text{forms.French: "Accueil de la mairie"}, Phone: "04 65 71 00 00",
	}}}
	c.Data, c.Packs, c.Recipients = s.Data, s.Packs, []string{s.Recipient}
	c.Visit = config.Visit{Idle: 3 * time.Second, Grace: 3 * time.Second, Done: 4 * time.Second}
	if s.Patient {
		c.Visit = config.Visit{Idle: time.Hour, Grace: time.Hour, Done: time.Hour}
	}
	if s.Printer != "" {
		c.Printer = &config.Printer{Driver: "escpos", Profile: s.Profile, Port: s.Printer, Backend: "bugst", Outlet: "bottom_right"}
	}
	if s.Hub != "" {
		c.Hub = &config.Hub{URL: s.Hub, CA: s.CA}
	}
	return &c
}

func (t *terminal) now() time.Time { return time.Now().Add(time.Duration(t.jump.Load())) }

// see is called on the session's goroutine, before the page is drawn.
func (t *terminal) see(v session.View) {
	t.tell(v)
	for {
		select {
		case t.views <- v:
			return
		default:
		}
		select {
		case <-t.views: // nobody looked at it
		default:
		}
	}
}

// tell says what the citizen reads, each thing once a page. It runs before he can
// have read it, and so errs to the side of having told him.
func (t *terminal) tell(v session.View) {
	if v.Page != t.told.page {
		t.told.page, t.told.ref, t.told.what = v.Page, "", ""
		say("page", v.State)
	}
	if ref := referenceOn(v); ref != "" && ref != t.told.ref {
		t.told.ref = ref
		say("shown", ref)
	}
	if what := whatOn(v); what != "" && what != t.told.what {
		t.told.what = what
		say(what)
	}
}

// referenceOn is the reference that stands on a page, with plain spaces.
func referenceOn(v session.View) string {
	for _, b := range v.Blocks {
		if c, ok := b.(session.Code); ok && v.State == session.Done {
			return plainSpaces(c.Text.S)
		}
	}
	return ""
}

// whatOn is what a page tells beside itself.
func whatOn(v session.View) string {
	switch {
	case v.Overlay != nil && v.Overlay.Kind == session.OutOfOrder:
		return "broken"
	case v.Overlay != nil && v.Overlay.Kind == session.CannotSave:
		return "cannot"
	case v.State == session.Saving && v.Problem != nil:
		return "unsaved"
	case v.State == session.Attract && v.Overlay == nil:
		return fmt.Sprint("home ", v.Offers)
	}
	return ""
}

func say(words ...any) { fmt.Fprintln(os.Stdout, words...) }

// obey reads what the parent wants, one order after the other.
func (t *terminal) obey(ctx context.Context) {
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		var o order
		if err := json.Unmarshal(lines.Bytes(), &o); err != nil {
			say("what?", err)
			continue
		}
		switch {
		case o.Visit != nil:
			t.jump.Store(int64(o.Visit.Clock))
			t.visit(ctx, *o.Visit)
			say("over", o.Visit.N)
		case o.Measure:
			say("measured", measure())
		case o.Heap != "":
			say("heap", dumpHeap(o.Heap))
		}
	}
}
