package sipcall

import (
	"context"
	"os"
	"runtime"
	"slices"
	"strconv"
	"testing"
	"time"

	"guichet/kiosk/call"
	"guichet/kiosk/call/calltest"
	"guichet/kiosk/call/sound"
)

// callsEnv says how many calls the long tests make.
const callsEnv = "GUICHET_SIP_CALLS"

// times is how many calls a long test makes.
func times(t testing.TB, usually int) int {
	n, err := strconv.Atoi(os.Getenv(callsEnv))
	if err != nil {
		return usually
	}
	return n
}

// firstSound makes a call and tells how long after INVITE the first packet of
// the other side was there to be played.
func firstSound(t testing.TB, p *Phone, to call.Target) time.Duration {
	t.Helper()
	began := time.Now()
	c, err := p.Dial(context.Background(), to)
	must(t, err)
	s := (*stream)(nil)
	for came := false; !came; {
		if time.Since(began) > long {
			t.Fatalf("no sound came: %+v, stream %v, %d events", c.(*talk).now, s != nil, len(c.Events()))
		}
		if s = c.(*talk).voice.stream.Load(); s != nil {
			s.mu.Lock()
			came = s.jitter != nil
			s.mu.Unlock()
		}
		time.Sleep(200 * time.Microsecond)
	}
	took := time.Since(began)
	calltest.Until(t, c, call.Confirmed)
	c.Hangup()
	if e := calltest.Ended(t, c); e.Cause != call.LocalBye {
		t.Fatalf("lost: %+v", e)
	}
	return took
}

// BenchmarkFirstSound is of a phone in this process that answers at once; the
// phone sends a packet every 20 ms, so half of that is its own.
func BenchmarkFirstSound(b *testing.B) {
	x := openExchange(b, "sésame")
	p := x.phone(x.config())
	var all []time.Duration
	for b.Loop() {
		all = append(all, firstSound(b, p, x.target("answers")))
		(<-x.peers).silence()
	}
	report(b, all)
}

// BenchmarkFirstSoundInTown is the same at kamailio, with baresip: two digests
// and a proxy.
func BenchmarkFirstSoundInTown(b *testing.B) {
	w := openTown(b)
	w.agent()
	cfg, _ := w.config("udp")
	p, err := New(cfg)
	must(b, err)
	defer p.Close()
	until(b, "the exchange knows the kiosk", func() bool { return p.Ready() == nil })
	var all []time.Duration
	for b.Loop() {
		all = append(all, firstSound(b, p, call.Target{Address: "sip:camille@" + townIP}))
	}
	report(b, all)
}

func report(b *testing.B, all []time.Duration) {
	slices.Sort(all)
	b.ReportMetric(float64(all[len(all)/2].Microseconds())/1000, "ms-median")
	b.ReportMetric(float64(all[len(all)*95/100].Microseconds())/1000, "ms-p95")
	b.ReportMetric(float64(all[len(all)-1].Microseconds())/1000, "ms-max")
}

// BenchmarkTalk is what a second of sound both ways costs, without device.
func BenchmarkTalk(b *testing.B) {
	for _, name := range codecNames() {
		b.Run(name, func(b *testing.B) {
			c, err := newCodec(name)
			must(b, err)
			pcm := make([]int16, packet)
			sound.NewTone(48_000, 440, 0.5).Fill(pcm)
			for b.Loop() {
				for range 50 {
					data, err := c.encode(nil, pcm)
					must(b, err)
					_, err = c.decode(nil, data)
					must(b, err)
				}
			}
		})
	}
}

// No call of many is lost, and none leaves anything behind. With
// GUICHET_SIP_CALLS=N it makes 2 N, and measures what N more leave in memory once
// the timers of SIP, 32 s, have run out.
func TestManyCalls(t *testing.T) {
	if testing.Short() {
		t.Skip("it is long")
	}
	x := openExchange(t, "sésame")
	cfg := x.config()
	cfg.Sound = still{} // audiosim remembers a minute
	p := x.phone(cfg)
	n := times(t, 100)
	all := make([]time.Duration, 0, 2*n)
	many := func() uint64 {
		for range n {
			all = append(all, firstSound(t, p, x.target("answers")))
			(<-x.peers).silence()
			x.mu.Lock()
			x.requests = nil
			x.mu.Unlock()
		}
		settle(t, p)
		if os.Getenv(callsEnv) != "" {
			time.Sleep(40 * time.Second)
		}
		return heap()
	}
	before, after := many(), many()
	slices.Sort(all)
	t.Logf("%d calls, none lost; first sound after %v (median), %v (p95), %v (worst); heap %d kB, then %d kB",
		2*n, all[n], all[2*n*95/100], all[2*n-1], before>>10, after>>10)
	p.mu.Lock()
	kept := len(p.recent)
	p.mu.Unlock()
	if kept > 32 {
		t.Errorf("%d ids are kept", kept)
	}
	if os.Getenv(callsEnv) != "" && after > before+before/20 {
		t.Errorf("the heap grew from %d to %d bytes", before, after)
	}
}

func settle(t *testing.T, p *Phone) {
	t.Helper()
	until(t, "every leg is ended", func() bool {
		p.mu.Lock()
		defer p.mu.Unlock()
		return len(p.legs) == 0
	})
}

func heap() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// TestManyCallsInTown is the same with real programs; GUICHET_SIP_CALLS=1000
// makes as many.
func TestManyCallsInTown(t *testing.T) {
	if testing.Short() {
		t.Skip("it is long")
	}
	w := openTown(t)
	w.agent()
	cfg, d := w.config("udp")
	cfg.Sound = d
	p, err := New(cfg)
	must(t, err)
	defer p.Close()
	until(t, "the exchange knows the kiosk", func() bool { return p.Ready() == nil })
	n := times(t, 20)
	var all []time.Duration
	for range n {
		all = append(all, firstSound(t, p, call.Target{Address: "sip:camille@" + townIP}))
	}
	slices.Sort(all)
	t.Logf("%d calls, none lost; first sound after %v (median), %v (p95), %v (worst)", n, all[n/2], all[n*95/100], all[n-1])
}
