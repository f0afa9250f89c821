package desktest_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/coder/websocket"

	"guichet/kiosk/call"
	"guichet/kiosk/call/wire"
	"guichet/kiosk/custody"
	"guichet/kiosk/hub/desk"
	"guichet/kiosk/hub/desk/desktest"
	"guichet/kiosk/hub/hubtest"
)

// onToAnotherAgent: the notes go with the call, and he alone is asked.
func onToAnotherAgent(t *testing.T, w *world) {
	k, a, id := w.call()
	b, c := w.onDuty("noa"), w.onDuty("alix")
	a.Find(func(m wire.Message) bool { return m.Type == wire.Duty && len(m.Agents) == 3 }, "three on duty")
	a.Say(wire.Message{Type: wire.Transfer, Call: id, To: "agent:nobody"})
	if m := a.Until(wire.Refuse); m.Why != wire.WhyNotFound {
		t.Errorf("%+v", m)
	}
	a.Say(wire.Message{Type: wire.Transfer, Call: id, To: "noa"})
	if m := a.Until(wire.Refuse); m.Why != wire.WhyNotFound {
		t.Errorf("neither an agent nor a service: %+v", m)
	}
	a.Say(wire.Message{Type: wire.Note, Call: id, Text: "il manque un papier"})
	a.Say(wire.Message{Type: wire.Transfer, Call: id, To: "agent:noa"})
	if m := a.Until(wire.Bye); m.Why != wire.WhyTransferred {
		t.Errorf("%+v", m)
	}
	k.Until(wire.Queued)
	if l := b.Sees(id); l.From != "camille" || l.To != "noa" {
		t.Errorf("%+v", l)
	}
	c.Take(id)
	if m := c.Until(wire.Refuse); m.Why != wire.WhyRejected {
		t.Errorf("it is not for him: %+v", m)
	}
	b.Take(id)
	if m := b.Until(wire.Taken); m.Text != "il manque un papier" {
		t.Errorf("%+v", m)
	}
	k.Until(wire.Taken)
	a.Say(wire.Message{Type: wire.Bye, Call: id})
	k.Offer(id, 1)
	b.Until(wire.Offer) // who gave it away cannot end it
}

// onToAnotherService, which another agent answers for.
func onToAnotherService(t *testing.T, w *world) {
	k, a, id := w.call()
	w.onDuty("noa")
	a.Find(func(m wire.Message) bool { return m.Type == wire.Duty && len(m.Agents) == 2 }, "two on duty")
	a.Say(wire.Message{Type: wire.Transfer, Call: id, To: "service:nuit"})
	k.Until(wire.Queued)
	if m := a.Until(wire.Bye); m.Why != wire.WhyTransferred {
		t.Errorf("%+v", m)
	}
	if l := a.Sees(id); l.Service != "nuit" || l.From != "camille" {
		t.Errorf("%+v", l)
	}
	a.Take(id)
	if m := a.Until(wire.Taken); m.Wish.Service != "nuit" {
		t.Errorf("%+v", m.Wish)
	}
}

// nobodyIsThere: closed says when it opens; open without an agent is closed too.
func nobodyIsThere(t *testing.T, w *world) {
	k := w.kiosk("Hall")
	id := k.Ask("nuit", call.Shared{Lang: "fr"})
	m := k.Until(wire.Refuse)
	if m.Call != id || m.Why != wire.WhyClosed || len(m.Services) != 1 || m.Services[0].Open {
		t.Errorf("%+v", m)
	}
	k.Ask("accueil", call.Shared{Lang: "fr"})
	m = k.Until(wire.Refuse)
	if m.Why != wire.WhyClosed || !m.Services[0].Open || m.Services[0].Agents != 0 || len(m.Services[0].Windows) == 0 {
		t.Errorf("%+v", m)
	}
	k.Ask("mars", call.Shared{Lang: "fr"})
	if m = k.Until(wire.Refuse); m.Why != wire.WhyNotFound {
		t.Errorf("%+v", m)
	}
	w.clock.Add(6 * time.Minute)
	w.sum(func(c desk.Count) bool { return c.Closed == 1 && c.Offered == 1 && c.Abandoned == 1 }, "one was offered, one came too late")
}

