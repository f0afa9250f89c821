package ui

import (
	"image"
	"image/color"

	"rsc.io/qr"

	"guichet/kiosk/session"
)

// blocks turns the blocks of a view into pieces.
func (c *composer) blocks(w float32, blocks []session.Block) []piece {
	c.groups = 0
	var out []piece
	for i, b := range blocks {
		ps := c.block(w, b)
		if len(ps) > 0 && len(out) == 0 {
			ps[0].gap = c.m.mm(9)
		}
		if _, ok := b.(session.Rows); ok && len(ps) > 0 && len(out) > 0 {
			ps[0].gap = max(ps[0].gap, c.m.mm(6))
		}
		if n := len(ps); n > 0 && i+1 < len(blocks) && heads(b, blocks[i+1]) {
			_, moves := b.(session.Level)
			ps[n-1].keep, ps[n-1].touch = true, moves
		}
		out = append(out, ps...)
	}
	return out
}

// heads tells whether a block says what the tiles below it are for: a sentence what
// is ticked, a level what makes it higher.
func heads(b, below session.Block) bool {
	t, tiles := below.(session.Tiles)
	switch b.(type) {
	case session.Paragraph:
		return tiles && t.Many
	case session.Level:
		return tiles
	}
	return false
}

func (c *composer) block(w float32, b session.Block) []piece {
	switch b := b.(type) {
	case session.Paragraph:
		return []piece{c.paragraph(b, w)}
	case session.Bullets:
		return c.bullets(b, w)
	case session.Tiles:
		return c.tiles(b, w)
	case session.Rows:
		return c.rows(b, w)
	case session.Code:
		return []piece{c.code(b, w)}
	case session.QR:
		return []piece{c.symbol(b, w)}
	case session.Bar:
		return []piece{c.progress(b, w)}
	case session.Document:
		return []piece{c.document(b, w)}
	case session.Level:
		return []piece{c.level(b, w)}
	case session.Picture:
		return []piece{c.photo(b, w)}
	case session.Drawing:
		return c.steps(b, w)
	}
	return nil // fields without a pad: filled by the tiles beside them
}

func (c *composer) paragraph(b session.Paragraph, w float32) piece {
	return c.words(b.Text, capBody*c.m.k, b.Strong, text, w, 7)
}

// bullets are a title and a piece an item, so that a long list may be split.
func (c *composer) bullets(b session.Bullets, w float32) []piece {
	var out []piece
	if !b.Title.Empty() {
		out = append(out, c.words(b.Title, capBody*c.m.k, true, text, w, 9))
	}
	indent := c.m.mm(7 * c.m.k)
	for i, t := range b.Items {
		gap := float32(4.5)
		if i == 0 {
			gap = 6
		}
		p := c.words(t, capBody*c.m.k, false, text, w-indent, gap)
		say, dot := p.draw, c.m.mm(2*c.m.k)
		p.text = para{} // the dot stands beside one piece
		p.draw = func(x, y float32) {
			c.box(rect{x + c.m.mm(1), round(y + (c.m.mm(capBody*c.m.k)-dot)/2), dot, dot}, main)
			say(x+indent, y)
		}
		if len(out) == 1 && (i == 0 || c.keeps(out[0], p)) {
			out[0] = c.under(out[0], p, gap)
			continue
		}
		out = append(out, p)
	}
	return out
}

// keeps tells whether one more item stays with those above it: a telephone
// number on the next part, without the name, would be nobody's.
func (c *composer) keeps(above, p piece) bool {
	o := c.v.Overlay
	named := c.v.State == session.Leaving || o != nil && o.Kind == session.Contacts
	return named && above.h+p.gap+p.h < c.m.H/2
}

// code is the reference: large, in its groups, on a card of its own.
func (c *composer) code(b session.Code, w float32) piece {
	pad := c.m.mm(7)
	label := c.m.para(b.Label.S, capBody*c.m.k, false, quiet, w-2*pad)
	big := c.m.para(b.Text.S, 12*c.m.k, true, text, w-2*pad)
	for k := c.m.k; len(big.lines) > 1 && k > 0.5; k -= 0.1 {
		big = c.m.para(b.Text.S, 12*k, true, text, w-2*pad)
	}
	cw := min(w, max(label.width(), big.width())+2*pad)
	h := label.height() + c.m.mm(5) + big.height() + 2*pad
	return piece{h: h, gap: c.m.mm(9), draw: func(x, y float32) {
		c.frame(rect{x, y, ceil(cw), h}, card, quiet, c.m.mm(0.5))
		c.on = card
		c.para(x+pad, y+pad, label)
		c.para(x+pad, y+pad+label.height()+c.m.mm(5), big)
		c.on = page
	}}
}

