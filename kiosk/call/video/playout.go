package video

import "time"

const (
	// mostHeld is how long a picture is held at most, to be steady and with the
	// sound.
	mostHeld = 200 * time.Millisecond
	// drift is how fast the clocks of the two sides may part, for each picture.
	drift = 30 * time.Microsecond
	// strange is a timestamp that has nothing to do with the ones before.
	strange = 5 * time.Second
)

// playout says when pictures are shown so that they move evenly: as much later
// than the fastest one as the slow ones need.
type playout struct {
	known bool
	first uint32        // timestamp
	seen  uint32        // timestamp measured last
	begun time.Time     // when the first came
	base  time.Duration // of the fastest
	delay time.Duration // beyond it
}

// measure hears when a picture was whole.
func (p *playout) measure(timestamp uint32, came time.Time) {
	if p.known && timestamp == p.seen {
		return
	}
	late := came.Sub(p.taken(timestamp)) - p.base
	if !p.known || late > strange || late < -strange {
		*p = playout{known: true, first: timestamp, seen: timestamp, begun: came}
		return
	}
	p.seen = timestamp
	p.base += min(late, drift)
	p.delay -= p.delay / 256
	p.delay = min(max(p.delay, late), mostHeld)
}

// taken is when a picture would come if nothing ever took longer than the first.
func (p *playout) taken(timestamp uint32) time.Time {
	since := time.Duration(int32(timestamp-p.first)) * time.Second / 90_000
	return p.begun.Add(since)
}

// due is when it is shown.
func (p *playout) due(timestamp uint32) time.Time {
	return p.taken(timestamp).Add(p.base + p.delay)
}

// due is how long the whole frame at the head waits: to be steady, and for its
// sound. 0 or less: it is to be shown.
func (s *screen) due(timestamp uint32, now time.Time) time.Duration {
	s.playout.measure(timestamp, s.jitter.came)
	wait := s.playout.due(timestamp).Sub(now)
	s.r.mu.Lock()
	sound := s.r.sound
	s.r.mu.Unlock()
	if behind, ok := s.r.clock.Behind(timestamp, now); ok && sound != 0 {
		wait = max(wait, sound-behind)
	}
	return min(wait, mostHeld-now.Sub(s.jitter.came))
}
