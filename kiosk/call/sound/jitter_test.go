package sound_test

import (
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"sort"
	"testing"
	"time"

	"guichet/kiosk/call/sound"
)

// packet is one of a sent stream: n is its place in it and its payload.
type packet struct {
	n  int
	at time.Duration
}

// line is a stream of 20 ms of G.711 with what happens to it.
type line struct {
	seq     uint16 // of the first
	ts      uint32
	packets int
	jitter  time.Duration // up to this much late, evenly
	loss    float64
	drift   float64 // of the sender's clock: 1e-4 is 100 ppm fast
	more    func(n int) (late time.Duration, lost bool)
	twice   bool
}

const packetTime = 20 * time.Millisecond

// heard is what Next gave: the place of the packet, or what was there instead.
type heard struct {
	order  []int
	counts map[sound.Kind]int
	stats  sound.JitterStats
	delays []time.Duration // from sent to played
}

func (l line) sent() []packet {
	rnd := rand.New(rand.NewPCG(1, 2))
	var out []packet
	for n := range l.packets {
		at := time.Duration(float64(n)*float64(packetTime)*(1-l.drift)) + time.Duration(rnd.Float64()*float64(l.jitter))
		lost := rnd.Float64() < l.loss
		if l.more != nil {
			late, gone := l.more(n)
			at, lost = at+late, lost || gone
		}
		if lost {
			continue
		}
		out = append(out, packet{n, at})
		if l.twice {
			out = append(out, packet{n, at + time.Millisecond})
		}
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].at < out[j].at })
	return out
}

// play has a sound card take a packet each 20 ms while the line brings its own.
func (l line) play(j *sound.Jitter) heard {
	begin := time.Date(2026, 3, 1, 10, 0, 0, 0, time.UTC)
	h, left := heard{counts: map[sound.Kind]int{}}, l.sent()
	last := left[len(left)-1].at
	for now := 7 * time.Millisecond; now <= last+60*time.Millisecond; now += packetTime {
		for len(left) > 0 && left[0].at <= now {
			p := left[0]
			left = left[1:]
			j.Put(l.seq+uint16(p.n), l.ts+uint32(p.n*160), binary.BigEndian.AppendUint32(nil, uint32(p.n)), begin.Add(p.at))
		}
		h.hear(j, begin, now)
	}
	h.stats = j.Stats()
	return h
}

func (h *heard) hear(j *sound.Jitter, begin time.Time, now time.Duration) {
	payload, kind := j.Next(begin.Add(now))
	h.counts[kind]++
	if kind == sound.Packet {
		n := int(binary.BigEndian.Uint32(payload))
		h.order = append(h.order, n)
		h.delays = append(h.delays, now-time.Duration(n)*packetTime)
	}
}

// missing counts what was not played between the first and the last, and fails
// where the order is wrong.
func (h heard) missing(t *testing.T) (n int) {
	t.Helper()
	for i := 1; i < len(h.order); i++ {
		if h.order[i] <= h.order[i-1] {
			t.Fatalf("packet %d was played after %d", h.order[i], h.order[i-1])
		}
		n += h.order[i] - h.order[i-1] - 1
	}
	return n
}

func (h heard) delay(percentile int) time.Duration {
	d := append([]time.Duration(nil), h.delays[len(h.delays)/2:]...)
	sort.Slice(d, func(i, j int) bool { return d[i] < d[j] })
	return d[(len(d)-1)*percentile/100]
}

func TestAGoodLineIsPlayedWholeAndSoon(t *testing.T) {
	h := line{packets: 1000}.play(sound.NewJitter(8000, 160))
	if h.missing(t) > 1 || len(h.order) < 998 || h.counts[sound.Lost] > 6 {
		t.Errorf("%d played, %d missing, %v", len(h.order), h.missing(t), h.counts)
	}
	if d := h.delay(50); d > 50*time.Millisecond {
		t.Errorf("it is played %v late on a line without jitter", d)
	}
}

