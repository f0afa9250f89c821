package desktest

import (
	"crypto/sha256"
	"net/http"
	"testing"
	"time"

	"guichet/kiosk/call/wire"
	"guichet/kiosk/hub/hubtest"
	"guichet/kiosk/hub/store"
)

// Agent is an agent's page.
type Agent struct {
	*Socket
	Login, Cookie string
	Hub           *hubtest.Hub
}

// DialAgent makes an agent of a town where there is none of that login, signs him
// in, and opens his page.
func DialAgent(t testing.TB, h *hubtest.Hub, login, town string) *Agent {
	t.Helper()
	cookie := SignIn(t, h, store.User{Login: login, Name: login, Role: store.RoleAgent, Town: town})
	return OpenAgent(t, h, login, cookie)
}

// SignIn puts a user into the store and opens a session; it gives its secret.
func SignIn(t testing.TB, h *hubtest.Hub, u store.User) string {
	t.Helper()
	check(t, h.Store.PutUser(t.Context(), u))
	secret := "secret-of-" + u.Login + "-" + CallID()
	now := time.Now()
	check(t, h.Store.AddToken(t.Context(), store.Token{
		Hash: sha256.Sum256([]byte(secret)), Login: u.Login, Kind: "session", At: now, Seen: now, Expires: now.Add(time.Hour),
	}))
	return secret
}

// OpenAgent opens a page with a session.
func OpenAgent(t testing.TB, h *hubtest.Hub, login, cookie string) *Agent {
	t.Helper()
	return &Agent{dial(t, h.Client(), h.URL+wire.PathDesk, PageHeader(h, cookie)), login, cookie, h}
}

// PageHeader is what a browser sends with the page's connection.
func PageHeader(h *hubtest.Hub, cookie string) http.Header {
	return http.Header{"Cookie": {"__Host-guichet=" + cookie}, "Origin": {h.URL}}
}

// Duty goes on or off duty, and waits until the hub says so.
func (a *Agent) Duty(on bool) {
	a.T.Helper()
	a.Say(wire.Message{Type: wire.Duty, On: on})
	a.Find(func(m wire.Message) bool { return m.Type == wire.Duty && m.On == on }, "duty")
}

// Take asks for a call.
func (a *Agent) Take(id string) { a.Say(wire.Message{Type: wire.Take, Call: id}) }

// Resume comes back to a call.
func (a *Agent) Resume(id string) { a.Say(wire.Message{Type: wire.Resume, Call: id}) }

// Bye hangs up.
func (a *Agent) Bye(id string) { a.Say(wire.Message{Type: wire.Bye, Call: id, Why: "local-bye"}) }

// Answer answers an offer.
func (a *Agent) Answer(id string, round int) {
	a.Say(wire.Message{Type: wire.Offer, Call: id, SDP: &wire.SDP{Kind: "answer", SDP: SDP("desk " + id), Round: round}})
}

// Line is who waits, as the hub said last.
func (a *Agent) Line() []wire.Waits {
	for _, m := range a.Passed() {
		if m.Type == wire.Waiting {
			a.line = m.Line
		}
	}
	return a.line
}

// Sees waits until the line has a call; it gives what the desk sees of it.
func (a *Agent) Sees(id string) wire.Waits {
	a.T.Helper()
	for {
		for _, one := range a.line {
			if one.Call == id {
				return one
			}
		}
		a.Until(wire.Waiting)
	}
}

func check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
