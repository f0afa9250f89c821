package ui

import (
	"slices"

	"guichet/forms"
	"guichet/kiosk/session"
)

// typing draws a page with fields. It takes the first plan that fits: first
// smaller letters of the question, never under those of a sentence, then
// smaller keys, then the help on a part of its own, then one field at a time.
// The keyboard never covers anything.
func (c *composer) typing(at rect, fields []session.Field) {
	f, ok := c.l.active(c.v)
	if !ok {
		f = fields[0]
		c.l.field = f.Name
	}
	t := typist{composer: c, at: at, fields: fields, f: f}
	t.beside = !c.m.port && besideQuestion(f.Pad)
	p := t.choose()
	if i := slices.IndexFunc(fields, func(f session.Field) bool { return c.points(f.Name) }); i >= 0 && c.pointsAnew() {
		c.l.part = 0
		if p.one { // the others are not to be seen
			c.l.field = fields[i].Name
			t.f = fields[i]
			t.beside = !c.m.port && besideQuestion(t.f.Pad)
			p = t.choose()
		}
	}
	if (!p.help || t.apart()) && (c.l.part > 0 || c.opened()) {
		t.read()
		return
	}
	t.draw(p)
}

// typist lays out one page with fields.
type typist struct {
	*composer
	at     rect
	fields []session.Field
	f      session.Field
	beside bool
}

// textWidth is the room for the question: all of it, or what a pad at the
// right leaves.
func (t *typist) textWidth() float32 {
	if t.beside {
		return t.at.W - t.boardWidth() - t.m.mm(14)
	}
	return t.at.W
}

func (t *typist) boardWidth() float32 {
	if t.beside {
		return round(min(t.at.W*0.42, t.m.mm(150)))
	}
	return t.at.W
}

// above is what stands over the keyboard: the question and the fields.
func (t *typist) above(p plan) []piece { return append(t.question(p), t.group(p)...) }

func (t *typist) question(p plan) []piece {
	var out []piece
	w := t.textWidth()
	if pr := t.v.Problem; pr != nil {
		out = append(out, t.problem(pr.Text, w, p.k))
	}
	if !t.v.Section.Empty() && p.help {
		out = append(out, t.words(t.v.Section, capBar*p.k, true, main, w, 5))
	}
	asked := t.asked(p, w)
	if len(out) > 0 {
		asked.gap = t.m.mm(4)
	}
	out = append(out, asked)
	if p.help && !t.v.Help.Empty() {
		out = append(out, t.words(t.v.Help, capBody*p.k, false, quiet, w, 5))
	}
	if p.help {
		out = append(out, t.said(p, w)...)
	}
	if p.help && (t.m.port || t.opensBelow(p)) {
		return append(out, t.why(w)...)
	}
	if p.help {
		out = append(out, t.opens(w)...)
	}
	if len(out) > 1 {
		out[1].gap = t.m.mm(6)
	}
	return out
}

// said are the sentences of the page besides its help: that the answer may be
// left empty.
func (t *typist) said(p plan, w float32) []piece {
	var out []piece
	for _, b := range t.v.Blocks {
		if s, ok := b.(session.Paragraph); ok {
			out = append(out, t.words(s.Text, capBody*p.k, s.Strong, text, w, 5))
		}
	}
	return out
}

// asked is the question, and at its right the button that says why, or that
// opens the help where it does not fit.
func (t *typist) asked(p plan, w float32) piece {
	b, ok := t.helpButton(p)
	if !ok {
		a := t.m.para(t.v.Title.S, p.title, true, text, w)
		return piece{h: a.height(), draw: func(x, y float32) { t.para(x, y, a) }}
	}
	k := min(p.k, 1.3)
	words := t.m.para(b.words, capBar*k, true, main, w)
	side := t.m.mm(7 * k)
	bw := max(words.width()+side+t.m.mm(9), t.m.mm(touchSide))
	a := t.m.para(t.v.Title.S, p.title, true, text, w-bw-t.m.mm(6))
	up := max(0, min(t.m.mm(4), t.padding()-t.m.mm(touchGap)))
	h := max(a.height(), t.m.mm(touchSide)-up-t.m.mm(8)+t.m.mm(touchGap)+1)
	if t.m.port {
		h = max(h, t.m.mm(touchSide)-up)
	}
	return piece{h: h, draw: func(x, y float32) {
		t.para(x, y, a)
		place := rect{x + w - bw, y - up, bw, t.m.mm(touchSide)}
		t.control(control{id: "why", label: b.words, at: place, act: b.act}, func() {
			t.box(place, page)
			t.icon(rect{place.X + t.m.mm(3), place.Y + (place.H-side)/2, side, side}, b.icon, main)
			t.pen.beside(rect{place.X + t.m.mm(6) + side, place.Y, bw, place.H}, words)
		})
	}}
}

// opensBelow tells whether the opener stands below the question: beside a pad, where the
// question would take three lines beside it, two alone, and the glass is high enough.
func (t *typist) opensBelow(p plan) bool {
	all := t.openers()
	if !t.beside || !p.help || len(all) != 1 {
		return false
	}
	w := t.textWidth()
	narrow := t.m.para(t.v.Title.S, p.title, true, text, w-t.openerWidth(all[0], w))
	whole := t.m.para(t.v.Title.S, p.title, true, text, w)
	return len(narrow.lines) > 2 && len(whole.lines) <= 2 && whole.height()+t.m.mm(touchSide+2.5) < t.at.H*0.35
}

// helper is the button beside the question.
type helper struct {
	words string
	icon  string
	act   action
}

// apart tells whether what can be opened has a part of its own: beside a
// question there is room for one button.
func (t *typist) apart() bool { return !t.m.port && len(t.openers()) > 1 }

