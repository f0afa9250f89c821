package ui

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"testing"
	"time"

	"guichet/forms"
	"guichet/kiosk/session"
)

// visitor answers each event with the next view, as a session would.
type visitor struct {
	*rig
	sent int
	last session.Event
}

func newVisitor(t *testing.T) *visitor {
	v := &visitor{rig: newRig(t, glasses[1])}
	page := named("yesno")
	v.opts.Send = func(e session.Event) {
		v.sent++
		if _, ok := e.(session.Touched); ok {
			return
		}
		v.last = e
		page.Page++
		page.Next = press("Continuer", session.Answered{Page: page.Page})
		v.Show(page)
	}
	v.Show(page)
	return v
}

// TestTenThousandTouchesASecond for ten seconds, anywhere on the glass: memory
// stays as it was, a session gets no more than a person could send, and the next
// real press counts.
func TestTenThousandTouchesASecond(t *testing.T) {
	v := newVisitor(t)
	now := clock(v.rig)
	const long, aSecond = 10, 10_000
	rnd := rand.New(rand.NewPCG(1, 2))
	storm := func(seconds int) {
		for range seconds * aSecond {
			*now = now.Add(time.Second / aSecond)
			x, y := rnd.Float32()*1920, rnd.Float32()*1080
			v.finger(x, y, true)
			v.slides(x+1, y)
			v.finger(x, y, false)
		}
	}
	storm(1)
	before, sent := heap(), v.sent
	storm(long)
	if n := v.sent - sent; n > 2*long*fingersASecond+2*fingersAtOnce {
		t.Errorf("%d events of %d touches were sent", n, long*aSecond)
	}
	if grown := heap() - before; grown > 1<<20 {
		t.Errorf("memory grew by %d bytes", grown)
	}
	*now = now.Add(time.Second)
	page := v.view.Page
	v.tap(t, "next")
	if fmt.Sprint(v.last) != fmt.Sprint(session.Answered{Page: page}) {
		t.Errorf("a press after the storm sent %v, want the answer of page %d", v.last, page)
	}
}

// heap is how much memory is in use.
func heap() int64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.GC() // Fyne's pools are emptied by the second one
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

// A finger that presses ten times a second is never refused.
func TestAQuickTypistIsHeard(t *testing.T) {
	var f flood
	now := time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC)
	for i := range 10_000 {
		if !f.lets(now) {
			t.Fatalf("press %d is refused", i)
		}
		now = now.Add(time.Second / 10)
	}
}

func TestAClockThatGoesBackRefusesNobody(t *testing.T) {
	var f flood
	now := time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC)
	f.lets(now)
	now = now.AddDate(-20, 0, 0)
	for i := range 100 {
		if now = now.Add(time.Second / 10); !f.lets(now) {
			t.Fatalf("press %d is refused", i)
		}
	}
}

// The two halves of what a broken glass reports do not come in pairs.
func TestFingersThatOnlyComeOrOnlyLeave(t *testing.T) {
	r := on(t, "yesno")
	x, y := r.at(t, "tile:0")
	for range 50 {
		r.finger(x, y, false)
	}
	wants(t, r)
	for range 50 {
		r.finger(x, y, true)
	}
	wants(t, r)
	r.finger(x, y, false)
	wants(t, r, session.Answered{Page: testPage, Input: forms.Input{forms.Value: "Oui"}})
}

func TestWhatAFieldHeldBeforeIsForgottenInTheEnd(t *testing.T) {
	v := named("email")
	l := newLocal(&v)
	for i := range 10_000 {
		l.set("value", fmt.Sprint("letters ", i))
	}
	if n := len(l.past["value"]); n > 2*mostPast {
		t.Errorf("%d values are kept", n)
	}
	late := named("email")
	late.Blocks = []session.Block{session.Fields{Items: []session.Field{field("value", forms.PadEmail, "Adresse e-mail", "letters 9900", 80)}}}
	if l.accept(&late); l.values["value"] != "letters 9999" {
		t.Errorf("a view that came late took letters back: %q", l.values["value"])
	}
}
