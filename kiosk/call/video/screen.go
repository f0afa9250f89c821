package video

import (
	"context"
	"time"

	"guichet/kiosk/call"
	"guichet/kiosk/call/vpx"
)

const (
	// keyAgain is how often a key frame is asked for until it comes.
	keyAgain = 500 * time.Millisecond
	// tick is how often gaps are looked at.
	tick = 10 * time.Millisecond
	idle = time.Second
)

// screen is what Run owns: packets on their way from the track to the eye.
type screen struct {
	r       *Receiver
	reader  *reader
	packets packets
	jitter  *jitter
	decoder *vpx.Decoder
	playout playout
	pix     []byte
	to      func(call.Frame) // who was shown a picture
	askedAt time.Time        // a key frame was asked for
	last    time.Time        // packet
	again   []uint16
	behind  time.Duration
	shown   int
	at      time.Time // of the last picture
}

func newScreen(r *Receiver) (*screen, error) {
	d, err := vpx.NewDecoder()
	if err != nil {
		return nil, err
	}
	s := &screen{r: r, reader: newReader(r.track), decoder: d}
	s.jitter = newJitter(&s.packets)
	return s, nil
}

// run ends with the track.
func (s *screen) run(ctx context.Context) error {
	defer s.close()
	go s.reader.run(ctx)
	defer s.stop()
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case p, ok := <-s.reader.full:
			if !ok {
				return nil
			}
			s.arrived(p, time.Now())
		case <-s.r.wake:
		case <-timer.C:
		}
		timer.Reset(s.work(time.Now()))
	}
}

// stop waits for the reader, whose packets are wiped after.
func (s *screen) stop() {
	s.reader.kick()
	for p := range s.reader.full {
		s.packets.put(p)
	}
}

func (s *screen) arrived(p *packet, now time.Time) {
	p.at = now
	if p.parse() {
		s.last = now
		s.jitter.put(p, now)
	} else {
		s.packets.put(p)
	}
	s.recycle()
}

// recycle gives packets back to the reader.
func (s *screen) recycle() {
	for len(s.packets.free) > 0 {
		p := s.packets.get()
		select {
		case s.reader.empty <- p:
		default:
			s.packets.put(p)
			return
		}
	}
}

// work does what is due, and says when to look again.
func (s *screen) work(now time.Time) time.Duration {
	next := s.pictures(now)
	s.askAgain(now)
	s.askKey(now)
	s.tell()
	switch {
	case s.jitter.missing > 0:
		next = min(next, tick)
	case s.jitter.needKey:
		next = min(next, keyAgain)
	}
	return next
}
