package desktest_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"

	"guichet/kiosk/call"
	"guichet/kiosk/call/wire"
	"guichet/kiosk/hub/desk"
	"guichet/kiosk/hub/desk/desktest"
	"guichet/kiosk/hub/hubtest"
	"guichet/kiosk/hub/store"
)

// quick settings ask often whether somebody may still be here.
func quick() desk.Settings {
	s := desktest.Settings()
	s.Pulse = 50 * time.Millisecond
	return s
}

// TestWhoComesIn: agents with a session, from our own page, and kiosks of ours.
func TestWhoComesIn(t *testing.T) {
	w := onSQLite(t, quick())
	h := w.agents
	cookie := func(login, role, town string) string {
		return desktest.SignIn(t, h, store.User{Login: login, Name: login, Role: role, Town: town})
	}
	agent := cookie("camille", store.RoleAgent, hubtest.Town)
	for _, c := range []struct {
		who    string
		change func(http.Header)
		status int
	}{
		{"nobody", func(h http.Header) { h.Del("Cookie") }, http.StatusUnauthorized},
		{"a stranger", func(h http.Header) { h.Set("Cookie", "__Host-guichet=x") }, http.StatusUnauthorized},
		{"another cookie", func(h http.Header) { h.Set("Cookie", "guichet="+agent) }, http.StatusUnauthorized},
		{"another site", func(h http.Header) { h.Set("Origin", "https://evil.example") }, http.StatusForbidden},
		{"without TLS", func(h http.Header) { h.Set("Origin", strings.Replace(h.Get("Origin"), "https", "http", 1)) }, http.StatusForbidden},
		{"another port", func(h http.Header) { h.Set("Origin", "https://127.0.0.1:1") }, http.StatusForbidden},
		{"no browser", func(h http.Header) { h.Del("Origin") }, http.StatusForbidden},
		{"a sandbox", func(h http.Header) { h.Set("Origin", "null") }, http.StatusForbidden},
		{"a reader", func(h http.Header) {
			h.Set("Cookie", "__Host-guichet="+cookie("reader", store.RoleReader, hubtest.Town))
		}, http.StatusForbidden},
		{"a manager", func(h http.Header) {
			h.Set("Cookie", "__Host-guichet="+cookie("manager", store.RoleTown, hubtest.Town))
		}, http.StatusForbidden},
		{"an agent", func(http.Header) {}, http.StatusSwitchingProtocols},
		{"an administrator", func(h http.Header) {
			h.Set("Cookie", "__Host-guichet="+cookie("chief", store.RoleAdmin, ""))
		}, http.StatusSwitchingProtocols},
	} {
		head := desktest.PageHeader(h, agent)
		c.change(head)
		if _, status := desktest.Try(t, h.Client(), h.URL+wire.PathDesk, head); status != c.status {
			t.Errorf("%s: %d, want %d", c.who, status, c.status)
		}
	}
	for who, want := range map[string]int{"": http.StatusUnauthorized, cookie("reader", store.RoleReader, hubtest.Town): http.StatusForbidden, agent: http.StatusOK} {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, h.URL+"/desk/counts", nil)
		check(t, err)
		r.Header = desktest.PageHeader(h, who)
		res, err := h.Client().Do(r)
		check(t, err)
		res.Body.Close()
		if res.StatusCode != want {
			t.Errorf("counts: %d, want %d", res.StatusCode, want)
		}
	}
	if _, status := desktest.TryKiosk(t, h.NewKiosk(t)); status != http.StatusUnauthorized {
		t.Errorf("a kiosk of nobody: %d", status)
	}
	k := w.enrol("Hall")
	old := *k
	old.Now = func() time.Time { return time.Now().Add(-time.Hour) }
	if _, status := desktest.TryKiosk(t, &old); status != http.StatusUnauthorized {
		t.Errorf("yesterday's signature: %d", status)
	}
}

