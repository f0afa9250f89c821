package ui

import "guichet/kiosk/session"

// attract is the page that waits: a field of colour with the greeting and the
// way in, and beside it (below it, on a portrait panel) the languages, the
// sizes and a person to talk to. A touch on nothing is a way in, too.
func (c *composer) attract() {
	side := c.attractSide()
	left := rect{0, 0, side.X, c.m.H}
	if c.m.port {
		left = rect{0, 0, c.m.W, side.Y}
	}
	c.box(left, main)
	c.on = main
	c.greeting(left)
	c.on = page
	c.attractTools(side)
	c.sc.anywhere = action{send: c.v.Next.Do}
}

// attractSide is the part for the languages and tools.
func (c *composer) attractSide() rect {
	if c.m.port {
		h := c.sideHeight()
		return rect{0, c.m.H - h, c.m.W, h}
	}
	w := max(round(c.m.W*0.31), c.langWidth()+2*c.m.mm(8))
	return rect{c.m.W - w, 0, w, c.m.H}
}

func (c *composer) sideHeight() float32 {
	k := min(c.m.k, 1.3)
	rows := float32(1)
	if !c.v.Talk.Text.Empty() {
		rows++
	}
	n := float32(len(c.v.Langs))
	there := c.talkHeight(c.m.W-2*c.m.margin()) - c.m.mm(touchSide+2)
	return (rows+n)*c.m.mm(touchSide+2) + c.m.mm(3*(rows+n)+20) + c.toolHeight(k) - c.m.mm(touchSide) + there
}

func (c *composer) langWidth() float32 {
	w := c.m.mm(60)
	for _, l := range c.v.Langs {
		w = max(w, textWidth(l.Name, c.m.font(capBody*min(c.m.k, 1.3)), true)+c.m.mm(14))
	}
	return ceil(w)
}

// greeting: the town above, the words in the middle, the way in below.
func (c *composer) greeting(at rect) {
	pad := c.m.margin()
	inner := rect{at.X + pad, at.Y + pad, at.W - 2*pad, at.H - 2*pad}
	for k := c.m.k; ; k -= 0.1 {
		if c.greet(inner, k, k < 0.6) {
			return
		}
	}
}

// greet measures the greeting at one size of letters and draws it if it fits,
// or if it must.
func (c *composer) greet(at rect, k float32, must bool) bool {
	town := c.m.para(c.v.Place.S, capBody*1.15*k, true, onMain, at.W-c.m.mm(16))
	title := c.m.para(c.v.Title.S, 14*k, true, onMain, at.W)
	help := c.m.para(c.v.Help.S, capBody*1.25*k, false, onMain, at.W)
	rest := c.greetLines(at.W, k)
	h := c.m.mm(36) + title.height() + help.height() + town.height() + c.m.mm(40)
	for _, l := range rest {
		h += l.above + l.height() + c.m.mm(5)
	}
	if h > at.H && !must {
		return false
	}
	side := c.m.mm(10 * k)
	c.icon(rect{at.X, at.Y, side, side}, "building-community", onMain)
	c.beside(rect{at.X + side + c.m.mm(4), at.Y, at.W, side}, town)
	start := c.start(at, k)
	block := title.height() + c.m.mm(9) + help.height()
	for _, l := range rest {
		block += l.above + l.height() + c.m.mm(6)
	}
	y := at.Y + side + (start.Y-at.Y-side-block)/2
	c.para(at.X, y, title)
	y += title.height() + c.m.mm(9)
	c.para(at.X, y, help)
	y += help.height() + c.m.mm(10)
	for _, l := range rest {
		c.greetLine(at.X, y+l.above, l)
		y += l.above + l.height() + c.m.mm(6)
	}
	return true
}

// greetLine is a sentence below the greeting, measured.
type greetLine struct {
	words para
	above float32 // more room above it than the others have
	sign  float32 // the side of a sign before it; 0: none
}

func (l greetLine) height() float32 { return max(l.words.height(), l.sign) }

// greetLines are what one can do here; and apart from that, so that nobody takes it
// for one of these, what the kiosk has to say about itself.
func (c *composer) greetLines(w, k float32) (out []greetLine) {
	for _, t := range c.greetingLines() {
		out = append(out, greetLine{words: c.m.para(t.Text.S, capBody*k, t.Strong, onMain, w)})
	}
	if !c.v.Notice.Empty() {
		sign := c.m.mm(8 * k)
		a := c.m.para(c.v.Notice.S, capBody*k, true, onMain, w-sign-c.m.mm(4))
		out = append(out, greetLine{words: a, above: c.m.mm(5), sign: sign})
	}
	return out
}

func (c *composer) greetLine(x, y float32, l greetLine) {
	if l.sign > 0 {
		c.icon(rect{x, y + (l.height()-l.sign)/2, l.sign, l.sign}, "info-circle", onMain)
		x += l.sign + c.m.mm(4)
	}
	c.beside(rect{x, y, 0, l.height() + l.words.capHeight() - l.words.height()}, l.words)
}

// greetingLines are the sentences of the page, in reading order.
func (c *composer) greetingLines() []session.Paragraph {
	var out []session.Paragraph
	for _, b := range c.v.Blocks {
		switch b := b.(type) {
		case session.Paragraph:
			out = append(out, b)
		case session.Bullets:
			if !b.Title.Empty() {
				out = append(out, session.Paragraph{Text: b.Title})
			}
			for _, t := range b.Items {
				out = append(out, session.Paragraph{Text: t, Strong: true})
			}
		}
	}
	return out
}

