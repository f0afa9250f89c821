package ui

import (
	"guichet/kiosk/session"
)

// rows is check your answers: a card a line, with what was asked, what was
// answered, and the button to change it.
func (c *composer) rows(b session.Rows, w float32) []piece {
	if c.told(b) {
		return c.facts(b, w)
	}
	var out []piece
	bw := c.changeWidth(b, w)
	for i, r := range b.Items {
		out = append(out, c.row(r, i, w, bw))
	}
	return out
}

// changeWidth is that of the widest change button: they stand in one column.
func (c *composer) changeWidth(b session.Rows, w float32) float32 {
	most := c.m.mm(touchSide)
	k := min(c.m.k, 1.3)
	for _, r := range b.Items {
		t := textWidth(r.Change.Text.S, c.m.font(capBody*k), true)
		most = max(most, ceil(t)+c.m.mm(8*k+3+10))
	}
	return min(most, round(w*0.4))
}

func (c *composer) row(r session.Row, i int, w, bw float32) piece {
	pad, k := c.m.mm(5), min(c.m.k, 1.3)
	inner := w - bw - 3*pad
	label := c.m.para(r.Label.S, capBody*0.9*c.m.k, false, quiet, inner)
	var values []para
	h := label.capHeight()
	for _, v := range r.Values {
		a := c.m.para(v.S, capBody*c.m.k, true, text, inner)
		values = append(values, a)
		h += c.m.mm(4*c.m.k) + a.capHeight()
	}
	h = max(h, c.m.mm(touchSide), c.changeNeeds(r, bw, k)) + c.m.mm(7)
	p := piece{h: h, gap: c.m.mm(touchGap), touch: true, draw: func(x, y float32) {
		at := rect{x, y, w, h}
		c.box(at, card)
		c.on = card
		c.answers(at.X+pad, at, label, values)
		c.on = page
		if !r.Change.Text.Empty() {
			side := max(c.m.mm(touchSide), min(h-c.m.mm(7), c.changeHeight()))
			c.change(rect{at.right() - pad - bw, y + round((h-side)/2), bw, side}, r, i, k)
		}
	}}
	if r.Section.Empty() {
		return p
	}
	return c.under(c.words(r.Section, capBody*c.m.k, true, main, w, 9), p, 4)
}

// changeHeight is the most that a change button is high: the longer words of the
// front desk stand in two lines as large as the others.
func (c *composer) changeHeight() float32 {
	if c.staff() {
		return c.m.mm(22 * min(c.m.k, 1.3))
	}
	return c.m.mm(22)
}

// changeNeeds is the height of a change button whose words are as large as those
// beside it.
func (c *composer) changeNeeds(r session.Row, bw, k float32) float32 {
	a := c.label(button{b: r.Change, icon: changeIcon(r.Change.Do)}, bw+c.m.mm(2), k)
	return min(c.changeHeight(), ceil(a.capHeight())+c.m.mm(6))
}

// under joins a heading to what it stands above.
func (c *composer) under(head, p piece, gapMM float32) piece {
	gap := c.m.mm(gapMM)
	return piece{h: head.h + gap + p.h, gap: head.gap, touch: p.touch, draw: func(x, y float32) {
		head.draw(x, y)
		p.draw(x, y+head.h+gap)
	}}
}

func (c *composer) answers(x float32, at rect, label para, values []para) {
	sum := label.capHeight()
	for _, a := range values {
		sum += c.m.mm(4*c.m.k) + a.capHeight()
	}
	y := at.Y + (at.H-sum)/2
	c.para(x, y, label)
	y += label.capHeight()
	for _, a := range values {
		y += c.m.mm(4 * c.m.k)
		c.para(x, y, a)
		y += a.capHeight()
	}
}

func changeIcon(e session.Event) string {
	switch e.(type) {
	case session.Remove:
		return "trash"
	case session.Pressed:
		return "" // its words say all
	}
	return "pencil"
}

func (c *composer) change(at rect, r session.Row, i int, k float32) {
	b := button{id: id("change", i), b: r.Change, icon: changeIcon(r.Change.Do)}
	a := c.label(b, at.W+c.m.mm(2), k)
	for k > 0.75 && (a.capHeight() > at.H-c.m.mm(6) || broken(a, r.Change.Text.S)) {
		k -= 0.1
		a = c.label(b, at.W+c.m.mm(2), k)
	}
	label := r.Change.Text.S + ": " + r.Label.S
	c.control(control{id: b.id, label: label, at: at, act: action{send: r.Change.Do}}, func() {
		c.frame(at, card, main, c.m.mm(0.5))
		c.on = card
		a.ink = main
		c.iconAndWords(at, b, a, k, main)
	})
}
