package ui

import (
	"fmt"

	"guichet/kiosk/session"
)

// tool is a small button: an icon above its word.
type tool struct {
	id, icon, text, label string
	act                   action
	marked                bool // the language that is shown
}

// bar draws the top zone and returns its lower edge. A portrait panel has only
// words there: what is touched stands in the lower half.
func (c *composer) bar() float32 {
	if c.m.port {
		return c.textBar()
	}
	k, all := c.fitBar()
	h := c.toolHeight(k) + 2*c.m.mm(3)
	c.box(rect{0, 0, c.m.W, h}, card)
	c.barEdge(h)
	c.on = card
	left, right := c.m.margin(), c.m.W-c.m.margin()
	y := c.m.mm(3)
	if t, ok := c.again(); ok {
		c.tool(rect{left, y, c.toolWidth(t, k), c.toolHeight(k)}, t, k)
	}
	left += c.againWidth(k) + c.m.mm(6)
	for _, t := range all {
		right -= c.toolWidth(t, k) + c.m.mm(touchGap)
	}
	right += c.m.mm(touchGap)
	c.tag(rect{left, 0, c.tagBox(k), h}, k)
	left += c.tagWidth(k)
	c.where(rect{left, 0, right - left - c.m.mm(4), h}, k)
	for _, t := range all {
		at := rect{right, y, c.toolWidth(t, k), c.toolHeight(k)}
		c.tool(at, t, k)
		right = at.right() + c.m.mm(touchGap)
	}
	c.on = page
	return h
}

// again is "Recommencer", and the way out for the front desk.
func (c *composer) again() (tool, bool) {
	b := c.v.StartAgain
	sign := "refresh"
	if c.staff() {
		sign = "door-exit"
	}
	t := tool{id: "again", icon: sign, text: b.Text.S, label: b.Text.S, act: action{send: b.Do}}
	return t, !b.Text.Empty()
}

// againWidth keeps the place of "Recommencer" where there is no such button.
func (c *composer) againWidth(k float32) float32 {
	t, ok := c.again()
	if !ok {
		return 0
	}
	return c.toolWidth(t, k)
}

// tools are size, colours and languages; one language a button where there is
// room, else a button that opens the choice.
func (c *composer) tools(eachLang bool) []tool {
	out := []tool{
		{id: "size", icon: "text-size", text: c.word("size"), label: c.word("size.spoken"),
			act: action{send: session.SetSize{Size: nextSize(c.v.Size)}}},
		{id: "theme", icon: "contrast", text: c.word("theme"), label: c.word("theme.spoken"),
			act: action{send: session.SetTheme{Theme: (c.v.Theme + 1) % 3}}},
	}
	if eachLang {
		return append(out, c.langTools()...)
	}
	if len(c.v.Langs) > 1 {
		out = append(out, tool{id: "langs", icon: "language", text: c.langName(), label: c.word("langs"),
			act: action{local: func(l *local) { l.langs = true }}})
	}
	return out
}

func (c *composer) langTools() []tool {
	var out []tool
	for _, l := range c.v.Langs {
		out = append(out, tool{id: "lang:" + string(l.Lang), text: l.Name, label: l.Name,
			act: action{send: session.SetLang{Lang: l.Lang}}, marked: l.Lang == c.v.Lang})
	}
	return out
}

func (c *composer) langName() string {
	for _, l := range c.v.Langs {
		if l.Lang == c.v.Lang {
			return l.Name
		}
	}
	return string(c.v.Lang)
}

// nextSize goes from normal to large, huge, small and round again.
func nextSize(s session.Size) session.Size { return (s + 1) % 4 }

// fitBar finds the largest letters with which everything stands side by side,
// and whether the languages have a button each.
func (c *composer) fitBar() (float32, []tool) {
	room := c.m.W - 2*c.m.margin()
	for k := c.m.zone(); ; k -= 0.1 {
		for _, each := range []bool{true, false} {
			all := c.tools(each)
			if c.barWidth(all, k) <= room || (k < 0.7 && !each) {
				return k, all
			}
		}
	}
}

