package ui

import (
	"slices"

	"guichet/kiosk/session"
)

// A table of the front desk of which nothing is changed is read, not touched: its
// lines are as high as their words and no higher.

// told tells whether rows are such a table.
func (c *composer) told(b session.Rows) bool {
	return c.staff() && !slices.ContainsFunc(b.Items, func(r session.Row) bool { return !r.Change.Text.Empty() })
}

// fact is one line of it, measured.
type fact struct {
	label  para
	values []para
}

// facts are the lines, names at the left and what they are in a column beside them;
// one below the other where that would break a name, or cut a word.
func (c *composer) facts(b session.Rows, w float32) []piece {
	pad := c.m.mm(5)
	x2, all := c.factsBeside(b, w-2*pad)
	if all == nil {
		x2, all = 0, c.factLines(b, w-2*pad, w-2*pad)
	}
	var out []piece
	for _, f := range all {
		h := f.height(c, x2) + c.m.mm(7)
		out = append(out, piece{h: h, gap: c.m.mm(1.5), draw: func(x, y float32) {
			c.box(rect{x, y, w, h}, card)
			c.on = card
			c.fact(x+pad, y+c.m.mm(3.5), x2, f)
			c.on = page
		}})
	}
	return out
}

// factsBeside are the lines in two columns, and where the second one begins; nil
// where there is no room for that.
func (c *composer) factsBeside(b session.Rows, w float32) (x2 float32, all []fact) {
	for _, f := range c.factLines(b, w*0.5, w) {
		x2 = max(x2, ceil(f.label.width())+c.m.mm(6))
	}
	all = c.factLines(b, w*0.5, w-x2)
	for i, f := range all {
		bad := len(f.label.lines) > 1
		for k, a := range f.values {
			bad = bad || len(a.lines) > 2 || broken(a, b.Items[i].Values[k].S)
		}
		if bad {
			return 0, nil
		}
	}
	return x2, all
}

// factLines measures the lines with their names and their values so wide.
func (c *composer) factLines(b session.Rows, label, value float32) []fact {
	all := make([]fact, len(b.Items))
	for i, r := range b.Items {
		all[i].label = c.m.para(r.Label.S, capBody*0.9*c.m.k, false, quiet, label)
		for _, v := range r.Values {
			all[i].values = append(all[i].values, c.m.para(v.S, capBody*c.m.k, true, text, value))
		}
	}
	return all
}

// factGap is the room between the texts of a line, one below the other.
func (c *composer) factGap() float32 { return c.m.mm(3.2 * c.m.k) }

// height of a line: of its values, and of its name where that stands above them.
func (f fact) height(c *composer, x2 float32) float32 {
	h := float32(0)
	for i, a := range f.values {
		if i > 0 {
			h += c.factGap()
		}
		h += a.capHeight()
	}
	if x2 > 0 {
		return ceil(max(h, f.label.capHeight()))
	}
	return ceil(h + c.factGap() + f.label.capHeight())
}

// fact draws a line. Side by side, name and value stand on one line of writing.
func (c *composer) fact(x, y, x2 float32, f fact) {
	if x2 == 0 {
		c.para(x, y, f.label)
		y += f.label.capHeight() + c.factGap()
	} else {
		c.para(x, y+capBody*0.1*c.m.k*c.m.ppm, f.label)
	}
	for _, a := range f.values {
		c.para(x+x2, y, a)
		y += a.capHeight() + c.factGap()
	}
}
