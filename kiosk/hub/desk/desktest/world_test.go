package desktest_test

import (
	"log/slog"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"guichet/kiosk/call"
	"guichet/kiosk/call/wire"
	"guichet/kiosk/event/eventtest"
	"guichet/kiosk/hub"
	"guichet/kiosk/hub/desk"
	"guichet/kiosk/hub/desk/desktest"
	"guichet/kiosk/hub/hubtest"
	"guichet/kiosk/hub/store"
	"guichet/kiosk/hub/store/storetest"
)

// world is a place where calls happen: kiosks at one hub, agents at another, or
// at the same.
type world struct {
	testing.TB
	kiosks, agents *hubtest.Hub
	clock          *hubtest.Clock
	log            *eventtest.Log
	database       string        // its folder; "" where it is a server's
	dump           func() string // of the server's database
}

func (w *world) kiosk(name string) *desktest.Kiosk {
	w.Helper()
	return desktest.DialKiosk(w, w.enrol(name))
}

func (w *world) enrol(name string) *hubtest.Kiosk {
	w.Helper()
	k := w.kiosks.Enrol(w, name, "")
	k.Now = w.clock.Now
	return k
}

func (w *world) agent(login string) *desktest.Agent {
	w.Helper()
	return desktest.DialAgent(w, w.agents, login, hubtest.Town)
}

// onDuty is an agent who takes calls.
func (w *world) onDuty(login string) *desktest.Agent {
	w.Helper()
	a := w.agent(login)
	a.Duty(true)
	return a
}

// waits is a call that waits for an agent, who sees it.
func (w *world) waits() (*desktest.Kiosk, *desktest.Agent, string) {
	w.Helper()
	a := w.onDuty("camille")
	k := w.kiosk("Hall")
	w.staffed(k, "accueil", 1)
	id := k.Ask("accueil", call.Shared{Lang: "fr"})
	a.Sees(id)
	return k, a, id
}

// call is one under way.
func (w *world) call() (*desktest.Kiosk, *desktest.Agent, string) {
	w.Helper()
	k, a, id := w.waits()
	a.Take(id)
	a.Until(wire.Taken)
	k.Until(wire.Taken)
	w.answers(k, a, id)
	return k, a, id
}

// answers lets the desk answer its kiosk, and the hub write it down.
func (w *world) answers(k *desktest.Kiosk, a *desktest.Agent, id string) {
	w.Helper()
	k.Offer(id, 1)
	a.Until(wire.Offer)
	a.Answer(id, 1)
	k.Until(wire.Offer)
	eventually(w, func() bool {
		c, err := w.agents.Store.Call(w.Context(), id)
		check(w, err)
		return !c.Answered.IsZero()
	}, "answered")
}

// staffed waits until the hub of a kiosk knows of the agents on duty.
func (w *world) staffed(k *desktest.Kiosk, service string, agents int) {
	w.Helper()
	for {
		k.Say(wire.Message{Type: wire.Offices})
		m := k.Until(wire.Offices)
		for _, s := range m.Services {
			if s.ID == service && s.Agents == agents {
				return
			}
		}
		time.Sleep(60 * time.Millisecond) // below the rate of a connection
	}
}

// agentAway waits until the hub noticed that an agent's connection was cut.
func (w *world) agentAway(id string) {
	w.Helper()
	eventually(w, func() bool {
		c, err := w.agents.Store.Call(w.Context(), id)
		check(w, err)
		return !c.AgentAway.IsZero()
	}, "away")
}

// sum waits until the counts of today are as wanted.
func (w *world) sum(want func(desk.Count) bool, what string) desk.Count {
	w.Helper()
	var last desk.Count
	eventually(w, func() bool {
		d := w.agents.Desk()
		all, err := d.Counts(w.Context(), hubtest.Town, w.clock.Now().Add(-48*time.Hour), w.clock.Now().Add(time.Hour))
		check(w, err)
		last = all.Total
		return want(last)
	}, what)
	return last
}

// stories runs a story with one hub on SQLite, and with two on PostgreSQL, each
// with a connection of its own.
func stories(t *testing.T, settings desk.Settings, all map[string]func(*testing.T, *world)) {
	for name, story := range all {
		t.Run("sqlite "+name, func(t *testing.T) { t.Parallel(); story(t, onSQLite(t, settings)) })
	}
	t.Run("postgres", func(t *testing.T) {
		server := storetest.Postgres(t, storetest.Fast...)
		for name, story := range all {
			t.Run(name, func(t *testing.T) { t.Parallel(); story(t, onPostgres(t, server, settings)) })
		}
	})
}

func onSQLite(t testing.TB, settings desk.Settings) *world {
	t.Helper()
	w := newWorld(t)
	w.database = t.TempDir()
	s := open(t, filepath.Join(w.database, "hub.db"))
	w.kiosks = hubtest.On(t, s, w.database, w.with(settings))
	w.agents = w.kiosks
	return w
}

func onPostgres(t testing.TB, server *storetest.Server, settings desk.Settings) *world {
	t.Helper()
	w := newWorld(t)
	url := server.Database()
	w.dump = func() string { return server.Dump(url) }
	w.kiosks = hubtest.On(t, open(t, url), t.TempDir(), w.with(settings))
	w.agents = w.kiosks.Beside(t, open(t, url))
	return w
}

func newWorld(t testing.TB) *world {
	return &world{TB: t, clock: &hubtest.Clock{}, log: &eventtest.Log{}}
}

func (w *world) with(settings desk.Settings) func(*hub.Config) {
	return func(c *hub.Config) {
		desktest.With(settings)(c)
		c.Now, c.Log = w.clock.Now, slog.New(slog.NewJSONHandler(w.log, nil))
	}
}

func open(t testing.TB, url string) store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), url)
	check(t, err)
	t.Cleanup(func() { s.Close() })
	return s
}

func check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// eventually waits until ok; only a test that fails waits long.
func eventually(t testing.TB, ok func() bool, what string) {
	t.Helper()
	for end := time.Now().Add(time.Minute); !ok(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("never: " + what)
		}
	}
}

// metricsOf are the lines that a hub tells Prometheus.
func metricsOf(t testing.TB, h *hub.Hub) []string {
	t.Helper()
	r := httptest.NewRecorder()
	h.Metrics().ServeHTTP(r, httptest.NewRequest("GET", "/metrics", nil))
	return strings.Split(r.Body.String(), "\n")
}
