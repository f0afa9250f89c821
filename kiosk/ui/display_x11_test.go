//go:build linux && cgo && !race

// The race detector cannot follow the display's memory, and Fyne's GL driver
// is slow under it.

package ui

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"
	"github.com/jezek/xgb"
	"github.com/jezek/xgb/xproto"
	"github.com/jezek/xgb/xtest"

	"guichet/kiosk/call"
	"guichet/kiosk/session"
)

// The window of Fyne needs the main goroutine and a display: the tests below
// run this binary again, as a kiosk in a call on a display of its own.
const onDisplay, displayPID = "UI_TEST_ON_DISPLAY", "UI_TEST_DISPLAY_PID"

func TestMain(m *testing.M) {
	if mode := os.Getenv(onDisplay); mode != "" {
		if err := callOnDisplay(mode); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// seen is what the kiosk of a test tells about itself.
type seen struct {
	Own           bool    // the pictures have panes of their own
	Person        uint32  // a pixel of the other person's picture, 0xRRGGBB
	Citizen       uint32  // and of the small one
	Ended         uint32  // the first again, when the pictures have ended
	Gone          uint32  // and on a page without a call
	Touched       int     // touches on the picture that arrived
	Pressed       bool    // a button of the call sent its event
	Processor     float64 // of the whole process, percent of a core, both pictures at 30 a second
	Still, Frames float64 // the same without pictures; pictures a second
	Beat          beaten
	Storm         stormed
}

// display starts one of 1920 × 1080 and returns its name and its process.
func display(t testing.TB) (string, int) {
	t.Helper()
	if _, err := exec.LookPath("Xvfb"); err != nil {
		t.Fatal("Xvfb is not installed: apt-get install xvfb")
	}
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("Xvfb", "-displayfd", "3", "-screen", "0", "1920x1080x24", "-nolisten", "tcp", "-noreset")
	cmd.ExtraFiles = []*os.File{w}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	w.Close()
	t.Cleanup(func() { cmd.Process.Signal(syscall.SIGTERM); cmd.Wait() })
	line, err := bufio.NewReader(r).ReadString('\n')
	if err != nil {
		t.Fatalf("Xvfb has no display: %v", err)
	}
	return ":" + strings.TrimSpace(line), cmd.Process.Pid
}

// kioskInACall runs the kiosk of a test to its end.
func kioskInACall(t testing.TB, mode string) seen {
	t.Helper()
	cmd := exec.Command(os.Args[0], "-test.run=^$")
	name, pid := display(t)
	cmd.Env = append(os.Environ(), onDisplay+"="+mode, "DISPLAY="+name, displayPID+"="+strconv.Itoa(pid),
		"LIBGL_ALWAYS_SOFTWARE=1", "HOME="+t.TempDir())
	var said strings.Builder
	cmd.Stderr = &said
	out, err := cmd.Output()
	var s seen
	if err == nil {
		err = json.Unmarshal(out, &s)
	}
	if err != nil {
		t.Fatalf("%v: %s", err, said.String())
	}
	return s
}

func TestOnADisplayPicturesAreSeenAndLeaveNothing(t *testing.T) {
	for _, mode := range []string{"look", "look-fyne"} {
		t.Run(mode, func(t *testing.T) { sees(t, mode) })
	}
}

func sees(t *testing.T, mode string) {
	s := kioskInACall(t, mode)
	if own := mode == "look"; s.Own != own {
		t.Fatalf("the pictures have panes of their own: %v", s.Own)
	}
	if s.Person != 0xE02010 || s.Citizen != 0x1020E0 {
		t.Errorf("on the glass: %06x and %06x", s.Person, s.Citizen)
	}
	if light := uint32(0xF3F1EC); s.Ended != light {
		t.Errorf("when the pictures have ended, the place is %06x, want the empty %06x", s.Ended, light)
	}
	if bar := uint32(0xFFFFFF); s.Gone != bar {
		t.Errorf("after the call the place is %06x, want the bar of the page, %06x", s.Gone, bar)
	}
	if s.Touched == 0 || !s.Pressed {
		t.Errorf("%d touches on the picture arrived; the button below it: %v", s.Touched, s.Pressed)
	}
}

// BenchmarkPicturesOnADisplay is the processor time that the screen of a call
// takes, software GL, 1920 × 1080, both pictures at 640 × 480 and 30 a second:
// the issue allows 40 % of a core.
func BenchmarkPicturesOnADisplay(b *testing.B) {
	for _, mode := range []string{"own", "fyne"} {
		b.Run(mode, func(b *testing.B) {
			for b.Loop() {
				s := kioskInACall(b, mode)
				b.ReportMetric(s.Processor, "%core")
				b.ReportMetric(s.Still, "%core-still")
				b.ReportMetric(s.Frames, "pictures/s")
			}
		})
	}
}

// watcher is the kiosk of a test, on Fyne's own goroutine, with a script
// beside it.
type watcher struct {
	*Screen
	x    *xgb.Conn
	root xproto.Window

	mu   sync.Mutex
	sent []session.Event
}

func callOnDisplay(mode string) error {
	Prepare()
	a := app.New()
	w := &watcher{}
	w.Screen = New(a, Options{Send: w.send, Panel: Panel{WidthMM: 476, HeightMM: 268}})
	w.Show(during(sampleView("name"), func(*session.CallView) {}))
	w.Window().Show()
	var s seen
	var err error
	go func() {
		w.shown()
		if s, err = w.script(mode); err == nil {
			err = json.NewEncoder(os.Stdout).Encode(s)
		}
		fyne.Do(a.Quit)
	}()
	a.Run()
	return err
}

// shown waits until the window fills the display, at most twenty seconds.
func (w *watcher) shown() {
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(100 * time.Millisecond) {
		full := false
		fyne.DoAndWait(func() { full = w.m.W == 1920 })
		if full {
			return
		}
	}
}

func (w *watcher) send(e session.Event) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.sent = append(w.sent, e)
}

func (w *watcher) script(mode string) (s seen, err error) {
	if w.x, err = xgb.NewConn(); err != nil {
		return s, err
	}
	if err = xtest.Init(w.x); err != nil {
		return s, err
	}
	w.root = xproto.Setup(w.x).DefaultScreen(w.x).Root
	w.again(strings.HasSuffix(mode, "fyne"))
	_, s.Own = w.films[person].pane.(*xPane)
	switch {
	case strings.HasPrefix(mode, "look"):
		return s, w.look(&s)
	case mode == "beat":
		w.beat(&s)
	case mode == "beats":
		w.beats(&s)
	case mode == "storm":
		return s, w.storm(&s)
	default:
		w.cost(&s)
	}
	return s, nil
}

// again shows the page anew, now that there is a window, with panes of Fyne if
// that is what is measured.
func (w *watcher) again(throughFyne bool) {
	fyne.DoAndWait(func() {
		for _, f := range w.films {
			f.place(rect{})
			if throughFyne {
				f.open = func(rect) pane { return newFynePane() }
			}
		}
		w.Show(during(sampleView("name"), func(*session.CallView) {}))
	})
}

// pump shows moving pictures for some time and returns how many.
func (w *watcher) pump(long time.Duration) (n int) {
	f, own := plain(640, 480, red), plain(640, 480, blue)
	tick := time.NewTicker(time.Second / 30)
	defer tick.Stop()
	for end := time.Now().Add(long); time.Now().Before(end); n++ {
		<-tick.C
		f.Pix[4*(n%480)*640]++ // never twice the same
		w.Watch(f)
		w.Self(own)
	}
	return n
}

func (w *watcher) cost(s *seen) {
	const long = 6 * time.Second
	measure := func(f func()) float64 {
		before, start := spent(), time.Now()
		f()
		return 100 * float64(spent()-before) / float64(time.Since(start))
	}
	s.Still = measure(func() { time.Sleep(long / 3) })
	n := 0
	s.Processor = measure(func() { n = w.pump(long) })
	s.Frames = float64(n) / long.Seconds()
}

// spent is the processor time of this process so far.
func spent() time.Duration {
	var r syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &r); err != nil {
		panic(err)
	}
	return time.Duration(r.Utime.Nano() + r.Stime.Nano())
}

