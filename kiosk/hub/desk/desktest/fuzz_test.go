package desktest_test

import (
	"testing"

	"github.com/coder/websocket"

	"guichet/kiosk/call"
	"guichet/kiosk/call/wire"
	"guichet/kiosk/event/eventtest"
	"guichet/kiosk/hub/desk/desktest"
	"guichet/kiosk/hub/hubtest"
)

// FuzzHear: whatever one side of a call sends, the hub lives, and the other side
// can be called again.
func FuzzHear(f *testing.F) {
	const id = "0123456789abcdef0123456789abcdef"
	for _, m := range []wire.Message{
		{Type: wire.Ask, Call: id, Wish: &wire.Wish{Service: "accueil", Shared: []byte(`{"lang":"fr","urgent":true}`)}},
		{Type: wire.CallBack, Back: &wire.Back{Phone: planted, Service: "accueil", Lang: "fr"}},
		{Type: wire.Offices}, {Type: wire.Resume, Call: id}, {Type: wire.Bye, Call: id, Why: "contacts"},
		{Type: wire.Offer, Call: id, SDP: &wire.SDP{Kind: "offer", SDP: "v=0", Round: 1, Proof: "x.y.z"}},
		{Type: wire.Trickle, Call: id, Candidate: &wire.Candidate{Line: "candidate:1"}},
		{Type: wire.Duty, On: true}, {Type: wire.Take, Call: id}, {Type: wire.Transfer, Call: id, To: "agent:camille"},
		{Type: wire.Note, Call: id, Text: "x"}, {Type: wire.Backs}, {Type: wire.BackDone, Call: id, Why: "reached"},
		{Type: wire.BackDone, Call: id, Why: "calling", On: true},
		{Type: wire.Outcome, Call: id, Wish: &wire.Wish{}, Why: "answered", Queue: &wire.Queue{Wait: 1 << 40}},
	} {
		f.Add(m.Write(), true)
		f.Add(m.Write(), false)
	}
	f.Add([]byte("\x00\xff"), true)
	w := &world{TB: f, clock: &hubtest.Clock{}, log: &eventtest.Log{}}
	w.kiosks = hubtest.New(f, w.with(desktest.Settings()))
	w.agents = w.kiosks
	hostile := w.enrol("Hall")
	a := w.onDuty("camille")
	cookie := desktest.OpenAgent(f, w.agents, a.Login, a.Cookie).Cookie
	good := w.enrol("Étage")
	f.Fuzz(func(t *testing.T, data []byte, isKiosk bool) {
		var s *desktest.Socket
		if isKiosk {
			s = desktest.DialKiosk(t, hostile).Socket
		} else {
			s = desktest.OpenAgent(t, w.agents, a.Login, cookie).Socket
		}
		s.Raw(websocket.MessageText, data)
		s.Raw(websocket.MessageText, data)
		s.Cut()
		k := desktest.DialKiosk(t, good)
		call := k.Ask("accueil", call.Shared{Lang: "fr", Urgent: true})
		k.Find(func(m wire.Message) bool { return m.Call == call && (m.Type == wire.Queued || m.Type == wire.Refuse) }, "an answer")
		k.Bye(call, "")
		if n := len(metricsOf(t, w.kiosks.Hub)); n == 0 {
			t.Error("the hub says nothing")
		}
	})
}
