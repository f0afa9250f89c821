package ui

import (
	"slices"

	"guichet/kiosk/session"
)

// jump is a button above a long list: a letter, or several where there is no
// room for each ("A–D"), and the first item that it leads to.
type jump struct {
	from, to rune
	item     int
}

func (j jump) String() string {
	if j.from == j.to {
		return string(j.from)
	}
	return string(j.from) + "–" + string(j.to)
}

// jumps are the letters of a list that is sorted by them, in at most n groups;
// none for a list in another order (school years, months), where a letter
// would lead nowhere.
func jumps(items []session.Tile, n int) []jump {
	var all []jump
	for i, t := range items {
		r := initial(t.Text.S)
		switch {
		case r == 0:
			return nil
		case len(all) == 0 || r > all[len(all)-1].from:
			all = append(all, jump{r, r, i})
		case r < all[len(all)-1].from:
			return nil
		}
	}
	if len(all) < 3 || n < 2 {
		return nil
	}
	return group(all, n)
}

// group joins neighbours until there are at most n.
func group(all []jump, n int) []jump {
	size := (len(all) + n - 1) / n
	var out []jump
	for part := range slices.Chunk(all, size) {
		out = append(out, jump{part[0].from, part[len(part)-1].to, part[0].item})
	}
	return out
}

// longList is the tiles of a page with more than six, and what is said above
// them; nil where the page has none, or more than that.
func longList(blocks []session.Block) (*session.Tiles, []session.Block) {
	var found *session.Tiles
	var said []session.Block
	for _, b := range blocks {
		t, ok := b.(session.Tiles)
		switch b.(type) {
		case session.Paragraph, session.Rows:
			if found == nil {
				said = append(said, b)
				continue
			}
		}
		if !ok || found != nil || len(t.Items) <= mostTiles {
			return nil, nil
		}
		found = &t
	}
	return found, said
}

// list draws a long list: the question, letters, as many rows as fit, and the
// buttons to the other parts.
func (c *composer) list(at rect, head []piece, t session.Tiles) {
	g := c.grid(t, at.W)
	rows := (len(t.Items) + g.cols - 1) / g.cols
	rowGap := c.m.mm(touchGap + 0.5)
	headH := stack(head) + c.m.mm(7)
	pager := c.m.mm(touchSide)
	fit := func(h float32) int { return int((h + rowGap) / (g.h + rowGap)) }
	if fit(at.H-headH) >= rows || fit(at.H-headH-2*pager-4*rowGap) < 1 {
		c.flow(at, head, c.tiles(t, at.W), c.v.Title, &c.l.part)
		return
	}
	js := jumps(t.Items, int((at.W+rowGap)/(pager+rowGap)))
	room := at.H - headH - pager - 2*rowGap
	if c.m.port { // no higher than a seated person reaches
		room = min(room, at.bottom()-c.m.H*0.4-pager-2*rowGap)
	}
	if js != nil {
		room -= pager + 2*rowGap
	}
	per := max(1, fit(room)) * g.cols
	c.listPart(at, head, t, g, js, per)
}

func (c *composer) listPart(at rect, head []piece, t session.Tiles, g grid, js []jump, per int) {
	gap, side := c.m.mm(touchGap+0.5), c.m.mm(touchSide)
	c.sc.parts = (len(t.Items) + per - 1) / per
	if i := slices.IndexFunc(t.Items, func(t session.Tile) bool { return c.points(t.ID) }); i >= 0 && c.pointsAnew() {
		c.l.part = i / per
	}
	c.l.part = min(max(c.l.part, 0), c.sc.parts-1)
	first := c.l.part * per
	rows := (per + g.cols - 1) / g.cols
	y := at.bottom() - side - 2*gap - float32(rows)*(g.h+gap) + gap
	top := y
	if js != nil {
		top -= side + 2*gap
	}
	c.column(rect{at.X, at.Y, at.W, top - gap - at.Y}, head)
	if js != nil {
		c.letters(rect{at.X, top, at.W, side}, js, per)
	}
	for i := first; i < min(first+per, len(t.Items)); i++ {
		n := i - first
		cell := rect{at.X + float32(n%g.cols)*(g.w+c.tileGap()), y + float32(n/g.cols)*(g.h+gap), g.w, g.h}
		c.tile(cell, id("tile", i), t.Items[i], t.Many, g)
	}
	c.pager(rect{at.X, at.bottom() - side, at.W, side}, &c.l.part, c.sc.parts)
}

// letters is the row of buttons to jump with; the one that leads to what is
// shown is filled.
func (c *composer) letters(at rect, js []jump, per int) {
	gap := c.m.mm(touchGap + 0.5)
	w := min(round((at.W-float32(len(js)-1)*gap)/float32(len(js))), c.m.mm(34))
	for i, j := range js {
		to, first := j.item/per, c.l.part*per
		here := j.item <= first && (i == len(js)-1 || js[i+1].item > first)
		cell := rect{at.X + float32(i)*(w+gap), at.Y, w, at.H}
		act := action{local: func(l *local) { l.part = to }}
		c.control(control{id: id("jump", i), label: j.String(), at: cell, act: act, main: here}, func() {
			ink := main
			if here {
				c.box(cell, main)
				c.on, ink = main, onMain
			} else {
				c.frame(cell, card, quiet, c.m.mm(0.5))
				c.on = card
			}
			c.centred(cell, c.m.para(j.String(), capBody*min(c.m.k, 1.2), true, ink, w))
		})
	}
}
