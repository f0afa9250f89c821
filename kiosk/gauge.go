package kiosk

import (
	"slices"
	"strings"
	"sync"
	"time"

	"guichet/drivers/printer"
	"guichet/kiosk/first"
	"guichet/kiosk/fleet/wire"
	"guichet/kiosk/session"
)

// gauge is how the kiosk is, for the hub: what was last seen of the session and
// of the printer. It holds nothing of a visit but when it ended.
type gauge struct {
	mu      sync.Mutex
	beat    wire.Heartbeat
	offered []session.Revision
}

func newGauge(model string) *gauge {
	return &gauge{beat: wire.Heartbeat{
		Version: wire.Version, Started: time.Now().UTC(), State: string(session.Attract),
		Printer: wire.Printer{Model: model, State: "unknown"},
	}}
}

// see notes a view, and tells whether the home page came on the screen with
// other revisions than before.
func (g *gauge) see(v session.View) (offered map[string]string, changed bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	was := g.beat.State
	g.beat.State = stateWord(v)
	if v.State != session.Attract {
		return nil, false
	}
	if was == visiting {
		g.beat.LastVisit = time.Now().UTC()
	}
	if slices.Equal(g.offered, v.Offers) && was != visiting {
		return nil, false
	}
	g.offered = v.Offers
	return versions(v.Offers), true
}

func versions(offers []session.Revision) map[string]string {
	m := map[string]string{}
	for _, r := range offers {
		m[r.Pack] = r.Version
	}
	return m
}

// visiting is said of every page but the home page: which one is nobody's
// business.
const visiting = "visit"

func stateWord(v session.View) string {
	switch {
	case v.State == first.State, v.Overlay != nil && v.Overlay.Kind == session.OutOfOrder:
		return "out_of_order"
	case v.State == session.Attract:
		return string(session.Attract)
	}
	return visiting
}

// print notes how the printer is, and tells whether that is news.
func (g *gauge) print(c session.PrinterChanged) bool {
	is := wire.Printer{State: "ready"}
	switch fault := c.Status.Fault(); {
	case c.Gone:
		is.State = "gone"
	case !c.Status.Ready():
		is.State = strings.NewReplacer(" ", "_", "-", "_").Replace(fault.String())
	}
	is.Paper = map[printer.Paper]string{printer.PaperOK: "ok", printer.PaperNearEnd: "low", printer.PaperOut: "out"}[c.Status.Paper]
	g.mu.Lock()
	defer g.mu.Unlock()
	is.Model = g.beat.Printer.Model
	news := is != g.beat.Printer
	g.beat.Printer = is
	return news
}

// look is how the kiosk is now.
func (g *gauge) look() wire.Heartbeat {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.beat
}
