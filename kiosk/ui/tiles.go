package ui

import (
	"strings"

	"golang.org/x/text/unicode/norm"

	"guichet/kiosk/session"
	"guichet/kiosk/ui/icon"
)

// mostTiles is how many answers are tiles; more are a list.
const mostTiles = 6

// grid is how a group of tiles stands: columns, the size of a tile and of its
// letters.
type grid struct {
	cols int
	w, h float32
	k    float32
	cap  float32 // height of capitals, mm, before k
	bare bool    // no round at the left: what a search found

	least float32 // least height of a tile
}

// tiles are rows of tiles. A list of more than six that goes over several
// parts has letters to jump to above it.
func (c *composer) tiles(b session.Tiles, w float32) []piece {
	g := c.grid(b, w)
	c.groups++
	name := "tile"
	if c.groups > 1 {
		name = id("tile", c.groups)
	}
	var out []piece
	for i := 0; i < len(b.Items); i += g.cols {
		out = append(out, c.tileRow(b, i, g, name))
	}
	return out
}

// grid chooses the columns: the most with which every tile holds its words in
// two lines, each word in one piece.
func (c *composer) grid(b session.Tiles, w float32) grid {
	least, most := c.m.mm(30), 2
	switch {
	case len(b.Items) > mostTiles:
		least = c.m.mm(touchSide)
	case c.v.State == session.Menu:
		least = c.m.mm(44)
	case c.v.Overlay != nil && b.Many && c.m.low():
		least = c.m.mm(touchSide + 4) // none of what is ticked on a further part
	case c.staff():
		least = c.m.mm(touchSide + 4) // several groups on one page, for whoever comes often
	}
	if !c.m.port && (len(b.Items) == 3 || len(b.Items) > mostTiles || c.staff()) {
		most = 3
	}
	if c.m.port && len(b.Items) > 2 && len(b.Items) <= mostTiles {
		most = 1
	}
	for cols := min(most, max(len(b.Items), 1)); ; cols-- {
		g := grid{cols: cols, k: c.m.k, cap: capBody * 1.2, least: least}
		if len(b.Items) > mostTiles {
			g.cap = capBody
		}
		gap := c.tileGap()
		g.w = round((w - float32(cols-1)*gap) / float32(cols))
		lines, cut := 0, false
		for _, t := range b.Items {
			a, d := c.tileWords(t, b.Many, g)
			g.h = max(g.h, c.tileInner(a, d)+c.m.mm(9))
			lines, cut = max(lines, len(a.lines)), cut || broken(a, t.Text.S)
		}
		g.h = max(g.h, least)
		if c.pointsIn(b) {
			g.h += c.hereStrip()
		}
		if lines <= c.mostLines(b.Many) && !cut && !(c.m.port && lines > 1) || cols == 1 {
			return g
		}
	}
}

// mostLines of a tile: two; three of what is ticked in a card, which is told who
// is called and stands below the ways to call.
func (c *composer) mostLines(many bool) int {
	if many && c.v.Overlay != nil {
		return 3
	}
	return 2
}

func (c *composer) tileGap() float32 { return c.m.mm(4) }

func (c *composer) tileWords(t session.Tile, many bool, g grid) (a, d para) {
	w := g.w - c.m.mm(13) - c.tileMark(t, many, g)
	a = c.m.para(t.Text.S, g.cap*g.k, true, text, w)
	if !t.Detail.Empty() {
		d = c.m.para(t.Detail.S, capBody*0.9*g.k, false, quiet, w)
	}
	return a, d
}

func (c *composer) tileInner(a, d para) float32 {
	if len(d.lines) == 0 {
		return a.capHeight()
	}
	return a.capHeight() + c.m.mm(4.2*min(c.m.k, 1.3)) + d.capHeight()
}

// tileMark is the room of the icon at the left of a tile.
func (c *composer) tileMark(t session.Tile, many bool, g grid) float32 {
	if g.bare || c.markName(t, many) == "" {
		return 0
	}
	return c.markSide(t, g) + c.m.mm(6)
}