// symbol is a QR symbol, 45 mm wide as far as its modules allow, and beside it
// what it is for. It is black on white in every theme: telephones read no
// other.
func (c *composer) symbol(b session.QR, w float32) piece {
	img := symbol(b.Data)
	if img == nil {
		return c.words(b.Text, capBody*c.m.k, false, text, w, 9)
	}
	n := float32(img.Bounds().Dx())
	side := n * max(1, round(c.m.mm(45)/n))
	x2 := side + c.m.mm(8)
	a := c.m.para(b.Text.S, capBody*c.m.k, false, text, w-x2)
	h := max(side, a.height())
	return piece{h: h, gap: c.m.mm(9), draw: func(x, y float32) {
		c.picture(rect{x, y, side, side}, img)
		c.beside(rect{x + x2, y, w - x2, h}, a)
	}}
}

// symbolCard is a symbol on a card, with what it is for below.
func (c *composer) symbolCard(b session.QR, w float32) piece {
	img := symbol(b.Data)
	pad := c.m.mm(8)
	a := c.m.para(b.Text.S, capBody*0.9*c.m.k, false, text, w-2*pad)
	side := float32(0)
	if img != nil {
		n := float32(img.Bounds().Dx())
		side = n * max(1, float32(int((w-2*pad)/n)))
	}
	h := side + c.m.mm(5) + a.height() + 2*pad
	return piece{h: h, draw: func(x, y float32) {
		c.frame(rect{x, y, w, h}, card, rule, c.m.mm(0.4))
		if img != nil {
			c.picture(rect{x + round((w-side)/2), y + pad, side, side}, img)
		}
		c.on = card
		c.para(x+pad, y+pad+side+c.m.mm(5), a)
		c.on = page
	}}
}

// quietZone is the white edge of a symbol in modules: ISO/IEC 18004, 6.3.8.
const quietZone = 4

// symbol is a pixel a module, with its white edge; nil where the data is too
// long for any symbol.
func symbol(data string) image.Image {
	code, err := qr.Encode(data, qr.M)
	if err != nil {
		return nil
	}
	n := code.Size + 2*quietZone
	img := image.NewPaletted(image.Rect(0, 0, n, n), color.Palette{color.White, color.Black})
	for y := range code.Size {
		for x := range code.Size {
			if code.Black(x, y) {
				img.SetColorIndex(x+quietZone, y+quietZone, 1)
			}
		}
	}
	return img
}

// document is a paper to bring: its picture on a card, and what it must be.
func (c *composer) document(b session.Document, w float32) piece {
	pad, side := c.m.mm(6), c.m.mm(16*min(c.m.k, 1.3))
	a := c.m.para(b.Text.S, capBody*c.m.k, true, text, w-side-3*pad)
	h := max(a.height(), side) + 2*pad
	cw := min(w, ceil(a.width())+side+3*pad)
	return piece{h: h, gap: c.m.mm(9), draw: func(x, y float32) {
		c.frame(rect{x, y, cw, h}, card, rule, c.m.mm(0.4))
		c.on = card
		c.icon(rect{x + pad, y + (h-side)/2, side, side}, b.Icon, main)
		c.beside(rect{x + 2*pad + side, y, cw, h}, a)
		c.on = page
	}}
}

// progress is a bar that fills; the words beside it say how far it is.
func (c *composer) progress(b session.Bar, w float32) piece {
	h, edge := c.m.mm(9), c.m.mm(0.5)
	w = min(w, c.m.mm(260))
	return piece{h: h, gap: c.m.mm(12), draw: func(x, y float32) {
		c.frame(rect{x, y, w, h}, card, quiet, edge)
		if b.Of > 0 && b.Done > 0 {
			full := w - 2*edge
			c.box(rect{x + edge, y + edge, round(full * float32(min(b.Done, b.Of)) / float32(b.Of)), h - 2*edge}, main)
		}
	}}
}

// level is the same for something that moves, with its name above it.
func (c *composer) level(b session.Level, w float32) piece {
	bar := c.progress(session.Bar{Done: b.Done, Of: b.Of}, w)
	bar.gap = c.m.mm(9)
	if b.Label.Empty() {
		return bar
	}
	return c.under(c.words(b.Label, capBody*c.m.k, false, text, w, 9), bar, 3)
}
