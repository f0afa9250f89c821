package ui

import (
	"slices"

	"guichet/kiosk/session"
)

// switches are the buttons of a call: in rows of two, on a portrait panel mostly
// of four. The last one hangs up: it looks like no other, for it stands beside the
// filled one of the page, and takes what is left of its row.
type switches struct {
	all  []callButton
	cols int
	w    float32   // of one
	rows []float32 // their heights
	k    float32   // of the letters
	gap  float32
	ok   bool // every button holds its words
}

// callButton is one of them.
type callButton struct {
	button
	on    bool
	level bool // it changes the volume, which a bar in it shows
	ends  bool
}

// buttons are those of the view, and before the last what opens and closes
// live text and keys.
func (c *caller) callButtons() []callButton {
	var all []callButton
	for _, s := range c.call.Buttons {
		_, level := s.Do.(session.CallVolume)
		all = append(all, callButton{button: button{id: c.switchID(s), b: s.Button, icon: s.Icon}, on: s.On, level: level})
	}
	if len(all) == 0 {
		return nil
	}
	end := all[len(all)-1]
	end.ends = true
	all = all[:len(all)-1]
	if t := c.call.Talk; t != nil && !t.Ask.Text.Empty() && !t.Open {
		all = append(all, callButton{button: button{id: "call:write", b: t.Ask, icon: "keyboard"}})
	}
	if k := c.call.Keys; k != nil && !k.Ask.Text.Empty() {
		all = append(all, callButton{button: button{id: "call:keys", b: k.Ask, icon: "dialpad"}, on: k.Open})
	}
	return append(all, end)
}

// switchID stays the same for the same button, whatever stands beside it.
func (c *caller) switchID(s session.Switch) string {
	switch e := s.Do.(type) {
	case session.CallEnd:
		return "call:end"
	case session.CallMute:
		return "call:mute:" + string(e.Sense)
	case session.CallVolume:
		if e.Percent > c.call.Volume {
			return "call:louder"
		}
		return "call:quieter"
	case session.CallShare:
		return "call:share"
	case session.AskBack:
		return "call:back"
	case session.CallBy:
		return "call:by:" + string(e.Way)
	case session.OtherWays:
		return "call:ways"
	}
	return "call:" + s.Icon
}

// gridTry is a number of columns, of lines in a button, and how much smaller its
// letters may be than those of the call.
type gridTry struct {
	cols, lines int
	least       float32
}

// tries begins with what is best. Where a band has few buttons, two rows come
// before small letters.
func (c *caller) tries(n int) []gridTry {
	cols := 2
	if c.m.port {
		cols = 4
	}
	all := []gridTry{{cols, 2, 0.85}, {cols, 3, 0.85}}
	if n <= cols && cols > 2 {
		all = append(all, gridTry{2, 2, 0.85})
	}
	return append(all, gridTry{cols, 2, 0.7}, gridTry{cols, 3, 0.7})
}

// grid measures the buttons with the largest letters that fit.
func (c *caller) grid() switches {
	g := switches{all: c.callButtons(), gap: c.m.mm(touchGap + 0.5)}
	for _, try := range c.tries(len(g.all)) {
		g.cols = try.cols
		g.w = round((c.inner().W - float32(g.cols-1)*g.gap) / float32(g.cols))
		for g.k = c.k; g.k > try.least*c.k-0.01 && !g.ok; g.k -= 0.05 {
			g.ok = c.holds(g, try.lines)
		}
		if g.ok {
			break
		}
	}
	g.k += 0.05
	for row := range slices.Chunk(g.all, g.cols) {
		h := c.m.mm(touchSide)
		for _, b := range row {
			h = max(h, c.label(b.button, g.w, g.k).height()+c.m.mm(5))
		}
		g.rows = append(g.rows, h)
	}
	return g
}

// holds tells whether every button has its words in so many lines.
func (c *caller) holds(g switches, lines int) bool {
	for _, b := range g.all {
		a := c.label(b.button, g.w, g.k)
		if len(a.lines) > lines || broken(a, b.b.Text.S) {
			return false
		}
	}
	return true
}

func (g switches) height() float32 {
	h := -g.gap
	for _, row := range g.rows {
		h += row + g.gap
	}
	return max(h, 0)
}

func (g switches) draw(c *caller, at rect) {
	y := at.Y
	for i, b := range g.all {
		x := at.X + float32(i%g.cols)*(g.w+g.gap)
		place := rect{x, y, g.w, g.rows[i/g.cols]}
		if b.ends {
			place.W = at.right() - x
		}
		c.callButton(place, b, g.k)
		if b.level {
			c.level(place)
		}
		if i%g.cols == g.cols-1 {
			y += place.H + g.gap
		}
	}
}

// callButton draws one. One that is on, and the one that hangs up, have a thick
// frame.
func (c *caller) callButton(at rect, b callButton, k float32) {
	ink := main
	switch {
	case b.ends:
		ink = problem
	case !b.on:
		c.button(at, b.button, k)
		return
	}
	c.control(control{id: b.id, label: b.b.Text.S, at: at, act: action{send: b.b.Do}}, func() {
		c.frame(at, card, ink, c.m.mm(1.2))
		c.on = card
		a := c.label(b.button, at.W, k)
		a.ink = ink
		c.iconAndWords(at, b.button, a, k, ink)
	})
}

// level is how loud it is, along the foot of a button.
func (c *caller) level(at rect) {
	h := c.m.mm(2)
	c.box(rect{at.X, at.bottom() - h, round(at.W * float32(min(max(c.call.Volume, 0), mostVolume)) / mostVolume), h}, main)
}

// mostVolume is the loudest, in percent: see call.Call.
const mostVolume = 200

// padOpen tells whether the keys of a telephone are shown.
func (c *caller) padOpen() bool { return c.call.Keys != nil && c.call.Keys.Open && !c.call.Picture }

// padCols: three, as on a telephone; six beside the sign of a band.
func (c *caller) padCols() int {
	if c.m.port {
		return 6
	}
	return 3
}

func (c *caller) padHeight(float32) float32 {
	if !c.padOpen() {
		return 0
	}
	rows := float32((len(c.call.Keys.Keys) + c.padCols() - 1) / c.padCols())
	return rows*(c.m.mm(touchSide)+c.m.mm(touchGap+0.5)) + c.gap()
}

// telephone are its keys, from 1 to #.
func (c *caller) telephone(at rect) {
	cols, gap, side := c.padCols(), c.m.mm(touchGap+0.5), c.m.mm(touchSide)
	w := round(min((at.W-float32(cols-1)*gap)/float32(cols), c.m.mm(40)))
	left := at.X + round((at.W-float32(cols)*(w+gap)+gap)/2)
	for i, b := range c.call.Keys.Keys {
		key := rect{left + float32(i%cols)*(w+gap), at.Y + float32(i/cols)*(side+gap), w, side}
		c.control(control{id: "dial:" + b.Text.S, label: b.Text.S, at: key, act: action{send: b.Do}}, func() {
			c.frame(key, card, quiet, max(1, round(c.m.ppm*0.3)))
			c.centred(key, c.m.para(b.Text.S, capBody*1.3*min(c.m.k, 1.3), true, text, w))
		})
	}
}
