package ui

import (
	"guichet/forms"
	"guichet/kiosk/session"
	"guichet/kiosk/words"
)

// composer draws one view.
type composer struct {
	*pen
	v *session.View
	l *local
	w forms.Catalog

	groups int // of tiles among the blocks
}

// compose makes the scene of a view: pure, and quick enough for each letter.
func compose(v *session.View, l *local, m metrics) *scene {
	if v.Call == nil {
		return standing(v, l, m)
	}
	m = m.inCall()
	at, place := m.beside()
	sc := standing(v, l, at)
	sc.lower(m.H - at.H)
	c := &caller{
		composer: &composer{pen: newPen(m), v: v, l: l, w: words.For(v.Lang)},
		call:     v.Call, at: place,
	}
	c.sc = sc
	c.draw()
	return sc
}

// standing is the page and what stands in front of it.
func standing(v *session.View, l *local, m metrics) *scene {
	all := layers(v)
	c := &composer{pen: newPen(m), v: all[0], l: l.of(v.Page), w: words.For(v.Lang)}
	if v.State == session.Attract {
		c.attract()
	} else {
		c.ordinary()
	}
	c.l.shown = c.point()
	c.v, c.l = all[len(all)-1], l
	switch {
	case v.Overlay != nil:
		c.cover()
		c.overlay(v.Overlay)
	case talks(v):
		c.cover()
		c.talk(v.Call.Talk)
	case l.langs:
		c.cover()
		c.chooseLang()
	}
	return c.sc
}

// ordinary is every page but the first: bar, content, buttons.
func (c *composer) ordinary() {
	top := c.bar()
	foot := c.measureFoot()
	body := rect{c.m.margin(), top + c.padding(), c.m.W - 2*c.m.margin(), 0}
	body.H = c.m.H - foot.h - c.padding() - body.Y
	c.content(body)
	c.foot(foot)
}

// padding is the room between zones.
func (c *composer) padding() float32 {
	if c.m.low() {
		return c.m.mm(3)
	}
	return c.m.mm(8)
}

func (c *composer) content(at rect) {
	if f := typeable(fieldsOf(c.v).Items); len(f) > 0 {
		c.typing(at, f)
		return
	}
	if b, ok := signatureOf(c.v); ok {
		c.signature(at, b)
		return
	}
	if t, said := longList(c.v.Blocks); t != nil {
		c.list(at, append(c.head(at.W), c.blocks(at.W, said)...), *t)
		return
	}
	if c.withSymbol(at) || c.withDrawing(at) {
		return
	}
	head, body := c.head(at.W), c.blocks(at.W, c.v.Blocks)
	c.flow(c.lowered(at, stack(append(head[:len(head):len(head)], body...))), head, body, c.v.Title, &c.l.part)
}

// lowered gives a page that leaves much room a little more of it above.
func (c *composer) lowered(at rect, h float32) rect {
	if air := c.m.mm(8); h+2*air <= at.H {
		at.Y, at.H = at.Y+air, at.H-air
	}
	return at
}

// withSymbol draws a page with a QR symbol in two columns, where the panel is
// wide enough: the words at the left, the symbol on a card at the right.
func (c *composer) withSymbol(at rect) bool {
	var rest []session.Block
	var code *session.QR
	for _, b := range c.v.Blocks {
		if q, ok := b.(session.QR); ok && code == nil {
			code = &q
			continue
		}
		rest = append(rest, b)
	}
	cw := c.m.mm(100 * min(c.m.k, 1.3))
	if code == nil || c.m.port || at.W < cw*3 {
		return false
	}
	left := at
	left.W -= cw + c.m.mm(14)
	all := append(c.head(left.W), c.blocks(left.W, rest)...)
	side := c.symbolCard(*code, cw)
	low := c.lowered(left, stack(all))
	if side.h > low.H-c.pagerRoom() {
		return false
	}
	c.flowIn(low, at.W, all, c.v.Title, &c.l.part)
	side.draw(at.right()-cw, low.Y)
	return true
}

// cover leaves the page to be seen, and nothing of it to be touched.
func (c *composer) cover() {
	c.sc.controls, c.sc.anywhere = nil, action{}
	for i := range c.sc.items {
		c.sc.items[i].ctl = -1
	}
	c.box(rect{0, 0, c.m.W, c.m.H}, dim)
}

// word is one of the screen's own texts.
func (c *composer) word(key string) string { return c.w.Text("ui." + key) }
