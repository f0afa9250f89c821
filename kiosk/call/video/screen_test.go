package video

import (
	"context"
	"errors"
	"io"
	"os"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/pion/interceptor"
	"github.com/pion/rtcp"
	"github.com/pion/rtp"
	"github.com/pion/webrtc/v4"

	"guichet/kiosk/call"
	"guichet/kiosk/call/vpx"
)

// tape is a track and its way back without a network.
type tape struct {
	packets chan []byte // nil: one that cannot be read
	kicked  chan struct{}

	mu     sync.Mutex
	said   []rtcp.Packet
	at     []time.Time
	answer func(rtcp.Packet) // may be nil
}

func newTape() *tape { return &tape{packets: make(chan []byte, 1000), kicked: make(chan struct{}, 1)} }

var errBroken = errors.New("a packet that cannot be read")

func (s *tape) Read(b []byte) (int, interceptor.Attributes, error) {
	select {
	case p, ok := <-s.packets:
		switch {
		case !ok:
			return 0, nil, io.EOF
		case p == nil:
			return 0, nil, errBroken
		}
		return copy(b, p), nil, nil
	case <-s.kicked:
		return 0, nil, os.ErrDeadlineExceeded
	}
}

func (s *tape) SetReadDeadline(t time.Time) error {
	if t.IsZero() {
		return nil
	}
	select {
	case s.kicked <- struct{}{}:
	default:
	}
	return nil
}

func (s *tape) SSRC() webrtc.SSRC { return 7 }

func (s *tape) WriteRTCP(pkts []rtcp.Packet) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.said, s.at = append(s.said, pkts...), append(s.at, time.Now())
	for _, p := range pkts {
		if s.answer != nil {
			s.answer(p)
		}
	}
	return nil
}

// answers says who hears what is said.
func (s *tape) answers(hear func(rtcp.Packet)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.answer = hear
}

// projected is a Receiver that shows a tape.
type projected struct {
	*Receiver
	tape  *tape
	out   script
	enc   *vpx.Encoder
	begun time.Time

	mu    sync.Mutex
	shown []time.Duration // since it began
}

// project runs a story with a receiver, on a clock of its own.
func project(t *testing.T, story func(t *testing.T, p *projected)) {
	synctest.Test(t, func(t *testing.T) {
		enc, err := vpx.NewEncoder(vpx.Settings{Width: 64, Height: 48, Bitrate: 100_000, Rate: 30})
		if err != nil {
			t.Fatal(err)
		}
		defer enc.Close()
		s := newTape()
		p := &projected{Receiver: newReceiver(s, s), tape: s, enc: enc, begun: time.Now()}
		p.Watch(p.see)
		ended := make(chan error, 1)
		go func() { ended <- p.Run(context.Background()) }()
		story(t, p)
		close(s.packets)
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
}

func (p *projected) see(f call.Frame) {
	if f.Empty() {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.shown = append(p.shown, time.Since(p.begun))
}

func (p *projected) seen() []time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]time.Duration(nil), p.shown...)
}

// picture is one packet with a picture that was taken at an instant.
func (p *projected) picture(t *testing.T, at time.Duration, key bool) []byte {
	t.Helper()
	return p.pieces(t, at, key, 1)[0]
}

// pieces are the packets of one.
func (p *projected) pieces(t *testing.T, at time.Duration, key bool, n int) (all [][]byte) {
	t.Helper()
	m := new(vpx.Image)
	if err := m.Reset(64, 48); err != nil {
		t.Fatal(err)
	}
	m.Fill(byte(at.Milliseconds()), 128, 128)
	vp8, _, err := p.enc.Encode(m, at, key)
	if err != nil || len(vp8) == 0 || len(vp8) > fragment {
		t.Fatalf("%d bytes, %v", len(vp8), err)
	}
	for i := range n {
		p.out.seq++
		h := rtp.Header{Version: 2, SSRC: 7, SequenceNumber: p.out.seq, Timestamp: uint32(at.Milliseconds() * 90), Marker: i == n-1}
		first := byte(0)
		if i == 0 {
			first = 0x10
		}
		b, err := (&rtp.Packet{Header: h, Payload: append([]byte{first}, vp8[i*len(vp8)/n:(i+1)*len(vp8)/n]...)}).Marshal()
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, b)
	}
	return all
}

// plis are when a key frame was asked for, since the beginning.
func (p *projected) plis() (all []time.Duration) {
	p.tape.mu.Lock()
	defer p.tape.mu.Unlock()
	for i, said := range p.tape.said {
		if _, ok := said.(*rtcp.PictureLossIndication); ok {
			all = append(all, p.tape.at[i].Sub(p.begun))
		}
	}
	return all
}

