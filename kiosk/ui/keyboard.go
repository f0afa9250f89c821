package ui

import (
	"slices"
	"strconv"

	"guichet/forms"
	"guichet/kiosk/session"
)

// keyHeight is the height of a board with keys of this height.
func (c *composer) boardHeight(b board, keyH float32) float32 {
	return float32(len(b.rows))*keyH + float32(len(b.rows)-1)*c.keyGap()
}

func (c *composer) keyGap() float32 { return c.m.mm(touchGap) }

// keyWidth is the width of an ordinary key in a board of this width. From one
// key to the next is a multiple of four pixels: keys of a quarter more then
// stand on whole pixels, and all rows end together.
func (c *composer) keyWidth(b board, w float32) float32 {
	step := int(min((w+c.keyGap())/b.units, c.m.mm(b.most)+c.keyGap()))
	return float32(step/4*4) - c.keyGap()
}

// keyboard draws a board at the middle of the foot of a place.
func (c *composer) keyboard(at rect, b board, keyH float32, f session.Field) {
	kw, gap := c.keyWidth(b, at.W), c.keyGap()
	width := b.units*kw + (b.units-1)*gap
	left := round(at.X + (at.W-width)/2)
	y := at.bottom() - c.boardHeight(b, keyH)
	for _, row := range b.rows {
		u := float32(0)
		for _, k := range row {
			x := left + round(u*(kw+gap))
			u += k.units()
			end := left + round(u*(kw+gap)) - gap
			if k.op != opGap {
				c.key(rect{x, y, end - x, keyH}, k, f)
			}
		}
		y += keyH + gap
	}
}

// key draws one key.
func (c *composer) key(at rect, k key, f session.Field) {
	ctl := control{id: "key:" + keyID(k), label: c.keyName(k), at: at, act: c.keyAction(k, f), key: true, types: k.types, main: k.lit || c.chosen(k, f)}
	c.control(ctl, func() {
		ink := text
		if ctl.main {
			c.box(at, main)
			c.on, ink = main, onMain
		} else {
			c.frame(at, card, quiet, max(1, round(c.m.ppm*0.3)))
			c.on = card
		}
		if k.icon != "" {
			side := min(c.m.mm(9), at.H*0.6)
			c.icon(rect{at.X + (at.W-side)/2, at.Y + (at.H-side)/2, side, side}, k.icon, ink)
			return
		}
		c.centred(at, c.keyWords(at, k, ink))
	})
}

// keyWords are letters as large as the key allows; words are set smaller.
func (c *composer) keyWords(at rect, k key, ink role) para {
	s := c.keyShows(k)
	capMM := min(capBody*1.25*min(c.m.k, 1.3), at.H/c.m.ppm*0.4)
	if at.H > c.m.mm(22) {
		capMM *= 1.25
	}
	bold := len([]rune(s)) > 1
	if bold {
		capMM = min(capMM, capBody*min(c.m.k, 1.3))
	}
	a := c.m.para(s, capMM, bold, ink, at.W-c.m.mm(2))
	for capMM > 2.4 && (a.height() > at.H-c.m.mm(1) || broken(a, s)) {
		capMM *= 0.93
		a = c.m.para(s, capMM, bold, ink, at.W-c.m.mm(2))
	}
	return a
}

func (c *composer) keyShows(k key) string {
	switch {
	case k.show != "":
		return k.show
	case k.op == opNext || k.types == " ":
		return c.word(k.say)
	}
	return k.types
}

func (c *composer) keyName(k key) string {
	switch {
	case k.say != "":
		return c.word(k.say)
	case k.show != "":
		return k.show
	}
	return k.types
}

// keyID stays the same when shift changes the letter.
func keyID(k key) string {
	switch k.op {
	case opErase:
		return "erase"
	case opShift:
		return "shift"
	case opNext:
		return "next"
	case opLayer:
		return "layer" + k.types
	}
	return lower(k.types)
}

// chosen is the month that is in the field.
func (c *composer) chosen(k key, f session.Field) bool {
	return k.op == opSet && sameNumber(c.l.values[f.Name], k.types)
}

func sameNumber(a, b string) bool {
	x, err := strconv.Atoi(a)
	y, err2 := strconv.Atoi(b)
	return err == nil && err2 == nil && x == y
}

func (c *composer) keyAction(k key, f session.Field) action {
	v := c.v
	switch k.op {
	case opErase:
		return action{typed: true, local: func(l *local) {
			if !l.erase(f) {
				l.back(v, f)
			}
			l.unpick(v, f)
		}}
	case opShift:
		return action{local: func(l *local) { l.caps = (l.caps + 1) % 3 }}
	case opLayer:
		n, _ := strconv.Atoi(k.types)
		return action{local: func(l *local) { l.layer = layer(n) }}
	case opNext:
		return action{local: func(l *local) { l.next(v) }}
	case opSet:
		return action{typed: true, local: func(l *local) { l.set(f.Name, k.types); l.next(v) }}
	}
	return action{typed: true, local: func(l *local) { l.insert(f, k.types); l.unpick(v, f); l.full(v, f) }}
}

// unpick empties what a touch had filled in (the code of a town) once the
// words that were searched for change.
func (l *local) unpick(v *session.View, f session.Field) {
	if f.Pad != forms.PadSearch {
		return
	}
	for _, o := range fieldsOf(v).Items {
		if o.Pad == forms.PadNone {
			l.set(o.Name, "")
		}
	}
}

// full moves the caret on once a field of digits holds all that it may: the
// day, then the month, then the year.
func (l *local) full(v *session.View, f session.Field) {
	if fills(f) && len(l.values[f.Name]) >= f.MaxLength {
		l.next(v)
	}
}

// next moves the caret to the next field, if there is one.
func (l *local) next(v *session.View) {
	all := typeable(fieldsOf(v).Items)
	i := slices.IndexFunc(all, func(f session.Field) bool { return f.Name == l.field })
	if i >= 0 && i+1 < len(all) {
		l.field = all[i+1].Name
		l.begin(v)
	}
}
