package ui

import (
	"slices"
	"strconv"
	"strings"

	"guichet/kiosk/session"
)

// piece is a part of a page that stays together: a paragraph, a row of tiles.
type piece struct {
	h, gap float32 // height, and the room above it
	touch  bool    // it is pressed: on a portrait panel it stands in the lower half
	shown  bool    // an agent shows something of it
	keep   bool    // it stands on the same part as the next
	text   para    // a text that may go on in the next part, where it must
	draw   func(x, y float32)
}

func stack(pieces []piece) float32 {
	h := float32(0)
	for i, p := range pieces {
		h += p.h
		if i > 0 {
			h += p.gap
		}
	}
	return h
}

// flow draws pieces one below the other. What does not fit goes to further
// parts of the page, with a button between them: there is no scrolling. Each
// further part begins with the title again, in small.
func (c *composer) flow(at rect, head, body []piece, title session.Text, part *int) {
	c.flowIn(at, at.W, append(head, body...), title, part)
}

// flowIn does that in a column of the page; the buttons between the parts stand
// at the edges of a page of width w, where they always are.
func (c *composer) flowIn(at rect, w float32, all []piece, title session.Text, part *int) {
	if stack(all) <= at.H {
		*part, c.sc.parts = 0, 1
		c.column(at, all)
		return
	}
	room := at
	room.H -= c.pagerRoom()
	parts := c.split(all, room, title)
	if c.pointsAnew() {
		*part = turnTo(parts, *part)
	}
	*part = min(max(*part, 0), len(parts)-1)
	c.sc.parts = len(parts)
	c.column(room, parts[*part])
	side := c.m.mm(touchSide)
	c.pager(rect{at.X, at.bottom() - side, w, side}, part, len(parts))
}

// pagerRoom is what the buttons between the parts take from a page.
func (c *composer) pagerRoom() float32 { return c.m.mm(touchSide) + c.m.mm(touchGap+2) }

// split packs pieces into parts that fit. Where the head leaves no room for
// the first thing to touch, it has a part for itself.
func (c *composer) split(all []piece, room rect, title session.Text) [][]piece {
	again := c.small(title, room.W)
	var parts [][]piece
	var now []piece
	all = c.torn(all, room.H, again.h)
	for i, p := range all {
		next := all[i : i+1]
		if p.keep && i+1 < len(all) {
			next = all[i : i+2]
		}
		if len(now) > 0 && stack(append(now[:len(now):len(now)], next...)) > room.H {
			parts = append(parts, now)
			now = nil
			if again.h > 0 && again.h+p.gap+p.h <= room.H {
				now = append(now, again)
			}
		}
		if p.h > room.H {
			c.sc.cut = append(c.sc.cut, "a piece is higher than the page")
		}
		now = append(now, p)
	}
	return append(parts, now)
}

// torn is the pieces, with those texts in several that are higher than a
// part: below the title again, if a line fits there.
func (c *composer) torn(all []piece, room, again float32) []piece {
	var out []piece
	for _, p := range all {
		if p.h <= room || len(p.text.lines) < 2 {
			out = append(out, p)
			continue
		}
		least := para{lines: p.text.lines[:1], size: p.text.size}.height()
		if left := room - again - p.gap; left >= least {
			out = append(out, c.pieces(p, left)...)
		} else {
			out = append(out, c.pieces(p, room)...)
		}
	}
	return out
}

// pieces is a text in as many pieces as it takes.
func (c *composer) pieces(p piece, room float32) []piece {
	n := len(p.text.lines)
	for n > 1 && (para{lines: p.text.lines[:n], size: p.text.size, lead: p.text.lead}).height() > room {
		n--
	}
	var out []piece
	for lines := range slices.Chunk(p.text.lines, n) {
		a := p.text
		a.lines = lines
		out = append(out, piece{h: a.height(), gap: p.gap, text: a, draw: func(x, y float32) { c.para(x, y, a) }})
	}
	return out
}