// nobodyComes: after the longest wait the citizen is offered another way.
func nobodyComes(t *testing.T, w *world) {
	a := w.onDuty("camille")
	k := w.kiosk("Hall")
	w.staffed(k, "accueil", 1)
	id := k.Ask("accueil", call.Shared{Lang: "fr"})
	k.Until(wire.Queued)
	a.Sees(id)
	w.clock.Add(10*time.Minute + time.Second)
	m := k.Until(wire.Refuse)
	if m.Why != wire.WhyOverloaded || len(m.Services) != 1 || m.Services[0].Phone != "+33199000000" {
		t.Errorf("%+v", m)
	}
	k.Bye(id, wire.WhyContacts)
	w.sum(func(c desk.Count) bool { return c.Offered == 1 && c.Contacts == 1 && c.Abandoned == 0 }, "contacts printed")
}

// agentGoesHome: who waits is not left alone for ever.
func agentGoesHome(t *testing.T, w *world) {
	k, a, _ := w.waits()
	a.Duty(false)
	k.Find(func(m wire.Message) bool { return m.Type == wire.Queued && m.Queue.Agents == 0 }, "nobody is there")
	refused := make(chan struct{})
	go w.hoursPass(wire.Away+time.Second, refused)
	if m := k.Until(wire.Refuse); m.Why != wire.WhyClosed {
		t.Errorf("%+v", m)
	}
	close(refused)
	w.clock.Add(6 * time.Minute)
	w.sum(func(c desk.Count) bool { return c.Offered == 1 && c.Abandoned == 1 }, "counted in the end")
}

// hoursPass moves the clock on, again and again, but less than the longest wait
// in all: the hub looks each second since when nobody is there, and a busy machine
// looks later.
func (w *world) hoursPass(d time.Duration, enough <-chan struct{}) {
	for range 4 {
		select {
		case <-enough:
			return
		case <-time.After(2 * time.Second):
			w.clock.Add(d)
		}
	}
}

func oneCallAtATime(t *testing.T, w *world) {
	_, a, first := w.call()
	k := w.kiosk("Étage")
	id := k.Ask("accueil", call.Shared{Lang: "fr"})
	a.Sees(id)
	a.Take(id)
	if m := a.Until(wire.Refuse); m.Call != id || m.Why != wire.WhyBusy {
		t.Errorf("%+v", m)
	}
	b := desktest.OpenAgent(t, w.kiosks, a.Login, a.Cookie)
	busy := func(is bool) {
		t.Helper()
		b.Find(func(m wire.Message) bool {
			return m.Type == wire.Duty && len(m.Agents) == 1 && m.Agents[0].Login == a.Login && m.Agents[0].Busy == is
		}, "whether he is in a call")
	}
	busy(true)
	b.Say(wire.Message{Type: wire.Take, Call: id})
	if m := b.Until(wire.Refuse); m.Why != wire.WhyBusy {
		t.Errorf("in another window: %+v", m)
	}
	a.Bye(first)
	busy(false)
}

// kioskAsksAgain: it was started again and forgot what it had.
func kioskAsksAgain(t *testing.T, w *world) {
	k, a, id := w.call()
	next := k.Ask("accueil", call.Shared{Lang: "fr"})
	if m := a.Until(wire.Bye); m.Call != id {
		t.Errorf("%+v", m)
	}
	a.Sees(next)
	k.Say(wire.Message{Type: wire.Ask, Call: next, Wish: &wire.Wish{Service: "accueil"}})
	a.Take(next)
	if m := k.Until(wire.Taken); m.Call != next {
		t.Errorf("asked twice is asked once: %+v", m)
	}
	w.answers(k, a, next)
	w.sum(func(c desk.Count) bool { return c.Offered == 2 && c.Answered == 2 }, "two calls")
}