// The first key frame was lost: it is asked for until one comes, and no more.
func TestAKeyFrameIsAskedForUntilItComes(t *testing.T) {
	project(t, func(t *testing.T, p *projected) {
		p.picture(t, 0, true) // lost
		frame := time.Second / 30
		for n := 1; n <= 60; n++ {
			time.Sleep(frame)
			p.tape.packets <- p.picture(t, time.Duration(n)*frame, false)
		}
		if n := len(p.plis()); n < 4 || n > 5 || len(p.seen()) != 0 {
			t.Errorf("asked %d times in 2 s, %d shown", n, len(p.seen()))
		}
		asked := len(p.plis())
		for n := 61; n <= 120; n++ {
			time.Sleep(frame)
			p.tape.packets <- p.picture(t, time.Duration(n)*frame, n == 61)
		}
		time.Sleep(time.Second)
		if len(p.plis()) != asked || len(p.seen()) != 60 {
			t.Errorf("asked %d times more, %d shown", len(p.plis())-asked, len(p.seen()))
		}
	})
}

// Before anything comes one is asked for, too: a desk that waits for it sends.
func TestNothingCameYet(t *testing.T) {
	project(t, func(t *testing.T, p *projected) {
		time.Sleep(1900 * time.Millisecond)
		if n := len(p.plis()); n != 4 {
			t.Errorf("asked %d times", n)
		}
	})
}

// A picture waits for its sound, but no longer than 200 ms.
func TestThePictureIsShownWithItsSound(t *testing.T) {
	for _, c := range []struct{ sound, want time.Duration }{
		{0, 20 * time.Millisecond}, // not known
		{10 * time.Millisecond, 20 * time.Millisecond},
		{90 * time.Millisecond, 90 * time.Millisecond},
		{150 * time.Millisecond, 150 * time.Millisecond},
		{time.Second, 220 * time.Millisecond},
	} {
		project(t, func(t *testing.T, p *projected) {
			const way = 20 * time.Millisecond
			p.clock.Report(&rtcp.SenderReport{NTPTime: ntpOf(p.begun), RTPTime: 0})
			p.Sound(c.sound)
			frame := 40 * time.Millisecond
			time.Sleep(way)
			for n := range 100 {
				p.tape.packets <- p.picture(t, time.Duration(n)*frame, n == 0)
				time.Sleep(frame)
			}
			behind := p.Behind()
			time.Sleep(2 * time.Second)
			shown := p.seen()
			if len(shown) != 100 {
				t.Fatalf("sound %v: %d shown", c.sound, len(shown))
			}
			for n := 50; n < 100; n++ {
				if late := shown[n] - time.Duration(n)*frame; late < c.want-2*time.Millisecond || late > c.want+15*time.Millisecond {
					t.Errorf("sound %v: picture %d is shown %v after it was taken", c.sound, n, late)
				}
			}
			if behind < c.want-2*time.Millisecond || behind > c.want+15*time.Millisecond {
				t.Errorf("sound %v: said to be %v behind", c.sound, behind)
			}
			if b := p.Behind(); b != 0 {
				t.Errorf("without a picture it is said to be %v behind", b)
			}
		})
	}
}

// ntpOf is an instant as a sender report has it.
func ntpOf(at time.Time) uint64 {
	d := ours(at)
	return uint64(d/time.Second)<<32 | uint64(d%time.Second)<<32/uint64(time.Second)
}

// A packet that pion cannot read is that packet, not the end of the picture.
func TestABrokenPacketIsNotTheEnd(t *testing.T) {
	project(t, func(t *testing.T, p *projected) {
		for n := range 30 {
			p.tape.packets <- nil
			p.tape.packets <- p.picture(t, time.Duration(n)*40*time.Millisecond, n == 0)
			time.Sleep(40 * time.Millisecond)
		}
		time.Sleep(time.Second)
		if n := len(p.seen()); n != 30 {
			t.Errorf("%d shown", n)
		}
	})
}

func TestBrokenReportsAreNotTheEnd(t *testing.T) {
	s := newTape()
	pli, err := (&rtcp.PictureLossIndication{MediaSSRC: 7}).Marshal()
	if err != nil {
		t.Fatal(err)
	}
	for range 10 {
		s.packets <- nil
		s.packets <- []byte("not RTCP at all")
		s.packets <- pli
	}
	close(s.packets)
	heard := 0
	Listen(s, func(rtcp.Packet) { heard++ })
	if heard != 10 {
		t.Errorf("%d of 10 were heard", heard)
	}
}

// A stream that gives nothing but errors ends all the same.
func TestAStreamOfErrorsEnds(t *testing.T) {
	Listen(hopeless{}, func(rtcp.Packet) { t.Error("it said something") })
}

// hopeless gives nothing else.
type hopeless struct{}

func (hopeless) Read([]byte) (int, interceptor.Attributes, error) { return 0, nil, errBroken }