// small is the title as it heads the further parts of a page.
func (c *composer) small(title session.Text, w float32) piece {
	if title.Empty() {
		return piece{}
	}
	a := c.m.para(title.S, capBody*c.m.k, true, text, w)
	return piece{h: a.height(), draw: func(x, y float32) { c.para(x, y, a) }}
}

// column draws one part. On a portrait panel what is touched begins below the
// middle of the glass, if the rest still fits.
func (c *composer) column(at rect, pieces []piece) {
	y := at.Y
	touched := !c.m.port
	for i, p := range pieces {
		if i > 0 {
			y += p.gap
		}
		if p.touch && !touched {
			touched = true
			if rest := stack(pieces[i:]); c.m.H/2+rest <= at.bottom() {
				y = max(y, ceil(c.m.H/2))
			} else {
				y = max(y, at.bottom()-rest)
			}
		}
		p.draw(at.X, y)
		y += p.h
	}
}

// pager is the pair of buttons between the parts of a page, with the words
// that say which part it is.
func (c *composer) pager(at rect, part *int, parts int) {
	words := c.w.Text("ui.part", "n", strconv.Itoa(*part+1), "of", strconv.Itoa(parts))
	label, w, k := c.pagerShares(words, at.W, min(c.m.k, 1.3))
	turn := func(n int) action { return action{local: func(*local) { *part += n }} }
	if *part > 0 {
		b := button{id: "part:back", icon: "chevron-left", b: session.Button{Text: session.Text{S: c.word("part.back")}}}
		c.pagerButton(rect{at.X, at.Y, w, at.H}, b, k, turn(-1))
	}
	c.centred(at, label)
	if *part < parts-1 {
		b := button{id: "part:more", icon: "chevron-right", after: true, b: session.Button{Text: session.Text{S: c.word("part.more")}}}
		c.pagerButton(rect{at.right() - w, at.Y, w, at.H}, b, k, turn(1))
	}
}

// pagerShares parts a row between the two buttons and the words between them.
// These stand in two lines, then all letters become smaller, before a word of a
// button is cut.
func (c *composer) pagerShares(s string, room, k float32) (label para, w, size float32) {
	for ; ; k -= 0.1 {
		for _, part := range []float32{1, 0.6} {
			label = c.m.para(s, capBar*k, false, quiet, ceil(part*textWidth(s, c.m.font(capBar*k), false)))
			w = min(c.pagerWidth(k), round((room-label.width()-c.m.mm(6))/2))
			if w >= c.pagerLeast(k) {
				return label, w, k
			}
		}
		if k < 0.85 {
			return label, w, k
		}
	}
}

// pagerLeast is a button as wide as its longest word.
func (c *composer) pagerLeast(k float32) float32 {
	w := float32(0)
	for _, word := range strings.Fields(c.word("part.back") + " " + c.word("part.more")) {
		w = max(w, textWidth(word, c.m.font(capBody*k), true))
	}
	return ceil(w) + c.m.mm(8*k) + c.m.mm(3) + c.m.mm(6)
}

func (c *composer) pagerWidth(k float32) float32 {
	w := max(textWidth(c.word("part.back"), c.m.font(capBody*k), true), textWidth(c.word("part.more"), c.m.font(capBody*k), true))
	return min(ceil(w)+c.m.mm(8*k+3+14), c.footWidth())
}

func (c *composer) pagerButton(at rect, b button, k float32, act action) {
	a := c.label(b, at.W, k)
	for k > 0.75 && (a.height() > at.H-c.m.mm(3) || broken(a, b.b.Text.S)) {
		k -= 0.1
		a = c.label(b, at.W, k)
	}
	c.control(control{id: b.id, label: b.b.Text.S, at: at, act: act}, func() {
		c.frame(at, card, main, c.m.mm(0.5))
		c.on = card
		a.ink = main
		c.iconAndWords(at, b, a, k, main)
	})
}
