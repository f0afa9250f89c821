package video

import (
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/pion/interceptor"
	"github.com/pion/rtcp"
	"github.com/pion/rtp"
	"github.com/pion/sdp/v3"
	"github.com/pion/webrtc/v4"

	"guichet/drivers/camera"
	"guichet/kiosk/call"
)

// wire is what leaves an estimator.
type wire struct {
	mu   sync.Mutex
	sent []rtp.Header
	at   []time.Time
}

func (w *wire) Write(h *rtp.Header, payload []byte, _ interceptor.Attributes) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.sent, w.at = append(w.sent, h.Clone()), append(w.at, time.Now())
	return len(payload), nil
}

func (w *wire) all() []rtp.Header {
	w.mu.Lock()
	defer w.mu.Unlock()
	return append([]rtp.Header(nil), w.sent...)
}

func streamInfo(ssrc uint32, mime string) *interceptor.StreamInfo {
	return &interceptor.StreamInfo{
		SSRC: ssrc, MimeType: mime,
		RTPHeaderExtensions: []interceptor.RTPHeaderExtension{{URI: sdp.TransportCCURI, ID: 3}},
	}
}

func TestWhatIsSentAgainLeavesToo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e, err := newEstimator(Logs(nil))
		if err != nil {
			t.Fatal(err)
		}
		defer e.Close()
		w := new(wire)
		video := e.AddStream(streamInfo(1, webrtc.MimeTypeVP8), w)
		for i, ssrc := range []uint32{1, 77, 1} { // 77 is the SSRC of RTX
			h := &rtp.Header{Version: 2, SSRC: ssrc, SequenceNumber: uint16(i)}
			if _, err := video.Write(h, make([]byte, 500), nil); err != nil {
				t.Fatal(err)
			}
		}
		time.Sleep(time.Second)
		synctest.Wait()
		sent := w.all()
		if len(sent) != 3 {
			t.Fatalf("%d packets left", len(sent))
		}
		for i, h := range sent {
			if x := h.GetExtension(3); len(x) != 2 || int(x[1]) != i+1 {
				t.Errorf("packet %d bears the number %x", i, x)
			}
		}
	})
}

func TestSoundOvertakesAPicture(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e, err := newEstimator(Logs(nil))
		if err != nil {
			t.Fatal(err)
		}
		defer e.Close()
		w := new(wire)
		video := e.AddStream(streamInfo(1, webrtc.MimeTypeVP8), w)
		audio := e.AddStream(streamInfo(2, webrtc.MimeTypeOpus), w)
		start := time.Now()
		for range 30 { // a key frame
			video.Write(&rtp.Header{Version: 2, SSRC: 1}, make([]byte, 1000), nil)
		}
		audio.Write(&rtp.Header{Version: 2, SSRC: 2}, make([]byte, 80), nil)
		if !e.pacer.full() {
			t.Error("another picture would be made")
		}
		time.Sleep(5 * time.Second)
		synctest.Wait()
		sent := w.all()
		if len(sent) != 31 || sent[0].SSRC != 2 && sent[1].SSRC != 2 && sent[2].SSRC != 2 {
			t.Fatalf("%d packets", len(sent))
		}
		last := w.at[30].Sub(start)
		rate := float64(30*1000*8) / last.Seconds()
		if limit := faster * float64(firstRate-sound); rate < 0.9*limit || rate > 1.1*limit {
			t.Errorf("the key frame left at %.0f bit/s, not %.0f", rate, limit)
		}
		if e.pacer.full() {
			t.Error("nothing waits any more")
		}
	})
}

func TestAPacerThatIsClosedRefuses(t *testing.T) {
	p := newPacer(100_000)
	p.Close()
	p.Close()
	if _, err := p.push(new(stream), new(rtp.Header), []byte{1}, false); err == nil {
		t.Error("it takes a packet")
	}
}

