package ui

import "image"

// pen puts items into a scene. Whatever it draws belongs to the control that
// is open, if any.
type pen struct {
	m  metrics
	sc *scene

	ctl int
	on  role // what text is painted on
}

func newPen(m metrics) *pen { return &pen{m: m, sc: &scene{}, ctl: -1, on: page} }

func (p *pen) add(it item) {
	it.ctl = p.ctl
	p.sc.items = append(p.sc.items, it)
}

// box fills a rectangle. What is drawn next lies on it.
func (p *pen) box(at rect, fill role) {
	p.add(item{kind: box, at: at, fill: fill})
}

// frame fills a rectangle and draws its edge inside.
func (p *pen) frame(at rect, fill, edge role, width float32) {
	p.add(item{kind: box, at: at, fill: fill, edge: edge, width: width})
}

// line draws one line of text with its capitals' top at y.
func (p *pen) line(x, y float32, s string, size float32, bold bool, ink role) {
	top := round(y + capRatio()*size - ascent()*size)
	h := ceil((ascent() + descent()) * size)
	for _, r := range runs(s, size, bold) {
		p.add(item{
			kind: line, at: rect{round(x), top, ceil(r.width), h},
			ink: ink, on: p.on, text: r.text, size: size, bold: bold, half: r.half,
		})
		x += r.width
	}
}

func (p *pen) icon(at rect, name string, ink role) {
	at = rect{round(at.X), round(at.Y), round(at.W), round(at.H)}
	p.add(item{kind: icons, at: at, ink: ink, on: p.on, text: name})
}

func (p *pen) picture(at rect, img image.Image) {
	p.add(item{kind: picture, at: at, pic: img})
}

// control opens a control, draws it and closes it.
func (p *pen) control(c control, draw func()) {
	c.on = p.on
	p.sc.controls = append(p.sc.controls, c)
	before, on := p.ctl, p.on
	p.ctl = len(p.sc.controls) - 1
	draw()
	p.ctl, p.on = before, on
}

// para is a text broken into lines of one size.
type para struct {
	lines []string
	size  float32
	bold  bool
	ink   role
	lead  float32 // from one line to the next, in parts of an em
}

const (
	leadBody  = 1.36
	leadTitle = 1.2
)

func (m metrics) para(s string, capMM float32, bold bool, ink role, width float32) para {
	lead := float32(leadBody)
	if capMM >= capTitle*0.7 && bold {
		lead = leadTitle
	}
	size := m.font(capMM)
	return para{wrap(s, size, bold, width), size, bold, ink, lead}
}

// height is from the top of the first line's capitals to the foot of the last
// line's descenders.
func (a para) height() float32 {
	if len(a.lines) == 0 {
		return 0
	}
	return ceil((capRatio() + 0.24 + float32(len(a.lines)-1)*a.lead) * a.size)
}

// capHeight is the same without the descenders: what to centre by.
func (a para) capHeight() float32 {
	return (capRatio() + float32(len(a.lines)-1)*a.lead) * a.size
}

func (a para) width() float32 {
	w := float32(0)
	for _, l := range a.lines {
		w = max(w, textWidth(l, a.size, a.bold))
	}
	return w
}

func (p *pen) para(x, y float32, a para) {
	for i, l := range a.lines {
		p.line(x, y+float32(i)*a.lead*a.size, l, a.size, a.bold, a.ink)
	}
}

// centred draws a text in the middle of a place.
func (p *pen) centred(at rect, a para) {
	y := at.Y + (at.H-a.capHeight())/2
	for i, l := range a.lines {
		w := textWidth(l, a.size, a.bold)
		p.line(at.X+(at.W-w)/2, y+float32(i)*a.lead*a.size, l, a.size, a.bold, a.ink)
	}
}

// beside draws a text at the left of a place, in the middle of its height.
func (p *pen) beside(at rect, a para) {
	p.para(at.X, at.Y+(at.H-a.capHeight())/2, a)
}
