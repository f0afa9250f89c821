package ui

import (
	"strings"

	"guichet/forms"
	"guichet/kiosk/session"
)

// conversation draws the newest lines of a live text at the foot of a place. A
// line says who wrote it; those of the other person have a stroke beside them.
// brief: of what he wrote himself, the end is enough, so that the other person is
// read.
func (c *composer) conversation(lines []session.TalkLine, at rect, k float32, brief bool) {
	indent, gap := c.m.mm(4.5), c.m.mm(4)
	y := at.bottom()
	for i := len(lines) - 1; i >= 0 && y > at.Y; i-- {
		room := y - at.Y
		if brief && lines[i].Mine {
			room = min(room, c.m.para("x", capBody*k, false, text, at.W).height())
		}
		a, ok := c.lineEnd(lines[i], rect{W: at.W - indent, H: room}, k)
		if !ok {
			return
		}
		y -= a.height()
		if !lines[i].Mine {
			c.box(rect{at.X, y, c.m.mm(1.4), a.height()}, main)
		}
		c.para(at.X+indent, y, a)
		y -= gap
	}
}

// lineEnd is a line, or as much of its end as there is room for.
func (c *composer) lineEnd(l session.TalkLine, room rect, k float32) (para, bool) {
	a := c.talkLine(l, room.W, k)
	words := strings.Split(l.Text.S, " ")
	for a.height() > room.H && len(words) > 1 {
		words = words[1:]
		l.Text.S = "… " + strings.Join(words, " ")
		a = c.talkLine(l, room.W, k)
	}
	return a, a.height() <= room.H
}

func (c *composer) talkLine(l session.TalkLine, w, k float32) para {
	s := l.Text.S
	if !l.Who.Empty() {
		s = c.w.Text("ui.call.said", "who", l.Who.S, "text", s)
	}
	return c.m.para(s, capBody*k, !l.Mine, text, w)
}

// talk is the live text while the citizen writes: in front of the page, which
// waits below it. The lines stand above the field, the keyboard below it.
func (c *composer) talk(t *session.Talking) {
	edge := c.m.mm(4)
	at := rect{edge, edge, c.m.W - 2*edge, c.m.H - 2*edge}
	c.frame(at, card, quiet, c.m.mm(0.5))
	c.on = card
	pad := c.m.mm(4)
	in := at.inset(pad)
	bh := c.m.mm(touchSide)
	in.H -= c.talkHead(t, rect{in.X, in.Y, in.W, bh}) + pad
	in.Y = at.bottom() - pad - in.H
	fields := fieldsOf(c.v).Items
	ty := typist{composer: c, at: in, fields: fields, f: fields[0]}
	p, lines := ty.writing(c.m.mm(2*capBody*leadBody*1.5*min(c.m.k, 1.3) + 6))
	b, keyH := ty.board(p), c.m.mm(p.keyMM)
	kb := c.boardHeight(b, keyH)
	field := rect{in.X, in.bottom() - kb - c.m.mm(touchGap+1.5) - bh, in.W, bh}
	c.talkField(field, ty, p)
	c.keyboard(in, b, keyH, fields[0])
	c.conversation(t.Lines, rect{in.X, in.Y, in.W, field.Y - c.m.mm(4) - in.Y}, lines, false)
	c.on = page
}

// writing finds keys with which there is room for lines above them, and the
// size of the letters of those.
func (t *typist) writing(lines float32) (plan, float32) {
	field := t.m.mm(touchSide) + t.m.mm(touchGap+1.5) + t.m.mm(4)
	for _, p := range t.plans() {
		b, keyH := t.board(p), t.m.mm(p.keyMM)
		wide := p.keyMM < keyLeast || t.keyWidth(b, t.at.W) >= min(keyH, t.m.mm(touchSide))
		if wide && t.boardHeight(b, keyH)+field+lines <= t.at.H {
			return p, min(t.m.k, 1.3)
		}
	}
	t.sc.cut = append(t.sc.cut, "no way to fit the keyboard of a call")
	return plan{k: 1, keyMM: 6, shape: folded}, 1
}

// talkHead is what one does here, and at its right the way back to the page.
func (c *composer) talkHead(t *session.Talking, at rect) float32 {
	b := button{id: "call:write", icon: "keyboard-hide", b: t.Ask}
	k := min(c.m.k, 1.3)
	w := min(ceil(textWidth(t.Ask.Text.S, c.m.font(capBody*k), true))+c.m.mm(8*k+17), round(at.W*0.45))
	a := c.m.para(t.Label.S, capBody*k, true, text, at.W-w-c.m.mm(5))
	h := max(at.H, a.height())
	c.beside(rect{at.X, at.Y, at.W, h}, a)
	c.pagerButton(rect{at.right() - w, at.Y, w, at.H}, b, k, action{send: t.Ask.Do})
	return h
}

// talkField is the line that is being typed, and the button that ends it.
func (c *composer) talkField(at rect, ty typist, p plan) {
	b := button{id: "talk:line", icon: "corner-down-left", b: session.Button{Text: session.Text{S: c.word("call.line")}}}
	k := min(c.m.k, 1.3)
	w := min(ceil(textWidth(b.b.Text.S, c.m.font(capBody*k), true))+c.m.mm(8*k+17), round(at.W*0.4))
	at.W -= w + c.m.mm(touchGap+0.5)
	ty.field(at, ty.f, p)
	c.on = card
	end := session.Answered{Page: c.l.page, Input: c.l.input()}
	c.pagerButton(rect{at.right() + c.m.mm(touchGap+0.5), at.Y, w, at.H}, b, k, action{send: end, local: (*local).newLine})
}

// newLine begins the next line of a live text. Views of the line before may
// still come: what it held is not forgotten at once.
func (l *local) newLine() {
	old := l.past[forms.Value]
	l.past[forms.Value] = old[max(0, len(old)-mostPast):]
	l.set(forms.Value, "")
}

// mostPast is how many letters back a late view of a field is known for one.
const mostPast = 200