// feed tells a strain of a second of packets of 1,000 bytes: how many of each ten
// are lost, and how long they queue.
func feed(s *strain, from uint16, now time.Time, rate int, lost int, queue time.Duration) (uint16, time.Time) {
	n := rate / 8000
	gap := time.Second / time.Duration(n)
	for i := 0; i < n; {
		base, batch := from, min(n/10+1, n-i)
		t := &rtcp.TransportLayerCC{BaseSequenceNumber: base, PacketStatusCount: uint16(batch)}
		v := &rtcp.StatusVectorChunk{}
		before := time.Duration(0)
		for range batch {
			now = now.Add(gap)
			s.journeys.left(from, 1000, now)
			if int(from)%10 < lost {
				v.SymbolList = append(v.SymbolList, rtcp.TypeTCCPacketNotReceived)
			} else {
				arrival := time.Duration(now.Add(queue).UnixNano() % int64(1<<24*64*time.Millisecond))
				if before == 0 {
					t.ReferenceTime = uint32(arrival / (64 * time.Millisecond))
					before = time.Duration(t.ReferenceTime) * 64 * time.Millisecond
				}
				v.SymbolList = append(v.SymbolList, rtcp.TypeTCCPacketReceivedLargeDelta)
				t.RecvDeltas = append(t.RecvDeltas, &rtcp.RecvDelta{Delta: (arrival - before).Microseconds()})
				before = before + (arrival - before).Truncate(time.Microsecond)
			}
			from, i = from+1, i+1
		}
		t.PacketChunks = []rtcp.PacketStatusChunk{v}
		s.hear(t, now, rate)
	}
	return from, now
}

func TestWhatStrainsALine(t *testing.T) {
	for name, c := range map[string]struct {
		lost      int // of ten
		queue     time.Duration
		low, high int // the limit after 5 s at 800 kbit/s
	}{
		"free":                 {0, 0, 800_000, 1_100_000},
		"loss by chance":       {1, 0, 700_000, 1_000_000},
		"much loss":            {4, 0, lowRate, 450_000},
		"a queue that lasts":   {0, 100 * time.Millisecond, 400_000, 700_000},
		"a queue that is full": {0, 200 * time.Millisecond, 300_000, 600_000},
	} {
		s := &strain{rate: highRate, strained: time.Unix(1e9, 0)}
		n, now := feed(s, 65000, time.Unix(1e9, 0), 800_000, 0, 0)
		for range 5 {
			n, now = feed(s, n, now, 800_000, c.lost, c.queue)
		}
		if got := s.limit(800_000, now); got < c.low || got > c.high {
			t.Errorf("%s: %d bit/s", name, got)
		}
	}
}

func TestGCCIsNotBelievedForEver(t *testing.T) {
	s := &strain{rate: 400_000, strained: time.Unix(1e9, 0)}
	n, now := feed(s, 1, time.Unix(1e9, 0), 400_000, 0, 0)
	if got := s.limit(60_000, now); got < 250_000 || got > 400_000 {
		t.Errorf("at once: %d bit/s", got)
	}
	for range 4 {
		n, now = feed(s, n, now, 400_000, 0, 0)
	}
	if got := s.limit(60_000, now); got < 400_000 {
		t.Errorf("after a calm: %d bit/s", got)
	}
}

func TestTheStartIsSteepButStopsAtTheEstimate(t *testing.T) {
	var s start
	now := time.Unix(1e9, 0)
	after := func(d time.Duration, estimate int) (rate int) {
		for end := now.Add(d); now.Before(end); now = now.Add(50 * time.Millisecond) {
			rate = s.limit(estimate, now)
		}
		return rate
	}
	if r := after(100*time.Millisecond, highRate); r != firstRate {
		t.Errorf("begins at %d", r)
	}
	if r := after(3*time.Second, highRate); r < 800_000 {
		t.Errorf("after 3 s %d", r)
	}
	if r := after(time.Second, 500_000); r != 500_000 || !s.over {
		t.Errorf("%d, over %v", r, s.over)
	}
}

