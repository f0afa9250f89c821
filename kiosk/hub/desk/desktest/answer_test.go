package desktest_test

import (
	"testing"
	"time"

	"guichet/kiosk/call"
	"guichet/kiosk/call/wire"
	"guichet/kiosk/hub/desk"
	"guichet/kiosk/hub/desk/desktest"
)

// asked is a call that one of so many agents on duty took, and no more.
func (w *world) asked(a *desktest.Agent, onDuty int) (*desktest.Kiosk, string) {
	w.Helper()
	k := w.kiosk("Hall")
	w.staffed(k, "accueil", onDuty)
	id := k.Ask("accueil", call.Shared{Lang: "fr"})
	a.Sees(id)
	a.Take(id)
	a.Until(wire.Taken)
	k.Until(wire.Taken)
	return k, id
}

// deskSilent: an agent clicked, and his page does no more. The next one gets the
// call before its kiosk gives up, and then it is answered, once.
func deskSilent(t *testing.T, w *world) {
	a, b := w.onDuty("camille"), w.onDuty("noa")
	k, id := w.asked(a, 2)
	k.Offer(id, 1)
	a.Until(wire.Offer)
	b.Find(func(m wire.Message) bool { return m.Type == wire.Waiting && len(m.Line) == 0 }, "it is taken")
	w.clock.Add(16 * time.Second)
	if m := a.Until(wire.Bye); m.Call != id || m.Why != string(call.NoAnswer) {
		t.Errorf("%+v", m)
	}
	if m := k.Until(wire.Queued); m.Queue.Place != 1 {
		t.Errorf("%+v", m)
	}
	w.sum(func(c desk.Count) bool { return c.Offered == 1 && c.Answered == 0 && c.Abandoned == 0 }, "not answered yet")
	b.Find(func(m wire.Message) bool { return m.Type == wire.Waiting && len(m.Line) == 1 }, "it rings again")
	b.Take(id)
	b.Until(wire.Taken)
	k.Until(wire.Taken)
	w.answers(k, b, id)
	w.sum(func(c desk.Count) bool { return c.Offered == 1 && c.Answered == 1 && c.WaitS >= 15 }, "answered")
	a.Answer(id, 1) // too late
	w.clock.Add(time.Minute)
	time.Sleep(2 * time.Second) // the hub looks each second
	k.Bye(id, string(call.LocalBye))
	if m := b.Until(wire.Bye); m.Why != string(call.RemoteBye) {
		t.Errorf("it is still his: %+v", m)
	}
}

// agentHangsUp before anything was seen or heard: nobody answered that.
func agentHangsUp(t *testing.T, w *world) {
	a := w.onDuty("camille")
	k, id := w.asked(a, 1)
	a.Bye(id)
	k.Until(wire.Bye)
	w.sum(func(c desk.Count) bool { return c.Answered == 0 && c.Abandoned == 1 && c.WaitS == 0 }, "not answered")
	k.Bye(id, wire.WhyContacts)
	w.sum(func(c desk.Count) bool { return c.Offered == 1 && c.Contacts == 1 && c.Abandoned == 0 }, "contacts printed")
}

// noPicture: both sides spoke by the hub, and no way between them was found.
func noPicture(t *testing.T, w *world) {
	k, a, id := w.call()
	w.sum(func(c desk.Count) bool { return c.Answered == 1 }, "answered")
	k.Bye(id, string(call.NoAnswer))
	a.Until(wire.Bye)
	w.sum(func(c desk.Count) bool { return c.Answered == 0 && c.Abandoned == 1 && c.WaitS == 0 }, "not answered after all")
	askBack(k, id, window(k, "accueil", 0))
	k.Until(wire.Kept)
	w.sum(func(c desk.Count) bool { return c.Offered == 1 && c.CallBacks == 1 && c.Abandoned == 0 }, "a call back")
}

// onToOneWhoDoesNotCome: he is asked alone for a while, longer where he speaks to
// somebody, then all are.
func onToOneWhoDoesNotCome(t *testing.T, w *world) {
	_, a, id := w.call()
	b, c := w.onDuty("noa"), w.onDuty("alix")
	k, next := w.asked(b, 3)
	w.answers(k, b, next)
	a.Say(wire.Message{Type: wire.Transfer, Call: id, To: "agent:noa"})
	a.Until(wire.Bye)
	b.Sees(id)
	w.clock.Add(wire.Ring + time.Second)
	time.Sleep(2 * time.Second) // the hub looks each second
	if l := b.Line(); len(l) != 1 || l[0].To != "noa" {
		t.Errorf("while he speaks: %+v", l)
	}
	b.Bye(next)
	if l := c.Sees(id); l.To != "" || l.From != "camille" {
		t.Errorf("%+v", l)
	}
	c.Take(id)
	c.Until(wire.Taken)
}

// answeredByPhone: where nobody came in time, and where the citizen did not want to
// wait, somebody answered all the same.
func answeredByPhone(t *testing.T, w *world) {
	w.onDuty("camille")
	k := w.kiosk("Hall")
	w.staffed(k, "accueil", 1)
	id := k.Ask("accueil", call.Shared{Lang: "fr"})
	k.Until(wire.Queued)
	w.clock.Add(10*time.Minute + time.Second)
	k.Until(wire.Refuse)
	k.Bye(id, wire.WhyAnswered)
	w.sum(func(c desk.Count) bool { return c.Offered == 1 && c.Answered == 1 && c.WaitS >= 600 }, "answered")
	id = k.Ask("accueil", call.Shared{Lang: "fr"})
	k.Until(wire.Queued)
	k.Bye(id, string(call.Cancelled))
	w.sum(func(c desk.Count) bool { return c.Abandoned == 1 }, "not yet")
	k.Bye(id, wire.WhyAnswered)
	w.sum(func(c desk.Count) bool { return c.Offered == 2 && c.Answered == 2 && c.Abandoned == 0 }, "both")
}
