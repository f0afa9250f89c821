package badline

import (
	"math/rand/v2"
	"net"
	"sync"
	"time"
)

// Road is one way of a line; the zero value is a perfect one.
type Road struct {
	Loss   float64       // part of the packets that never arrives, 0 to 1
	Delay  time.Duration // of each packet
	Jitter time.Duration // up to so much more; packets stay in order
	Rate   int           // bits a second, IPv4 and UDP headers with them; 0: no limit
	Queue  time.Duration // how long packets may queue before the limit; 0: 250 ms
}

const (
	queue    = 250 * time.Millisecond
	overhead = 28 // bytes of an IPv4 and a UDP header
	waiting  = 8192
)

// Stats of one way.
type Stats struct {
	Passed  int // packets
	Bytes   int // of them
	Lost    int // by Loss or by a cut
	Dropped int // because the queue was full
}

// way carries packets: pass decides when each arrives, run delivers them.
type way struct {
	arrive chan packet
	done   <-chan struct{}

	mu    sync.Mutex
	rng   *rand.Rand
	road  Road
	cut   time.Time // nothing passes before
	free  time.Time // when the shaped line has sent what it has
	last  time.Time // when the packet before this one arrives
	stats Stats
}

func newWay(seed uint64, done <-chan struct{}) *way {
	return &way{rng: rand.New(rand.NewPCG(seed, seed)), arrive: make(chan packet, waiting), done: done}
}

func (w *way) set(r Road) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if r.Queue == 0 {
		r.Queue = queue
	}
	w.road = r
}

func (w *way) cutUntil(t time.Time) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.cut = t
}

func (w *way) counted() Stats {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.stats
}

// pass takes a copy of b, or loses it.
func (w *way) pass(b []byte, to net.Addr) {
	due, ok := w.due(time.Now(), len(b))
	if !ok {
		return
	}
	p := newPacket(b, to, due)
	select {
	case w.arrive <- p:
	default:
		p.free()
	}
}

// due is when a packet of n bytes that comes now arrives.
func (w *way) due(now time.Time, n int) (time.Time, bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.rng.Float64() < w.road.Loss || now.Before(w.cut) {
		w.stats.Lost++
		return now, false
	}
	sent, ok := w.shape(now, n)
	if !ok {
		w.stats.Dropped++
		return now, false
	}
	due := sent.Add(w.road.Delay)
	if w.road.Jitter > 0 {
		due = due.Add(time.Duration(w.rng.Int64N(int64(w.road.Jitter))))
	}
	if due.Before(w.last) {
		due = w.last
	}
	w.last = due
	w.stats.Passed++
	w.stats.Bytes += n
	return due, true
}

// shape is a queue before a line of so many bits a second.
func (w *way) shape(now time.Time, n int) (time.Time, bool) {
	if w.road.Rate == 0 {
		return now, true
	}
	if w.free.Before(now) {
		w.free = now
	}
	if w.free.Sub(now) > w.road.Queue {
		return now, false
	}
	w.free = w.free.Add(time.Duration(n+overhead) * 8 * time.Second / time.Duration(w.road.Rate))
	return w.free, true
}

// run delivers each packet when it is due, until the line is closed.
func (w *way) run(deliver func(packet)) {
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		select {
		case p := <-w.arrive:
			timer.Reset(time.Until(p.due))
			select {
			case <-timer.C:
				deliver(p)
			case <-w.done:
				p.free()
				return
			}
		case <-w.done:
			return
		}
	}
}
