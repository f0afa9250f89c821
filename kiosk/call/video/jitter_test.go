package video

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"testing"
	"time"

	"github.com/pion/rtp"
)

// script is a sender of frames whose packets a test may lose.
type script struct {
	seq uint16
	ts  uint32
	id  uint16
}

// frame makes the packets of one frame; its bytes are its name.
func (s *script) frame(name string, key bool, pieces int) []*packet {
	s.ts += 3000
	s.id = (s.id + 1) & 0x7fff
	var all []*packet
	for i := range pieces {
		b := []byte{0x80, 0x80, 0x80 | byte(s.id>>8), byte(s.id)}
		if i == 0 {
			b[0] |= 0x10
			tag := byte(0x11) // not a key frame
			if key {
				tag = 0x10
			}
			b = append(b, tag)
		}
		h := rtp.Header{Version: 2, SequenceNumber: s.seq, Timestamp: s.ts, Marker: i == pieces-1}
		all = append(all, packetOf(h, append(b, name...)))
		s.seq++
	}
	return all
}

func packetOf(h rtp.Header, payload []byte) *packet {
	b, err := (&rtp.Packet{Header: h, Payload: payload}).Marshal()
	if err != nil {
		panic(err)
	}
	p := new(packet)
	p.n = copy(p.buf[:], b)
	if !p.parse() {
		panic(fmt.Sprintf("%x", b))
	}
	return p
}

// bench is a jitter buffer with a clock.
type bench struct {
	*jitter
	now  time.Time
	seen []string
}

func newBench() *bench {
	return &bench{jitter: newJitter(new(packets)), now: time.Unix(1e9, 0)}
}

func (b *bench) send(all ...*packet) {
	for _, p := range all {
		p.at = b.now
		b.put(p, b.now)
	}
	b.show()
}

func (b *bench) show() {
	for {
		if _, ok := b.head(b.now); !ok {
			return
		}
		f := b.pop()
		b.seen = append(b.seen, string(f.data[1:]))
	}
}

func (b *bench) wait(d time.Duration) {
	b.now = b.now.Add(d)
	b.show()
}

func (b *bench) saw(t *testing.T, want ...string) {
	t.Helper()
	if !reflect.DeepEqual(b.seen, want) {
		t.Errorf("saw %q, not %q", b.seen, want)
	}
}

func TestFramesInOrder(t *testing.T) {
	for _, first := range []uint16{0, 100, 65530} { // the last one: numbers begin anew
		b, s := newBench(), &script{seq: first}
		b.send(s.frame("a", true, 3)...)
		two := s.frame("b", false, 4)
		b.send(two[2], two[0], two[3], two[1])
		b.send(two[2])
		b.send(s.frame("c", false, 1)...)
		b.saw(t, "aaa", "bbbb", "c")
		if b.missing != 0 || b.stats.Lost != 0 {
			t.Errorf("%+v", b.stats)
		}
	}
}

func TestNothingIsShownBeforeAKeyFrame(t *testing.T) {
	b, s := newBench(), &script{}
	b.send(s.frame("a", false, 2)[1])
	b.send(s.frame("b", false, 2)...)
	b.saw(t)
	if !b.needKey {
		t.Error("none is asked for")
	}
	b.send(s.frame("c", true, 2)...)
	b.send(s.frame("d", false, 2)...)
	b.saw(t, "cc", "d"+"d")
}

func TestWhatIsMissingIsAskedForOnceARoundTrip(t *testing.T) {
	b, s := newBench(), &script{seq: 7}
	b.send(s.frame("a", true, 1)...)
	lost := s.frame("b", false, 3)
	b.send(lost[0], lost[2])
	b.send(s.frame("c", false, 1)...)
	if n := b.ask(b.now, nil); len(n) != 0 {
		t.Errorf("asked at once for %v: it may only be late", n)
	}
	b.wait(reorder)
	if n := b.ask(b.now, nil); !reflect.DeepEqual(n, []uint16{9}) {
		t.Fatalf("asked for %v", n)
	}
	for range 10 {
		b.wait(10 * time.Millisecond)
		if n := b.ask(b.now, nil); len(n) != 0 {
			t.Errorf("asked again for %v within a round trip", n)
		}
	}
	b.wait(100 * time.Millisecond)
	if n := b.ask(b.now, nil); len(n) != 1 {
		t.Errorf("never asked again: %v", n)
	}
	b.saw(t, "a")
	b.send(lost[1])
	b.saw(t, "a", "bbb", "c")
	if b.stats.Recovered != 1 || b.stats.Asked != 2 || b.missing != 0 {
		t.Errorf("%+v", b.stats)
	}
}

func TestTheRoundTripIsMeasured(t *testing.T) {
	b, s := newBench(), &script{}
	b.send(s.frame("a", true, 1)...)
	for range 10 {
		f := s.frame("b", false, 2)
		b.send(f[1])
		b.wait(reorder)
		if n := b.ask(b.now, nil); len(n) != 1 {
			t.Fatal(n)
		}
		b.wait(30 * time.Millisecond)
		b.send(f[0])
	}
	if b.rtt < 28*time.Millisecond || b.rtt > 32*time.Millisecond {
		t.Errorf("%v", b.rtt)
	}
}