func (w *watcher) look(s *seen) error {
	var at, small rect
	var button Control
	fyne.DoAndWait(func() {
		at, small = w.scene.films[person], w.scene.films[citizen]
		for _, c := range w.Controls() {
			if c.ID == "call:louder" {
				button = c
			}
		}
	})
	x, y := int16(at.X+20), int16(at.Y+20)
	w.pump(time.Second)
	s.Person = w.pixel(x, y, 0xE02010)
	s.Citizen = w.pixel(int16(small.X+small.W/2), int16(small.Y+small.H/2), 0x1020E0)
	w.tap(x, y)
	w.tap(int16(button.X+button.W/2), int16(button.Y+button.H/2))
	w.Watch(call.Frame{})
	w.Self(call.Frame{})
	s.Ended = w.pixel(x, y, 0xF3F1EC)
	w.pump(time.Second / 2)
	fyne.DoAndWait(func() { w.Show(sampleView("yesno")) })
	w.pump(time.Second / 2)
	s.Gone = w.pixel(x, y, 0xFFFFFF)
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, e := range w.sent {
		switch e.(type) {
		case session.Touched:
			s.Touched++
		case session.CallVolume:
			s.Pressed = true
		}
	}
	if s.Touched < 2 {
		return errors.New("no touch arrived")
	}
	s.Touched-- // the button's
	return nil
}

// pixel is the colour of a place once it is the one that is expected, else
// what it is after ten seconds.
func (w *watcher) pixel(x, y int16, want uint32) (got uint32) {
	for end := time.Now().Add(10 * time.Second); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		img, err := xproto.GetImage(w.x, xproto.ImageFormatZPixmap, xproto.Drawable(w.root), x, y, 1, 1, ^uint32(0)).Reply()
		if err != nil || len(img.Data) < 3 {
			return 0
		}
		if got = uint32(img.Data[2])<<16 | uint32(img.Data[1])<<8 | uint32(img.Data[0]); got == want {
			return got
		}
	}
	return got
}

func (w *watcher) tap(x, y int16) {
	xtest.FakeInput(w.x, xproto.MotionNotify, 0, 0, w.root, x, y, 0)
	for _, kind := range []byte{xproto.ButtonPress, xproto.ButtonRelease} {
		xtest.FakeInput(w.x, kind, xproto.ButtonIndex1, 0, w.root, 0, 0, 0)
		time.Sleep(80 * time.Millisecond)
	}
	time.Sleep(200 * time.Millisecond)
}