// TestCutOff: who may not be here any more is sent away, and his call is the next
// one's at once.
func TestCutOff(t *testing.T) {
	for what, do := range map[string]func(*world, *desktest.Agent){
		"signed out":   func(w *world, a *desktest.Agent) { check(w, w.agents.Users.SignOut(w.Context(), a.Cookie)) },
		"shut out":     func(w *world, a *desktest.Agent) { put(w, a, store.RoleAgent, hubtest.Town, true) },
		"another role": func(w *world, a *desktest.Agent) { put(w, a, store.RoleReader, hubtest.Town, false) },
		"another town": func(w *world, a *desktest.Agent) { put(w, a, store.RoleAgent, "26362", false) },
	} {
		t.Run(what, func(t *testing.T) {
			w := onSQLite(t, quick())
			k, a, id := w.call()
			b := w.onDuty("noa")
			do(w, a)
			if code := a.Code(); code != websocket.StatusPolicyViolation {
				t.Errorf("%d", code)
			}
			b.Sees(id)
			k.Until(wire.Queued)
		})
	}
}

func put(w *world, a *desktest.Agent, role, town string, disabled bool) {
	w.Helper()
	check(w, w.agents.Store.PutUser(w.Context(), store.User{Login: a.Login, Name: a.Login, Role: role, Town: town, Disabled: disabled}))
}

// TestTowns: an agent sees and takes the calls of his town alone, but for
// services that name him.
func TestTowns(t *testing.T) {
	s := desktest.Settings()
	s.Services = append(s.Services, desk.Service{
		ID: "commun", Names: map[string]string{"fr": "Service commun"}, Hours: "24/7",
		Towns: []string{hubtest.Town, "26362"}, Agents: []string{"ailleurs"},
	})
	w := onSQLite(t, s)
	here := w.onDuty("camille")
	there := desktest.DialAgent(t, w.agents, "ailleurs", "26362")
	there.Duty(true)
	k := w.kiosk("Hall")
	id := k.Ask("accueil", call.Shared{Lang: "fr"})
	here.Sees(id)
	there.Take(id)
	if m := there.Until(wire.Refuse); m.Why != wire.WhyRejected {
		t.Errorf("%+v", m)
	}
	id = k.Ask("commun", call.Shared{Lang: "fr"})
	if l := there.Sees(id); l.Service != "commun" {
		t.Errorf("%+v", l)
	}
	here.Take(id)
	if m := here.Until(wire.Refuse); m.Why != wire.WhyRejected {
		t.Errorf("it is not his service: %+v", m)
	}
	there.Take(id)
	there.Until(wire.Taken)
	k.Until(wire.Taken)
	w.answers(k, there, id)
	for login, want := range map[string][2]int{"ailleurs": {1, 1}, "camille": {1, 0}} {
		user, err := w.agents.Store.User(t.Context(), login)
		check(t, err)
		eventually(t, func() bool {
			sum, _, err := w.agents.Desk().DayOf(t.Context(), user)
			check(t, err)
			return sum.Offered == want[0] && sum.Answered == want[1]
		}, "the day of "+login)
	}
	for _, m := range there.Passed() {
		for _, l := range m.Line {
			if l.Service == "accueil" {
				t.Errorf("seen from another town: %+v", l)
			}
		}
	}
}

// TestAgentsOfOtherTowns: who is on duty is told to those who can pass a call on to
// him: of his town, of a service that names both, or of all towns.
func TestAgentsOfOtherTowns(t *testing.T) {
	s := desktest.Settings()
	s.Services = append(s.Services, desk.Service{
		ID: "commun", Names: map[string]string{"fr": "Service commun"}, Hours: "24/7",
		Towns: []string{hubtest.Town, "26362"}, Agents: []string{"camille", "ailleurs"},
	})
	w := onSQLite(t, s)
	open := func(login, role, town string) *desktest.Agent {
		cookie := desktest.SignIn(t, w.agents, store.User{Login: login, Name: login, Role: role, Town: town})
		a := desktest.OpenAgent(t, w.agents, login, cookie)
		a.Duty(true)
		return a
	}
	all := []*desktest.Agent{
		open("ailleurs", store.RoleAgent, "26362"), open("loin", store.RoleAgent, "26362"),
		open("camille", store.RoleAgent, hubtest.Town), open("noa", store.RoleAgent, hubtest.Town),
		open("partout", store.RoleAdmin, ""), // the last: who sees him has seen all others come
	}
	all[4].Say(wire.Message{Type: wire.Duty, On: true}) // he is told once more
	for i, want := range []string{
		"ailleurs camille loin partout", "ailleurs loin partout", "ailleurs camille noa partout", "camille noa partout",
		"ailleurs camille loin noa partout",
	} {
		var seen []string
		all[i].Find(func(m wire.Message) bool {
			seen = nil
			for _, a := range m.Agents {
				seen = append(seen, a.Login)
			}
			return slices.Contains(seen, "partout")
		}, "all are on duty")
		if got := strings.Join(seen, " "); got != want {
			t.Errorf("%s is told of %s, want %s", all[i].Login, got, want)
		}
	}
}

