package rtccall

import (
	"context"
	"fmt"
	"os"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"guichet/drivers/audio"
	"guichet/kiosk/call"
	"guichet/kiosk/call/calltest"
)

// figure logs what was measured, in a line that is found among the others.
func figure(t testing.TB, format string, args ...any) {
	t.Helper()
	t.Logf("figure: "+format, args...)
}

// processor is the time that this process has had of all processors.
func processor(t testing.TB) time.Duration {
	t.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		t.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// resident is the memory of this process that is in RAM, in kB.
func resident(t testing.TB) (kB int) {
	t.Helper()
	data, err := os.ReadFile("/proc/self/status")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(data)) {
		if n, _ := fmt.Sscanf(line, "VmRSS: %d kB", &kB); n == 1 {
			return kB
		}
	}
	t.Fatal("no VmRSS")
	return 0
}

// TestSetUp: from the touch to the first picture on the screen, an agent
// answering at once. The figure is in the log.
func TestSetUp(t *testing.T) {
	if testing.Short() {
		t.Skip("it is long")
	}
	h := newHub(t)
	b := h.browser(chromium, "")
	k := h.phone(nil)
	var took []time.Duration
	for range 9 {
		e := new(eyes)
		touch := time.Now()
		c, err := k.Dial(t.Context(), call.Target{Address: "etat-civil"})
		if err != nil {
			t.Fatal(err)
		}
		c.(call.Sight).Watch(e.see)
		waitFor(t, "a picture", func() bool { return e.saw().bars > 0 })
		e.mu.Lock()
		took = append(took, e.first.Sub(touch))
		e.mu.Unlock()
		b.until("a picture", func(r report) bool { return r.Latest > touch.UnixMilli() })
		c.Hangup()
		calltest.Ended(t, c)
		waitFor(t, "free devices", func() bool { return !k.camera.Light() })
	}
	slices.Sort(took)
	figure(t, "touch to first picture: median %v, from %v to %v (to reach: 1s)", took[4].Round(time.Millisecond), took[0].Round(time.Millisecond), took[8].Round(time.Millisecond))
}

// TestProcessor: what a call takes of a core, the browser apart. The simulated
// camera draws its picture, which a real one does not.
func TestProcessor(t *testing.T) {
	if testing.Short() {
		t.Skip("it is long")
	}
	h := newHub(t)
	b := h.browser(chromium, "")
	k := h.phone(nil)
	c, e := watched(t, k)
	b.sees(k, e)
	time.Sleep(5 * time.Second)
	before, at, pictures := processor(t), time.Now(), e.saw().bars
	time.Sleep(15 * time.Second)
	used, d := processor(t)-before, time.Since(at)
	figure(t, "a call of 640x480 at 30 both ways: %.1f %% of a core (to reach: 20 %%), %.1f pictures a second shown, %d kB resident", 100*used.Seconds()/d.Seconds(), float64(e.saw().bars-pictures)/d.Seconds(), resident(t))
	c.Hangup()
}

// nothing is a sound of silence that remembers nothing, as audiosim does.
type nothing struct{ gone chan struct{} }

func (nothing) Ready() error { return nil }
func (nothing) Open(context.Context) (audio.Stream, error) {
	return &nothing{make(chan struct{})}, nil
}
func (n *nothing) Read(*audio.Frame) error  { return n.pace() }
func (n *nothing) Write(*audio.Frame) error { return n.pace() }
func (n *nothing) Volume(int)               {}
func (n *nothing) pace() error {
	select {
	case <-n.gone:
		return audio.ErrClosed
	case <-time.After(10 * time.Millisecond):
		return nil
	}
}

func (n *nothing) Close() error {
	select {
	case <-n.gone:
	default:
		close(n.gone)
	}
	return nil
}

// TestMemory: two hundred calls leave nothing behind. As many before them fill
// what libraries keep for the next call.
func TestMemory(t *testing.T) {
	if testing.Short() {
		t.Skip("it is long")
	}
	h := newHub(t)
	p := h.peer()
	k := h.phone(func(o *Options) { o.Sound = nothing{} })
	one := func() {
		c := called(t, k)
		p.channel("text")
		c.Hangup()
		calltest.Ended(t, c)
		p.close()
		p.mu.Lock()
		p.all, p.offers, p.channels, p.got = nil, p.offers[len(p.offers)-1:], newChannels(), newGot()
		p.mu.Unlock()
		h.mu.Lock()
		h.heard = nil
		h.mu.Unlock()
	}
	look := func() (heap uint64, rss, goroutines int) {
		waitFor(t, "free devices", func() bool { return !k.camera.Light() })
		time.Sleep(300 * time.Millisecond)
		runtime.GC()
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.HeapAlloc, resident(t), runtime.NumGoroutine()
	}
	for range 200 {
		one()
	}
	heap, rss, goroutines := look()
	for range 200 {
		one()
	}
	heap2, rss2, goroutines2 := look()
	figure(t, "memory over 200 calls: heap %d to %d kB, resident %d to %d kB, %+.1f %% (to reach: 5 %%), goroutines %d to %d", heap>>10, heap2>>10, rss, rss2, percent(rss2-rss, rss), goroutines, goroutines2)
	if goroutines2 > goroutines+3 || heap2 > heap+heap/20+256<<10 {
		t.Error("calls leave something behind")
	}
}
