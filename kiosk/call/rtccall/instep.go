package rtccall

import (
	"time"

	"guichet/kiosk/call/video"
)

// beside says which picture belongs to the sound.
func (v *voice) beside(r *video.Receiver) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.mates = r
}

// device is about how much sound waits in a device when it is written.
const device = 40 * time.Millisecond

const (
	// ahead is how much earlier than its picture sound may be heard before anybody
	// notices (ITU-R BT.1359-1: 45 ms).
	ahead = 40 * time.Millisecond
	// patient is how much of its own delay the sound takes on for a picture: a
	// conversation minds that more than the lips.
	patient = 150 * time.Millisecond
)

// inStep tells the picture how late the sound is heard, and has the sound wait
// where a bad line brings the picture much later.
func (v *voice) inStep() {
	v.mu.Lock()
	mates, fastest, ok := v.mates, v.late.least(), v.late.known()
	v.mu.Unlock()
	if mates == nil || !ok {
		return
	}
	mates.Sound(fastest + v.jitter.Stats().Delay + device)
	v.jitter.AtLeast(waits(mates.Behind(), fastest))
}

// waits is the delay that the jitter buffer should have, so that what is heard is
// not far ahead of a picture. Without a picture it is 0.
func waits(picture, fastest time.Duration) time.Duration {
	if picture == 0 {
		return 0
	}
	return min(max(picture-ahead-fastest-device, 0), patient)
}

// lateness is the least that packets were late of late: the delay of the jitter
// buffer counts from there.
type lateness struct {
	now, before time.Duration
	since       time.Time
	windows     int
}

const window = 2 * time.Second

func (l *lateness) add(behind time.Duration, at time.Time) {
	if l.windows == 0 || at.Sub(l.since) > window {
		l.before, l.now, l.since = l.now, behind, at
		l.windows++
		return
	}
	l.now = min(l.now, behind)
}

func (l *lateness) known() bool { return l.windows > 0 }

func (l *lateness) least() time.Duration {
	if l.windows > 1 {
		return min(l.now, l.before)
	}
	return l.now
}