func TestDelayFollowsTheJitter(t *testing.T) {
	for _, jitter := range []time.Duration{5, 30, 60, 120} {
		jitter *= time.Millisecond
		h := line{packets: 1500, jitter: jitter}.play(sound.NewJitter(8000, 160))
		t.Logf("jitter %v: played %v late, %d missing, %+v", jitter, h.delay(50), h.missing(t), h.stats)
		if m := h.missing(t); m > 1500*3/100 {
			t.Errorf("jitter %v: %d of 1500 missing", jitter, m)
		}
		if d := h.delay(50); d > jitter+60*time.Millisecond {
			t.Errorf("jitter %v: played %v late", jitter, d)
		}
	}
}

func TestWhatIsLostIsSaidToBeLost(t *testing.T) {
	h := line{packets: 2000, loss: 0.05, jitter: 10 * time.Millisecond}.play(sound.NewJitter(8000, 160))
	missing := h.missing(t)
	if missing < 60 || missing > 150 {
		t.Fatalf("%d missing of 2000 at 5 %%", missing)
	}
	if lost := h.counts[sound.Lost]; lost < missing-10 || lost > missing+15 {
		t.Errorf("%d missing, %d concealed: the sound slips", missing, lost)
	}
}

func TestDoublesAndMisorderAreMended(t *testing.T) {
	swap := func(n int) (time.Duration, bool) { return time.Duration(n%2) * 25 * time.Millisecond, false }
	h := line{packets: 500, more: swap, twice: true}.play(sound.NewJitter(8000, 160))
	if h.missing(t) > 3 {
		t.Errorf("%d missing", h.missing(t))
	}
	if h.stats.Doubled+h.stats.Late < 490 {
		t.Errorf("500 doubles came, %+v", h.stats)
	}
}

func TestNumbersWrap(t *testing.T) {
	h := line{seq: 65500, ts: 0xFFFFFF00, packets: 300}.play(sound.NewJitter(8000, 160))
	if h.missing(t) > 1 || len(h.order) < 298 || h.stats.Restarts > 0 {
		t.Errorf("%d of 300, %+v", len(h.order), h.stats)
	}
}

// A quartz is at most 100 ppm off, a bad one 500: in 10 minutes 15 packets.
func TestAClockThatRunsAwayIsFollowed(t *testing.T) {
	for _, drift := range []float64{5e-4, -5e-4} {
		h := line{packets: 30000, drift: drift, jitter: 5 * time.Millisecond}.play(sound.NewJitter(8000, 160))
		t.Logf("drift %v: %+v", drift, h.stats)
		if n := h.missing(t) + h.counts[sound.Lost]; n > 80 {
			t.Errorf("drift %v: %d disturbances in 10 minutes", drift, n)
		}
		if h.stats.Delay > 80*time.Millisecond {
			t.Errorf("drift %v: the delay grew to %v", drift, h.stats.Delay)
		}
	}
}

func TestAHoleIsNotPlayedLateAfterwards(t *testing.T) {
	for name, more := range map[string]func(n int) (time.Duration, bool){
		"lost": func(n int) (time.Duration, bool) { return 0, n >= 500 && n < 900 },
		"kept and brought at once": func(n int) (time.Duration, bool) {
			if n < 500 || n >= 900 {
				return 0, false
			}
			return time.Duration(900-n) * packetTime, false
		},
	} {
		t.Run(name, func(t *testing.T) {
			h := line{packets: 2000, more: more}.play(sound.NewJitter(8000, 160))
			h.missing(t)
			t.Logf("%+v, %v", h.stats, h.delay(95))
			if d := h.delay(95); d > 100*time.Millisecond {
				t.Errorf("after 8 s of nothing it is %v late", d)
			}
			if h.order[len(h.order)-1] < 1995 {
				t.Errorf("the end is not heard: %d", h.order[len(h.order)-1])
			}
		})
	}
}

