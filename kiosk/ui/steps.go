package ui

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"guichet/kiosk/session"
	"guichet/kiosk/ui/icon"
)

// A drawing is a row of steps, each on a card with its words below it; where they
// would be narrow, a column of steps with their words beside them. On a wide page
// it stands at the right of all else.

// step is one of a drawing: which, and what is said about it.
type step struct {
	n    int
	says session.Text
}

// stepsOf gives each step its sentences of the text. Where these are others than
// the drawing was made for, rest is the whole text and the steps say nothing.
func stepsOf(b session.Drawing) (all []step, rest session.Text) {
	says, said := icon.Says(b.Name), sentences(b.Text.S)
	need := 0
	for i, n := range says {
		all = append(all, step{n: i + 1})
		need += n
	}
	if need != len(said) {
		return all, b.Text
	}
	for i, n := range says {
		all[i].says = session.Text{Key: b.Text.Key, S: strings.Join(said[:n], " ")}
		said = said[n:]
	}
	return all, session.Text{}
}

// sentences are those of a text: each ends with a mark and a space.
func sentences(s string) []string {
	var out []string
	for _, word := range strings.Split(s, " ") { // not at spaces that do not break
		n := len(out)
		switch {
		case word == "":
		case n == 0 || strings.ContainsAny(out[n-1][len(out[n-1])-1:], ".!?"):
			out = append(out, word)
		default:
			out[n-1] += " " + word
		}
	}
	return out
}

// In millimetres: the widths of a step, from the best to the least.
var stepWidths = []float32{84, 76, 68, 60, 52, 46}

const stepGap = 6

func stepHeight(w float32) float32 { return round(w * icon.StepHeight / icon.StepWidth) }

// steps are the pieces of a drawing among the others of a page.
func (c *composer) steps(b session.Drawing, w float32) []piece {
	all, rest := stepsOf(b)
	if len(all) == 0 {
		return []piece{c.words(b.Text, capBody*c.m.k, false, text, w, 9)}
	}
	out := c.stepRow(b.Name, all, w)
	if out == nil {
		out = c.stepColumn(b.Name, all, w, c.m.mm(60))
	}
	if !rest.Empty() {
		out = append(out, c.words(rest, capBody*c.m.k, false, text, w, 5))
	}
	return out
}

// stepRow is the steps side by side, as large as there is room for; nil where the
// words would have more than four lines, or a word would be cut.
func (c *composer) stepRow(name string, all []step, w float32) []piece {
	gap, n := c.m.mm(stepGap), float32(len(all))
	pw := round(min(c.m.mm(stepWidths[0]), (w-(n-1)*gap)/n))
	if pw < c.m.mm(stepWidths[len(stepWidths)-1]) || !c.holds(all, pw) {
		return nil
	}
	says, h := make([]para, len(all)), float32(0)
	for i, st := range all {
		if says[i] = c.stepWords(st, pw); len(says[i].lines) > 4 {
			return nil
		}
		h = max(h, says[i].height())
	}
	if h > 0 {
		h += c.m.mm(4)
	}
	return []piece{{h: stepHeight(pw) + h, gap: c.m.mm(9), draw: func(x, y float32) {
		for i, st := range all {
			at := rect{x + float32(i)*(pw+gap), y, pw, stepHeight(pw)}
			c.stepCard(at, name, st.n)
			c.para(at.X, at.bottom()+c.m.mm(4), says[i])
		}
	}}}
}

// stepColumn is the steps one below the other, a piece each, so that they may go
// over several parts.
func (c *composer) stepColumn(name string, all []step, w, pw float32) []piece {
	var out []piece
	for _, st := range all {
		x2 := pw + c.m.mm(6)
		a := c.stepWords(st, w-x2)
		h := max(stepHeight(pw), a.height())
		out = append(out, piece{h: h, gap: c.m.mm(stepGap), draw: func(x, y float32) {
			c.stepCard(rect{x, y, pw, stepHeight(pw)}, name, st.n)
			c.beside(rect{x + x2, y, w - x2, h}, a)
		}})
	}
	return out
}

