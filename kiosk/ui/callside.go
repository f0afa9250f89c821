package ui

import (
	"guichet/kiosk/call"
	"guichet/kiosk/session"
)

// caller draws a call beside the page: in a column at the right, or in a band
// above the page of a portrait panel. From top to bottom: what of the citizen
// goes out, the other person, what is said about the call, the live text, the
// buttons.
type caller struct {
	*composer
	call *session.CallView
	at   rect
	k    float32 // of the letters
	want wanted
}

// wanted is what a call has room for: the less of it, the lower the panel.
type wanted struct {
	picture float32 // least height of the other person's, mm
	lines   float32 // of live text, at least
	// brief: in a band the picture is narrower and lines are longer, and that
	// something is shown is said on the page alone.
	brief bool
}

var rooms = []wanted{{55, 4, false}, {45, 3, false}, {32, 2, false}, {24, 2, true}, {24, 0, true}}

// draw takes the largest letters with which all has its place.
func (c *caller) draw() {
	c.ctl, c.on = -1, card
	c.box(c.at, card)
	c.edgeLine()
	if !c.chooses() {
		c.sc.cut = append(c.sc.cut, "the call does not fit beside the page")
	}
	strip := c.strip()
	grid := c.grid()
	room := c.inner()
	c.light(rect{c.at.X, c.at.Y, c.at.W, strip})
	buttons := rect{room.X, room.bottom() - grid.height(), room.W, grid.height()}
	middle := rect{room.X, room.Y + strip, room.W, buttons.Y - c.gap() - room.Y - strip}
	if c.m.port {
		c.band(middle)
	} else {
		c.column(middle)
	}
	grid.draw(c, buttons)
	if c.call.Shared {
		c.sharedFrame()
	}
}

// chooses finds the largest letters, and takes fewer lines of the live text
// before letters under the ordinary ones, and those before none of it: who does
// not hear has nothing else.
func (c *caller) chooses() bool {
	last := len(rooms) - 1
	return c.largest(rooms[:last], 1) || c.largest(rooms[last-1:last], 0.8) || c.largest(rooms[last:], 0.8)
}

// largest finds the largest letters with which one of these rooms does.
func (c *caller) largest(rooms []wanted, least float32) bool {
	for _, c.want = range rooms {
		for c.k = min(c.m.k, c.most()); c.k > min(least, c.m.k)-0.01; c.k -= 0.05 {
			if c.fits() {
				return true
			}
		}
	}
	return false
}

// most is how large letters become: a column is narrow.
func (c *caller) most() float32 {
	if c.m.port {
		return 1.7
	}
	return 1.3
}

// edgeLine parts the call from the page.
func (c *caller) edgeLine() {
	w := c.m.mm(0.4)
	if c.m.port {
		c.box(rect{c.at.X, c.at.bottom() - w, c.at.W, w}, rule)
		return
	}
	c.box(rect{c.at.X, c.at.Y, w, c.at.H}, rule)
}

// sharedFrame stands around the page while the other person sees it.
func (c *caller) sharedFrame() {
	w := c.m.mm(1.5)
	page := rect{0, 0, c.at.X, c.m.H}
	if c.m.port {
		page = rect{0, c.at.bottom(), c.m.W, c.m.H - c.at.bottom()}
	}
	for _, edge := range []rect{
		{page.X, page.Y, page.W, w}, {page.X, page.bottom() - w, page.W, w},
		{page.X, page.Y, w, page.H}, {page.right() - w, page.Y, w, page.H},
	} {
		c.box(edge, main)
	}
}

// gap is the room between what stands one below the other.
func (c *caller) gap() float32 {
	if c.m.low() {
		return c.m.mm(3)
	}
	return c.m.mm(4)
}

func (c *caller) inner() rect {
	pad := c.m.mm(5)
	if c.m.port {
		return rect{c.m.margin(), c.at.Y, c.m.W - 2*c.m.margin(), c.at.H - c.m.mm(3)}
	}
	return rect{c.at.X + pad, c.at.Y, c.at.W - 2*pad, c.at.H - c.m.mm(4.5)}
}

// strip is the height of the light.
func (c *caller) strip() float32 {
	return max(c.m.mm(13), c.lightWords().height()+c.m.mm(5))
}

func (c *caller) lightIcons() []string {
	all := []string{}
	if c.call.Way == call.Video {
		all = append(all, lit("camera", c.call.Camera))
	}
	all = append(all, lit("microphone", c.call.Microphone))
	if c.call.Shared {
		all = append(all, "eye")
	}
	return all
}

func lit(name string, on bool) string {
	if on {
		return name
	}
	return name + "-off"
}

func (c *caller) lightSide() float32 { return c.m.mm(8 * min(c.k, 1.2)) }

func (c *caller) lightWords() para {
	n := float32(len(c.lightIcons()))
	return c.long(c.call.Light, capBar*c.k, true, c.inner().W-n*(c.lightSide()+c.m.mm(2))-c.m.mm(2))
}

