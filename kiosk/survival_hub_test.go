package kiosk

import (
	"net/http"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"guichet/kiosk/fleet/wire"
	"guichet/kiosk/health"
	"guichet/kiosk/probe"
)

// What the hub hears, and what the kiosk learns from it.

// alerted tells whether the hub has an alert of the kiosk.
func (w *townHall) alerted(h *hall, n health.Name) bool {
	h.Helper()
	k, err := w.hub.Store.Kiosk(h.Context(), w.kiosk)
	if err != nil {
		h.Fatal(err)
	}
	return slices.ContainsFunc(k.Beat.Alerts, func(a wire.Alert) bool { return a.Name == string(n) })
}

// The touchscreen is unplugged: nobody can press anything, so the hub must hear it,
// and hear that it is back.
func TestTheHubHearsOfATouchscreenThatIsGone(t *testing.T) {
	long(t)
	t.Parallel()
	tree := t.TempDir()
	plugged(t, tree, glassOf)
	w, there := connected(t)
	h := enterWith(t, nil, there)
	h.looksAt(probe.Tree(tree).Touch("Acme Touch"))
	h.waits("reached", h.parts.link.Answers, "the hub")
	plugged(t, tree, "")
	h.waits("at the hub", func() bool { return w.alerted(h, health.ScreenDead) }, health.ScreenDead)
	plugged(t, tree, glassOf)
	h.waits("over at the hub", func() bool { return !w.alerted(h, health.ScreenDead) }, health.ScreenDead)
}

// dated is a proxy that changes the Date field of what the hub answers.
type dated struct {
	http.RoundTripper
	off atomic.Int64
}

func (d *dated) through(t http.RoundTripper) http.RoundTripper { d.RoundTripper = t; return d }

func (d *dated) RoundTrip(r *http.Request) (*http.Response, error) {
	res, err := d.RoundTripper.RoundTrip(r)
	if err == nil && d.off.Load() != 0 {
		res.Header.Set("Date", time.Now().Add(time.Duration(d.off.Load())).UTC().Format(http.TimeFormat))
	}
	return res, err
}

// The hub's clock is not the kiosk's: the kiosk signs by the hub's, so that it is
// answered all the same, and says that its clock is wrong until the two agree. What
// was handed in meanwhile is delivered, once.
func TestTheHubHasAnotherTime(t *testing.T) {
	for name, off := range map[string]time.Duration{"an hour ahead": time.Hour, "two days behind": -48 * time.Hour} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w, there := connected(t)
			d := &dated{}
			h := enterWith(t, func(_ *hall, o *Options) { o.cut = d.through }, there)
			h.waits("reached", h.parts.link.Answers, "the hub")
			w.clock.Add(off)
			d.off.Store(int64(off)) // the server of net/http has the machine's
			h.waits("noticed", func() bool { h.parts.link.Changed(); return h.holds(health.ClockWrong) }, health.ClockWrong)
			if is := h.parts.link.ClockOff(); (is - off).Abs() > time.Minute {
				t.Errorf("the hub is %v ahead, the kiosk takes it for %v", off, is)
			}
			ref := h.visit("acte-naissance")
			h.sheets(ref, 1)
			w.delivered(h, 1)
			w.clock.Add(-off)
			d.off.Store(0)
			h.waits("cleared", func() bool { h.parts.link.Changed(); return !h.holds(health.ClockWrong) }, health.ClockWrong)
		})
	}
}

// A proxy that rewrites the Date field makes no clock wrong while the hub answers: it
// tells its time in the answer itself, and the field counts where it refuses alone.
func TestAProxyChangesTheDate(t *testing.T) {
	w, there := connected(t)
	d := &dated{}
	d.off.Store(int64(5 * time.Hour))
	h := enterWith(t, func(_ *hall, o *Options) { o.cut = d.through }, there)
	h.waits("reached", h.parts.link.Answers, "the hub")
	h.visit("acte-naissance")
	w.delivered(h, 1)
	if h.holds(health.ClockWrong) || h.parts.link.ClockOff().Abs() > time.Minute {
		t.Errorf("the clock is off by %v", h.parts.link.ClockOff())
	}
}
