package ui

import (
	"guichet/kiosk/call"
	"guichet/kiosk/session"
)

// said is who it is, what a person who does not hear must see, and what there
// is to say about the call.
func (c *caller) said(w float32) piece {
	var all []piece
	if !c.call.Title.Empty() {
		all = append(all, c.saying(c.call.Title, capBody*1.15*c.k, true, w, 0))
	}
	if c.padOpen() {
		return c.pile(all)
	}
	for _, t := range c.call.Lines {
		all = append(all, c.saying(t, capBody*0.95*c.k, false, w, 4))
	}
	return c.pile(append(all, c.signs(w)...))
}

// saying is a text about the call.
func (c *caller) saying(t session.Text, capMM float32, bold bool, w, gap float32) piece {
	if !c.want.brief {
		return c.words(t, capMM, bold, text, w, gap)
	}
	a := c.long(t, capMM, bold, w)
	return piece{h: a.height(), gap: c.m.mm(gap), draw: func(x, y float32) { c.para(x, y, a) }}
}

// pile is pieces one below the other as one.
func (c *caller) pile(all []piece) piece {
	return piece{h: stack(all), draw: func(x, y float32) {
		for i, p := range all {
			if i > 0 {
				y += p.gap
			}
			p.draw(x, y)
			y += p.h
		}
	}}
}

// signs are a picture and words each. The place of "speaks" is always kept
// while somebody is there: nothing may jump when he begins to speak.
func (c *caller) signs(w float32) []piece {
	var all []piece
	if what := c.pointed(); what != "" && !c.want.brief && !c.tells() {
		all = append(all, c.sign("hand-finger", c.w.Text("ui.call.points", "what", what), true, w))
	}
	if c.call.State == call.Confirmed {
		all = append(all, c.sign("volume", c.word("call.speaks"), c.call.Speaks, w))
	}
	return all
}

// sign is one of them, in a frame as wide as its words.
func (c *caller) sign(name, words string, shown bool, w float32) piece {
	side, pad := c.m.mm(7*min(c.k, 1.2)), c.m.mm(2)
	a := c.m.para(words, capBar*c.k, true, main, w-side-4*pad)
	h := max(a.height(), side) + 2*pad
	return piece{h: h, gap: c.m.mm(3), draw: func(x, y float32) {
		if !shown {
			return
		}
		c.frame(rect{x, y, min(w, ceil(a.width())+side+4*pad), h}, card, main, c.m.mm(0.7))
		c.icon(rect{x + pad, y + (h-side)/2, side, side}, name, main)
		c.beside(rect{x + 2*pad + side, y, w, h}, a)
	}}
}

// pointed is the name of what the agent shows on the page.
func (c *caller) pointed() string {
	if c.pointsAtQuestion() {
		return c.word("call.question")
	}
	for _, b := range c.v.Blocks {
		switch b := b.(type) {
		case session.Fields:
			for _, f := range b.Items {
				if c.points(f.Name) {
					return f.Label.S
				}
			}
		case session.Tiles:
			for _, t := range b.Items {
				if c.points(t.ID) {
					return t.Text.S
				}
			}
		}
	}
	return ""
}

// pictures are the other person, large, and the citizen in a corner of it; or
// a sign of what is going on, where there is no picture.
func (c *caller) pictures(at rect) {
	if !c.call.Picture {
		c.state(at)
		return
	}
	edge, width := rule, c.m.mm(0.4)
	if c.call.Speaks {
		edge, width = main, c.m.mm(1.2)
	}
	c.frame(at, page, edge, width)
	c.on = page
	side := min(c.m.mm(24), at.H*0.5)
	c.icon(rect{at.X + (at.W-side)/2, at.Y + (at.H-side)/2, side, side}, "user", quiet)
	c.film(at.inset(c.m.mm(1.2)), person)
	if c.call.Self {
		h := round(at.H * 0.26)
		w := round(h * 4 / 3)
		own := rect{at.right() - w - c.m.mm(3), at.bottom() - h - c.m.mm(3), w, h}
		c.box(own, card)
		c.on = card
		c.icon(rect{own.X + (own.W-own.H*0.6)/2, own.Y + own.H*0.2, own.H * 0.6, own.H * 0.6}, "user", quiet)
		c.film(own.inset(max(1, c.m.mm(0.5))), citizen)
	}
	c.on = card
}

// film is a place for moving pictures.
func (c *caller) film(at rect, who int) {
	at = rect{round(at.X), round(at.Y), round(at.W), round(at.H)}
	c.sc.films[who] = at
	c.add(item{kind: moving, at: at, who: who})
}

// state is a large sign of what the call does.
func (c *caller) state(at rect) {
	at.H = min(at.H, max(at.W, c.m.mm(20)))
	c.frame(at, page, rule, c.m.mm(0.4))
	if c.call.Rings {
		c.frame(at, page, main, c.m.mm(1.2))
	}
	c.on = page
	side := round(min(c.m.mm(24), at.H*0.7, at.W*0.7))
	c.icon(rect{at.X + (at.W-side)/2, at.Y + (at.H-side)/2, side, side}, c.stateIcon(), main)
	c.on = card
}

func (c *caller) stateIcon() string {
	switch {
	case c.call.Rings:
		return "phone-ringing"
	case c.call.State == call.Trying, c.call.State == call.Proceeding:
		return "hourglass"
	case c.call.Way == call.Video:
		return "headset"
	}
	return "phone-call"
}

// talkLines are the newest lines of the live text, as many as there is room
// for; of a line that is longer, its end.
func (c *caller) talkLines(at rect) {
	if c.tells() {
		c.conversation(c.call.Talk.Lines, at, c.k, true)
	}
}

// tells is whether there are lines of a live text, and they do not stand in front
// of the page already.
func (c *caller) tells() bool {
	t := c.call.Talk
	return t != nil && len(t.Lines) > 0 && !t.Open
}
