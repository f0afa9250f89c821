package desktest_test

import (
	"testing"

	"github.com/coder/websocket"

	"guichet/kiosk/call"
	"guichet/kiosk/call/wire"
	"guichet/kiosk/custody"
	"guichet/kiosk/hub/desk"
	"guichet/kiosk/hub/desk/desktest"
	"guichet/kiosk/hub/hubtest"
)

func TestCalls(t *testing.T) {
	stories(t, desktest.Settings(), map[string]func(*testing.T, *world){
		"a call":                         aCall,
		"one of two desks":               oneOfTwoDesks,
		"the desk does not answer":       deskSilent,
		"the agent hangs up at once":     agentHangsUp,
		"no picture ever comes":          noPicture,
		"who is next":                    whoIsNext,
		"the page is loaded anew":        pageLoadedAnew,
		"the desk vanishes":              deskVanishes,
		"the kiosk vanishes":             kioskVanishes,
		"the hub starts again":           hubStartsAgain,
		"on to another agent":            onToAnotherAgent,
		"on to another service":          onToAnotherService,
		"on to one who does not come":    onToOneWhoDoesNotCome,
		"nobody is there":                nobodyIsThere,
		"nobody comes":                   nobodyComes,
		"answered by telephone":          answeredByPhone,
		"by telephone alone":             byTelephoneAlone,
		"the agent goes home":            agentGoesHome,
		"an agent has one call":          oneCallAtATime,
		"a kiosk asks for another":       kioskAsksAgain,
		"a kiosk is taken out":           kioskRevoked,
		"an offer of somebody else":      offerOfSomebodyElse,
		"what is said while one is away": saidWhileAway,
	})
}

// byTelephoneAlone: calls that the hub did not see are counted, each once, with their
// wait; one that it saw has its end from there.
func byTelephoneAlone(t *testing.T, w *world) {
	k := w.kiosk("Hall")
	tell := func(id, service, why string, wait int) {
		k.Say(wire.Message{Type: wire.Outcome, Call: id, Wish: &wire.Wish{Service: service}, Why: why, Queue: &wire.Queue{Wait: wait}})
	}
	one := desktest.CallID()
	tell(one, "accueil", "answered", 30)
	tell(one, "accueil", "answered", 30) // the link was cut, and it was said again
	tell(desktest.CallID(), "accueil", "call_back", 60)
	tell(desktest.CallID(), "", "contacts", -5)
	tell(desktest.CallID(), "of a form that is gone", "abandoned", 1<<40)
	tell(desktest.CallID(), "nuit", "answered", 5) // outside of its hours
	seen := k.Ask("accueil", call.Shared{Lang: "fr"})
	k.Until(wire.Refuse) // nobody is there
	tell(seen, "accueil", "answered", 90)
	got := w.sum(func(c desk.Count) bool { return c.Offered == 5 && c.Answered == 2 && c.Closed == 1 }, "counted")
	if got.CallBacks != 1 || got.Contacts != 1 || got.Abandoned != 1 || got.LongestS < 30 {
		t.Errorf("%+v", got)
	}
	a := w.onDuty("camille")
	w.staffed(k, "accueil", 1)
	id := k.Ask("accueil", call.Shared{Lang: "fr"})
	a.Sees(id)
	other := w.kiosk("Médiathèque")
	other.Say(wire.Message{Type: wire.Outcome, Call: id, Wish: &wire.Wish{}, Why: "abandoned", Queue: &wire.Queue{}})
	other.Say(wire.Message{Type: wire.Outcome, Call: desktest.CallID(), Wish: &wire.Wish{}, Why: "contacts", Queue: &wire.Queue{}})
	w.sum(func(c desk.Count) bool { return c.Offered == 7 && c.Contacts == 2 && c.Abandoned == 1 }, "of another kiosk it ends nothing")
	a.Sees(id)
}

