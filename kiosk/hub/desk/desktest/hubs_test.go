package desktest_test

import (
	"encoding/json"
	"net/http"
	"slices"
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

func TestHubs(t *testing.T) {
	stories(t, desktest.Settings(), map[string]func(*testing.T, *world){
		"a hub dies":            hubDies,
		"both sides come over":  bothComeOver,
		"counts of a day":       countsOfADay,
		"what prometheus reads": prometheus,
		"windows of one agent":  windowsOfOneAgent,
	})
}

// hubDies without a word: whose connections it had counts as away, and resumes
// the call at a hub that lives.
func hubDies(t *testing.T, w *world) {
	k, a, id := w.call()
	k.Cut()
	eventually(t, func() bool {
		c, err := w.agents.Store.Call(t.Context(), id)
		check(t, err)
		c.KioskHub, c.KioskAway = "a hub that is no more", time.Time{}
		_, err = w.agents.Store.ChangeCall(t.Context(), c)
		return err == nil
	}, "changed")
	eventually(t, func() bool {
		c, err := w.agents.Store.Call(t.Context(), id)
		check(t, err)
		return !c.KioskAway.IsZero()
	}, "the others noticed")
	k = desktest.DialKiosk(t, desktest.At(k.Who, w.agents))
	k.Resume(id)
	k.Until(wire.Taken)
	k.Offer(id, 2)
	a.Until(wire.Offer)
}

// bothComeOver: the hub of both stops; both find the call at the other.
func bothComeOver(t *testing.T, w *world) {
	if w.kiosks == w.agents {
		t.Skip("needs two hubs")
	}
	a := desktest.DialAgent(t, w.kiosks, "camille", hubtest.Town)
	a.Duty(true)
	k := w.kiosk("Hall")
	w.staffed(k, "accueil", 1)
	id := k.Ask("accueil", call.Shared{Lang: "fr", Reference: "482 739 156 Z"})
	a.Sees(id)
	a.Take(id)
	a.Until(wire.Taken)
	k.Until(wire.Taken)
	waits := w.kiosk("Étage")
	next := waits.Ask("accueil", call.Shared{Lang: "fr"})
	waits.Until(wire.Queued)
	w.kiosks.Stop()
	a = desktest.OpenAgent(t, w.agents, a.Login, a.Cookie)
	a.Duty(true)
	a.Resume(id)
	var shared call.Shared
	if m := a.Until(wire.Taken); m.Wish == nil || json.Unmarshal(m.Wish.Shared, &shared) != nil || shared.Reference != "482 739 156 Z" {
		t.Errorf("what was shared is there: %+v", m)
	}
	k = desktest.DialKiosk(t, desktest.At(k.Who, w.agents))
	k.Resume(id)
	k.Until(wire.Taken)
	k.Offer(id, 2)
	a.Until(wire.Offer)
	a.Answer(id, 2)
	k.Until(wire.Offer)
	waits = desktest.DialKiosk(t, desktest.At(waits.Who, w.agents))
	waits.Say(wire.Message{Type: wire.Ask, Call: next, Wish: &wire.Wish{Service: "accueil", Shared: []byte(`{"lang":"fr"}`)}})
	if m := waits.Until(wire.Queued); m.Call != next || m.Queue.Place != 1 {
		t.Errorf("who waited waits on: %+v", m)
	}
	w.sum(func(c desk.Count) bool { return c.Offered == 2 && c.Answered == 1 }, "no call twice")
}

// countsOfADay: each call ends as one of four, and the agent's page can say so.
func countsOfADay(t *testing.T, w *world) {
	k, a, id := w.call()
	k.Bye(id, string(call.LocalBye))
	a.Until(wire.Bye)
	id = k.Ask("accueil", call.Shared{Lang: "fr"})
	k.Until(wire.Queued)
	k.Bye(id, string(call.Cancelled))
	id = k.Ask("accueil", call.Shared{Lang: "fr"})
	k.Until(wire.Queued)
	askBack(k, id, window(k, "accueil", 0))
	k.Until(wire.Kept)
	k.Ask("nuit", call.Shared{Lang: "fr"})
	k.Until(wire.Refuse)
	w.sum(func(c desk.Count) bool {
		return c.Offered == 3 && c.Answered == 1 && c.Abandoned == 1 && c.CallBacks == 1 && c.Closed == 1
	}, "all counted")
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, w.agents.URL+"/desk/counts", nil)
	check(t, err)
	res, err := w.agents.Client().Do(r)
	check(t, err)
	res.Body.Close()
	if res.StatusCode != http.StatusUnauthorized {
		t.Errorf("nobody: %d", res.StatusCode)
	}
	r.Header.Set("Cookie", "__Host-guichet="+a.Cookie)
	res, err = w.agents.Client().Do(r)
	check(t, err)
	defer res.Body.Close()
	var all desk.Counts
	check(t, json.NewDecoder(res.Body).Decode(&all))
	if all.Line != 0.85 || all.Total.Offered != 3 || all.Total.Share < 0.33 || all.Total.Share > 0.34 || len(all.Rows) < 2 {
		t.Errorf("%+v", all)
	}
	user, err := w.agents.Store.User(t.Context(), a.Login)
	check(t, err)
	if sum, median, err := w.agents.Desk().DayOf(t.Context(), user); err != nil || sum.Offered != 3 || median <= 0 || median > time.Minute {
		t.Errorf("%+v, %v, %v", sum, median, err)
	}
	if s := w.agents.Desk().ServicesOf(user); len(s) != 2 || s[0].ID != "accueil" || s[0].Agents != 1 {
		t.Errorf("%+v", s)
	}
	reader := store.Who{Login: "x", Role: store.RoleReader, Town: "26362"}
	if _, err := w.agents.CallCounts(t.Context(), reader, hubtest.Town, time.Time{}, time.Now()); err == nil {
		t.Error("counts of another town")
	}
}