// mostLong is how many letters a line of the band may have.
const mostLong = 70

// long is a text in lines that are as long as there is room for.
func (c *caller) long(t session.Text, capMM float32, bold bool, w float32) para {
	a := c.m.para(t.S, capMM, bold, text, w)
	a.lines = breaker{a.size, bold, w, mostLong}.lines(t.S)
	return a
}

// light says what of the citizen goes out. It is filled while anything does.
func (c *caller) light(at rect) {
	ink, fill := text, card
	if c.call.Camera || c.call.Microphone {
		ink, fill = onMain, main
	}
	c.box(at, fill)
	c.box(rect{at.X, at.bottom() - c.m.mm(0.4), at.W, c.m.mm(0.4)}, rule)
	c.on = fill
	x, side := c.inner().X, c.lightSide()
	for _, name := range c.lightIcons() {
		c.icon(rect{x, at.Y + (at.H-side)/2, side, side}, name, ink)
		x += side + c.m.mm(2)
	}
	a := c.lightWords()
	a.ink = ink
	c.beside(rect{x + c.m.mm(2), at.Y, at.W, at.H}, a)
	c.on = card
}

// fits measures everything at the size of letters of now.
func (c *caller) fits() bool {
	grid, room := c.grid(), c.inner()
	left := room.H - c.strip() - grid.height() - 2*c.gap()
	if c.m.port {
		return grid.ok && c.whole(c.wordsWidth()) && c.said(c.wordsWidth()).h+c.leastTalk()+c.padHeight(c.wordsWidth()) <= left
	}
	return grid.ok && c.whole(room.W) && c.said(room.W).h+c.leastPicture()+c.leastTalk()+c.padHeight(room.W) <= left
}

// whole tells whether large letters leave every word in one piece.
func (c *caller) whole(w float32) bool {
	if c.k <= 1 {
		return true
	}
	for _, t := range c.call.Lines {
		if broken(c.m.para(t.S, capBody*0.95*c.k, false, text, w), t.S) {
			return false
		}
	}
	return !broken(c.m.para(c.call.Title.S, capBody*1.15*c.k, true, text, w), c.call.Title.S)
}

// leastPicture is the height that the other person's picture, or the sign in
// its place, has at least, with the room below it.
func (c *caller) leastPicture() float32 {
	switch {
	case c.padOpen():
		return 0
	case c.call.Picture:
		return c.m.mm(c.want.picture)
	}
	return c.m.mm(22)
}

// leastTalk is room for the lines of the live text.
func (c *caller) leastTalk() float32 {
	if !c.tells() || c.want.lines == 0 {
		return 0
	}
	return c.m.mm(c.want.lines*capBody*leadBody*1.5*c.k + 8)
}

// column is what stands between light and buttons on a panel that lies.
func (c *caller) column(at rect) {
	said := c.said(at.W)
	rest := at.H - said.h - c.leastTalk() - c.padHeight(at.W)
	y := at.Y
	if !c.padOpen() {
		h := round(min(rest-c.gap(), at.W*3/4))
		if !c.call.Picture {
			h = min(h, c.m.mm(46))
		}
		c.pictures(rect{at.X, y + c.pictureTop(), at.W, h})
		y += c.pictureTop() + h
	}
	y += c.gap()
	said.draw(at.X, y)
	y += said.h
	if c.padOpen() {
		c.telephone(rect{at.X, y + c.gap(), at.W, at.bottom() - y})
		return
	}
	c.talkLines(rect{at.X, y + c.m.mm(3), at.W, at.bottom() - y - c.m.mm(3)})
}

// pictureTop lets a picture touch the light: nothing is lost.
func (c *caller) pictureTop() float32 {
	if c.call.Picture {
		return 0
	}
	return c.gap()
}

// band is the same on a panel that stands: the picture at the left.
func (c *caller) band(at rect) {
	at.Y, at.H = at.Y+c.m.mm(4), at.H-c.m.mm(4)
	side, w := c.pictureWidth(), c.wordsWidth()
	if side > 0 {
		c.pictures(rect{at.X, at.Y, side, at.H})
	}
	x := at.right() - w
	said := c.said(w)
	said.draw(x, at.Y)
	y := at.Y + said.h + c.m.mm(3)
	if c.padOpen() {
		c.telephone(rect{x, y, w, at.bottom() - y})
		return
	}
	c.talkLines(rect{x, y, w, at.bottom() - y})
}

func (c *caller) pictureWidth() float32 {
	switch {
	case c.padOpen():
		return 0
	case !c.call.Picture:
		return c.m.mm(36)
	case c.want.brief:
		return round(c.inner().W * 0.28)
	}
	return round(c.inner().W * 0.42)
}

func (c *caller) wordsWidth() float32 {
	if w := c.pictureWidth(); w > 0 {
		return c.inner().W - w - c.m.mm(6)
	}
	return c.inner().W
}
