package fleet_test

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"guichet/kiosk/fleet"
	"guichet/kiosk/fleet/wire"
	"guichet/kiosk/hub"
	"guichet/kiosk/hub/hubtest"
)

// proxy leads to a hub, without a network, so that time need not be real. It
// writes the Date itself, as some do; of news it lets none through.
type proxy struct {
	h    *hubtest.Hub
	date *hubtest.Clock
}

func (p *proxy) RoundTrip(r *http.Request) (*http.Response, error) {
	if strings.HasPrefix(r.URL.Path, wire.PathNews) {
		return nil, errors.New("proxy: no events")
	}
	w := httptest.NewRecorder()
	in := r.Clone(r.Context())
	in.RequestURI, in.RemoteAddr = r.URL.RequestURI(), "127.0.0.1:1"
	p.h.ServeHTTP(w, in)
	res := w.Result()
	res.Header.Set("Date", p.date.Now().UTC().Format(http.TimeFormat))
	return res, nil
}

// behind is a kiosk behind a proxy, which runs until stop is called.
func behind(t *testing.T, p *proxy) (a *fleet.Agent, stop func()) {
	t.Helper()
	dir, quiet := t.TempDir(), slog.New(slog.DiscardHandler)
	code, _, err := p.h.NewCode(t.Context(), p.h.Admin, hubtest.Town, "Hall", "")
	need(t, err)
	const address = "https://hub.example"
	_, err = fleet.Enrol(t.Context(), address, code.String(), dir, "1.0.0", "test", p)
	need(t, err)
	a, err = fleet.Open(fleet.Config{
		Hub: address, Dir: dir, Transport: p, Log: quiet,
		Look: func(context.Context) wire.Heartbeat { return wire.Heartbeat{State: "attract"} },
	})
	need(t, err)
	ctx, cancel := context.WithCancel(t.Context())
	var all sync.WaitGroup
	all.Go(func() { p.h.Run(ctx) })
	all.Go(func() { a.Run(ctx, nil) })
	return a, func() { cancel(); all.Wait(); a.Close() }
}

// The clock of a kiosk falls an hour behind its hub's, and is put right. The hub
// hears of it once, by its own clock, and that it is over; what a proxy writes as
// the Date alarms nobody.
func TestAClockThatIsWrongBeforeAHub(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var clock, date hubtest.Clock
		h := hubtest.New(t, func(c *hub.Config) { c.Now = clock.Now })
		h.Stop() // its port: a network knows no other time than the true one
		a, stop := behind(t, &proxy{h, &date})
		defer stop()
		heard := func() (all []string) {
			row, err := h.Store.Kiosk(t.Context(), a.Identity().Kiosk)
			need(t, err)
			if !row.BeatAt.After(clock.Now().Add(-2 * time.Minute)) {
				t.Fatalf("the hub last heard of it at %v", row.BeatAt)
			}
			for _, one := range row.Beat.Alerts {
				all = append(all, one.Name+" "+one.Since.Format(time.TimeOnly))
			}
			return all
		}
		want := func(when string, want ...string) {
			t.Helper()
			for range 10 {
				time.Sleep(time.Minute)
				if got := heard(); !slices.Equal(got, want) {
					t.Fatalf("%s: the hub hears %q, want %q", when, got, want)
				}
			}
		}
		settle := func() { time.Sleep(10 * time.Minute) }

		settle()
		want("both are right")
		date.Add(2 * time.Hour)
		want("the proxy's is wrong")
		date.Add(-time.Hour)
		clock.Add(time.Hour)
		settle()
		since := heard()
		if len(since) != 1 || !strings.HasPrefix(since[0], "clock_wrong 01:3") {
			t.Fatalf("the hub hears %q", since)
		}
		want("the kiosk's is wrong", since...)
		clock.Add(-time.Hour)
		date.Add(-time.Hour)
		settle()
		want("it was put right")
	})
}