// TestHostile: whatever somebody sends, it is he who is cut, with the code for it,
// and the hub goes on.
func TestHostile(t *testing.T) {
	w := onSQLite(t, desktest.Settings())
	id := desktest.CallID()
	say := func(m wire.Message) []byte { return m.Write() }
	for _, c := range []struct {
		what string
		kind websocket.MessageType
		data []byte
		code websocket.StatusCode
	}{
		{"bytes", websocket.MessageBinary, say(wire.Message{Type: wire.Offices}), websocket.StatusUnsupportedData},
		{"no JSON", websocket.MessageText, []byte("hello"), websocket.StatusInvalidFramePayloadData},
		{"an unknown type", websocket.MessageText, []byte(`{"type":"launch"}`), websocket.StatusInvalidFramePayloadData},
		{"too much", websocket.MessageText, []byte(strings.Repeat(" ", wire.MaxMessage+1)), websocket.StatusMessageTooBig},
		{"what is not his to say", websocket.MessageText, say(wire.Message{Type: wire.Taken, Call: id}), websocket.StatusInvalidFramePayloadData},
	} {
		for side, s := range map[string]*desktest.Socket{"kiosk": w.kiosk("Hall").Socket, "desk": w.agent("camille").Socket} {
			s.Raw(c.kind, c.data)
			if code := s.Code(); code != c.code {
				t.Errorf("%s of a %s: %d, want %d", c.what, side, code, c.code)
			}
		}
	}
	k := w.kiosk("Hall")
	k.Say(wire.Message{Type: wire.Ask, Call: id, Wish: &wire.Wish{Shared: []byte(`{"lang":7}`)}})
	if code := k.Code(); code != websocket.StatusInvalidFramePayloadData {
		t.Errorf("shared that cannot be read: %d", code)
	}
}

// TestTooFast: more than a call ever needs.
func TestTooFast(t *testing.T) {
	w := onSQLite(t, desktest.Settings())
	for side, s := range map[string]*desktest.Socket{"kiosk": w.kiosk("Hall").Socket, "desk": w.agent("camille").Socket} {
		m := wire.Message{Type: wire.Hold, Call: desktest.CallID()}
		for n := 0; s.Closed() == nil && n < 100_000; n++ {
			s.Say(m)
		}
		if code := s.Code(); code != websocket.StatusPolicyViolation && code != -1 {
			t.Errorf("a %s: %d", side, code)
		}
	}
}

// TestNotMine: calls of others are nobody's business.
func TestNotMine(t *testing.T) {
	w := onSQLite(t, desktest.Settings())
	k, a, id := w.call()
	thief := w.kiosk("Étage")
	thief.Resume(id)
	if m := thief.Until(wire.Bye); m.Call != id {
		t.Errorf("%+v", m)
	}
	thief.Bye(id, string(call.LocalBye))
	thief.Say(wire.Message{Type: wire.Trickle, Call: id, Candidate: &wire.Candidate{Line: "of a thief"}})
	thief.Say(wire.Message{Type: wire.Ask, Call: id, Wish: &wire.Wish{Service: "accueil"}})
	if m := thief.Until(wire.Bye); m.Call != id {
		t.Errorf("an id of another: %+v", m)
	}
	b := w.onDuty("noa")
	b.Resume(id)
	if m := b.Until(wire.Bye); m.Call != id {
		t.Errorf("%+v", m)
	}
	for _, typ := range []wire.Type{wire.Bye, wire.Note, wire.Renew} {
		b.Say(wire.Message{Type: typ, Call: id})
	}
	b.Say(wire.Message{Type: wire.Transfer, Call: id, To: "agent:camille"})
	b.Until(wire.Refuse)
	k.Offer(id, 1)
	if m := a.Find(func(m wire.Message) bool { return m.Type == wire.Offer || m.Type == wire.Trickle || m.Type == wire.Bye }, "the offer"); m.Type != wire.Offer {
		t.Errorf("%+v", m)
	}
}
