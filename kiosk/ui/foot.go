package ui

import "guichet/kiosk/session"

// button is one of those at the bottom, or of an overlay.
type button struct {
	id    string
	b     session.Button
	icon  string
	after bool // the icon follows the words
	main  bool
}

// footer is the bottom zone, measured: its height and the size of its letters.
type footer struct {
	h, bh  float32
	k      float32
	notice para
	tools  []tool
	tk     float32
}

// buttons are the four of the bottom zone, in reading order.
func (c *composer) buttons() [4]button {
	return [4]button{
		{id: "back", b: c.v.Back, icon: "arrow-left"},
		c.second(),
		{id: "talk", b: c.v.Talk, icon: "headset"},
		{id: "next", b: c.v.Next, icon: nextIcon(c.v.Next.Do), after: afterWords(c.v.Next.Do), main: true},
	}
}

// second is "I don't know", or what stands in its place.
func (c *composer) second() button {
	switch {
	case !c.v.Other.Text.Empty() && c.staff():
		return button{id: "other", b: c.v.Other}
	case !c.v.Other.Text.Empty():
		return button{id: "other", b: c.v.Other, icon: "plus"}
	case c.signs() && c.v.DontKnow.Text.Key != "session.button.dont_know":
		return button{id: "dontknow", b: c.v.DontKnow, icon: "pencil"}
	}
	return button{id: "dontknow", b: c.v.DontKnow, icon: "help-circle"}
}

func nextIcon(e session.Event) string {
	switch e.(type) {
	case session.PrintReceipt, session.PrintContacts:
		return "printer"
	case session.Leave, session.StartAgain:
		return "home"
	case session.Pressed:
		return "" // its words say all
	}
	return "arrow-right"
}

func afterWords(e session.Event) bool { return nextIcon(e) == "arrow-right" }

// measureFoot finds the size of the letters with which every button holds its
// words in two lines, and adds the notice and, on a portrait panel, the tools.
func (c *composer) measureFoot() footer {
	f := footer{k: c.m.zone()}
	if c.footless() {
		return f
	}
	w := c.footWidth()
	for f.k > 0.75 && !c.allFit(w, f.k) {
		f.k -= 0.1
	}
	f.bh = c.m.mm(touchSide + 2)
	for _, b := range c.buttons() {
		f.bh = max(f.bh, c.label(b, w, f.k).height()+c.m.mm(8))
	}
	f.h = f.bh + 2*c.edge()
	if c.m.port {
		f.h += f.bh + c.m.mm(touchGap+0.5)
		f.tk, f.tools = c.fitTools()
		f.h += c.toolHeight(f.tk) + 2*c.m.mm(3)
	}
	if !c.v.Notice.Empty() {
		f.notice = c.noticeWords()
		f.h += f.notice.height() + c.noticeEdge()
	}
	return f
}

// footless is the first page of the front desk, as long as no button stands there: a
// panel that lies has other things for its room.
func (c *composer) footless() bool {
	for _, b := range c.buttons() {
		if !b.b.Text.Empty() {
			return false
		}
	}
	return c.staff() && !c.m.port && c.v.Notice.Empty()
}

// edge is the room above and below the buttons.
func (c *composer) edge() float32 {
	if c.m.low() {
		return c.m.mm(2.5)
	}
	return c.m.mm(4.5)
}

func (c *composer) footWidth() float32 {
	n := float32(4)
	if c.m.port {
		n = 2
	}
	return round((c.m.W - 2*c.m.margin() - (n-1)*c.m.mm(touchGap+0.5)) / n)
}

func (c *composer) allFit(w, k float32) bool {
	for _, b := range c.buttons() {
		if a := c.label(b, w, k); len(a.lines) > 2 || broken(a, b.b.Text.S) {
			return false
		}
	}
	return true
}

// broken says that a word had to be cut.
func broken(a para, s string) bool {
	n := 0
	for _, l := range a.lines {
		n += len(l)
	}
	return n+len(a.lines)-1 > len(s)
}

// label is a button's words in the room that its icon leaves.
func (c *composer) label(b button, w, k float32) para {
	ink := text
	if b.main {
		ink = onMain
	}
	return c.m.para(b.b.Text.S, capBody*k, true, ink, w-c.m.mm(6)-c.iconRoom(b, k))
}

func (c *composer) iconRoom(b button, k float32) float32 {
	if b.icon == "" {
		return 0
	}
	return c.m.mm(8*k) + c.m.mm(3)
}

