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
}

// tiles are rows of tiles. A list of more than six that goes over several
// parts has letters to jump to above it.
func (c *composer) tiles(b session.Tiles, w float32) []piece {
	g := c.grid(b, w)
	var out []piece
	for i := 0; i < len(b.Items); i += g.cols {
		out = append(out, c.tileRow(b, i, g))
	}
	return out
}

// grid chooses the columns: the most with which every tile holds its words in
// two lines.
func (c *composer) grid(b session.Tiles, w float32) grid {
	least, most := c.m.mm(30), 2
	switch {
	case len(b.Items) > mostTiles:
		least = c.m.mm(touchSide)
	case c.v.State == session.Menu:
		least = c.m.mm(44)
	}
	if !c.m.port && (len(b.Items) == 3 || len(b.Items) > mostTiles) {
		most = 3
	}
	if c.m.port && len(b.Items) > 2 && len(b.Items) <= mostTiles {
		most = 1
	}
	for cols := min(most, max(len(b.Items), 1)); ; cols-- {
		g := grid{cols: cols, k: c.m.k, cap: capBody * 1.2}
		if len(b.Items) > mostTiles {
			g.cap = capBody
		}
		gap := c.tileGap()
		g.w = round((w - float32(cols-1)*gap) / float32(cols))
		lines := 0
		for _, t := range b.Items {
			a, d := c.tileWords(t, b.Many, g)
			g.h = max(g.h, c.tileInner(a, d)+c.m.mm(9))
			lines = max(lines, len(a.lines))
		}
		g.h = max(g.h, least)
		if lines <= 2 && !(c.m.port && lines > 1) || cols == 1 {
			return g
		}
	}
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

func (c *composer) tileRow(b session.Tiles, first int, g grid) piece {
	gap := c.tileGap()
	if first == 0 {
		gap = c.m.mm(9)
	}
	return piece{h: g.h, gap: gap, touch: true, draw: func(x, y float32) {
		for i := first; i < min(first+g.cols, len(b.Items)); i++ {
			at := rect{x + float32(i-first)*(g.w+c.tileGap()), y, g.w, g.h}
			c.tile(at, id("tile", i), b.Items[i], b.Many, g)
		}
	}}
}

// tile draws one. The chosen one is filled, and marked by another icon too:
// colour says nothing alone.
func (c *composer) tile(at rect, name string, t session.Tile, many bool, g grid) {
	act := action{send: t.Do}
	c.control(control{id: name, label: t.Text.S, at: at, act: act, main: t.Selected}, func() {
		ink, soft, mark := text, quiet, main
		if t.Selected {
			c.box(at, main)
			c.on, ink, soft, mark = main, onMain, onMain, onMain
		} else {
			c.frame(at, card, quiet, c.m.mm(0.5))
			c.on = card
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
