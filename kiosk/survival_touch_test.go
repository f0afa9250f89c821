package kiosk

import (
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"testing/synctest"
	"time"

	"guichet/drivers/light"
	"guichet/forms"
	"guichet/kiosk/health"
	"guichet/kiosk/probe"
	"guichet/kiosk/session"
)

// seconds is how long the glass is mad.
const seconds = 8

// flood sends a second of a broken glass through f: touches on nothing, presses of
// a page that is gone, keys, and held corners that were let go.
func flood(f func(session.Event), page session.PageID) {
	for n := range 2500 {
		f(session.Touched{})
		f(session.Next{Page: 0})
		f(session.Typed{Page: page + 1<<40, Input: forms.Input{forms.Value: "x"}})
		f(session.SetSize{Size: session.Size(n % 2)})
	}
}

// A broken glass that touches ten thousand times a second, in the middle of a
// visit: the visit stands where it was, a real answer
// is handled in its turn, and memory is what it was.
func TestTenThousandTouchesASecond(t *testing.T) {
	h := enterWith(t, quiet, noPrinter)
	for name, send := range map[string]func(session.Event){"the session": h.parts.session.Send, "the front": h.parts.send} {
		c := h.visitor("acte-naissance")
		c.begin()
		before := h.now()
		flood(send, before.Page) // warms up
		if err := h.parts.session.Alive(t.Context()); err != nil {
			t.Fatal(err)
		}
		base := heap()
		began := time.Now()
		for range seconds {
			flood(send, before.Page)
			if err := h.parts.session.Alive(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		t.Logf("%s: a second of touches is handled in %v", name, (time.Since(began) / seconds).Round(time.Millisecond))
		if grown := heap() - base; grown > 1<<20 {
			t.Errorf("%s: %d bytes more after %d seconds of touches", name, grown, seconds)
		}
		if v := h.now(); v.Page != before.Page || v.State != session.Question {
			t.Errorf("%s: the citizen is on page %d %s, was on %d", name, v.Page, v.State, before.Page)
		}
		flood(send, before.Page)
		c.fill() // the answers stand in the queue behind a second of touches
		ref := c.send()
		if all := h.kept(); all[len(all)-1].Reference != ref {
			t.Errorf("%s: the spool does not hold %s", name, ref)
		}
		h.press("Terminer")
		h.at(session.Attract)
	}
}

// heap is what lives, in bytes.
func heap() int64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

// The glass floods the front desk's pages as well: they stay, and so does memory.
func TestTenThousandTouchesASecondAtTheFrontDesk(t *testing.T) {
	h := enterWith(t, quiet, noPrinter, numbered)
	h.parts.send(session.StaffAsked{})
	pin := h.until("the page of the number", func(v session.View) bool { return v.State == session.Staff })
	base := heap()
	for range seconds {
		flood(h.parts.send, pin.Page)
	}
	if v := h.now(); v.State != session.Staff {
		t.Errorf("the glass shows %s", v.State)
	}
	h.parts.send(session.StartAgain{Page: pin.Page}) // in order, behind all that
	h.at(session.Attract)
	if grown := heap() - base; grown > 4<<20 {
		t.Errorf("%d bytes more", grown)
	}
	h.visit("acte-naissance")
}

// glassOf is a machine with a touchscreen, in /proc/bus/input/devices.
const glassOf = `I: Bus=0003 Vendor=222a Product=0001 Version=0110
N: Name="Acme Touch"
P: Phys=usb-0000:00:14.0-3/input0
H: Handlers=mouse1 event5
B: PROP=2
B: EV=b
B: KEY=400 0 0 0 0 0
B: ABS=260800000000003

`

// plugged writes what the machine has on its inputs.
func plugged(t *testing.T, tree, inputs string) {
	t.Helper()
	file := filepath.Join(tree, "proc/bus/input/devices")
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file+".new", []byte(inputs), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(file+".new", file); err != nil {
		t.Fatal(err)
	}
}

// The touchscreen is unplugged in the middle of a visit: nobody can press
// anything, so it is the light that tells the front desk, in red, and the hub
// hears it. The visit is there when it is plugged in again.
func TestTheTouchscreenIsUnplugged(t *testing.T) {
	data := deepFolder(t)
	synctest.Test(t, func(t *testing.T) {
		tree := t.TempDir()
		plugged(t, tree, glassOf)
		h := dry(t, data, nil)
		h.looksAt(probe.Tree(tree).Touch("Acme Touch"))
		l := h.shines()
		h.cleared(health.ScreenDead)
		c := h.visitor("acte-naissance")
		c.begin()
		page := h.now().Page
		plugged(t, tree, "")
		rose := h.raised(health.ScreenDead)
		h.shows(l, light.Red)
		if v := h.now(); v.Page != page || v.Overlay != nil {
			t.Errorf("the citizen sees %q", texts(v))
		}
		plugged(t, tree, glassOf)
		fell := h.cleared(health.ScreenDead)
		h.shows(l, light.Amber) // a kiosk without a printer
		c.fill()
		h.one(c.send())
		t.Logf("raised after %v, cleared after %v", rose, fell)
		if n := h.said("condition_raised", string(health.ScreenDead)); n != 1 {
			t.Errorf("raised %d times", n)
		}
		if n := h.said("condition_cleared", string(health.ScreenDead)); n != 1 {
			t.Errorf("cleared %d times", n)
		}
		h.off()
	})
}

// deepFolder is one whose name is too long for a socket in it, so that nothing in
// a bubble of synctest waits for the network: time passes there only while all
// goroutines wait for each other.
func deepFolder(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "a-folder-whose-name-is-so-long-that-no-socket-can-be-made-in-it-for-sun-path-has-108-bytes", "guichet")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	return dir
}
