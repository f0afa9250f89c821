package video

import (
	"sync"
	"time"

	"github.com/pion/rtcp"
)

// What strains a line beyond what gcc sees. gcc looks at how the delay changes:
// before a queue that stays full it sees none, and grows (pion/interceptor#299).
// And from 10 % of loss on it goes down to almost nothing within seconds, however
// free the line, while a line that loses by chance is what many have.
const (
	strainPeriod = 250 * time.Millisecond
	standing     = 60 * time.Millisecond  // a queue that never empties
	tall         = 130 * time.Millisecond // it is nearly full
	calm         = 30 * time.Millisecond
	settle       = 600 * time.Millisecond // before the effect of less is seen, and
	settleAfter  = 400 * time.Millisecond // this after what was sent then is heard of
	calmPeriod   = 3 * time.Second

	lossPeriods = 4    // over which loss is counted
	lossFree    = 0.05 // below, the rate may grow again
	lossMuch    = 0.20 // above, it goes down
)

// strain turns feedback into a limit.
type strain struct {
	mu       sync.Mutex
	journeys journeys
	rate     int       // the limit, bits a second
	carried  float64   // bits a second that came, smoothed
	full     float64   // what the line carried when it was last too much
	at       time.Time // of the last look
	eased    time.Time // the limit went down
	strained time.Time // the line was last not calm
	detour   detour

	periods    int // counted into the two below
	came, lost int
	part       float64 // of the packets that was lost last
}

// left tells of a packet that leaves.
func (s *strain) left(number uint16, size int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.journeys.left(number, size, time.Now())
}

// hear takes feedback. current is the rate that packets are sent at: the limit is
// not far above, so that it means something when it is reached.
func (s *strain) hear(t *rtcp.TransportLayerCC, now time.Time, current int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.journeys.hear(t, now)
	lasted := now.Sub(s.at)
	if lasted < strainPeriod {
		return
	}
	s.at = now
	s.rate = min(s.rate, max(current*5/4, lowRate))
	came, lost, delivered, queued := s.journeys.sum(lasted)
	if s.count(came, lost) && s.part > lossMuch {
		s.ease(s.carried*(1-s.part/2), now)
	}
	if lasted < 4*strainPeriod && came > 0 { // else there was a pause
		s.feel(queued, delivered, now)
	}
}

// count adds a period to the loss, and reports whether it is known anew.
func (s *strain) count(came, lost int) bool {
	s.came, s.lost, s.periods = s.came+came, s.lost+lost, s.periods+1
	if s.periods < lossPeriods || s.came+s.lost < 20 {
		return false
	}
	s.part = float64(s.lost) / float64(s.came+s.lost)
	s.came, s.lost, s.periods = 0, 0, 0
	return true
}

// feel acts on the queue; delivered is what came, bits a second.
func (s *strain) feel(queued time.Duration, delivered float64, now time.Time) {
	// A queue that is full loses packets.
	if queued > standing && s.mayEase(now) && s.detour.is(queued, delivered) && s.part < lossFree {
		s.journeys.longer(queued)
		queued, s.full = 0, 0
	}
	switch {
	case queued > tall:
		s.ease(delivered*0.7, now)
	case queued > standing:
		s.ease(delivered*0.85, now)
	}
	if queued >= calm || s.part >= lossFree {
		s.strained = now
	} else if float64(s.rate) < 2.5*s.carried { // what was never sent proves nothing
		s.rate = min(s.rate+s.growth(), highRate)
	}
	if s.carried == 0 {
		s.carried = delivered
	}
	s.carried += (delivered - s.carried) / 4
}

// growth is careful where the line was full before.
func (s *strain) growth() int {
	if r := float64(s.rate); r > 0.9*s.full && r < 1.2*s.full {
		return s.rate / 100
	}
	return s.rate / 16
}

// ease goes down, and waits until that is felt.
func (s *strain) ease(to float64, now time.Time) {
	if !s.mayEase(now) {
		return
	}
	s.eased, s.full = now, s.carried
	s.rate = max(min(s.rate, int(to)), lowRate)
}

func (s *strain) mayEase(now time.Time) bool {
	return now.Sub(s.eased) >= max(settle, s.journeys.trip+settleAfter)
}

// limit corrects gcc's estimate. It never means less than what has just been
// carried, but for a fifth; and a line that is calm for long carries what we sent
// and more, whatever gcc made of a moment's delay while little was sent.
func (s *strain) limit(gcc int, now time.Time) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	if now.Sub(s.strained) > calmPeriod {
		return s.rate
	}
	return min(s.rate, max(gcc, int(0.8*s.carried), lowRate))
}