// start is the way in: the largest button there is.
func (c *composer) start(at rect, k float32) rect {
	b := button{id: "next", icon: "hand-click", b: c.v.Next}
	if b.b.Text.Empty() {
		return rect{at.X, at.bottom(), at.W, 0}
	}
	bk := 1.25 * min(k, 1.5)
	a := c.m.para(b.b.Text.S, capBody*bk, true, main, at.W-c.m.mm(36))
	h := max(c.m.mm(34), a.height()+c.m.mm(16))
	w := min(at.W, max(c.m.mm(150), a.width()+c.m.mm(8*bk+3+36)))
	place := rect{at.X, at.bottom() - h, w, h}
	c.control(control{id: b.id, label: b.b.Text.S, at: place, act: action{send: b.b.Do}}, func() {
		c.frame(place, card, card, 0)
		c.on = card
		c.iconAndWords(place, b, a, bk, main)
	})
	return place
}

// attractTools are the languages under their own names, the tools, and a
// person.
func (c *composer) attractTools(at rect) {
	pad := c.m.margin()
	if !c.m.port {
		pad = round((at.W - min(at.W-c.m.mm(16), c.m.mm(130))) / 2)
	}
	x, w := at.X+pad, at.W-2*pad
	k, gap := min(c.m.k, 1.3), c.m.mm(3)
	h := c.m.mm(touchSide + 2)
	tools := c.tools(false)[:2]
	for k > 0.7 && c.toolWidth(tools[0], k)+c.toolWidth(tools[1], k)+gap > w {
		k -= 0.1
	}
	th := c.toolHeight(k)
	toolY := at.bottom() - c.m.margin() - th
	if c.m.port {
		toolY = at.bottom() - c.m.mm(4) - th
	}
	talkY := toolY - gap
	if !c.v.Talk.Text.Empty() {
		talkY -= c.talkHeight(w) + gap
	}
	langH := float32(len(c.v.Langs))*(h+gap) - gap
	langY := c.m.margin()
	if c.m.port {
		langY = talkY - gap - langH - c.m.mm(4)
	}
	for i, l := range c.v.Langs {
		c.langButton(rect{x, langY + float32(i)*(h+gap), w, h}, l, k)
	}
	c.attractTalk(rect{x, talkY + gap, w, c.talkHeight(w)})
	half := round((w - gap) / 2)
	c.tool(rect{x, toolY, half, th}, tools[0], k)
	c.tool(rect{x + half + gap, toolY, half, th}, tools[1], k)
}

func (c *composer) attractTalk(at rect) {
	b := button{id: "talk", b: c.v.Talk, icon: "headset"}
	if b.b.Text.Empty() {
		return
	}
	k := c.m.k
	for k > 0.75 && (len(c.label(b, at.W, k).lines) > 1 || broken(c.label(b, at.W, k), b.b.Text.S)) {
		k -= 0.1
	}
	there := c.there(at.W)
	if len(there.lines) == 0 {
		c.button(at, b, k)
		return
	}
	// Who is there now stands below the words, in the same button.
	a := c.label(b, at.W, k)
	c.control(control{id: b.id, label: b.b.Text.S + ". " + c.v.There.S, at: at, act: action{send: b.b.Do}}, func() {
		c.frame(at, card, quiet, c.m.mm(0.5))
		c.on = card
		top := rect{at.X, at.Y + c.m.mm(4), at.W, max(a.height(), c.m.mm(8*k))}
		c.iconAndWords(top, b, a, k, text)
		c.centred(rect{at.X, top.bottom() + c.m.mm(3), at.W, there.capHeight()}, there)
	})
}

// there says who is there now.
func (c *composer) there(w float32) para {
	if c.v.There.Empty() {
		return para{}
	}
	return c.m.para(c.v.There.S, capBar*min(c.m.k, 1.3), false, quiet, w-c.m.mm(6))
}

// talkHeight is that of the button to a person, with who is there.
func (c *composer) talkHeight(w float32) float32 {
	h := c.m.mm(touchSide + 2)
	if a := c.there(w); len(a.lines) > 0 {
		h = max(h, c.m.mm(11+8*c.m.k)+a.height())
	}
	return h
}

// langButton is a language under its own name, filled where it is shown.
func (c *composer) langButton(at rect, l session.LangChoice, k float32) {
	here := l.Lang == c.v.Lang
	ctl := control{id: "lang:" + string(l.Lang), label: l.Name, at: at, act: action{
		send:  session.SetLang{Lang: l.Lang},
		local: func(l *local) { l.langs = false },
	}, main: here}
	c.control(ctl, func() {
		ink := text
		if here {
			c.box(at, main)
			c.on, ink = main, onMain
			side := c.m.mm(8)
			c.icon(rect{at.X + c.m.mm(5), at.Y + (at.H-side)/2, side, side}, "check", ink)
		} else {
			c.frame(at, card, quiet, c.m.mm(0.5))
			c.on = card
		}
		c.beside(rect{at.X + c.m.mm(17), at.Y, at.W, at.H}, c.m.para(l.Name, capBody*k, true, ink, at.W-c.m.mm(20)))
	})
}