// kioskRevoked: its call ends, its connection too, and it does not come back.
func kioskRevoked(t *testing.T, w *world) {
	k, a, id := w.call()
	check(t, w.agents.RevokeKiosk(t.Context(), w.agents.Admin, k.Who.ID))
	if m := a.Until(wire.Bye); m.Call != id || m.Why != string(call.Lost) {
		t.Errorf("%+v", m)
	}
	if code := k.Code(); code != websocket.StatusPolicyViolation {
		t.Errorf("%d", code)
	}
	if _, status := desktest.TryKiosk(t, k.Who); status != http.StatusForbidden {
		t.Errorf("%d", status)
	}
}

// offerOfSomebodyElse: a certificate that the kiosk did not sign goes nowhere.
func offerOfSomebodyElse(t *testing.T, w *world) {
	k, a, id := w.call()
	sdp := desktest.SDP("somebody else")
	good := custody.Fingerprint{Call: id, Kind: "offer", Round: 1, Hash: custody.Fingerprints(sdp)}
	sign := func(f custody.Fingerprint, by *hubtest.Kiosk) string {
		token, err := custody.SignFingerprint(f, by.Key)
		check(t, err)
		return token
	}
	other, round := good, good
	other.Call = desktest.CallID()
	round.Round = 2
	for what, s := range map[string]wire.SDP{
		"no proof":          {Kind: "offer", SDP: sdp, Round: 1},
		"of another kiosk":  {Kind: "offer", SDP: sdp, Round: 1, Proof: sign(good, w.kiosks.NewKiosk(t))},
		"of another call":   {Kind: "offer", SDP: sdp, Round: 1, Proof: sign(other, k.Who)},
		"of another round":  {Kind: "offer", SDP: sdp, Round: 1, Proof: sign(round, k.Who)},
		"another text":      {Kind: "offer", SDP: desktest.SDP("x"), Round: 1, Proof: sign(good, k.Who)},
		"a line more":       {Kind: "offer", SDP: sdp + desktest.SDP("y"), Round: 1, Proof: sign(good, k.Who)},
		"without any":       {Kind: "offer", SDP: "v=0\r\n", Round: 1, Proof: sign(good, k.Who)},
		"an answer of ours": {Kind: "answer", SDP: sdp, Round: 1, Proof: sign(good, k.Who)},
	} {
		k.Say(wire.Message{Type: wire.Offer, Call: id, SDP: &s})
		if m := k.Until(wire.Refuse); m.Why != wire.WhyRejected {
			t.Errorf("%s: %+v", what, m)
		}
	}
	a.Say(wire.Message{Type: wire.Offer, Call: id, SDP: &wire.SDP{Kind: "offer", SDP: sdp, Round: 1}})
	if m := a.Until(wire.Refuse); m.Why != wire.WhyRejected {
		t.Errorf("a desk makes no offers: %+v", m)
	}
	k.Offer(id, 7)
	if m := a.Until(wire.Offer); m.SDP.Round != 7 {
		t.Errorf("nothing of all that came through: %+v", m)
	}
}

// TestReminded: a page hears of the hub again and again, also when nothing changes.
func TestReminded(t *testing.T) {
	s := desktest.Settings()
	s.Pulse = 20 * time.Millisecond
	a := desktest.DialAgent(t, hubtest.New(t, desktest.With(s)), "camille", hubtest.Town)
	for range 4 {
		a.Until(wire.Waiting)
	}
}

// saidWhileAway waits for who comes back.
func saidWhileAway(t *testing.T, w *world) {
	k, a, id := w.call()
	a.Cut()
	w.agentAway(id)
	for n := range 5 {
		k.Say(wire.Message{Type: wire.Trickle, Call: id, Candidate: &wire.Candidate{Line: string(rune('a' + n))}})
	}
	k.Offer(id, 2)
	again := desktest.OpenAgent(t, w.agents, a.Login, a.Cookie)
	again.Resume(id)
	for n := range 5 {
		if m := again.Until(wire.Trickle); m.Candidate.Line != string(rune('a'+n)) {
			t.Errorf("%+v", m)
		}
	}
	if m := again.Until(wire.Offer); m.SDP.Round != 2 {
		t.Errorf("%+v", m)
	}
}
