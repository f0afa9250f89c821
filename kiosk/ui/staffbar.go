package ui

import "guichet/kiosk/session"

// A page of the front desk is built as any other. That it is not for a citizen is
// said in its bar, in words, and by a stripe of another colour below it.

const staffStripe = 1.8 // mm

func (c *composer) staff() bool { return c.v.State == session.Staff }

// barEdge is the line between the bar and the page.
func (c *composer) barEdge(h float32) {
	w, ink := c.m.mm(0.4), rule
	if c.staff() {
		w, ink = c.m.mm(staffStripe), done
	}
	c.box(rect{0, h - w, c.m.W, w}, ink)
}

// tagWords are what a page says of itself in the place of its progress, or ours.
func (c *composer) tagWords(k float32) para {
	s := c.v.Progress.S
	if s == "" {
		s = c.word("staff")
	}
	return c.m.para(s, capBar*k*0.9, true, onMain, c.m.W)
}

func (c *composer) tagSide(k float32) float32 { return c.m.mm(6 * k) }

// tagWidth is what the words take in the bar, with the room after them.
func (c *composer) tagWidth(k float32) float32 {
	if !c.staff() {
		return 0
	}
	return c.tagBox(k) + c.m.mm(5)
}

func (c *composer) tagBox(k float32) float32 {
	return ceil(c.tagWords(k).width()) + c.tagSide(k) + c.m.mm(6*k+2)
}

// tag says whom the page is for, in the middle of the height of a place.
func (c *composer) tag(at rect, k float32) {
	if !c.staff() {
		return
	}
	a, side, on := c.tagWords(k), c.tagSide(k), c.on
	h := c.m.mm(capBar*k + 6)
	box := rect{at.X, at.Y + round((at.H-h)/2), c.tagBox(k), h}
	c.box(box, done)
	c.on = done
	x := box.X + c.m.mm(3*k)
	c.icon(rect{x, box.Y + (h-side)/2, side, side}, "id-badge-2", onMain)
	c.beside(rect{x + side + c.m.mm(2), box.Y, box.W, h}, a)
	c.on = on
}

// progressWords are how far one has come; on a page of the front desk the tag has
// taken them.
func (c *composer) progressWords() string {
	if c.staff() {
		return ""
	}
	return c.v.Progress.S
}
