package sound

import "time"

// changeEvery is for how many packet times a delay must have been wrong before
// it is changed by one packet, so that one odd moment changes nothing.
const changeEvery = 10

// begin starts to play when the first packet waited for the target.
func (j *Jitter) begin(now time.Time) bool {
	if len(j.queue) == 0 {
		return false
	}
	first := j.queue[0]
	if j.arrive.samples(now)-j.arrive.base()-first.ts < j.target() {
		return false
	}
	j.playing, j.pos, j.last = true, first.ts, first.seq-1
	return true
}

// skipLate drops what came after its time, and the gap that was filled already
// while nothing was there.
func (j *Jitter) skipLate() {
	for len(j.queue) > 0 && j.queue[0].ts < j.pos-j.step/2 {
		j.last = j.queue[0].seq
		j.discard()
		j.stats.Late++
	}
	if len(j.queue) > 0 && j.starved > 0 {
		j.pos += max(min(j.queue[0].ts-j.pos, j.starved), 0)
		j.starved = 0
	}
}

// adapt leads the delay to its target; true where this packet time is to be
// concealed.
func (j *Jitter) adapt(now time.Time) bool {
	j.stretched = false
	delay := j.arrive.samples(now) - j.arrive.base() - j.pos
	target := j.target()
	j.stats.Delay = j.duration(delay)
	for delay-target > int64(j.clock)/2 && len(j.queue) > 1 { // half a second: a burst after a hole
		delay -= j.leaveOut()
	}
	switch {
	case len(j.queue) == 0:
	case delay-target >= j.tolerance():
		j.far = max(j.far, 0) + 1
	case target-delay >= j.step/2:
		j.far = min(j.far, 0) - 1
	default:
		j.far = 0
	}
	return j.change()
}

func (j *Jitter) change() (stretched bool) {
	if j.far < changeEvery && j.far > -changeEvery {
		return false
	}
	j.stretched = j.far < 0
	if !j.stretched {
		j.leaveOut()
	}
	j.far = 0
	return j.stretched
}

// tolerance is by how much what plays may be later than it should: by a packet,
// which a change takes away, or by two while somebody speaks.
func (j *Jitter) tolerance() int64 {
	if j.lasting {
		return 2 * j.step
	}
	return j.step
}

// leaveOut goes on by one packet without playing it.
func (j *Jitter) leaveOut() (samples int64) {
	from := j.pos
	j.pos += j.step
	if len(j.queue) > 0 && j.queue[0].ts < j.pos-j.step/2 {
		j.last = j.queue[0].seq
		j.pos = j.queue[0].ts + j.step
		j.discard()
	}
	j.stats.Dropped++
	return max(j.pos-from, 1)
}

// starve has nothing to give. The position stays: what is late plays later.
func (j *Jitter) starve() Kind {
	j.starved += j.step
	if j.duration(j.starved) > giveUp {
		return Empty
	}
	j.stats.Lost++
	return Lost
}

// take plays the packet whose time has come. Where the next one is of later, one
// was lost, or the sender had nothing to say: then its seq follows.
func (j *Jitter) take() ([]byte, Kind) {
	head := j.queue[0]
	if !j.due(head.ts) {
		j.pos += j.step
		if head.seq == j.last+1 {
			return nil, Empty
		}
		j.stats.Lost++
		return nil, Lost
	}
	j.pos, j.last = head.ts+j.step, head.seq
	j.out = append(j.out[:0], head.data...)
	j.discard()
	j.stats.Played++
	return j.out, Packet
}

// due tells whether ts is what to play now. Half a packet is allowed for a sender
// that cuts anew.
func (j *Jitter) due(ts int64) bool { return ts <= j.pos+j.step/2 }
