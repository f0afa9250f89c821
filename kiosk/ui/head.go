package ui

import "guichet/kiosk/session"

// head is what stands above the answer: what is wrong, the section, the
// question, its help, and why it is asked.
func (c *composer) head(w float32) []piece {
	var out []piece
	if p := c.v.Problem; p != nil {
		out = append(out, c.problem(p.Text, w, c.m.k))
	}
	if !c.v.Section.Empty() {
		out = append(out, c.words(c.v.Section, capBar*c.m.k, true, main, w, 6))
	}
	switch {
	case c.v.Title.Empty():
	case c.pointsAtQuestion():
		out = append(out, c.litTitle(c.title(w-2*c.m.mm(4)), w))
	default:
		out = append(out, c.title(w))
	}
	if !c.v.Help.Empty() {
		out = append(out, c.words(c.v.Help, capBody*c.m.k, false, quiet, w, 6))
	}
	out = append(out, c.why(w)...)
	if c.v.Problem != nil && len(out) > 1 {
		out[1].gap = c.m.mm(9)
	}
	return out
}

// words is a text of one size.
func (c *composer) words(t session.Text, capMM float32, bold bool, ink role, w, gap float32) piece {
	a := c.m.para(t.S, capMM, bold, ink, w)
	return piece{h: a.height(), gap: c.m.mm(gap), text: a, draw: func(x, y float32) { c.para(x, y, a) }}
}

// title is the question: at most two lines, in somewhat smaller letters if
// that is what it takes.
func (c *composer) title(w float32) piece {
	mark := stateIcon(c.v.State)
	side, indent := float32(0), float32(0)
	if mark != "" {
		side = c.m.mm(14 * min(c.m.k, 1.3))
		indent = side + c.m.mm(6)
	}
	var a para
	for _, step := range []float32{1, 0.9, 0.8} {
		if a = c.m.para(c.v.Title.S, capTitle*step*c.m.k, true, text, w-indent); len(a.lines) <= 2 {
			break
		}
	}
	h := max(a.height(), side)
	return piece{h: h, gap: c.m.mm(5), draw: func(x, y float32) {
		if mark != "" {
			c.icon(rect{x, y, side, side}, mark, stateInk(c.v.State))
			c.beside(rect{x + indent, y, w - indent, h}, a)
			return
		}
		c.para(x, y, a)
	}}
}

// stateIcon is the picture beside the title of a page that asks nothing.
func stateIcon(s session.State) string {
	switch s {
	case session.Saving:
		return "device-floppy"
	case session.Printing:
		return "printer"
	case session.Done:
		return "circle-check"
	case session.Leaving:
		return "info-circle"
	}
	return ""
}

func stateInk(s session.State) role {
	if s == session.Done {
		return done
	}
	return main
}

// problem says what to do, in a card with a mark beside it.
func (c *composer) problem(t session.Text, w, k float32) piece {
	side, pad := c.m.mm(8*k), c.m.mm(4)
	a := c.m.para(t.S, capBody*k, true, problem, w-side-3*pad)
	h := max(a.height(), side) + 2*pad
	w = min(w, ceil(a.width())+side+4*pad)
	return piece{h: h, gap: c.m.mm(6), draw: func(x, y float32) {
		at := rect{x, y, w, h}
		c.frame(at, card, problem, c.m.mm(0.7))
		c.on = card
		c.icon(rect{x + pad, y + pad, side, side}, "alert-circle", problem)
		c.beside(rect{x + 2*pad + side, y, w, h}, a)
		c.on = page
	}}
}