func (c *composer) barWidth(all []tool, k float32) float32 {
	w := c.againWidth(k) + c.tagWidth(k) + c.whereWidth(k) + c.m.mm(10)
	for _, t := range all {
		w += c.toolWidth(t, k) + c.m.mm(touchGap)
	}
	return w
}

func (c *composer) toolWidth(t tool, k float32) float32 {
	w := textWidth(t.text, c.m.font(capBar*k), t.marked)
	return max(c.m.mm(touchSide), ceil(w)+c.m.mm(5))
}

func (c *composer) toolHeight(k float32) float32 {
	return max(c.m.mm(touchSide), c.m.mm((7+2+capBar+4)*k))
}

// tool draws one; without an icon its word stands in the middle.
func (c *composer) tool(at rect, t tool, k float32) {
	c.control(control{id: t.id, label: t.label, at: at, act: t.act}, func() {
		c.box(at, c.on)
		a := c.m.para(t.text, capBar*k, t.marked, main, at.W)
		if t.icon == "" {
			c.centred(at, a)
			c.mark(at, t, a)
			return
		}
		side := c.m.mm(7.5 * k)
		y := at.Y + (at.H-side-c.m.mm(2.4*k)-a.capHeight())/2
		c.icon(rect{at.X + (at.W-side)/2, y, side, side}, t.icon, main)
		c.centred(rect{at.X, y + side + c.m.mm(2.4*k), at.W, a.capHeight()}, a)
	})
}

// mark underlines the language that is shown; its word is bold as well.
func (c *composer) mark(at rect, t tool, a para) {
	if t.marked {
		w := a.width()
		y := at.Y + (at.H+a.capHeight())/2 + c.m.mm(1.8)
		c.box(rect{round(at.X + (at.W-w)/2), round(y), ceil(w), c.m.mm(0.8)}, main)
	}
}

// where says in whose house one is and how far one has come.
func (c *composer) where(at rect, k float32) {
	place := c.m.para(c.v.Place.S, capBar*k, true, text, c.m.W)
	step := c.m.para(c.progressWords(), capBar*k, false, quiet, c.m.W)
	if c.progressWords() == "" {
		c.beside(at, place)
		return
	}
	if sum := place.width() + step.width() + c.m.mm(30); sum <= at.W {
		c.beside(at, place)
		mid := max((c.m.W-step.width())/2, at.X+place.width()+c.m.mm(12))
		c.beside(rect{min(mid, at.right()-step.width()), at.Y, step.width(), at.H}, step)
		return
	}
	half := c.m.mm(capBar*k*0.5 + 1.6)
	c.beside(rect{at.X, at.Y - half, at.W, at.H}, place)
	c.beside(rect{at.X, at.Y + half, at.W, at.H}, step)
}

func (c *composer) whereWidth(k float32) float32 {
	size := c.m.font(capBar * k)
	return max(textWidth(c.v.Place.S, size, true), textWidth(c.progressWords(), size, false))
}

// textBar is the bar of a portrait panel.
func (c *composer) textBar() float32 {
	k, room := c.m.k, c.m.W-2*c.m.margin()
	width := func() float32 {
		size := c.m.font(capBar * k)
		return c.tagWidth(k) + textWidth(c.v.Place.S, size, true) + textWidth(c.progressWords(), size, false) + c.m.mm(8)
	}
	for k > 0.8 && width() > room {
		k -= 0.1
	}
	h := c.m.mm(capBar*k + 14)
	at := rect{c.m.margin(), 0, room, h}
	c.box(rect{0, 0, c.m.W, h}, card)
	c.barEdge(h)
	c.on = card
	c.tag(at, k)
	at.X, at.W = at.X+c.tagWidth(k), at.W-c.tagWidth(k)
	step := c.m.para(c.progressWords(), capBar*k, false, quiet, c.m.W)
	c.beside(at, c.m.para(c.v.Place.S, capBar*k, true, text, c.m.W))
	c.beside(rect{at.right() - step.width(), 0, step.width(), h}, step)
	c.on = page
	return h
}

func id(name string, n int) string { return fmt.Sprintf("%s:%d", name, n) }