func (t *typist) helpButton(p plan) (helper, bool) {
	all := t.openers()
	switch {
	case p.help && (t.m.port || len(all) == 0 || t.opensBelow(p)):
		return helper{}, false
	case p.help && !t.apart():
		return helper{all[0].ask.Text.S, all[0].icon, action{send: all[0].ask.Do}}, true
	case len(all) > 0 || !t.v.Help.Empty() || len(t.v.Blocks) > 1:
		return helper{t.word("help"), "help-circle", action{local: func(l *local) { l.part = 1 }}}, true
	}
	return helper{}, false
}

// read are the parts with the help, where the keyboard leaves no room for it.
func (t *typist) read() {
	room := t.at
	side := t.m.mm(touchSide)
	room.H -= side + t.m.mm(touchGap+2)
	parts := t.split(append(t.head(room.W), t.said(plan{k: t.m.k}, room.W)...), room, t.v.Title)
	i := min(max(t.l.part-1, 0), len(parts)-1)
	t.sc.parts = len(parts) + 1
	t.column(room, parts[i])
	foot := rect{t.at.X, t.at.bottom() - side, t.at.W, side}
	k := min(t.m.k, 1.3)
	if i < len(parts)-1 {
		more := button{id: "part:more", icon: "chevron-right", after: true, b: session.Button{Text: session.Text{S: t.word("part.more")}}}
		w := min(t.pagerWidth(k), round(foot.W*0.4))
		t.pagerButton(rect{foot.right() - w, foot.Y, w, side}, more, k, action{local: func(l *local) { l.part = i + 2 }})
		foot.W -= w + t.m.mm(touchGap+0.5)
	}
	t.write(foot, k)
}

// write is the button that leads from the help to the keyboard.
func (t *typist) write(at rect, k float32) {
	b := button{id: "part:back", icon: "chevron-left", b: session.Button{Text: session.Text{S: t.word("part.write")}}}
	act := action{local: func(l *local) { l.part = 0 }}
	switch {
	case t.v.Why.Open:
		act.send = t.v.Why.Ask.Do
	case t.v.Pitfalls.Open:
		act.send = t.v.Pitfalls.Ask.Do
	}
	at.W = min(ceil(textWidth(b.b.Text.S, t.m.font(capBody*k), true))+t.m.mm(8*k+17), at.W)
	t.pagerButton(at, b, k, act)
}

// draw puts the plan on the glass.
func (t *typist) draw(p plan) {
	b, keyH := t.board(p), t.m.mm(p.keyMM)
	kb := t.boardHeight(b, keyH)
	q, g := t.question(p), t.group(p)
	if t.beside {
		at := t.lowered(t.at, max(kb, stack(append(q[:len(q):len(q)], g...))))
		t.pile(at.X, at.Y, append(q, g...))
		t.keyboard(rect{at.right() - t.boardWidth(), at.Y, t.boardWidth(), kb}, b, keyH, t.f)
		return
	}
	t.pile(t.at.X, t.at.Y, q)

	top := t.at.bottom() - kb
	y := t.at.Y + stack(q) + g[0].gap
	found := t.foundRows(top - t.air() - y - stack(g))
	if t.m.port {
		y = top - t.air() - t.m.mm(2) - found.h - stack(g)
	}
	t.pile(t.at.X, y, g)
	found.draw(t.at.X, y+stack(g)+t.m.mm(touchGap+1.5))
	t.keyboard(t.at, b, keyH, t.f)
}

func (t *typist) pile(x, y float32, pieces []piece) {
	for i, p := range pieces {
		if i > 0 {
			y += p.gap
		}
		p.draw(x, y)
		y += p.h
	}
}

// foundLeast is the room for one row of what a search finds.
func (t *typist) foundLeast() float32 {
	if t.f.Pad != forms.PadSearch {
		return 0
	}
	return t.m.mm(touchSide) + t.m.mm(touchGap+1.5)
}

// foundRows are the tiles with what was found, as many as fit.
func (t *typist) foundRows(room float32) piece {
	found := fieldsOf(t.v).Found
	if t.f.Pad != forms.PadSearch || len(found) == 0 {
		return piece{draw: func(float32, float32) {}}
	}
	cols := 3
	if t.m.port {
		cols = 2
	}
	gap := t.m.mm(touchGap + 0.5)
	g := grid{cols: cols, w: round((t.at.W - float32(cols-1)*gap) / float32(cols)), h: t.m.mm(touchSide), k: min(t.m.k, 1.3), cap: capBody, bare: true}
	rows := max(1, int((room+gap)/(g.h+gap)))
	rows = min(rows, (len(found)+cols-1)/cols, 3)
	h := float32(rows)*(g.h+gap) - gap
	return piece{h: h + t.m.mm(touchGap+1.5), draw: func(x, y float32) {
		for i, tile := range found[:min(len(found), rows*cols)] {
			at := rect{x + float32(i%cols)*(g.w+gap), y + float32(i/cols)*(g.h+gap), g.w, g.h}
			t.found(at, i, tile, g)
		}
	}}
}

// found draws one of them: a place, and what tells it from its namesakes.
func (t *typist) found(at rect, i int, tile session.Tile, g grid) {
	for {
		a, d := t.tileWords(tile, false, g)
		if t.tileInner(a, d) <= g.h-t.m.mm(4) && len(a.lines) == 1 || g.k < 0.72 {
			break
		}
		g.k -= 0.05
	}
	t.tile(at, id("found", i), tile, false, g)
}

// fieldsShown are the fields of a plan.
func (t *typist) fieldsShown(p plan) []session.Field {
	if !p.one {
		return t.fields
	}
	return slices.DeleteFunc(slices.Clone(t.fields), func(f session.Field) bool { return f.Name != t.f.Name })
}
