package rtccall

import (
	"testing"
	"time"

	"guichet/kiosk/call"
	"guichet/kiosk/call/calltest"
	"guichet/kiosk/call/wire"
)

// This machine has another address: ICE begins again on the same connection, and
// nothing that is open is lost.
func TestAddressesChange(t *testing.T) {
	h := newHub(t)
	p := h.peer()
	c := called(t, h.phone(nil))
	p.channel(wire.ChannelText)
	s := c.(*sight)
	s.post(func() { s.homes, s.looked = "another", time.Time{} })
	waitFor(t, "an ICE restart", func() bool { r := p.rounds(); return len(r) == 2 && r[1].Restart })
	c.Send("bonjour")
	waitFor(t, "text after it", func() bool { return p.text(wire.ChannelText) == "bonjour" })
	c.Hangup()
	calltest.Ended(t, c)
}

// An answer that never comes back is not waited for: everything begins anew.
func TestRestartThatNobodyAnswers(t *testing.T) {
	h := newHub(t)
	p := h.peer()
	c := called(t, h.phone(nil))
	p.channel(wire.ChannelText)
	s := c.(*sight)
	h.mu.Lock()
	h.deaf = true
	h.mu.Unlock()
	s.post(func() { s.homes, s.looked = "another", time.Time{} })
	h.kioskSaid(wire.Offer, func(m wire.Message) bool { return m.SDP.Restart })
	h.mu.Lock()
	h.deaf = false
	h.mu.Unlock()
	event(t, c, func(e call.Event) bool { return e.Quality == call.Gone })
	s.post(func() { s.leg.offered, s.mended = s.leg.offered.Add(-impatient), s.mended.Add(-restart) })
	waitFor(t, "a new leg", func() bool { r := p.rounds(); return len(r) == 2 && !r[1].Restart })
	event(t, c, func(e call.Event) bool { return e.Quality != call.Gone })
	c.Hangup()
	calltest.Ended(t, c)
}
