package ui

import (
	"math"

	"guichet/kiosk/session"
)

// Panel is the visible area of the screen in millimetres, as it hangs: the
// width of a portrait panel is its short side. The zero value is unknown.
type Panel struct{ WidthMM, HeightMM float64 }

// diagonal of the panel that is assumed when nobody knows better: 21.5 inches.
const assumedDiagonalMM = 21.5 * 25.4

func (p Panel) known() bool { return p.WidthMM > 0 && p.HeightMM > 0 }

// turned is the panel as it hangs under a picture of w × h pixels: an EDID
// always describes the panel lying on its long side.
func (p Panel) turned(w, h float32) Panel {
	if (p.WidthMM > p.HeightMM) != (w > h) {
		return Panel{p.HeightMM, p.WidthMM}
	}
	return p
}

// assumed is a 21.5-inch panel in the proportions of w × h pixels.
func assumed(w, h float32) Panel {
	d := math.Hypot(float64(w), float64(h))
	return Panel{assumedDiagonalMM * float64(w) / d, assumedDiagonalMM * float64(h) / d}
}

// Sizes in millimetres. Heights of letters are heights of capitals.
const (
	capBody   = 4.8
	capTitle  = 8.0
	capBar    = 4.2
	touchSide = 20.0 // least side of what is touched
	touchGap  = 2.5  // least room between two of them
	keyNarrow = 15.0 // keys where the panel is too narrow for 20
	keyLeast  = 12.7
)

// The smallest glass on which a question, its field, a keyboard and the buttons
// stand together at these sizes, in millimetres: short side and long side of a
// panel lying, and of one standing. On a smaller one everything is smaller in
// proportion, so that nothing is cut; it is no panel for a kiosk.
var (
	leastLying    = Panel{250, 200}
	leastStanding = Panel{185, 300}
)

// shrinks is how many times smaller than it should be everything is on a
// panel: 1 on any that is large enough for a kiosk.
func (p Panel) shrinks() float64 {
	least := leastLying
	if p.HeightMM > p.WidthMM {
		least = leastStanding
	}
	return math.Max(1, math.Max(least.WidthMM/p.WidthMM, least.HeightMM/p.HeightMM))
}

// enlarged is the panel, or the smallest that will do in its place.
func (p Panel) enlarged() Panel {
	f := p.shrinks()
	return Panel{p.WidthMM * f, p.HeightMM * f}
}

// metrics turns millimetres and the text size into pixels of one panel.
type metrics struct {
	W, H float32 // pixels
	ppm  float32 // pixels a millimetre
	k    float32 // factor of the text size
	port bool    // higher than wide
}

func newMetrics(w, h float32, p Panel, s session.Size) metrics {
	if !p.known() {
		p = assumed(w, h)
	}
	p = p.turned(w, h).enlarged()
	ppm := math.Min(float64(w)/p.WidthMM, float64(h)/p.HeightMM)
	return metrics{W: w, H: h, ppm: float32(ppm), k: factor(s), port: h > w}
}

func factor(s session.Size) float32 {
	switch s {
	case session.Large:
		return 1.3
	case session.Huge:
		return 1.7
	case session.Small:
		return 0.8
	}
	return 1
}

// The same during a call, which takes a column of the glass, or a band above
// the page: the page keeps its millimetres.
var (
	leastCallLying    = Panel{leastLying.WidthMM + callLeast, leastLying.HeightMM}
	leastCallStanding = Panel{leastStanding.WidthMM, leastStanding.HeightMM + bandLeast}
)

// Width of the column and height of the band in millimetres.
const (
	callLeast, callMost = 105.0, 150.0
	bandLeast, bandMost = 132.0, 150.0
)

// inCall is the glass during a call: a small one shrinks more.
func (m metrics) inCall() metrics {
	least := leastCallLying
	if m.port {
		least = leastCallStanding
	}
	m.ppm = min(m.ppm, m.W/float32(least.WidthMM), m.H/float32(least.HeightMM))
	return m
}

// beside divides the glass: the page as a smaller glass, which begins at the
// left, or below the band; and the place of the call.
func (m metrics) beside() (page metrics, place rect) {
	page = m
	if m.port {
		h := min(max(m.H/m.ppm*0.315, bandLeast), bandMost)
		page.H = m.H - m.mm(h)
		return page, rect{0, 0, m.W, m.H - page.H}
	}
	w := min(max(m.W/m.ppm*0.31, callLeast), callMost, max(m.W/m.ppm-float32(leastLying.WidthMM), callLeast))
	page.W = m.W - m.mm(w)
	return page, rect{page.W, 0, m.W - page.W, m.H}
}

// mm is a length in whole pixels, at least one. It rounds up: a target of
// 20 mm is never 19.9.
func (m metrics) mm(v float32) float32 {
	return float32(math.Ceil(float64(v*m.ppm) - 1e-3))
}

// font is the size in pixels of the em whose capitals are v millimetres high.
func (m metrics) font(v float32) float32 { return v * m.ppm / capRatio() }

// margin is the room at the left and right edge of every zone.
func (m metrics) margin() float32 {
	if m.W/m.ppm < 250 {
		return m.mm(8)
	}
	if m.port {
		return m.mm(12)
	}
	return round(m.W * 0.05)
}

// zone is the factor of the letters of the bar and the buttons: on a low panel
// they do not grow, so that the question can.
func (m metrics) zone() float32 {
	if m.low() {
		return min(m.k, 1)
	}
	return m.k
}

// low says that the panel has little height: less room between things.
func (m metrics) low() bool { return m.H/m.ppm < 230 }

func round(v float32) float32 { return float32(math.Round(float64(v))) }
func ceil(v float32) float32  { return float32(math.Ceil(float64(v))) }