func prometheus(t *testing.T, w *world) {
	k, _, _ := w.call()
	w.sum(func(c desk.Count) bool { return c.Answered == 1 }, "answered")
	second := w.kiosk("Étage")
	second.Ask("accueil", call.Shared{Lang: "fr"})
	second.Until(wire.Queued)
	text := metricsOf(t, w.kiosks.Hub)
	for _, want := range []string{
		`guichet_calls_waiting{service="accueil"} 1`, `guichet_calls_waiting{service="nuit"} 0`, "guichet_calls_under_way 1",
		"guichet_agents_on_duty 1", "guichet_call_kiosks 2", "guichet_call_errors_total 0",
		`guichet_calls_today{service="accueil",end="offered"} 2`, `guichet_calls_today{service="accueil",end="answered"} 1`,
	} {
		if !slices.Contains(text, want) {
			t.Errorf("no %q in %q", want, text)
		}
	}
	k.Cut()
}

// windowsOfOneAgent: the call is in one of them, the newest that asked for it.
func windowsOfOneAgent(t *testing.T, w *world) {
	k, a, id := w.call()
	for _, h := range []*hubtest.Hub{w.agents, w.kiosks} {
		other := desktest.OpenAgent(t, h, a.Login, a.Cookie)
		other.Resume(id)
		other.Until(wire.Taken)
		if m := a.Until(wire.Bye); m.Why != wire.WhyElsewhere {
			t.Errorf("%+v", m)
		}
		a = other
	}
	k.Offer(id, 2)
	a.Until(wire.Offer)
}

// TestRelay: each side is given what media can pass through.
func TestRelay(t *testing.T) {
	relay := func(c *hub.Config) {
		c.Relay = func(call string) *wire.Relay {
			return &wire.Relay{URLs: []string{"turn:127.0.0.1:3478"}, Username: "1:" + call, Credential: "x"}
		}
	}
	h := hubtest.New(t, desktest.With(desktest.Settings()), relay)
	w := &world{TB: t, kiosks: h, agents: h, clock: &hubtest.Clock{}, log: &eventtest.Log{}}
	a := w.onDuty("camille")
	k := w.kiosk("Hall")
	id := k.Ask("accueil", call.Shared{Lang: "fr"})
	a.Sees(id)
	a.Take(id)
	for _, s := range []*desktest.Socket{a.Socket, k.Socket} {
		if m := s.Until(wire.Taken); m.Relay == nil || m.Relay.Username != "1:"+id {
			t.Errorf("%+v", m.Relay)
		}
	}
}

// BenchmarkAcross is one message from a kiosk to a desk: at the same hub, and at
// another by way of PostgreSQL.
func BenchmarkAcross(b *testing.B) {
	b.Run("one hub", func(b *testing.B) { across(b, onSQLite(b, desktest.Settings())) })
	b.Run("two hubs", func(b *testing.B) {
		across(b, onPostgres(b, storetest.Postgres(b), desktest.Settings()))
	})
}

func across(b *testing.B, w *world) {
	k, a, id := w.call()
	var all []time.Duration
	for b.Loop() {
		began := time.Now()
		k.Say(wire.Message{Type: wire.Hold, Call: id, On: true})
		a.Until(wire.Hold)
		all = append(all, time.Since(began))
		time.Sleep(55 * time.Millisecond) // below the rate of a connection
	}
	slices.Sort(all)
	b.ReportMetric(float64(all[len(all)/2].Microseconds())/1000, "p50-ms")
	b.ReportMetric(float64(all[len(all)*95/100].Microseconds())/1000, "p95-ms")
}