func TestAFrameThatNeverComesIsGivenUp(t *testing.T) {
	b, s := newBench(), &script{}
	b.send(s.frame("a", true, 2)...)
	b.send(s.frame("lost", false, 2)[1])
	b.send(s.frame("needs it", false, 1)...)
	b.saw(t, "aa")
	b.wait(longWait)
	if !b.needKey {
		t.Error("no key frame is asked for")
	}
	b.send(s.frame("still needs it", false, 1)...)
	b.saw(t, "aa")
	b.send(s.frame("k", true, 1)...)
	b.send(s.frame("l", false, 1)...)
	b.saw(t, "aa", "k", "l")
	if b.stats.Lost != 1 || b.stats.Dropped != 2 {
		t.Errorf("%+v", b.stats)
	}
}

func TestAKeyFrameThatIsThereIsNotKeptWaiting(t *testing.T) {
	b, s := newBench(), &script{}
	b.send(s.frame("a", true, 1)...)
	b.send(s.frame("lost", false, 2)[0])
	b.send(s.frame("k", true, 3)...)
	b.send(s.frame("l", false, 1)...)
	b.saw(t, "a")
	b.wait(keyWait + time.Millisecond)
	b.saw(t, "a", "kkk", "l")
}

func TestPaddingIsPassedOver(t *testing.T) {
	b, s := newBench(), &script{}
	pad := func() *packet {
		h := rtp.Header{Version: 2, SequenceNumber: s.seq, Timestamp: s.ts, Padding: true, PaddingSize: 9}
		s.seq++
		return packetOf(h, nil)
	}
	b.send(s.frame("a", true, 2)...)
	b.send(pad(), pad())
	b.send(s.frame("b", false, 2)...)
	b.send(pad())
	b.saw(t, "aa", "bb")
	if b.needKey {
		t.Error("padding is taken for a loss")
	}
}

func TestAFrameWithoutItsMarker(t *testing.T) {
	b, s := newBench(), &script{}
	f := s.frame("a", true, 2)
	f[1].header.Marker = false
	b.send(f...)
	b.saw(t)
	b.send(s.frame("b", false, 1)...)
	b.saw(t, "aa", "b")
}

func TestACutBeginsAnew(t *testing.T) {
	b, s := newBench(), &script{}
	b.send(s.frame("a", true, 2)...)
	s.seq += jump + 1
	b.send(s.frame("b", false, 2)...)
	if b.missing != 0 || !b.needKey {
		t.Errorf("%d numbers are asked for", b.missing)
	}
	b.send(s.frame("k", true, 2)...)
	b.saw(t, "aa", "kk")
}

func TestASenderThatBeginsAnew(t *testing.T) {
	b, s := newBench(), &script{seq: 5000}
	b.send(s.frame("a", true, 1)...)
	s.seq = 3000
	for range stale + 1 {
		b.send(s.frame("b", false, 1)...)
	}
	b.send(s.frame("k", true, 1)...)
	b.saw(t, "a", "k")
}

func TestEveryLossIsMended(t *testing.T) {
	for _, part := range []float64{0.02, 0.1, 0.3} {
		b, s, rng := newBench(), &script{seq: 65000}, rand.New(rand.NewPCG(1, 1))
		sent := map[uint16][]byte{}
		var want []string
		for i := range 500 {
			name := fmt.Sprintf("%03d", i)
			want = append(want, name+name)
			for _, p := range s.frame(name, i == 0, 2) {
				sent[p.header.SequenceNumber] = append([]byte(nil), p.buf[:p.n]...)
				if i == 0 || i == 499 || rng.Float64() > part {
					b.send(p)
				}
			}
			b.resend(sent, rng, part)
			b.wait(33 * time.Millisecond)
		}
		for range 200 {
			b.resend(sent, rng, part)
			b.wait(10 * time.Millisecond)
		}
		b.saw(t, want...)
		if b.missing != 0 {
			t.Errorf("%d missing", b.missing)
		}
		t.Logf("%.0f %%: asked %d times for %d packets", 100*part, b.stats.Asked, b.stats.Recovered)
	}
}

// resend answers what is asked, over the same line.
func (b *bench) resend(sent map[uint16][]byte, rng *rand.Rand, part float64) {
	for _, n := range b.ask(b.now, nil) {
		if rng.Float64() < part {
			continue
		}
		p := new(packet)
		p.n = copy(p.buf[:], sent[n])
		p.parse()
		b.send(p)
	}
}

func TestNothingIsAllocatedOncePacketsAreThere(t *testing.T) {
	pool := new(packets)
	j, s := newJitter(pool), &script{}
	var wire [][]byte
	for i := range 200 {
		for _, p := range s.frame("some bytes of a picture", i%50 == 0, 4) {
			wire = append(wire, append([]byte(nil), p.buf[:p.n]...))
		}
	}
	now, n := time.Unix(1e9, 0), 0
	packet := func() {
		p := pool.get()
		p.n = copy(p.buf[:], wire[n%len(wire)])
		n++
		p.parse()
		p.at = now
		j.put(p, now)
		if _, ok := j.head(now); ok {
			j.pop()
		}
	}
	for range 400 {
		packet()
	}
	n = 400
	if got := testing.AllocsPerRun(300, packet); got != 0 {
		t.Errorf("%v allocations a packet", got)
	}
}
