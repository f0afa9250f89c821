package video

import (
	"time"

	"guichet/drivers/camera"
	"guichet/kiosk/call"
	"guichet/kiosk/call/vpx"
)

// sound is what the sound is left before the picture gets anything, in bits a
// second: Opus at 32 kbit/s in 50 packets with their headers.
const sound = 45_000

// step is one way to send the picture.
type step struct {
	quality call.Quality
	below   int           // a rate of the line under which it is left, bits a second
	above   int           // a rate from which it is taken again
	patient time.Duration // how long either must last
	width   int           // the box that the picture must fit in
	height  int
	rate    int // pictures a second at most; 0: see stillPeriod
	most    int // bits a second at most
}

// stillPeriod is how often a still picture is sent.
const stillPeriod = 2 * time.Second

// steps of the ladder, from the best.
var steps = []step{
	{call.Good, 280_000, 360_000, time.Second, 640, 480, 30, 900_000},
	{call.Weak, 90_000, 115_000, 2 * time.Second, 320, 240, 15, 300_000},
	{call.Stills, 0, 0, 0, 320, 240, 0, 60_000},
}

// opening is how long the estimate is only growing: nothing is said of the line
// then, and better steps are taken at once.
const opening = 4 * time.Second

// ladder chooses the step that a line carries, and stays where the estimate only
// trembles. The first picture is a small one: a large key frame would fill a weak
// line before anything is known of it.
type ladder struct {
	at    int
	since time.Time // the estimate has asked for another step
	want  int
	begun time.Time
}

func newLadder(now time.Time) ladder { return ladder{at: 1, want: 1, begun: now} }

// choose moves one step at a time.
func (l *ladder) choose(rate int, now time.Time) *step {
	want := l.at
	switch {
	case rate < steps[l.at].below:
		want = l.at + 1
	case l.at > 0 && rate >= steps[l.at-1].above:
		want = l.at - 1
	}
	if want != l.want || want == l.at {
		l.want, l.since = want, now
	}
	if want != l.at && now.Sub(l.since) >= l.wait(want < l.at, now) {
		l.at, l.want = want, want
	}
	return &steps[l.at]
}

// wait is how long a change must be asked for: to go up, longer.
func (l *ladder) wait(up bool, now time.Time) time.Duration {
	switch {
	case !up:
		return steps[l.at].patient
	case now.Sub(l.begun) < opening:
		return 0
	}
	return 3 * time.Second
}

// quality is what is said of the line.
func (l *ladder) quality(now time.Time) call.Quality {
	if l.at == 1 && now.Sub(l.begun) < opening {
		return call.Good
	}
	return steps[l.at].quality
}

// settings are those of the encoder for pictures of a camera.
func (s *step) settings(m camera.Mode, rate int) vpx.Settings {
	w, h := fit(m.Width, m.Height, s.width, s.height)
	v := vpx.Settings{Width: w, Height: h, Bitrate: min(max(rate-sound, 30_000), s.most), Rate: s.rate}
	if s.rate == 0 {
		v.Rate = 1
	}
	return v
}

// fit is the largest size of the same shape in a box, even on both sides; a
// picture is never made larger.
func fit(w, h, boxW, boxH int) (int, int) {
	if w > boxW || h > boxH {
		if w*boxH > h*boxW {
			w, h = boxW, h*boxW/w
		} else {
			w, h = w*boxH/h, boxH
		}
	}
	return max(w&^1, 2), max(h&^1, 2)
}

// period is the least time between two pictures, a little short of it so that a
// camera of the same rate loses none.
func (s *step) period() time.Duration {
	if s.rate == 0 {
		return stillPeriod
	}
	return time.Second/time.Duration(s.rate) - 8*time.Millisecond
}