// foot draws the bottom zone. What the buttons do is the last thing that is
// read; the tools of a portrait panel come before them in reading order and
// below them on the glass.
func (c *composer) foot(f footer) {
	if f.h == 0 {
		return
	}
	y := c.m.H - f.h
	c.box(rect{0, y, c.m.W, c.m.mm(0.4)}, rule)
	if len(f.notice.lines) > 0 {
		y = c.noticeLine(y, f.notice)
	}
	y += c.edge()
	if c.m.port {
		c.toolRow(c.m.H-c.toolHeight(f.tk)-c.m.mm(3), f)
	}
	for i, b := range c.buttons() {
		if !b.b.Text.Empty() {
			c.button(c.footPlace(i, y, f.bh), b, f.k)
		}
	}
}

// footPlace: back, don't know, talk and next from left to right; on a portrait
// panel next stands below talk, and back below don't know.
func (c *composer) footPlace(i int, y, h float32) rect {
	w, gap := c.footWidth(), c.m.mm(touchGap+0.5)
	col, row := i, 0
	if c.m.port {
		col = [4]int{0, 0, 1, 1}[i]
		row = [4]int{1, 0, 0, 1}[i]
	}
	return rect{c.m.margin() + float32(col)*(w+gap), y + float32(row)*(h+gap), w, h}
}

// button draws a button: the main one filled, the others with an edge.
func (c *composer) button(at rect, b button, k float32) {
	act := action{send: b.b.Do}
	if _, ok := b.b.Do.(session.Answered); ok {
		act.input = true
	}
	c.control(control{id: b.id, label: b.b.Text.S, at: at, act: act, main: b.main}, func() {
		ink := text
		if b.main {
			c.box(at, main)
			c.on, ink = main, onMain
		} else {
			c.frame(at, card, quiet, c.m.mm(0.5))
			c.on = card
		}
		c.iconAndWords(at, b, c.label(b, at.W, k), k, ink)
	})
}

// iconAndWords stand together in the middle of a button.
func (c *composer) iconAndWords(at rect, b button, a para, k float32, ink role) {
	side, room := c.m.mm(8*k), c.iconRoom(b, k)
	w := a.width() + room
	x := at.X + (at.W-w)/2
	iy := at.Y + (at.H-side)/2
	switch {
	case b.icon == "":
	case b.after:
		c.icon(rect{x + w - side, iy, side, side}, b.icon, ink)
	default:
		c.icon(rect{x, iy, side, side}, b.icon, ink)
		x += room
	}
	c.beside(rect{x, at.Y, a.width(), at.H}, a)
}

// noticeWords is a notice in one line where the panel is wide enough, whatever the
// letters of a line elsewhere: what it takes from a low page is the question's.
func (c *composer) noticeWords() para {
	a := c.m.para(c.v.Notice.S, capBar*min(c.m.k, 1.3), true, text, c.m.W-2*c.m.margin()-c.m.mm(12))
	one := a
	one.lines = []string{c.v.Notice.S}
	if !c.m.port && one.width() <= c.m.W-2*c.m.margin()-c.m.mm(12) {
		return one
	}
	return a
}

// noticeEdge is the room above and below a notice, together.
func (c *composer) noticeEdge() float32 {
	if c.m.low() {
		return c.m.mm(5)
	}
	return c.m.mm(8)
}

func (c *composer) noticeLine(y float32, a para) float32 {
	h := a.height() + c.noticeEdge()
	side := c.m.mm(8)
	c.box(rect{0, y, c.m.W, h}, card)
	c.on = card
	c.icon(rect{c.m.margin(), y + (h-side)/2, side, side}, "info-circle", text)
	c.beside(rect{c.m.margin() + c.m.mm(12), y, c.m.W, h}, a)
	c.on = page
	return y + h
}

// fitTools finds the size of the tools' letters on a portrait panel.
func (c *composer) fitTools() (float32, []tool) {
	room := c.m.W - 2*c.m.margin()
	for k := min(c.m.k, 1.3); ; k -= 0.1 {
		all := c.tools(false)
		w := c.againWidth(k) + c.m.mm(6)
		for _, t := range all {
			w += c.toolWidth(t, k) + c.m.mm(touchGap)
		}
		if w <= room || k < 0.7 {
			return k, all
		}
	}
}

func (c *composer) toolRow(y float32, f footer) {
	h := c.toolHeight(f.tk)
	c.box(rect{0, y - c.m.mm(3), c.m.W, h + 2*c.m.mm(3)}, card)
	c.box(rect{0, y - c.m.mm(3), c.m.W, c.m.mm(0.4)}, rule)
	c.on = card
	if t, ok := c.again(); ok {
		c.tool(rect{c.m.margin(), y, c.toolWidth(t, f.tk), h}, t, f.tk)
	}
	x := c.m.W - c.m.margin() + c.m.mm(touchGap)
	for _, t := range f.tools {
		x -= c.toolWidth(t, f.tk) + c.m.mm(touchGap)
	}
	for _, t := range f.tools {
		at := rect{x, y, c.toolWidth(t, f.tk), h}
		c.tool(at, t, f.tk)
		x = at.right() + c.m.mm(touchGap)
	}
	c.on = page
}