// aCall: asked, waited, taken, offered, answered, hung up.
func aCall(t *testing.T, w *world) {
	a := w.onDuty("camille")
	k := w.kiosk("Hall d’accueil")
	w.staffed(k, "accueil", 1)
	id := k.Ask("", call.Shared{Lang: "fr", Procedure: "cantine", Urgent: true})
	if q := k.Until(wire.Queued); q.Call != id || q.Queue.Place != 1 || q.Queue.Agents != 1 || q.Queue.Wait != 0 {
		t.Errorf("%+v", q)
	}
	if l := a.Sees(id); l.Kiosk != "Hall d’accueil" || l.Service != "accueil" || !l.Urgent || l.Town != hubtest.Town || l.Procedure != "cantine" {
		t.Errorf("%+v", l)
	}
	a.Take(id)
	if m := a.Until(wire.Taken); m.Wish == nil || m.Wish.Service != "accueil" || m.Kiosk != "Hall d’accueil" {
		t.Errorf("%+v", m)
	}
	if m := k.Until(wire.Taken); m.Agent != "camille, Accueil" {
		t.Errorf("%+v", m)
	}
	k.Offer(id, 1)
	if m := a.Until(wire.Offer); m.SDP.Kind != "offer" || m.SDP.Round != 1 {
		t.Errorf("%+v", m)
	}
	a.Answer(id, 1)
	m := k.Until(wire.Offer)
	want := custody.Fingerprint{Call: id, Kind: "answer", Round: 1, Hash: custody.Fingerprints(desktest.SDP("desk " + id))}
	if err := custody.CheckFingerprint(m.SDP.Proof, want, w.agents.Public()); err != nil {
		t.Errorf("the hub vouches for the answer: %v", err)
	}
	k.Say(wire.Message{Type: wire.Trickle, Call: id, Candidate: &wire.Candidate{Line: "candidate:1", Round: 1}})
	if m := a.Until(wire.Trickle); m.Candidate.Line != "candidate:1" {
		t.Errorf("%+v", m)
	}
	a.Say(wire.Message{Type: wire.Hold, Call: id, On: true})
	if m := k.Until(wire.Hold); !m.On {
		t.Errorf("%+v", m)
	}
	k.Bye(id, string(call.LocalBye))
	if m := a.Until(wire.Bye); m.Call != id || m.Why != string(call.RemoteBye) {
		t.Errorf("%+v", m)
	}
}

// oneOfTwoDesks: both click at once, again and again; one has it, the other is
// told so.
func oneOfTwoDesks(t *testing.T, w *world) {
	a := w.onDuty("camille")
	b := desktest.DialAgent(t, w.kiosks, "noa", hubtest.Town)
	b.Duty(true)
	k := w.kiosk("Hall")
	w.staffed(k, "accueil", 2)
	for range 10 {
		id := k.Ask("accueil", call.Shared{Lang: "fr"})
		a.Sees(id)
		b.Sees(id)
		a.Take(id)
		b.Take(id)
		taken := 0
		for _, one := range []*desktest.Agent{a, b} {
			m := one.Find(func(m wire.Message) bool { return m.Call == id && (m.Type == wire.Taken || m.Type == wire.Refuse) }, "an answer")
			if m.Type == wire.Taken {
				taken++
			} else if m.Why != wire.WhyTaken {
				t.Errorf("%+v", m)
			}
		}
		if taken != 1 {
			t.Fatalf("%d have it", taken)
		}
		if m := k.Until(wire.Taken); m.Call != id {
			t.Errorf("%+v", m)
		}
		k.Bye(id, string(call.LocalBye))
	}
}

// whoIsNext: the urgent first, then who waits longest; each is told his place.
func whoIsNext(t *testing.T, w *world) {
	a := w.onDuty("camille")
	first, second, urgent := w.kiosk("A"), w.kiosk("B"), w.kiosk("C")
	place := func(k *desktest.Kiosk, n int) {
		t.Helper()
		k.Find(func(m wire.Message) bool { return m.Type == wire.Queued && m.Queue.Place == n }, "the place")
	}
	w.staffed(first, "accueil", 1)
	one := first.Ask("accueil", call.Shared{Lang: "fr"})
	place(first, 1)
	w.clock.Add(1e9)
	two := second.Ask("accueil", call.Shared{Lang: "fr"})
	place(second, 2)
	w.clock.Add(1e9)
	three := urgent.Ask("accueil", call.Shared{Lang: "fr", Urgent: true})
	place(urgent, 1)
	place(first, 2)
	place(second, 3)
	a.Find(func(m wire.Message) bool {
		return len(m.Line) == 3 && m.Line[0].Call == three && m.Line[1].Call == one && m.Line[2].Call == two
	}, "the line in its order")
	a.Take(three)
	place(first, 1)
	place(second, 2)
	first.Bye(one, string(call.Cancelled))
	place(second, 1)
}

