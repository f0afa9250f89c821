package video

import (
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"github.com/pion/rtcp"
)

// lossy is a line that loses a part of everything, both ways, and a sender at its
// other end.
type lossy struct {
	to   *tape
	part float64
	way  time.Duration // each way

	mu   sync.Mutex
	rng  *rand.Rand
	sent map[uint16][]byte
	key  bool // one is asked for
}

func (l *lossy) loses() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.rng.Float64() < l.part
}

func (l *lossy) send(b []byte) {
	l.mu.Lock()
	l.sent[uint16(b[2])<<8|uint16(b[3])] = b
	l.mu.Unlock()
	if !l.loses() {
		time.AfterFunc(l.way, func() { l.to.packets <- b })
	}
}

// hear is what the receiver says.
func (l *lossy) hear(p rtcp.Packet) {
	if l.loses() {
		return
	}
	time.AfterFunc(l.way, func() { l.heard(p) })
}

func (l *lossy) heard(p rtcp.Packet) {
	switch p := p.(type) {
	case *rtcp.PictureLossIndication:
		l.mu.Lock()
		l.key = true
		l.mu.Unlock()
	case *rtcp.TransportLayerNack:
		for _, n := range p.Nacks {
			for _, seq := range n.PacketList() {
				l.mu.Lock()
				b := l.sent[seq]
				l.mu.Unlock()
				l.send(b)
			}
		}
	}
}

func (l *lossy) wantsKey() (key bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	key, l.key = l.key, false
	return key
}

// Of 3 packets a picture, a part is lost each way: nearly all pictures are shown.
// On a clock of its own no machine is too busy for it.
func TestLossIsMendedInTime(t *testing.T) {
	for _, c := range []struct {
		loss, shown float64
		way         time.Duration
	}{
		{0.02, 0.98, 10 * time.Millisecond}, {0.05, 0.97, 10 * time.Millisecond}, {0.10, 0.93, 10 * time.Millisecond},
		{0.02, 0.98, 50 * time.Millisecond}, {0.05, 0.95, 50 * time.Millisecond}, {0.10, 0.82, 50 * time.Millisecond},
	} {
		project(t, func(t *testing.T, p *projected) {
			l := &lossy{to: p.tape, part: c.loss, way: c.way, rng: rand.New(rand.NewPCG(1, 1)), sent: map[uint16][]byte{}}
			p.tape.answers(l.hear)
			const pictures, frame = 3000, time.Second / 30
			for n := range pictures {
				for _, b := range p.pieces(t, time.Duration(n)*frame, n == 0 || l.wantsKey(), 3) {
					l.send(b)
				}
				time.Sleep(frame)
			}
			time.Sleep(3 * time.Second)
			shown := float64(len(p.seen())) / pictures
			figure(t, "%.0f %% lost each way, %v away: %.1f %% of the pictures shown (to reach: %.0f %%)", 100*c.loss, c.way, 100*shown, 100*c.shown)
			if s := p.Stats(); shown < c.shown || s.Asked > 2*s.Recovered {
				t.Errorf("%.1f %% shown, %+v", 100*shown, s)
			}
		})
	}
}
