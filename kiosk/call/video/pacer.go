package video

import (
	"errors"
	"sync"
	"time"

	"github.com/pion/interceptor"
	"github.com/pion/rtp"
)

const (
	// How much faster than the estimate pictures leave: a key frame should not
	// take long, nor fill the queue of the line.
	faster    = 1.5
	burst     = 5 * time.Millisecond   // sent together
	fullQueue = 200 * time.Millisecond // no further picture is made then
	longQueue = 1000                   // packets; more are refused
	leastPace = 30_000                 // bits a second
)

var errQueue = errors.New("video: more waits to be sent than the line will take")

// pacer sends the packets of pictures at the pace of the line, those that are
// sent again first. Sound does not pass through it.
type pacer struct {
	mu     sync.Mutex // of added, while streams are made
	added  interceptor.RTPWriter
	queues struct {
		sync.Mutex
		again, fresh queue
		free         []*waiting
		bytes, rate  int
		closed       bool
	}
	wake chan struct{}
	done chan struct{}
}

// waiting is one packet, with its memory.
type waiting struct {
	s       *stream
	header  rtp.Header
	payload []byte
}

// queue is first in, first out.
type queue struct {
	all  []*waiting
	head int
}

func (q *queue) push(w *waiting) { q.all = append(q.all, w) }
func (q *queue) len() int        { return len(q.all) - q.head }
func (q *queue) pop() *waiting {
	w := q.all[q.head]
	q.head++
	if q.head == len(q.all) {
		q.all, q.head = q.all[:0], 0
	}
	return w
}

func newPacer(rate int) *pacer {
	p := &pacer{wake: make(chan struct{}, 1), done: make(chan struct{})}
	p.pace(rate)
	go p.run()
	return p
}

// AddStream, Write and SetTargetBitrate are for gcc, which thinks that it paces:
// packets come by push and the rate by pace.
func (p *pacer) AddStream(_ uint32, w interceptor.RTPWriter) { p.added = w }
func (p *pacer) SetTargetBitrate(int)                        {}
func (p *pacer) Write(*rtp.Header, []byte, interceptor.Attributes) (int, error) {
	return 0, errQueue
}

// pace sets the estimate, bits a second, of which the sound takes its part.
func (p *pacer) pace(rate int) {
	p.queues.Lock()
	defer p.queues.Unlock()
	p.queues.rate = max(rate-sound, leastPace)
}

// full reports whether another picture would wait too long.
func (p *pacer) full() bool {
	p.queues.Lock()
	defer p.queues.Unlock()
	return p.lasts(p.queues.bytes) > fullQueue
}

// lasts is how long sending n bytes takes.
func (p *pacer) lasts(n int) time.Duration {
	return time.Duration(float64(n*8) / (faster * float64(p.queues.rate)) * float64(time.Second))
}

// push takes a copy of a packet.
func (p *pacer) push(s *stream, h *rtp.Header, payload []byte, again bool) (int, error) {
	p.queues.Lock()
	defer p.queues.Unlock()
	q := &p.queues.fresh
	if again {
		q = &p.queues.again
	}
	if p.queues.closed || q.len() >= longQueue {
		return 0, errQueue
	}
	q.push(p.fill(s, h, payload))
	p.queues.bytes += len(payload)
	select {
	case p.wake <- struct{}{}:
	default:
	}
	return h.MarshalSize() + len(payload), nil
}

func (p *pacer) fill(s *stream, h *rtp.Header, payload []byte) *waiting {
	w := new(waiting)
	if n := len(p.queues.free); n > 0 {
		w, p.queues.free = p.queues.free[n-1], p.queues.free[:n-1]
	}
	extensions := append(w.header.Extensions[:0], h.Extensions...)
	w.s, w.header, w.payload = s, *h, append(w.payload[:0], payload...)
	w.header.Extensions = extensions
	return w
}

// run sends what is due, then sleeps until more is.
func (p *pacer) run() {
	timer := time.NewTimer(0)
	defer timer.Stop()
	var next time.Time // when the line has taken what was sent
	for {
		w, lasts := p.first()
		if w == nil {
			if !p.wait(p.wake) {
				return
			}
			continue
		}
		if now := time.Now(); next.Before(now.Add(-burst)) {
			next = now.Add(-burst)
		} else if early := next.Sub(now); early > 0 {
			timer.Reset(early)
			if !p.waitTimer(timer) {
				return
			}
		}
		next = next.Add(lasts)
		w.s.send(&w.header, w.payload, nil)
		p.recycle(w)
	}
}

// first is the next packet to send, and how long the line takes for it.
func (p *pacer) first() (*waiting, time.Duration) {
	p.queues.Lock()
	defer p.queues.Unlock()
	q := &p.queues.again
	if q.len() == 0 {
		q = &p.queues.fresh
	}
	if q.len() == 0 {
		return nil, 0
	}
	w := q.pop()
	return w, p.lasts(len(w.payload))
}

func (p *pacer) wait(c <-chan struct{}) bool {
	select {
	case <-c:
		return true
	case <-p.done:
		return false
	}
}

func (p *pacer) waitTimer(t *time.Timer) bool {
	select {
	case <-t.C:
		return true
	case <-p.done:
		return false
	}
}

func (p *pacer) recycle(w *waiting) {
	p.queues.Lock()
	defer p.queues.Unlock()
	p.queues.bytes -= len(w.payload)
	p.queues.free = append(p.queues.free, w)
}

// Close ends run; what waited is not sent.
func (p *pacer) Close() error {
	p.queues.Lock()
	defer p.queues.Unlock()
	if !p.queues.closed {
		p.queues.closed = true
		close(p.done)
	}
	return nil
}