// pageLoadedAnew: the agent's page comes back to its call, and the kiosk begins
// from nothing.
func pageLoadedAnew(t *testing.T, w *world) {
	k, a, id := w.call()
	a.Cut()
	again := desktest.OpenAgent(t, w.agents, a.Login, a.Cookie)
	again.Resume(id)
	if m := again.Until(wire.Taken); m.Call != id || m.Wish == nil {
		t.Errorf("%+v", m)
	}
	again.Say(wire.Message{Type: wire.Renew, Call: id})
	if m := k.Find(func(m wire.Message) bool { return m.Type != wire.Offices }, "renew"); m.Type != wire.Renew {
		t.Errorf("the kiosk is told nothing else: %+v", m)
	}
	k.Offer(id, 2)
	again.Until(wire.Offer)
}

// deskVanishes: after a while the call is first in the line again, for another.
func deskVanishes(t *testing.T, w *world) {
	k, a, id := w.call()
	other := w.kiosk("Étage")
	w.staffed(other, "accueil", 1)
	waits := other.Ask("accueil", call.Shared{Lang: "fr", Urgent: true})
	b := w.onDuty("noa")
	b.Sees(waits)
	a.Cut()
	w.agentAway(id)
	w.clock.Add(wire.Away + 1e9)
	b.Find(func(m wire.Message) bool { return len(m.Line) == 2 && m.Line[0].Call == id }, "first in the line")
	if m := k.Until(wire.Queued); m.Queue.Place != 1 {
		t.Errorf("%+v", m)
	}
	b.Take(id)
	b.Until(wire.Taken)
	if m := k.Until(wire.Taken); m.Agent != "noa, Accueil" {
		t.Errorf("%+v", m)
	}
	late := desktest.OpenAgent(t, w.agents, a.Login, a.Cookie)
	late.Resume(id)
	if m := late.Until(wire.Bye); m.Call != id || m.Why != string(call.Lost) {
		t.Errorf("who comes too late: %+v", m)
	}
	if c := w.sum(func(c desk.Count) bool { return c.Answered > 0 }, "counted"); c.Answered != 1 {
		t.Errorf("answered once: %+v", c)
	}
}

// kioskVanishes: its call ends when it has not come back in time.
func kioskVanishes(t *testing.T, w *world) {
	k, a, id := w.call()
	k.Cut()
	again := desktest.DialKiosk(t, k.Who)
	again.Resume(id)
	if m := again.Until(wire.Taken); m.Call != id {
		t.Errorf("%+v", m)
	}
	again.Cut()
	eventually(t, func() bool {
		c, err := w.agents.Store.Call(t.Context(), id)
		check(t, err)
		return !c.KioskAway.IsZero()
	}, "away")
	w.clock.Add(wire.Away + 1e9)
	if m := a.Until(wire.Bye); m.Call != id || m.Why != string(call.Lost) {
		t.Errorf("%+v", m)
	}
	third := desktest.DialKiosk(t, k.Who)
	third.Resume(id)
	if m := third.Until(wire.Bye); m.Call != id {
		t.Errorf("%+v", m)
	}
}

// hubStartsAgain: both are sent away with 1012, come back, and go on; with two
// hubs, the kiosk comes back to the other.
func hubStartsAgain(t *testing.T, w *world) {
	k, a, id := w.call()
	to := w.agents
	if w.kiosks == w.agents {
		w.kiosks.Restart(t)
		if code := a.Code(); code != websocket.StatusServiceRestart {
			t.Errorf("the desk is told %d", code)
		}
		a = desktest.OpenAgent(t, to, a.Login, a.Cookie)
		a.Resume(id)
		a.Until(wire.Taken)
	} else {
		w.kiosks.Stop()
	}
	if code := k.Code(); code != websocket.StatusServiceRestart {
		t.Errorf("the kiosk is told %d", code)
	}
	k = desktest.DialKiosk(t, desktest.At(k.Who, to))
	k.Resume(id)
	k.Until(wire.Taken)
	k.Offer(id, 2)
	a.Until(wire.Offer)
	a.Answer(id, 2)
	k.Until(wire.Offer)
	k.Bye(id, string(call.LocalBye))
	a.Until(wire.Bye)
}
