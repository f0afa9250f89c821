package sound

import "math"

// Concealer fills what is missing in a stream of PCM with what a voice would go
// on with: its last pitch periods again, fading out within 60 ms. It follows the
// idea of ITU-T G.711, appendix I, without that one's delay of 3.75 ms.
type Concealer struct {
	rate    int
	history []int16   // 60 ms, newest last
	period  []float64 // what is repeated
	at      int       // in period
	missing int       // samples concealed in a row
	step    float64   // between the last sample heard and the first made up
}

// NewConcealer is for sound of rate samples a second.
func NewConcealer(rate int) *Concealer {
	return &Concealer{rate: rate, history: make([]int16, rate*6/100)}
}

// Good hears what came. After a loss it blends the beginning of samples, in
// place, with what was made up.
func (c *Concealer) Good(samples []int16) {
	if c.missing > 0 {
		c.blend(samples)
		c.missing, c.period = 0, nil
	}
	c.remember(samples)
}

// Conceal writes what could have been there over samples.
func (c *Concealer) Conceal(samples []int16) {
	if c.missing == 0 {
		c.begin()
	}
	for i := range samples {
		samples[i] = int16(math.Round(c.next()))
	}
	c.remember(samples)
}

// next is the next sample made up. The first 10 ms are whole, then it fades by a
// fifth every 10 ms. Over the first 2 ms it leaves the last sample heard without
// a click.
func (c *Concealer) next() float64 {
	ten := float64(c.rate) / 100
	gain := min(max(1-0.2*(float64(c.missing)/ten-1), 0), 1)
	s := (c.period[c.at] + c.step*max(1-float64(c.missing)/(ten/5), 0)) * gain
	c.at = (c.at + 1) % len(c.period)
	c.missing++
	return s
}

func (c *Concealer) begin() {
	n := c.pitch()
	end := len(c.history)
	c.period = make([]float64, n)
	for i := range c.period {
		c.period[i] = float64(c.history[end-n+i])
	}
	c.at = 0
	c.step = float64(c.history[end-1]) - float64(c.history[end-n-1])
	c.smooth(n / 4)
}

// smooth makes the end of the period lead into its beginning: towards the end it
// turns into what was before the beginning.
func (c *Concealer) smooth(n int) {
	end, length := len(c.history), len(c.period)
	for i := range n {
		w := float64(i+1) / float64(n+1)
		before := float64(c.history[end-length-n+i])
		c.period[length-n+i] = (1-w)*c.period[length-n+i] + w*before
	}
}

// pitch is the lag of 5 to 15 ms (66 to 200 Hz) at which the last 20 ms look
// most like what was before.
func (c *Concealer) pitch() int {
	best, lag := math.Inf(-1), c.rate/200
	skip := max(c.rate/8000, 1) // a voice has its pitch below 4 kHz
	for l := c.rate / 200; l <= c.rate*3/200; l++ {
		if v := c.alike(l, skip); v > best {
			best, lag = v, l
		}
	}
	return lag
}

// alike is the normalised correlation of the last 20 ms with those lag before.
func (c *Concealer) alike(lag, skip int) float64 {
	end := len(c.history)
	sum, energy := 0.0, 1.0
	for i := end - c.rate/50; i < end; i += skip {
		a, b := float64(c.history[i]), float64(c.history[i-lag])
		sum += a * b
		energy += b * b
	}
	return sum / math.Sqrt(energy)
}

// blend fades from what would have been made up to samples, in 4 ms more for
// each 10 ms missing, at most 10 ms.
func (c *Concealer) blend(samples []int16) {
	n := min(c.rate/250+c.missing*4/10, c.rate/100, len(samples))
	for i := range n {
		w := float64(i+1) / float64(n+1)
		samples[i] = int16(math.Round((1-w)*c.next() + w*float64(samples[i])))
	}
}

func (c *Concealer) remember(samples []int16) {
	n := len(c.history)
	if len(samples) >= n {
		copy(c.history, samples[len(samples)-n:])
		return
	}
	copy(c.history, c.history[len(samples):])
	copy(c.history[n-len(samples):], samples)
}
