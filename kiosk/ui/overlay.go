package ui

import (
	"slices"

	"guichet/kiosk/session"
)

// overlay is a card above the page, which can be seen but not touched.
func (c *composer) overlay(o *session.Overlay) {
	bs := make([]button, len(o.Buttons))
	for i, b := range o.Buttons {
		bs[i] = button{id: id("overlay", i), b: b, icon: overlayIcon(b.Do), main: i == 0 && !onlyBack(o, b)}
	}
	pics, rest := picturesOf(o.Blocks)
	said := func(w float32) []piece { return c.blocks(w, rest) }
	fields := typeable(fieldsOf(c.v).Items)
	switch {
	case len(pics) > 0:
		c.wide(bs, func(at rect) { c.showing(overlayMark(o.Kind), o.Title, pics, said, at) })
	case len(fields) > 0:
		c.wide(bs, func(at rect) { c.typing(at, fields) })
	default:
		c.sheet(overlayMark(o.Kind), o.Title, said, bs)
	}
}

// onlyBack tells whether a button only leads back from an overlay that is
// answered by its tiles: it is not the filled one then.
func onlyBack(o *session.Overlay, b session.Button) bool {
	_, back := b.Do.(session.Stay)
	return back && slices.ContainsFunc(o.Blocks, func(b session.Block) bool { _, ok := b.(session.Tiles); return ok })
}

// wide is a card as large as the glass, for what needs it all: a keyboard, a
// picture. Its buttons stand at its foot.
func (c *composer) wide(bs []button, draw func(at rect)) {
	edge, pad := c.m.mm(4), c.m.mm(7)
	if c.m.low() {
		edge, pad = c.m.mm(2), c.m.mm(4)
	}
	at := rect{edge, edge, c.m.W - 2*edge, c.m.H - 2*edge}
	c.on = card
	c.frame(at, card, quiet, c.m.mm(0.5))
	in := at.inset(pad)
	bh, rows, k := c.sheetButtons(bs, in.W)
	foot := float32(rows)*bh + float32(max(rows-1, 0))*c.m.mm(3)
	draw(rect{in.X, in.Y, in.W, in.H - foot - c.m.mm(5)})
	c.on = card
	c.sheetFoot(rect{in.X, in.bottom() - foot, in.W, foot}, bs, bh, rows, k)
	c.on = page
}

func overlayMark(k session.OverlayKind) string {
	switch k {
	case session.StillThere:
		return "hand-click"
	case session.ConfirmEnd:
		return "door-exit"
	case session.Contacts:
		return "headset"
	case session.OutOfOrder, session.CannotSave:
		return "alert-triangle"
	case session.CallHow, session.CallNext:
		return "headset"
	case session.CallWhen, session.CallKept:
		return "clock"
	case session.CallNumber:
		return "phone"
	case session.CallPropose:
		return "pencil"
	case session.CallPaper:
		return "printer"
	case session.CallStill:
		return "camera"
	case session.CallSee:
		return "eye"
	case session.CallInvite:
		return "users"
	}
	return "info-circle"
}

func overlayIcon(e session.Event) string {
	switch e.(type) {
	case session.PrintContacts, session.PrintReceipt:
		return "printer"
	case session.Leave:
		return "home"
	case session.Talk:
		return "headset"
	case session.Stay:
		return "arrow-left"
	case session.Accept:
		return "check"
	case session.Refuse:
		return "x"
	case session.TakeStill:
		return "camera"
	case session.AskBack, session.PickWindow:
		return "clock"
	case session.Answered:
		return "arrow-right"
	}
	return ""
}

// chooseLang is the choice of a language, where the bar has no room for them.
func (c *composer) chooseLang() {
	k := min(c.m.k, 1.3)
	h := max(c.m.mm(touchSide+2), c.m.mm(capBody*k+12))
	rows := func(w float32) []piece {
		var out []piece
		for i, l := range c.v.Langs {
			gap := float32(4)
			if i == 0 {
				gap = 10
			}
			out = append(out, piece{h: h, gap: c.m.mm(gap), touch: true, draw: func(x, y float32) {
				c.langButton(rect{x, y, w, h}, l, k)
			}})
		}
		return out
	}
	stay := button{id: "langs:close", icon: "x", b: session.Button{Text: session.Text{S: c.word("langs.close")}}}
	c.sheet("language", session.Text{S: c.word("langs")}, rows, []button{stay})
}

