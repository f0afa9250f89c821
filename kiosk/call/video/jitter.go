package video

import (
	"time"
)

const (
	slots = 1024 // packets held: a key frame has about 60
	// So many numbers missing at once are a line that was cut, not a loss: what
	// was said meanwhile is of no use any more.
	jump = 128
	// So many packets in a row that are older than what was shown are a sender
	// that began anew.
	stale = 64

	reorder  = 8 * time.Millisecond // a gap may close by itself
	firstRTT = 100 * time.Millisecond
	maxAsked = 10
)

// jitter puts packets in order, finds what is missing, and gives whole frames. It
// has no clock and no goroutine of its own.
type jitter struct {
	pool  *packets
	slots [slots]slot

	begun   bool
	next    int64 // the first number not yet given out
	top     int64 // the highest that came
	late    int   // packets in a row below next
	needKey bool  // nothing can be shown before a key frame
	missing int   // gaps
	rtt     time.Duration
	end     int64     // of the frame that head found
	came    time.Time // its last packet
	buf     []byte    // of the frame given out
	stats   Stats
}

// slot is one sequence number between next and top: a packet or a gap.
type slot struct {
	p     *packet
	gap   bool
	since time.Time // of the gap
	asked int
	last  time.Time // when it was asked for last
}

func newJitter(pool *packets) *jitter {
	return &jitter{pool: pool, needKey: true, rtt: firstRTT}
}

func (j *jitter) at(n int64) *slot { return &j.slots[n&(slots-1)] }

// put takes a packet, which belongs to it from now on.
func (j *jitter) put(p *packet, now time.Time) {
	j.stats.Packets++
	n := j.number(p.header.SequenceNumber)
	s := j.at(n)
	if n < j.next || s.p != nil && n <= j.top {
		j.pool.put(p) // too late, or twice
		return
	}
	j.advance(n, now)
	if s.gap {
		j.filled(s, now)
	}
	*s = slot{p: p}
}

// number is the one nearest to the highest number so far. Where it cannot belong
// to what came before, everything begins anew.
func (j *jitter) number(seq uint16) int64 {
	n := j.top + int64(int16(seq-uint16(j.top)))
	if n < j.next {
		j.late++
	} else {
		j.late = 0
	}
	if !j.begun || n-j.top > jump || j.late > stale {
		j.restart(n)
	}
	return n
}

func (j *jitter) restart(n int64) {
	for i := range j.slots {
		j.drop(&j.slots[i])
	}
	j.begun, j.next, j.top, j.late, j.needKey = true, n, n-1, 0, true
}

// drop forgets a slot.
func (j *jitter) drop(s *slot) {
	if s.p != nil {
		j.pool.put(s.p)
	}
	if s.gap {
		j.missing--
		j.stats.Lost++
	}
	*s = slot{}
}

// advance makes gaps of what lies between the highest number and n, and room for
// it where the buffer is full.
func (j *jitter) advance(n int64, now time.Time) {
	if n-j.next >= slots {
		j.forget(n - slots + 1)
		j.needKey = true
	}
	for ; j.top < n; j.top++ {
		if j.top+1 < n {
			*j.at(j.top + 1) = slot{gap: true, since: now}
			j.missing++
		}
	}
}

// filled is a gap that closes. The time it took is one round trip where it was
// asked for once (Karn's rule: of two questions nobody knows which was answered).
func (j *jitter) filled(s *slot, now time.Time) {
	j.missing--
	if s.asked == 0 {
		return
	}
	j.stats.Recovered++
	if s.asked == 1 {
		j.measure(now.Sub(s.last))
	}
}

func (j *jitter) measure(trip time.Duration) {
	if j.stats.Recovered == 1 {
		j.rtt = trip
	}
	j.rtt += (trip - j.rtt) / 4
}

// forget gives up everything below n.
func (j *jitter) forget(n int64) {
	for ; j.next < n; j.next++ {
		j.drop(j.at(j.next))
	}
	j.top = max(j.top, j.next-1)
}

// ask appends the numbers to ask for now (RFC 4585, section 6.2.1): each gap once
// it has had the time to close by itself, then once a round trip.
func (j *jitter) ask(now time.Time, to []uint16) []uint16 {
	if j.missing == 0 {
		return to
	}
	for n := j.next; n <= j.top; n++ {
		s := j.at(n)
		if !s.gap || s.asked >= maxAsked || now.Sub(s.since) < reorder || s.asked > 0 && now.Sub(s.last) < again(j.rtt) {
			continue
		}
		s.asked, s.last = s.asked+1, now
		j.stats.Asked++
		to = append(to, uint16(n))
	}
	return to
}

// again is how long an answer is waited for before the question is put again.
func again(rtt time.Duration) time.Duration { return rtt + rtt/4 + 20*time.Millisecond }

// wipe clears everything that held a picture.
func (j *jitter) wipe() {
	for i := range j.slots {
		j.drop(&j.slots[i])
	}
	clear(j.buf[:cap(j.buf)])
	j.buf, j.begun = nil, false
}