// A sender that says nothing while nobody speaks sends no packet, and goes on
// with the next seq and the timestamp of then.
func TestSilenceOfTheSenderIsNoLoss(t *testing.T) {
	j, begin := sound.NewJitter(8000, 160), time.Date(2026, 3, 1, 10, 0, 0, 0, time.UTC)
	seq, h := uint16(0), heard{counts: map[sound.Kind]int{}}
	for n := range 1000 {
		now := time.Duration(n) * packetTime
		if n%100 < 50 {
			j.Put(seq, uint32(n*160), binary.BigEndian.AppendUint32(nil, uint32(n)), begin.Add(now))
			seq++
		}
		h.hear(j, begin, now+time.Millisecond)
	}
	if len(h.order) < 495 || h.counts[sound.Lost] > 60 {
		t.Errorf("%d of 500 played, %v", len(h.order), h.counts)
	}
	if d := h.delay(95); d > 60*time.Millisecond {
		t.Errorf("it is played %v late", d)
	}
}

func TestAStrangerChangesNothingAndARestartIsFollowed(t *testing.T) {
	j, begin := sound.NewJitter(8000, 160), time.Date(2026, 3, 1, 10, 0, 0, 0, time.UTC)
	h := heard{counts: map[sound.Kind]int{}}
	for n := range 400 {
		now := time.Duration(n) * packetTime
		seq, ts := uint16(n), uint32(n*160)
		if n >= 200 {
			seq, ts = seq+30000, ts+1<<31
		}
		if n == 100 {
			j.Put(45000, 77, []byte("odd!"), begin.Add(now))
		}
		j.Put(seq, ts, binary.BigEndian.AppendUint32(nil, uint32(n)), begin.Add(now))
		h.hear(j, begin, now)
	}
	if h.stats = j.Stats(); h.stats.Restarts != 1 {
		t.Errorf("%+v", h.stats)
	}
	if m := h.missing(t); m > 4 || len(h.order) < 390 {
		t.Errorf("%d played, %d missing", len(h.order), m)
	}
}

func TestPeekIsThePacketAfterTheLostOne(t *testing.T) {
	j, begin := sound.NewJitter(48000, 960), time.Date(2026, 3, 1, 10, 0, 0, 0, time.UTC)
	found := 0
	for n := range 300 {
		now := begin.Add(time.Duration(n) * packetTime)
		if n%10 != 5 || n < 20 {
			j.Put(uint16(n), uint32(n*960), fmt.Append(nil, n), now)
		}
		if _, kind := j.Next(now.Add(time.Millisecond)); kind != sound.Lost {
			continue
		}
		if next := string(j.Peek()); next != "" {
			found++
			var m int
			fmt.Sscan(next, &m)
			if m%10 != 6 {
				t.Errorf("after a lost %d5 comes %s", m/10, next)
			}
		}
	}
	if found < 25 {
		t.Errorf("28 were lost, the next one was shown %d times", found)
	}
}

// A delay that grows conceals a packet time, but nothing was lost: there is no
// packet after it to find it in.
func TestPeekIsNothingWhereNothingWasLost(t *testing.T) {
	j, begin := sound.NewJitter(8000, 160), time.Date(2026, 3, 1, 10, 0, 0, 0, time.UTC)
	for n := range 20_000 { // the sender is slow by 500 ppm, and sometimes late
		at := time.Duration(n) * (packetTime + 10*time.Microsecond)
		if n%3 == 0 {
			at += 15 * time.Millisecond
		}
		j.Put(uint16(n), uint32(n*160), []byte{1}, begin.Add(at))
		if _, kind := j.Next(begin.Add(time.Duration(n)*packetTime + 16*time.Millisecond)); kind == sound.Lost && j.Peek() != nil {
			t.Fatalf("packet %d: nothing was lost", n)
		}
	}
	if s := j.Stats(); s.Stretched < 5 {
		t.Errorf("the delay never grew: %+v", s)
	}
}

// The sender leaves out every tenth packet, which was silence: seq goes on, the
// timestamp jumps.
func TestAShortSilenceOfTheSenderIsNoLossEither(t *testing.T) {
	j, begin := sound.NewJitter(8000, 160), time.Date(2026, 3, 1, 10, 0, 0, 0, time.UTC)
	var seq uint16
	counts := map[sound.Kind]int{}
	for n := range 1000 {
		now := begin.Add(time.Duration(n) * packetTime)
		if n%2 == 1 {
			for _, m := range []int{n - 1, n} {
				if m%10 != 4 {
					j.Put(seq, uint32(m*160), []byte{1}, now)
					seq++
				}
			}
		}
		_, kind := j.Next(now.Add(time.Millisecond))
		counts[kind]++
	}
	if counts[sound.Lost] > 10 || counts[sound.Empty] < 80 {
		t.Errorf("%v", counts)
	}
}

