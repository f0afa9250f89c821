package pdf

import (
	"slices"
	"strconv"
	"strings"

	"guichet/forms"
	"guichet/kiosk/receipt"
)

// Millimetres and points of a guide at scale 1.
const (
	guideSide   = 14.0
	guideTop    = 12.0
	guideBottom = 10.0
	guideRoom   = paperWidth - 2*guideSide

	guideTitle   = 25.0 // points
	guideHeading = 15.5
	guideBody    = 12.0
	guideLine    = 5.3 // millimetres a line of body

	rowGap = 5.0 // between the pictures of a row
)

// guide is one page being laid out: what is to be drawn, and how far down.
type guide struct {
	s    *sheet
	hall Hall
	k    float64 // scale of type
	y    float64

	draw   []func(down float64)
	breaks []int // of draw, where a part begins
	number int   // of the part
}

// put has something drawn where the page stands now.
func (g *guide) put(draw func(y float64)) {
	y := g.y
	g.draw = append(g.draw, func(down float64) { draw(y + down) })
}

// spread shares the white that is left among the parts.
func (g *guide) spread(white float64) []func() {
	var all []func()
	each := min(white/float64(len(g.breaks)+1), 6)
	down, next := 0.0, 0
	for i, d := range g.draw {
		if next < len(g.breaks) && g.breaks[next] == i {
			down, next = down+each, next+1
		}
		at := down
		all = append(all, func() { d(at) })
	}
	return all
}

func (g *guide) lay(text guideText) {
	g.title(text.title)
	for _, part := range text.parts {
		g.part(part)
	}
}

func (g *guide) style(points float64, bold bool) style {
	return style{size: points * g.k, height: points * guideLine / guideBody * g.k, bold: bold}
}

func (g *guide) title(words string) {
	st := g.style(guideTitle, true)
	for _, line := range g.s.wrap(words, st, guideRoom) {
		g.put(func(y float64) {
			g.s.colour(blue)
			g.s.write(guideSide, y+st.height*0.74, line, st)
		})
		g.y += st.height
	}
}

func (g *guide) part(part guidePart) {
	if part.heading != "" {
		g.heading(part.heading)
	}
	for _, b := range part.blocks {
		switch {
		case b.contacts:
			g.contacts()
		case b.row():
			g.row(b)
		case len(b.items) > 0:
			g.list(b)
		default:
			g.paragraph(b.spans)
		}
		g.y += 1.6 * g.k
	}
}

// heading is a number and words, white on dark.
func (g *guide) heading(words string) {
	g.breaks = append(g.breaks, len(g.draw))
	g.number++
	number, st := strconv.Itoa(g.number), g.style(guideHeading, true)
	g.y += 2.4 * g.k
	height := st.height + 1.6*g.k
	g.put(func(y float64) {
		g.s.colour(blue)
		g.s.f.RoundedRect(guideSide, y, guideRoom, height, 1.6, "1234", "F")
		g.s.colour([3]int{255, 255, 255})
		base := y + 0.8*g.k + st.height*0.74
		g.s.write(guideSide+3.2, base, number, st)
		g.s.write(guideSide+10, base, words, st)
	})
	g.y += height + 2*g.k
}

func (g *guide) paragraph(spans []span) {
	g.y += g.text(spans, guideBody, guideSide, guideRoom)
}

// text sets words from the line that the page stands at, and returns how high
// they are.
func (g *guide) text(spans []span, points, x, room float64) float64 {
	st := g.style(points, false)
	lines := g.s.rich(spans, st, room)
	for i, line := range lines {
		g.put(func(y float64) { g.s.writeRich(x, y+float64(i)*st.height+st.height*0.74, line, st, x+room) })
	}
	return float64(len(lines)) * st.height
}

func (g *guide) list(b guideBlock) {
	const indent = 7.0
	for i, it := range b.items {
		mark, st := "•", g.style(guideBody, true)
		if b.numbered {
			mark = strconv.Itoa(i+1) + "."
		}
		g.put(func(y float64) {
			g.s.colour(ink)
			g.s.write(guideSide+2, y+st.height*0.74, mark, st)
		})
		g.y += g.text(it.spans, guideBody, guideSide+indent, guideRoom-indent)
	}
}

// row is pictures side by side, each with its number and its words below.
func (g *guide) row(b guideBlock) {
	n := float64(max(len(b.items), 3))
	width := (guideRoom - (n-1)*rowGap) / n
	height, words := width*figureHeight/figureWidth, 0.0
	top := g.y
	for i, it := range b.items {
		x := guideSide + float64(i)*(width+rowGap)
		g.y = top
		g.picture(it.figure, x, width, height)
		if b.numbered {
			g.badge(i+1, x, 4.6)
		}
		g.y = top + height + 1.4*g.k
		words = max(words, g.text(it.spans, guideBody, x, width))
	}
	g.y = top + height + 1.4*g.k + words
}

func (g *guide) picture(name string, x, width, height float64) {
	f := newFigure(name)
	g.put(func(y float64) {
		g.s.f.SetDrawColor(middle, middle, middle)
		g.s.f.SetLineWidth(0.3)
		g.s.f.RoundedRect(x, y, width, height, 2, "1234", "D")
		const inset = 2.0
		g.s.figureAt(f, x+inset, y+inset*figureHeight/figureWidth, width-2*inset)
	})
}

// badge is the number of a picture, in its left upper corner.
func (g *guide) badge(n int, x, radius float64) {
	st := g.style(guideBody, true)
	number := strconv.Itoa(n)
	g.put(func(y float64) {
		g.s.colour(blue)
		g.s.f.Circle(x+radius*0.7, y+radius*0.7, radius*0.8, "F")
		g.s.colour([3]int{255, 255, 255})
		g.s.write(x+radius*0.7-g.s.width(number, st)/2, y+radius*0.7+st.size*0.125, number, st)
	})
}

// contacts stand two in a row; where there are none, there are lines to write on.
func (g *guide) contacts() {
	if len(g.hall.Contacts) == 0 {
		for range 2 {
			g.paragraph([]span{{writeLine, false}})
			g.y += 3 * g.k
		}
	}
	for pair := range slices.Chunk(g.hall.Contacts, 2) {
		g.pair(pair)
	}
}

func (g *guide) pair(contacts []receipt.Contact) {
	const gap = 6.0
	width := (guideRoom - gap) / 2
	top, height := g.y, 0.0
	for n, c := range contacts {
		g.y = top
		height = max(height, g.contact(c, guideSide+float64(n)*(width+gap), width))
	}
	g.y = top + height + 1.2*g.k
}

// contact is a name, a number, hours; it returns how high that is.
func (g *guide) contact(c receipt.Contact, x, width float64) float64 {
	top := g.y
	g.y += g.text([]span{{clean(c.Name), true}}, guideBody, x, width)
	if c.Phone != "" {
		g.y += g.text([]span{{clean(forms.FormatPhone(c.Phone)), true}}, guideHeading, x, width)
	}
	for _, more := range []string{c.Hours, c.Email} {
		if more != "" {
			g.y += g.text([]span{{clean(upper(more)), false}}, guideBody-1, x, width)
		}
	}
	return g.y - top
}

// upper begins with a capital, but for an address.
func upper(s string) string {
	if strings.Contains(s, "@") {
		return s
	}
	first := []rune(s)[:1]
	return strings.ToUpper(string(first)) + strings.TrimPrefix(s, string(first))
}
