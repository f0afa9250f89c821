package rtccall

import (
	"context"
	"net"
	"sync/atomic"
	"testing"
	"time"

	"guichet/drivers/camera"
	"guichet/kiosk/call"
	"guichet/kiosk/call/badline"
)

// bad is a line that is bad, from the kiosk's socket on.
func bad(t *testing.T) *badline.Conn {
	t.Helper()
	return badline.New(socket(t), 1)
}

func socket(t *testing.T) net.PacketConn {
	t.Helper()
	c, err := net.ListenPacket("udp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	return c
}

// counting is a camera that counts what it took.
type counting struct {
	camera.Camera
	n *atomic.Int64
}

func (c counting) Open(ctx context.Context, m camera.Mode) (camera.Stream, error) {
	s, err := c.Camera.Open(ctx, m)
	return countingStream{s, c.n}, err
}

type countingStream struct {
	camera.Stream
	n *atomic.Int64
}

func (c countingStream) Next(ctx context.Context) (camera.Picture, error) {
	p, err := c.Stream.Next(ctx)
	c.n.Add(1)
	return p, err
}

// measured is what passed in a while.
type measured struct {
	took, shown, bars int // pictures of the kiosk, those that the desk decoded, and those whose bar it read on its screen
	sent, seen        int // pictures of the desk, and those that the kiosk showed
	heard             float64
}

// measure looks at a call for a while.
func (b *browser) measure(took *atomic.Int64, e *eyes, d time.Duration) measured {
	b.h.Helper()
	before := b.report()
	seen, n := e.saw().bars, took.Load()
	time.Sleep(d)
	after := b.report()
	m := measured{
		took: int(took.Load() - n), shown: after.Decoded - before.Decoded, bars: after.Bars - before.Bars,
		sent: after.Sent - before.Sent, seen: e.saw().bars - seen,
	}
	m.heard = float64(after.Heard-before.Heard) / float64(after.Heard-before.Heard+after.Silent-before.Silent)
	b.h.Logf("in %v: desk decoded %d of %d (%.1f %%) and showed %d, kiosk %d of %d (%.1f %%); lag %d and %d ms; sound heard %.0f %% of the time",
		d, m.shown, m.took, percent(m.shown, m.took), m.bars, m.seen, m.sent, percent(m.seen, m.sent), after.Lag, e.saw().lag, 100*m.heard)
	return m
}

func percent(part, all int) float64 { return 100 * float64(part) / float64(max(all, 1)) }

// weakLine is a bad one, and what it has to carry all the same, in percent of the
// pictures that were sent.
type weakLine struct {
	name        string
	road        badline.Road
	shown, seen float64
}

func (l weakLine) carries(m measured) bool {
	return percent(m.shown, m.took) >= l.shown && percent(m.seen, m.sent) >= l.seen && m.bars > 0 && m.heard >= 0.9
}

var badLines = []weakLine{
	{"nothing is wrong", badline.Road{}, 90, 90},
	{"2 % lost", badline.Road{Loss: 0.02}, 90, 90},
	{"5 % lost", badline.Road{Loss: 0.05}, 90, 90},
	{"10 % lost", badline.Road{Loss: 0.10}, 80, 80},
	{"300 ms", badline.Road{Delay: 150 * time.Millisecond}, 80, 80},
	{"700 kbit/s", badline.Road{Rate: 700_000}, 70, 70},
	{"200 kbit/s", badline.Road{Rate: 200_000}, 10, 10},
}

// windows is how often a line is looked at: a machine that does much else at that
// moment is slow for a while, a call that collapsed is so for ever.
const windows = 9

// TestBadLines: pictures and sound come through, both ways, from the beginning.
// The figures are in the log.
func TestBadLines(t *testing.T) {
	if testing.Short() {
		t.Skip("it is long")
	}
	h := newHub(t)
	b := h.browser(chromium, "")
	for _, line := range badLines {
		t.Run(line.name, func(t *testing.T) { b.over(t, line) })
	}
}

func (b *browser) over(t *testing.T, line weakLine) {
	socket := bad(t)
	var took atomic.Int64
	k := b.h.phone(func(o *Options) { o.Socket, o.Camera = socket, counting{o.Camera, &took} })
	defer k.Close()
	socket.Out(line.road)
	socket.In(line.road)
	c, e := watched(t, k)
	b.sees(k, e)
	time.Sleep(5 * time.Second) // the estimates settle
	m := b.measure(&took, e, 10*time.Second)
	for n := 1; !line.carries(m); n++ {
		if n == windows {
			t.Fatal("the line does not carry the call")
		}
		m = b.measure(&took, e, 10*time.Second)
	}
	figure(t, "%s: desk decoded %.1f %% of the pictures, kiosk %.1f %%; %d and %d a second; sound %.0f %% of the time",
		line.name, percent(m.shown, m.took), percent(m.seen, m.sent), m.shown/10, m.seen/10, 100*m.heard)
	waitFor(t, "the desk's tone", func() bool { return k.tone() > 0.2 })
	c.Hangup()
}

// TestCuts: the line goes and comes back, the call with it.
func TestCuts(t *testing.T) {
	if testing.Short() {
		t.Skip("it is long")
	}
	h := newHub(t)
	b := h.browser(chromium, "")
	for name, cut := range map[string]time.Duration{"8 s": 8 * time.Second, "25 s": 25 * time.Second} {
		t.Run(name, func(t *testing.T) {
			socket := bad(t)
			k := h.phone(func(o *Options) { o.Socket = socket })
			defer k.Close()
			c, e := watched(t, k)
			b.sees(k, e)
			socket.Cut(cut)
			back := time.Now().Add(cut)
			event(t, c, func(e call.Event) bool { return e.Quality == call.Gone })
			time.Sleep(time.Until(back))
			waitFor(t, "a picture", func() bool { return e.saw().latest.After(back) })
			figure(t, "cut of %s: kiosk sees a picture %v after the line came back (to reach: 1s)", name, e.saw().latest.Sub(back).Round(time.Millisecond))
			event(t, c, func(e call.Event) bool { return e.Quality != call.Gone })
			r := b.until("a picture", func(r report) bool { return r.Back > back.UnixMilli() })
			figure(t, "cut of %s: desk sees one %d ms after (to reach: 1000)", name, r.Back-back.UnixMilli())
			b.sees(k, e)
			c.Hangup()
		})
	}
}

// TestAnotherAddress: the kiosk's address changes in mid-call.
func TestAnotherAddress(t *testing.T) {
	if testing.Short() {
		t.Skip("it is long")
	}
	h := newHub(t)
	b := h.browser(chromium, "")
	line := bad(t)
	k := h.phone(func(o *Options) { o.Socket = line })
	c, e := watched(t, k)
	b.sees(k, e)
	line.Move(socket(t))
	moved := time.Now()
	waitFor(t, "a picture at the new address", func() bool { return e.saw().latest.After(moved.Add(time.Second)) })
	b.sees(k, e)
	figure(t, "another address: both see again %v after it moved at most", time.Since(moved).Round(time.Millisecond))
	c.Hangup()
}
