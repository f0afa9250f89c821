package ui

import "guichet/kiosk/session"

// opener is a line that opens more about the question: why it is asked, what
// often goes wrong.
type opener struct {
	id, icon string
	ask      session.Button
}

// openers are those of the page.
func (c *composer) openers() []opener {
	var out []opener
	if b := c.v.Why.Ask; !b.Text.Empty() {
		out = append(out, opener{"why", "help-circle", b})
	}
	if b := c.v.Pitfalls.Ask; !b.Text.Empty() {
		out = append(out, opener{"pitfalls", "alert-triangle", b})
	}
	return out
}

// opened tells whether one of them is open.
func (c *composer) opened() bool { return c.v.Why.Open || c.v.Pitfalls.Open }

// why is the openers side by side, or one below the other where they do not
// fit, and what the open one says.
func (c *composer) why(w float32) []piece {
	all := c.openers()
	var out []piece
	for len(all) > 0 {
		n := 1
		if len(all) > 1 && c.openerWidth(all[0], w)+c.openerWidth(all[1], w)+c.m.mm(6) <= w {
			n = 2
		}
		out = append(out, c.openerRow(all[:n], w))
		all = all[n:]
	}
	return append(out, c.opens(w)...)
}

// opens is what is open, in a card.
func (c *composer) opens(w float32) []piece {
	switch {
	case c.v.Why.Open:
		return []piece{c.note([]session.Text{c.v.Why.Answer}, w)}
	case c.v.Pitfalls.Open:
		return []piece{c.note(c.v.Pitfalls.Items, w)}
	}
	return nil
}

func (c *composer) openerK() float32 { return min(c.m.k, 1.3) }

func (c *composer) openerWords(o opener, w float32) para {
	k := c.openerK()
	return c.m.para(o.ask.Text.S, capBody*k, true, main, w-c.m.mm(12*k))
}

func (c *composer) openerWidth(o opener, w float32) float32 {
	return min(c.openerWords(o, w).width()+c.m.mm(7*c.openerK())+c.m.mm(12), w)
}

func (c *composer) openerRow(all []opener, w float32) piece {
	h := c.m.mm(touchSide)
	for _, o := range all {
		h = max(h, c.openerWords(o, w).height()+c.m.mm(6))
	}
	return piece{h: h, gap: c.m.mm(2.5), draw: func(x, y float32) {
		for _, o := range all {
			bw := c.openerWidth(o, w)
			c.opener(rect{x - c.m.mm(3), y, bw, h}, o, w)
			x += bw + c.m.mm(6)
		}
	}}
}

func (c *composer) opener(at rect, o opener, w float32) {
	side := c.m.mm(7 * c.openerK())
	a := c.openerWords(o, w)
	c.control(control{id: o.id, label: o.ask.Text.S, at: at, act: action{send: o.ask.Do}}, func() {
		c.box(at, page)
		c.icon(rect{at.X + c.m.mm(3), at.Y + (at.H-side)/2, side, side}, o.icon, main)
		c.beside(rect{at.X + side + 2*c.m.mm(3), at.Y, w, at.H}, a)
	})
}

// note is sentences in a card with a stroke at its left. One may go on in the
// next part of the page; several have a dot each.
func (c *composer) note(all []session.Text, w float32) piece {
	pad, indent := c.m.mm(5), float32(0)
	if len(all) > 1 {
		indent = c.m.mm(6)
	}
	var paras []para
	h, widest := 2*pad, float32(0)
	for i, t := range all {
		a := c.m.para(t.S, capBody*c.openerK(), false, text, w-2*pad-indent)
		if i > 0 {
			h += c.m.mm(4)
		}
		h += a.height()
		widest = max(widest, a.width())
		paras = append(paras, a)
	}
	w = min(w, ceil(widest)+3*pad+indent)
	return piece{h: h, gap: c.m.mm(1), draw: func(x, y float32) {
		c.box(rect{x, y, w, h}, card)
		c.box(rect{x, y, c.m.mm(1.2), h}, main)
		c.on = card
		c.noteLines(x+pad, y+pad, paras, indent)
		c.on = page
	}}
}

func (c *composer) noteLines(x, y float32, paras []para, indent float32) {
	dot := c.m.mm(1.8)
	for _, a := range paras {
		if indent > 0 {
			c.box(rect{round(x), round(y + (capRatio()*a.size-dot)/2), dot, dot}, main)
		}
		c.para(x+indent, y, a)
		y += a.height() + c.m.mm(4)
	}
}
