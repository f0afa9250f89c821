//go:build linux && cgo && !race

package ui

import (
	"fmt"
	"os"
	"reflect"
	"strconv"
	"syscall"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"github.com/jezek/xgb/xproto"
	"github.com/jezek/xgb/xtest"

	"guichet/kiosk/session"
)

// beaten is what a kiosk says of the frames that it painted on a display.
type beaten struct {
	Paints              bool   // a beat is painted
	Hidden, Hung, Stuck uint64 // frames while the window was hidden, Fyne's goroutine hung, the display stood still
	Back                bool   // and afterwards it paints again
	Idle, Beating       float64
}

// TestOnADisplayABeatIsPaintedOrDoesNotCount: what the watchdog trusts.
func TestOnADisplayABeatIsPaintedOrDoesNotCount(t *testing.T) {
	b := kioskInACall(t, "beat").Beat
	if !b.Paints || !b.Back {
		t.Errorf("painted: %v, and in the end: %v", b.Paints, b.Back)
	}
	if b.Hidden > 0 || b.Hung > 0 {
		t.Errorf("%d frames of a hidden window, %d while Fyne hung", b.Hidden, b.Hung)
	}
	if b.Stuck > 3 { // what fits into the pipe to the display
		t.Errorf("%d frames on a display that stood still", b.Stuck)
	}
}

// BenchmarkBeatOnADisplay is what one beat every three seconds costs an idle
// kiosk, software GL, 1920 × 1080.
func BenchmarkBeatOnADisplay(b *testing.B) {
	for b.Loop() {
		s := kioskInACall(b, "beats").Beat
		b.ReportMetric(s.Idle, "%core-idle")
		b.ReportMetric(s.Beating, "%core-beating")
	}
}

// shows waits until a beat is painted, at most ten seconds.
func (w *watcher) shows() bool {
	before := w.Painted()
	for end := time.Now().Add(10 * time.Second); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		if fyne.Do(w.Beat); w.Painted() > before {
			return true
		}
	}
	return false
}

// beating beats for some time and counts what is painted.
func (w *watcher) beating(d time.Duration) uint64 {
	before := w.Painted()
	for end := time.Now().Add(d); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		fyne.Do(w.Beat)
	}
	return w.Painted() - before
}

func (w *watcher) beat(s *seen) {
	b := &s.Beat
	b.Paints = w.shows()
	fyne.DoAndWait(w.Window().Hide)
	b.Hidden = w.beating(time.Second / 2)
	fyne.DoAndWait(w.Window().Show)
	b.Back = w.shows()
	hangs, free := make(chan struct{}), make(chan struct{})
	fyne.Do(func() { close(hangs); <-free })
	<-hangs
	b.Hung = w.beating(time.Second / 2)
	close(free)
	b.Back = b.Back && w.shows()
	pid, err := strconv.Atoi(os.Getenv(displayPID))
	if err != nil {
		b.Stuck = 1 << 20
		return
	}
	syscall.Kill(pid, syscall.SIGSTOP)
	b.Stuck = w.beating(time.Second)
	syscall.Kill(pid, syscall.SIGCONT)
	b.Back = b.Back && w.shows()
}

// beats measures an idle page, and the same with a beat every three seconds.
func (w *watcher) beats(s *seen) {
	fyne.DoAndWait(func() { w.Show(sampleView("yesno")) })
	time.Sleep(time.Second)
	measure := func(beat bool) float64 {
		before, start := spent(), time.Now()
		for range 4 {
			time.Sleep(3 * time.Second)
			if beat {
				fyne.Do(w.Beat)
			}
		}
		time.Sleep(200 * time.Millisecond)
		return 100 * float64(spent()-before) / float64(time.Since(start))
	}
	s.Beat.Idle, s.Beat.Beating = measure(false), measure(true)
}

// stormed is what is left of a storm of touches.
type stormed struct {
	Touches        int
	Seconds, Grown float64 // how long it took to come through; megabytes
	Pressed        bool    // a press afterwards
	Long           bool    // and a finger on the corner
}

// TestOnADisplayAStormOfTouchesPasses with the true events of X.
func TestOnADisplayAStormOfTouchesPasses(t *testing.T) {
	if testing.Short() {
		t.Skip("it is long")
	}
	s := kioskInACall(t, "storm").Storm
	t.Logf("%d touches in %.1f s, %.1f MB more", s.Touches, s.Seconds, s.Grown)
	if !s.Pressed || !s.Long {
		t.Errorf("afterwards a press counts: %v, a long one: %v", s.Pressed, s.Long)
	}
	if s.Grown > 20 {
		t.Errorf("memory grew by %.1f MB", s.Grown)
	}
}

func (w *watcher) storm(s *seen) error {
	fyne.DoAndWait(func() { w.Show(sampleView("yesno")) })
	w.shows()
	w.touches(1_000)
	before, start := resident(), time.Now()
	s.Storm.Touches = w.touches(20_000)
	s.Storm.Seconds = time.Since(start).Seconds()
	s.Storm.Grown = float64(resident()-before) / 1e6
	time.Sleep(10 * time.Second / fingersASecond) // who comes now is no part of the flood
	var x, y int16
	fyne.DoAndWait(func() {
		c := w.scene.controls[w.scene.named("next")].at
		x, y = int16(c.X+c.W/2), int16(c.Y+c.H/2)
	})
	s.Storm.Pressed = w.sends(session.Answered{Page: testPage}, func() { w.tap(x, y) })
	s.Storm.Long = w.sends(session.StaffAsked{}, func() { w.button(9, 9, xproto.ButtonPress) })
	w.button(9, 9, xproto.ButtonRelease)
	return nil
}

// touches sends that many as fast as the display takes them, and waits until the
// kiosk has handled the last.
func (w *watcher) touches(n int) int {
	for i := range n {
		w.button(int16(200+i*7%1500), int16(200+i*13%600), xproto.ButtonPress)
		w.button(int16(200+i*7%1500), int16(200+i*13%600), xproto.ButtonRelease)
		if i%100 == 99 {
			xproto.GetInputFocus(w.x).Reply() // what was sent has arrived at the display
		}
	}
	w.shows()
	return n
}

func (w *watcher) button(x, y int16, kind byte) {
	xtest.FakeInput(w.x, xproto.MotionNotify, 0, 0, w.root, x, y, 0)
	xtest.FakeInput(w.x, kind, xproto.ButtonIndex1, 0, w.root, 0, 0, 0)
}

// sends tells whether something sends an event, within ten seconds.
func (w *watcher) sends(want session.Event, do func()) bool {
	w.mu.Lock()
	w.sent = nil
	w.mu.Unlock()
	do()
	for end := time.Now().Add(10 * time.Second); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		if w.hasSent(want) {
			return true
		}
	}
	return false
}

func (w *watcher) hasSent(want session.Event) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, e := range w.sent {
		if same(e, want) {
			return true
		}
	}
	return false
}

// same tells whether two events are of one kind, answers of one page.
func same(a, b session.Event) bool {
	if x, ok := a.(session.Answered); ok {
		y, ok := b.(session.Answered)
		return ok && x.Page == y.Page
	}
	return reflect.TypeOf(a) == reflect.TypeOf(b)
}

// resident is the memory of this process in bytes, from /proc/self/statm.
func resident() int64 {
	data, err := os.ReadFile("/proc/self/statm")
	var size, pages int64
	if err == nil {
		_, err = fmt.Sscan(string(data), &size, &pages)
	}
	if err != nil {
		panic(err)
	}
	return pages * int64(os.Getpagesize())
}