func (c *composer) markSide(t session.Tile, g grid) float32 {
	if icon.Has(t.Icon) {
		if c.v.State == session.Menu {
			return c.m.mm(22 * min(g.k, 1.3))
		}
		return c.m.mm(13 * min(g.k, 1.3))
	}
	return c.m.mm(10 * min(g.k, 1.3))
}

// markName is the icon of a tile: its own, else a round or a box that says
// whether it is chosen, else none where a tile is a way and not an answer.
func (c *composer) markName(t session.Tile, many bool) string {
	switch {
	case many && t.Selected:
		return "square-check"
	case many:
		return "square"
	case icon.Has(t.Icon):
		return t.Icon
	case c.v.State != session.Question && c.v.State != session.Declaration:
		return ""
	case t.Selected:
		return "circle-check"
	}
	return "circle"
}

func (c *composer) tileRow(b session.Tiles, first int, g grid, name string) piece {
	gap := c.tileGap()
	if first == 0 {
		gap = c.m.mm(9)
	}
	row := b.Items[first:min(first+g.cols, len(b.Items))]
	g.h = c.rowHeight(row, b.Many, g)
	return piece{h: g.h, gap: gap, touch: true, shown: c.pointsIn(session.Tiles{Items: row}), draw: func(x, y float32) {
		for i := first; i < min(first+g.cols, len(b.Items)); i++ {
			at := rect{x + float32(i-first)*(g.w+c.tileGap()), y, g.w, g.h}
			c.tile(at, id(name, i), b.Items[i], b.Many, g)
		}
	}}
}

// rowHeight is that of all tiles: answers are equal. At the front desk, and of what
// is ticked in a card, a row is as high as its own words, so that fewer of them stand
// on a further part.
func (c *composer) rowHeight(row []session.Tile, many bool, g grid) float32 {
	if !c.staff() && (c.v.Overlay == nil || !many) {
		return g.h
	}
	h := g.least
	for _, t := range row {
		a, d := c.tileWords(t, many, g)
		h = max(h, c.tileInner(a, d)+c.m.mm(9))
	}
	return h
}

// tile draws one. The chosen one is filled, and marked by another icon too:
// colour says nothing alone.
func (c *composer) tile(at rect, name string, t session.Tile, many bool, g grid) {
	act := action{send: t.Do}
	c.control(control{id: name, label: t.Text.S, at: at, act: act, main: t.Selected}, func() {
		ink, soft, mark := text, quiet, main
		if c.points(t.ID) {
			c.lightUp(at)
		}
		if t.Selected {
			c.box(at, main)
			c.on, ink, soft, mark = main, onMain, onMain, onMain
		} else {
			c.frame(at, card, quiet, c.m.mm(0.5))
			c.on = card
		}
		if c.points(t.ID) {
			at = c.hereAt(at, t.Selected)
		}
		c.tileInside(at, t, many, g, ink, soft, mark)
	})
}

func (c *composer) tileInside(at rect, t session.Tile, many bool, g grid, ink, soft, mark role) {
	x := at.X + c.m.mm(7)
	if name := c.markName(t, many); name != "" && !g.bare {
		side := c.markSide(t, g)
		c.icon(rect{x, at.Y + (at.H-side)/2, side, side}, name, mark)
		x += c.tileMark(t, many, g)
	}
	a, d := c.tileWords(t, many, g)
	a.ink, d.ink = ink, soft
	y := at.Y + (at.H-c.tileInner(a, d))/2
	c.para(x, y, a)
	c.para(x, y+a.capHeight()+c.m.mm(4.2*min(c.m.k, 1.3)), d)
	if t.Selected && !many && icon.Has(t.Icon) {
		side := c.m.mm(8)
		c.icon(rect{at.right() - side - c.m.mm(2), at.Y + c.m.mm(2), side, side}, "circle-check", mark)
	}
}

// initial is the capital that a word is found under: "É" under E, "œ" under O.
func initial(s string) rune {
	for _, r := range norm.NFD.String(strings.ToUpper(s)) {
		switch {
		case r == 'Œ':
			return 'O'
		case r == 'Æ':
			return 'A'
		case r >= 'A' && r <= 'Z', r >= '0' && r <= '9':
			return r
		}
	}
	return 0
}
