package ui

import (
	"guichet/forms"
	"guichet/kiosk/session"
)

// penWidth is how thick a signature is, in mm: as a felt pen.
const penWidth = 1.5

// signatureOf is the box to sign in, where the page has one.
func signatureOf(v *session.View) (session.Signature, bool) {
	for _, b := range v.Blocks {
		if s, ok := b.(session.Signature); ok {
			return s, true
		}
	}
	return session.Signature{}, false
}

func (c *composer) signs() bool {
	_, ok := signatureOf(c.v)
	return ok
}

// signature draws the question and below it the largest box that fits, in the
// proportions of a signature.
func (c *composer) signature(at rect, b session.Signature) {
	above := append(c.head(at.W), c.blocks(at.W, c.v.Blocks)...)
	ratio := float32(forms.SignatureHeight) / forms.SignatureWidth
	h := round(min(c.padWidth(b, at.W)*ratio, c.m.mm(100)))
	for least := c.m.mm(45); h > least; h -= c.m.mm(4) {
		if stack(append(above[:len(above):len(above)], c.signPiece(b, at.W, h))) <= at.H {
			break
		}
	}
	c.flow(at, above, []piece{c.signPiece(b, at.W, h)}, c.v.Title, &c.l.part)
}

// padWidth is the room for the box: on a panel that lies, the button that
// erases stands beside it.
func (c *composer) padWidth(b session.Signature, w float32) float32 {
	if c.m.port {
		return w
	}
	return w - c.eraseWidth(b) - c.m.mm(6)
}

func (c *composer) eraseButton(b session.Signature) button {
	return button{id: "sign:erase", icon: "backspace", b: session.Button{Text: b.Erase}}
}

func (c *composer) eraseWidth(b session.Signature) float32 {
	k := min(c.m.k, 1.3)
	return ceil(textWidth(b.Erase.S, c.m.font(capBody*k), true)) + c.iconRoom(c.eraseButton(b), k) + c.m.mm(12)
}

// signPiece is the box and the button that erases.
func (c *composer) signPiece(b session.Signature, w, h float32) piece {
	side, gap := c.m.mm(touchSide), c.m.mm(4)
	pw := round(h * forms.SignatureWidth / forms.SignatureHeight)
	whole := h
	if c.m.port {
		whole += gap + side
	}
	return piece{h: whole, gap: c.m.mm(8), touch: true, draw: func(x, y float32) {
		c.pad(rect{x, y, pw, h}, b)
		erase := rect{x + pw + c.m.mm(6), y + h - side, c.eraseWidth(b), side}
		if c.m.port {
			erase = rect{x, y + h + gap, c.eraseWidth(b), side}
		}
		c.pagerButton(erase, c.eraseButton(b), min(c.m.k, 1.3), action{typed: true, local: (*local).eraseInk})
	}}
}

// pad is the box: a line to sign on, a word that says so until something is
// drawn, and the ink.
func (c *composer) pad(at rect, b session.Signature) {
	ctl := control{id: "sign", label: b.Label.S, at: at, draws: true}
	c.control(ctl, func() {
		edge, width := quiet, c.m.mm(0.5)
		if p := c.v.Problem; p != nil {
			edge, width = problem, c.m.mm(1)
		}
		c.frame(at, card, edge, width)
		c.on = card
		c.box(rect{at.X + round(at.W*0.07), at.Y + round(at.H*0.76), round(at.W * 0.86), c.m.mm(0.6)}, quiet)
		if len(c.l.ink) == 0 {
			a := c.m.para(b.Here.S, capBody*min(c.m.k, 1.3), false, quiet, at.W*0.86)
			c.centred(rect{at.X, at.Y + at.H*0.76 - a.height() - c.m.mm(9), at.W, a.height()}, a)
		}
		c.add(item{kind: strokes, at: at, ink: text, on: card, text: c.l.values[forms.Value], width: c.m.mm(penWidth)})
	})
}

// eraseInk leaves an empty box.
func (l *local) eraseInk() {
	l.set(forms.Value, "")
	l.ink, l.points = nil, 0
}

// readInk takes a signature from the session: one that was drawn before, when
// the page comes back.
func (l *local) readInk(text string) {
	l.values[forms.Value] = text
	l.ink, _ = forms.Strokes(text)
	l.points = 0
	for _, stroke := range l.ink {
		l.points += len(stroke)
	}
}

// nearest is how far a finger must go for the next point, in the units of a
// signature: a finger that rests draws nothing more.
const nearest = 4

// mostInk is how many points a signature may have on the glass: FormatStrokes
// needs at most nine bytes for one, and a submission takes eight kilobytes.
const mostInk = 900

// point is a place on the glass in the units of a signature; false outside of
// the box.
func (s *Screen) point(x, y float32) (forms.Point, bool) {
	at := s.scene.controls[s.held].at
	if !at.contains(x, y) {
		return forms.Point{}, false
	}
	return forms.Point{
		X: int(round((x - at.X) * forms.SignatureWidth / at.W)),
		Y: int(round((y - at.Y) * forms.SignatureHeight / at.H)),
	}, true
}

// writes tells whether the finger is writing.
func (s *Screen) writes() bool { return s.held >= 0 && s.scene.controls[s.held].draws }

// penDown begins a stroke.
func (s *Screen) penDown(x, y float32) {
	p, ok := s.point(x, y)
	l := s.local
	if !ok || l.points >= mostInk || len(l.ink) >= 150 {
		return
	}
	first := len(l.ink) == 0
	l.ink = append(l.ink, []forms.Point{p})
	l.points++
	s.writing = true
	if first {
		s.compose() // the word that says where to sign goes away
	}
	s.inkTo(l.ink[len(l.ink)-1])
}

// penMove goes on with it. A finger that leaves the box ends the stroke, and
// begins another one when it comes back.
func (s *Screen) penMove(x, y float32) {
	p, ok := s.point(x, y)
	if !ok {
		s.penUp()
		return
	}
	if !s.writing {
		s.penDown(x, y)
		return
	}
	l := s.local
	stroke := &l.ink[len(l.ink)-1]
	last := (*stroke)[len(*stroke)-1]
	if near(p, last) || l.points >= mostInk {
		return
	}
	*stroke = append(*stroke, p)
	l.points++
	s.inkTo(*stroke)
}

func near(a, b forms.Point) bool {
	dx, dy := a.X-b.X, a.Y-b.Y
	return dx*dx+dy*dy < nearest*nearest
}

// penUp ends the stroke and tells the session.
func (s *Screen) penUp() {
	if !s.writing {
		return
	}
	s.writing = false
	l := s.local
	if p := s.drawing.pad; p != nil {
		p.end(l.ink[len(l.ink)-1])
		p.text = forms.FormatStrokes(l.ink)
		p.object.Refresh()
	}
	l.set(forms.Value, forms.FormatStrokes(l.ink))
	s.opts.Send(session.Typed{Page: l.page, Input: l.input()})
	s.compose()
}

// inkTo puts the newest piece of a stroke on the glass, and nothing else.
func (s *Screen) inkTo(stroke []forms.Point) {
	if p := s.drawing.pad; p != nil {
		p.to(stroke)
		p.object.Refresh()
	}
	s.paint()
}
