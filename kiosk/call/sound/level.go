package sound

import "time"

// Level tells whether somebody speaks, for people who do not hear it: sound that
// stands 10 dB out of the noise of the place, until 400 ms after it stopped.
type Level struct {
	rate   int
	noise  float64 // RMS
	hang   time.Duration
	speaks bool
}

const (
	hangover = 400 * time.Millisecond
	above    = 3.16  // 10 dB over the noise
	faintest = 0.003 // -50 dB of full scale: below, it is no voice anywhere
)

// NewLevel is for sound of rate samples a second.
func NewLevel(rate int) *Level { return &Level{rate: rate, noise: faintest / above} }

// Add hears samples, 10 to 60 ms at a time, and tells whether somebody speaks.
func (l *Level) Add(samples []int16) bool {
	took := time.Duration(len(samples)) * time.Second / time.Duration(l.rate)
	now := RMS(samples)
	l.learn(now, took)
	switch {
	case now > max(l.noise*above, faintest):
		l.speaks, l.hang = true, hangover
	case l.hang > took:
		l.hang -= took
	default:
		l.speaks, l.hang = false, 0
	}
	return l.speaks
}

// Speaks is what Add said last.
func (l *Level) Speaks() bool { return l.speaks }

// learn takes the noise to be what is there when nothing more is: it falls at
// once and rises by 3 dB a second, which no word lasts long enough for.
func (l *Level) learn(now float64, took time.Duration) {
	if now < l.noise {
		l.noise = max(now, 1e-5)
		return
	}
	l.noise = min(now, l.noise*(1+0.41*took.Seconds()))
}