func TestTheLadder(t *testing.T) {
	now := time.Unix(1e9, 0)
	l := newLadder(now)
	at := func(d time.Duration, rate int) (q call.Quality) {
		for end := now.Add(d); now.Before(end); now = now.Add(33 * time.Millisecond) {
			l.choose(rate, now)
		}
		return l.quality(now)
	}
	for i, c := range []struct {
		lasts time.Duration
		rate  int
		want  call.Quality
	}{
		{100 * time.Millisecond, 150_000, call.Good}, // nothing is said of it yet
		{time.Second, 500_000, call.Good},
		{5 * time.Second, 700_000, call.Good},
		{500 * time.Millisecond, 200_000, call.Good}, // for a moment
		{2 * time.Second, 200_000, call.Weak},
		{10 * time.Second, 300_000, call.Weak}, // not enough to go up
		{2 * time.Second, 400_000, call.Weak},  // not long enough
		{2 * time.Second, 400_000, call.Good},
		{10 * time.Second, 60_000, call.Stills},
		{10 * time.Second, 100_000, call.Stills},
		{4 * time.Second, 120_000, call.Weak},
	} {
		if got := at(c.lasts, c.rate); got != c.want {
			t.Errorf("%d: %s, not %s", i, got, c.want)
		}
	}
}

func TestSizesKeepTheirShape(t *testing.T) {
	for _, c := range []struct{ w, h, wantW, wantH int }{
		{640, 480, 640, 480}, {1280, 720, 640, 360}, {1920, 1080, 640, 360}, {320, 240, 320, 240}, {480, 640, 360, 480}, {641, 481, 638, 480}, {1, 1, 2, 2},
	} {
		if w, h := fit(c.w, c.h, 640, 480); w != c.wantW || h != c.wantH {
			t.Errorf("%d × %d becomes %d × %d", c.w, c.h, w, h)
		}
	}
	if v := steps[2].settings(camera.Mode{Width: 640, Height: 480}, lowRate); v.Width != 320 || v.Bitrate > lowRate-sound+15_000 {
		t.Errorf("%+v", v)
	}
}

func TestPicturesAreShownEvenly(t *testing.T) {
	var p playout
	begin := time.Unix(1e9, 0)
	var shown []time.Time
	for i := range 300 {
		came := begin.Add(time.Duration(i) * 100 * time.Millisecond / 3)
		if i%10 == 5 {
			came = came.Add(60 * time.Millisecond) // it was asked for again
		}
		ts := uint32(i) * 3000
		p.measure(ts, came)
		due := p.due(ts)
		if due.Before(came) {
			due = came
		}
		shown = append(shown, due)
	}
	for i := 100; i < 300; i++ {
		if d := shown[i].Sub(shown[i-1]); d < 30*time.Millisecond || d > 37*time.Millisecond {
			t.Errorf("picture %d is shown %v after the one before", i, d)
		}
	}
	if late := shown[299].Sub(begin) - 299*100*time.Millisecond/3; late > 80*time.Millisecond {
		t.Errorf("shown %v late", late)
	}
}

func TestATimestampFromNowhereBeginsAnew(t *testing.T) {
	var p playout
	now := time.Unix(1e9, 0)
	p.measure(1000, now)
	for _, ts := range []uint32{1 << 31, 5, 0xffff0000} {
		p.measure(ts, now)
		if d := p.due(ts).Sub(now); d > mostHeld {
			t.Errorf("a picture of %d is held for %v", ts, d)
		}
	}
}

func TestTheClockOfTheOtherSide(t *testing.T) {
	now := time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
	c := NewClock(90_000)
	if _, ok := c.Behind(0, now); ok {
		t.Error("it knows before a report")
	}
	seconds := uint64(now.Unix()) + 2_208_988_800
	c.Report(&rtcp.SenderReport{NTPTime: seconds<<32 | 1<<31, RTPTime: 0xffffff00}) // half a second later
	for _, x := range []struct {
		ts   uint32
		want time.Duration
	}{
		{0xffffff00, -500 * time.Millisecond},
		{0xffffff00 - 90_000, 500 * time.Millisecond},
		{44_744, -time.Second}, // timestamps begin anew
	} {
		if got, ok := c.Behind(x.ts, now); !ok || got != x.want {
			t.Errorf("%x: %v, not %v", x.ts, got, x.want)
		}
	}
}