// stepWords are those of a step; none where it says nothing.
func (c *composer) stepWords(st step, w float32) para {
	if st.says.Empty() {
		return para{}
	}
	return c.m.para(st.says.S, capBody*c.m.k, false, text, w)
}

// holds tells whether a width leaves every word of the steps in one piece.
func (c *composer) holds(all []step, w float32) bool {
	for _, st := range all {
		if !st.says.Empty() && broken(c.stepWords(st, w), st.says.S) {
			return false
		}
	}
	return true
}

// stepCard is the picture of a step.
func (c *composer) stepCard(at rect, name string, n int) {
	edge := c.m.mm(0.4)
	c.frame(at, card, rule, edge)
	c.add(item{kind: sketch, at: at.inset(2 * edge), on: card, text: name, who: n})
}

// withDrawing draws a page with a drawing in two columns, where the panel is wide
// enough: what is asked and what can be pressed at the left, how it is done at
// the right.
func (c *composer) withDrawing(at rect) bool {
	var rest []session.Block
	var drawn *session.Drawing
	for _, b := range c.v.Blocks {
		if d, ok := b.(session.Drawing); ok && drawn == nil && icon.Steps(d.Name) > 0 {
			drawn = &d
			continue
		}
		rest = append(rest, b)
	}
	if drawn == nil || c.m.port {
		return false
	}
	side := round(at.W * 0.45)
	pieces := c.stepsBeside(*drawn, rect{W: side, H: at.H})
	if pieces == nil {
		return false
	}
	left := at
	left.W -= side + c.m.mm(12)
	all := append(c.head(left.W), c.blocks(left.W, rest)...)
	low := c.lowered(left, max(stack(all), stack(pieces)))
	c.flowIn(low, left.W, all, c.v.Title, &c.l.part)
	c.column(rect{at.right() - side, low.Y, side, low.H}, pieces)
	return true
}

// stepsBeside are the steps in a column, as large as it is high enough for.
func (c *composer) stepsBeside(b session.Drawing, at rect) []piece {
	all, rest := stepsOf(b)
	for _, w := range stepWidths {
		pw := c.m.mm(w)
		if !c.holds(all, at.W-pw-c.m.mm(6)) {
			continue
		}
		out := c.stepColumn(b.Name, all, at.W, pw)
		if !rest.Empty() {
			out = append(out, c.words(rest, capBody*c.m.k, false, text, at.W, 5))
		}
		if stack(out) <= at.H {
			return out
		}
	}
	return nil
}

// stepKey is a step in a size and the colours of a theme.
type stepKey struct {
	name  string
	n     int
	w     float32
	theme palette
}

func (d *drawing) sketch(it *item, pal *palette) *canvas.Image {
	k := stepKey{it.text, it.who, it.at.W, *pal}
	img, ok := d.steps[k]
	if !ok {
		img = newStep(k)
		d.steps[k] = img
	}
	put(img, it.at)
	return img
}

func newStep(k stepKey) *canvas.Image {
	data, _ := icon.Step(k.name, k.n, coloursOf(&k.theme))
	img := canvas.NewImageFromResource(fyne.NewStaticResource(k.name+hex(k.theme[text])+string(rune('0'+k.n))+".svg", data))
	img.FillMode = canvas.ImageFillContain
	return img
}

// coloursOf are those of a drawing. What is solid has the colour of a thin line,
// but where that is as strong as the ink.
func coloursOf(pal *palette) icon.Colours {
	c := icon.Colours{
		Ink: hex(pal[text]), Page: hex(pal[card]), Shade: hex(pal[rule]), Accent: hex(pal[main]),
		OnAccent: hex(pal[onMain]), Paper: "#FFFFFF", Pencil: "#16181D",
	}
	if c.Shade == c.Ink {
		c.Shade = c.Page
	}
	return c
}