// sheet draws a card in the middle, and on a portrait panel low enough to be
// reached; its buttons stand at its foot, side by side where they fit.
func (c *composer) sheet(mark string, title session.Text, body func(w float32) []piece, bs []button) {
	most := float32(250)
	if o := c.v.Overlay; o != nil && (o.Kind == session.CallHow || o.Kind == session.CallNext) {
		most = 340 // two groups of tiles side by side
	}
	w := min(c.m.W-2*c.m.mm(10), c.m.mm(most*min(c.m.k, 1.5)))
	if c.m.port {
		w = c.m.W - 2*c.m.mm(8)
	}
	w = round(w)
	pad := c.m.mm(11)
	if c.m.low() {
		pad = c.m.mm(5)
	}
	inner := w - 2*pad
	head := []piece{c.sheetTitle(mark, title, inner)}
	pieces := body(inner)
	bh, rows, k := c.sheetButtons(bs, inner)
	foot := float32(rows)*bh + float32(max(rows-1, 0))*c.m.mm(3)
	if rows > 0 {
		foot += c.m.mm(11)
	}
	room := min(stack(append(head[:1:1], pieces...)), c.m.H-2*c.m.mm(6)-foot-2*pad)
	h := room + foot + 2*pad
	at := rect{round((c.m.W - w) / 2), round((c.m.H - h) / 2), w, h}
	if c.m.port {
		at.Y = max(c.m.mm(6), min(round(c.m.H*0.72-h/2), c.m.H-h-c.m.mm(24)))
	}
	c.on = card
	c.frame(at, card, quiet, c.m.mm(0.5))
	c.sheetFlow(rect{at.X + pad, at.Y + pad, inner, room}, head, pieces, title) // not h less the rest: that rounds
	c.sheetFoot(rect{at.X + pad, at.bottom() - pad - foot, inner, foot}, bs, bh, rows, k)
	c.on = page
}

// sheetFlow is [composer.flow] without the lower half: the card as a whole
// stands where it can be reached.
func (c *composer) sheetFlow(at rect, head, body []piece, title session.Text) {
	for i := range body {
		body[i].touch = false
	}
	c.flow(at, head, body, title, &c.l.over)
}

func (c *composer) sheetTitle(mark string, title session.Text, w float32) piece {
	side := c.m.mm(12 * min(c.m.k, 1.3))
	indent := side + c.m.mm(6)
	k := c.m.k
	a := c.m.para(title.S, 7*k, true, text, w-indent)
	for k > 0.75 && (len(a.lines) > 2 || broken(a, title.S)) {
		k -= 0.1
		a = c.m.para(title.S, 7*k, true, text, w-indent)
	}
	h := max(a.height(), side)
	return piece{h: h, draw: func(x, y float32) {
		c.icon(rect{x, y + (h-side)/2, side, side}, mark, main)
		c.beside(rect{x + indent, y, w - indent, h}, a)
	}}
}

// sheetButtons finds the height of the buttons, in how many rows they stand,
// and the size of their letters.
func (c *composer) sheetButtons(bs []button, w float32) (h float32, rows int, k float32) {
	if len(bs) == 0 {
		return 0, 0, 1
	}
	h, k = c.m.mm(touchSide+2), c.m.k
	side := c.sheetWidth(w, len(bs))
	one := true
	for _, b := range bs {
		a := c.label(b, side, k)
		one = one && len(a.lines) <= 2 && !broken(a, b.b.Text.S)
	}
	rows = 1
	if !one {
		rows, side = len(bs), w
	}
	for ; k > 0.75; k -= 0.1 {
		ok := true
		for _, b := range bs {
			a := c.label(b, side, k)
			ok = ok && len(a.lines) <= 2 && !broken(a, b.b.Text.S)
		}
		if ok {
			break
		}
	}
	for _, b := range bs {
		h = max(h, c.label(b, side, k).height()+c.m.mm(8))
	}
	return h, rows, k
}

func (c *composer) sheetWidth(w float32, n int) float32 {
	return round((w - float32(n-1)*c.m.mm(4)) / float32(n))
}

// sheetFoot draws the buttons: the main one at the right in a row, as at the
// bottom of a page, and on top in a column.
func (c *composer) sheetFoot(at rect, bs []button, bh float32, rows int, k float32) {
	if rows > 1 {
		y := at.bottom() - float32(rows)*bh - float32(rows-1)*c.m.mm(3)
		for i, b := range bs {
			c.sheetButton(rect{at.X, y + float32(i)*(bh+c.m.mm(3)), at.W, bh}, b, k)
		}
		return
	}
	w := c.sheetWidth(at.W, len(bs))
	for i, b := range bs {
		n := len(bs) - 1 - i
		c.sheetButton(rect{at.X + float32(n)*(w+c.m.mm(4)), at.bottom() - bh, w, bh}, b, k)
	}
}

func (c *composer) sheetButton(at rect, b button, k float32) {
	c.button(at, b, k)
	if b.id == "langs:close" {
		c.sc.controls[len(c.sc.controls)-1].act = action{local: func(l *local) { l.langs = false }}
	}
}
