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

	parts int // how many parts the page has
}

// compose makes the scene of a view: pure, and quick enough for each letter.
func compose(v *session.View, l *local, m metrics) *scene {
	c := &composer{pen: newPen(m), v: v, l: l, w: words.For(v.Lang)}
	if v.State == session.Attract {
		c.attract()
	} else {
		c.ordinary()
	}
	switch {
	case v.Overlay != nil:
		c.cover()
		c.overlay(v.Overlay)
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
	if c.m.H/c.m.ppm < 180 {
		return c.m.mm(3)
	}
	return c.m.mm(8)
}

func (c *composer) content(at rect) {
	if f := typeable(fieldsOf(c.v).Items); len(f) > 0 {
		c.typing(at, f)
		return
	}
	if t := longList(c.v.Blocks); t != nil {
		c.list(at, c.head(at.W), *t)
		return
	}
	c.flow(at, c.head(at.W), c.blocks(at.W, c.v.Blocks), c.v.Title, &c.l.part)
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