func TestTheDelayChangesInSilenceRather(t *testing.T) {
	for quiet, dropped := range map[bool]int{true: 1, false: 0} {
		j := sound.NewJitter(8000, 160)
		j.Quiet(quiet)
		if h := (line{packets: 500, jitter: 5 * time.Millisecond}).play(j); h.stats.Dropped != dropped {
			t.Errorf("quiet %v: %d left out, want %d", quiet, h.stats.Dropped, dropped)
		}
	}
}

// The sound waits for its picture, and no longer than that.
func TestTheSoundWaitsWhenItIsAskedTo(t *testing.T) {
	j, begin := sound.NewJitter(8000, 160), time.Date(2026, 3, 1, 10, 0, 0, 0, time.UTC)
	for n := range 900 {
		now := begin.Add(time.Duration(n) * packetTime)
		switch n {
		case 300:
			j.AtLeast(150 * time.Millisecond)
		case 600:
			j.AtLeast(0)
		}
		j.Put(uint16(n), uint32(n*160), []byte{1}, now)
		j.Next(now.Add(time.Millisecond))
		late := j.Stats().Delay
		if n == 599 && (late < 130*time.Millisecond || late > 170*time.Millisecond) {
			t.Errorf("asked for 150 ms it is %v late", late)
		}
		if (n == 299 || n == 899) && late > 60*time.Millisecond {
			t.Errorf("packet %d: it is %v late", n, late)
		}
	}
	if s := j.Stats(); s.Lost > 2 || s.Stretched < 5 || s.Dropped < 5 {
		t.Errorf("%+v", s)
	}
}

func TestAPayloadThatIsNoneIsNotTaken(t *testing.T) {
	j, now := sound.NewJitter(8000, 160), time.Date(2026, 3, 1, 10, 0, 0, 0, time.UTC)
	j.Put(1, 160, make([]byte, 5000), now)
	for range 10 {
		now = now.Add(packetTime)
		if _, kind := j.Next(now); kind != sound.Empty {
			t.Fatalf("5,000 bytes are no packet of sound: %v", kind)
		}
	}
}

func TestMemoryIsBounded(t *testing.T) {
	j, begin := sound.NewJitter(8000, 160), time.Date(2026, 3, 1, 10, 0, 0, 0, time.UTC)
	payload := make([]byte, 1000)
	for n := range 100_000 {
		j.Put(uint16(n), uint32(n*160), payload, begin.Add(time.Duration(n)*packetTime))
	}
	played := 0
	for n := range 200 {
		if _, k := j.Next(begin.Add(2000*time.Second + time.Duration(n)*packetTime)); k == sound.Packet {
			played++
		}
	}
	if played > 60 {
		t.Errorf("it had kept %d packets: more than a second", played)
	}
}

// FuzzJitter: whatever comes, what is played is in order and nothing panics.
func FuzzJitter(f *testing.F) {
	f.Add([]byte{0, 0, 0, 0, 0, 0, 0, 1, 0, 1, 0, 0, 0, 160, 20, 1})
	f.Fuzz(func(t *testing.T, data []byte) {
		j, now := sound.NewJitter(8000, 160), time.Date(2026, 3, 1, 10, 0, 0, 0, time.UTC)
		for len(data) >= 8 {
			seq, ts := binary.BigEndian.Uint16(data), binary.BigEndian.Uint32(data[2:])
			now = now.Add(time.Duration(data[6]) * time.Millisecond)
			j.Put(seq, ts, data[:8], now)
			for range data[7] % 4 {
				if p, k := j.Next(now); k == sound.Packet != (p != nil) {
					t.Fatalf("%v with %v", k, p)
				}
				j.Peek()
			}
			data = data[8:]
		}
	})
}
