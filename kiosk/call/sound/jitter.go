package sound

import (
	"slices"
	"sync"
	"time"
)

// Kind is what [Jitter.Next] found.
type Kind int

const (
	Empty  Kind = iota // nothing to play: silence, or comfort noise
	Packet             // play the payload
	Lost               // a packet is missing: conceal one packet time
)

// Jitter puts the packets of one RTP stream in order and gives one back each
// packet time, late enough that nearly all have come, no later. It is for many
// goroutines: the line puts, the sound takes.
//
// The delay follows the measured jitter: 98 packets of the last 100 come in
// time. It changes by whole packets, by leaving one out or by having one
// concealed, which also takes up the drift between the sender's clock and ours.
type Jitter struct {
	mu     sync.Mutex
	clock  int   // samples a second
	step   int64 // samples of a packet
	order  order
	arrive arrivals
	queue  []slot // by seq
	spare  [][]byte
	out    []byte // what Next gave
	ahead  []byte // what Peek gave

	playing   bool
	pos       int64 // unwrapped timestamp that Next plays
	last      int64 // unwrapped seq that was played
	starved   int64 // samples given while nothing was there
	stretched bool  // the last Lost was none: the delay grew
	far       int   // packet times for which the delay was wrong, one way or the other
	lasting   bool  // somebody speaks: a change is better made later
	waits     int64 // samples to be late at least, see AtLeast
	stats     JitterStats
}

// JitterStats counts since the beginning or the last Reset by the caller.
type JitterStats struct {
	Played, Lost, Late, Doubled int
	// Dropped were left out and Stretched concealed to change the delay.
	Dropped, Stretched int
	Restarts           int           // of the sender: another numbering
	Delay              time.Duration // of what plays now, after the fastest packet
	Target             time.Duration // what Delay is led to
}

type slot struct {
	seq, ts int64
	data    []byte
}

const (
	biggest  = 2048 // bytes of a payload; a longer one is none
	capacity = time.Second
	// giveUp is for how long a stream that stopped is concealed.
	giveUp = 100 * time.Millisecond
)

// NewJitter is for packets of samplesPerPacket samples at clock samples a
// second, the RTP clock: 8000 and 160 for 20 ms of G.711, 48000 and 960 for
// 20 ms of Opus. A sender with another packet time needs another Jitter.
func NewJitter(clock, samplesPerPacket int) *Jitter {
	j := &Jitter{clock: clock, step: int64(samplesPerPacket)}
	j.arrive = arrivals{clock: int64(clock), step: j.step}
	return j
}

// Put takes a packet as it came; payload is copied. Doubles and late ones are
// dropped. A numbering that jumps is believed when a second packet follows the
// first one (RFC 3550, appendix A.1), then the buffer begins again.
func (j *Jitter) Put(seq uint16, ts uint32, payload []byte, at time.Time) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if len(payload) > biggest {
		return
	}
	s, t, ok := j.number(seq, ts, at)
	if !ok {
		return
	}
	j.arrive.add(t, at)
	if j.playing && t < j.pos-j.step/2 {
		j.stats.Late++
		return
	}
	i, found := slices.BinarySearchFunc(j.queue, s, func(a slot, s int64) int { return int(a.seq - s) })
	if found {
		j.stats.Doubled++
		return
	}
	j.queue = slices.Insert(j.queue, i, slot{s, t, append(j.buffer(), payload...)})
	j.bound()
}

// Next is to be called once a packet time. The payload is valid until the next
// call of Next.
func (j *Jitter) Next(now time.Time) (payload []byte, state Kind) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if !j.playing && !j.begin(now) {
		return nil, Empty
	}
	j.skipLate()
	if j.adapt(now) {
		j.stats.Stretched++
		return nil, Lost
	}
	if len(j.queue) == 0 {
		return nil, j.starve()
	}
	return j.take()
}

// Peek gives the payload of the packet right after the one that Next called
// Lost, for the decoder that finds the lost one in it (Opus, RFC 6716, section
// 2.1.7), nil where it has not come. It is valid until the next call of Peek.
func (j *Jitter) Peek() []byte {
	j.mu.Lock()
	defer j.mu.Unlock()
	if len(j.queue) == 0 || j.starved > 0 || !j.due(j.queue[0].ts) {
		return nil
	}
	if j.stretched || j.queue[0].seq == j.last+1 {
		return nil // nothing was lost: the delay changed
	}
	j.ahead = append(j.ahead[:0], j.queue[0].data...)
	return j.ahead
}

// Reset forgets the stream: another SSRC begins, or the call was held.
func (j *Jitter) Reset() {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.restart()
	j.stats = JitterStats{}
}

// Quiet says whether silence plays now, the time to change the delay unheard.
// Until the first word about it, any time is as good.
func (j *Jitter) Quiet(is bool) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.lasting = !is
}

// AtLeast has the sound wait for something that comes later still, its picture for
// instance: the delay is led to no less than d. A Reset forgets it.
func (j *Jitter) AtLeast(d time.Duration) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.waits = max(0, int64(d)*int64(j.clock)/int64(time.Second))
}

// target is the delay to play at, half a second at most.
func (j *Jitter) target() int64 { return min(max(j.arrive.target(), j.waits), int64(j.clock)/2) }

// Stats is how it went.
func (j *Jitter) Stats() JitterStats {
	j.mu.Lock()
	defer j.mu.Unlock()
	s := j.stats
	s.Target = j.duration(j.target())
	return s
}

func (j *Jitter) restart() {
	for _, s := range j.queue {
		j.spare = append(j.spare, s.data)
	}
	j.queue = j.queue[:0]
	j.order = order{}
	j.arrive = arrivals{clock: int64(j.clock), step: j.step}
	j.playing, j.starved, j.stretched, j.far, j.waits = false, 0, false, 0, 0
}

// number unwraps seq and ts, and begins again where they jumped.
func (j *Jitter) number(seq uint16, ts uint32, at time.Time) (s, t int64, ok bool) {
	s, t, verdict := j.order.place(seq, ts, j.arrive.samples(at), int64(j.clock))
	if verdict == jumped {
		j.restart()
		j.stats.Restarts++
		s, t, verdict = j.order.place(seq, ts, j.arrive.samples(at), int64(j.clock))
	}
	return s, t, verdict == placed
}

func (j *Jitter) buffer() []byte {
	if n := len(j.spare); n > 0 {
		b := j.spare[n-1]
		j.spare = j.spare[:n-1]
		return b[:0]
	}
	return make([]byte, 0, 256)
}

// bound drops the oldest of more than a second.
func (j *Jitter) bound() {
	most := max(int(int64(j.clock)*int64(capacity)/int64(time.Second)/j.step), 8)
	for len(j.queue) > most {
		j.discard()
		j.stats.Dropped++
	}
}

func (j *Jitter) discard() {
	if len(j.spare) < 16 {
		j.spare = append(j.spare, j.queue[0].data)
	}
	j.queue = slices.Delete(j.queue, 0, 1)
}

func (j *Jitter) duration(samples int64) time.Duration {
	return time.Duration(samples) * time.Second / time.Duration(j.clock)
}
