package ui

import (
	"slices"

	"guichet/forms"
	"guichet/kiosk/session"
)

// What an agent shows on the page lights up: a second, thick frame around it, a
// hand, and words.

// point is the name of the field or choice that an agent shows, or empty.
func (c *composer) point() string {
	if c.v.Call == nil || c.v.Overlay != nil {
		return ""
	}
	return c.v.Call.Point
}

func (c *composer) points(name string) bool { return name != "" && name == c.point() }

// pointsAnew tells whether the agent shows something else than before: then
// the page turns to it, once.
func (c *composer) pointsAnew() bool { return c.point() != "" && c.point() != c.l.shown }

// turnTo is the part with what is shown, or the one that is open.
func turnTo(parts [][]piece, part int) int {
	for i, pieces := range parts {
		if slices.ContainsFunc(pieces, func(p piece) bool { return p.shown }) {
			return i
		}
	}
	return part
}

// pointsAtQuestion tells whether an agent shows the question of a page of tiles,
// which a desk calls as a form does.
func (c *composer) pointsAtQuestion() bool {
	return c.points(forms.Value) && len(fieldsOf(c.v).Items) == 0
}

// litTitle is the question with the frame and the words around it.
func (c *composer) litTitle(p piece, w float32) piece {
	k, edge := min(c.m.k, 1.3), c.m.mm(4)
	a := c.here(k, w)
	h := p.h + c.m.mm(3) + max(a.height(), c.hand(k))
	return piece{h: h + 2*edge, gap: p.gap, shown: true, draw: func(x, y float32) {
		c.lightUp(rect{x, y, w, h + 2*edge}.inset(c.m.mm(2.2)))
		p.draw(x+edge, y+edge)
		c.hereLine(x+edge, y+edge+p.h+c.m.mm(3), a, k)
	}}
}

// lightUp is the frame, outside of the control.
func (c *composer) lightUp(at rect) {
	c.frame(at.inset(-c.m.mm(2.2)), c.on, main, c.m.mm(1.3))
}

// here is what the words "it is here" need below a field.
func (c *composer) here(k float32, w float32) para {
	return c.m.para(c.word("call.here"), capBody*k*0.9, true, main, w-c.hand(k)-c.m.mm(2))
}

func (c *composer) hand(k float32) float32 { return c.m.mm(7 * k) }

// hereLine draws them with the hand.
func (c *composer) hereLine(x, y float32, a para, k float32) {
	side := c.hand(k)
	c.icon(rect{x, y, side, side}, "hand-finger", a.ink)
	c.beside(rect{x + side + c.m.mm(2), y, a.width(), side}, a)
}

// hereStrip is the height of the same at the foot of a tile.
func (c *composer) hereStrip() float32 {
	k := min(c.m.k, 1.3)
	return max(c.hand(k), c.here(k, c.m.W).height()) + c.m.mm(3)
}

// pointsIn tells whether one of these tiles is shown.
func (c *composer) pointsIn(b session.Tiles) bool {
	for _, t := range b.Items {
		if c.points(t.ID) {
			return true
		}
	}
	return false
}

// hereAt writes that at the foot of a tile, and returns what is left of it for
// its own words.
func (c *composer) hereAt(at rect, selected bool) rect {
	k, h := min(c.m.k, 1.3), c.hereStrip()
	foot := rect{at.X, at.bottom() - h, at.W, h}
	a := c.here(k, at.W)
	fill, on := main, c.on
	a.ink = onMain
	if selected {
		foot = rect{at.X + c.m.mm(1), foot.Y, at.W - 2*c.m.mm(1), h - c.m.mm(1)}
		fill, a.ink = card, main
	}
	c.box(foot, fill)
	c.on = fill
	c.hereLine(at.X+c.m.mm(7), foot.Y+(foot.H-c.hand(k))/2, a, k)
	c.on = on
	at.H -= h
	return at
}
