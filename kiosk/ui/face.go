package ui

import (
	"sync"

	"fyne.io/fyne/v2"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"

	"guichet/kiosk/font"
)

// face is one weight of the typeface: the half with the letters of French and
// English, and the half with the other letters of Europe.
type face struct{ halves [2]half }

// half is one font file with the widths of its letters in parts of an em.
type half struct {
	res  *fyne.StaticResource
	font *sfnt.Font
	adv  map[rune]float32
}

const unitsAnEm = 1000 // scale at which advances are read: 26.6 fixed, so exact

var faces = sync.OnceValue(func() *[2]face {
	return &[2]face{
		{[2]half{newHalf("regular.ttf", font.Regular), newHalf("regular-ext.ttf", font.RegularExt)}},
		{[2]half{newHalf("bold.ttf", font.Bold), newHalf("bold-ext.ttf", font.BoldExt)}},
	}
})

func newHalf(name string, data []byte) half {
	f, err := sfnt.Parse(data)
	if err != nil {
		panic("ui: " + name + ": " + err.Error()) // embedded: cannot happen to a user
	}
	return half{fyne.NewStaticResource(name, data), f, map[rune]float32{}}
}

func faceOf(bold bool) *face {
	if bold {
		return &faces()[1]
	}
	return &faces()[0]
}

// capRatio is the height of a capital in parts of an em, from the font's own
// OS/2 table.
var capRatio = sync.OnceValue(func() float32 {
	var b sfnt.Buffer
	mt, err := faceOf(true).halves[0].font.Metrics(&b, fixed.I(unitsAnEm), 0)
	if err != nil || mt.CapHeight <= 0 {
		panic("ui: the font has no height of capitals")
	}
	return float32(mt.CapHeight) / 64 / unitsAnEm
})

// ascent and descent are the font's line above and below its baseline, in
// parts of an em: where Fyne puts a line of text inside its box.
var ascent, descent = sync.OnceValue(func() float32 { return vertical(true) }),
	sync.OnceValue(func() float32 { return vertical(false) })

func vertical(up bool) float32 {
	var b sfnt.Buffer
	mt, err := faceOf(false).halves[0].font.Metrics(&b, fixed.I(unitsAnEm), 0)
	if err != nil {
		panic("ui: the font has no metrics")
	}
	if up {
		return float32(mt.Ascent) / 64 / unitsAnEm
	}
	return float32(mt.Descent) / 64 / unitsAnEm
}

// lineOf is a line of one weight in parts of an em: above its baseline, and as a
// whole.
func lineOf(bold bool) (up, whole float32) {
	var b sfnt.Buffer
	mt, err := faceOf(bold).halves[0].font.Metrics(&b, fixed.I(unitsAnEm), 0)
	if err != nil {
		panic("ui: the font has no metrics")
	}
	return float32(mt.Ascent) / 64 / unitsAnEm, float32(mt.Height) / 64 / unitsAnEm
}

// has gives the width of a letter, and whether this half holds it.
func (h *half) has(r rune) (float32, bool) {
	if a, ok := h.adv[r]; ok {
		return a, a >= 0
	}
	var b sfnt.Buffer
	a := float32(-1)
	if g, err := h.font.GlyphIndex(&b, r); err == nil && g != 0 {
		if w, err := h.font.GlyphAdvance(&b, g, fixed.I(unitsAnEm), 0); err == nil {
			a = float32(w) / 64 / unitsAnEm
		}
	}
	h.adv[r] = a
	return a, a >= 0
}

// other is the width taken for a letter that neither half holds; the theme's
// fallback fonts draw it.
const other = 0.62

func (f *face) letter(r rune) (w float32, half int) {
	for i := range f.halves {
		if w, ok := f.halves[i].has(r); ok {
			return w, i
		}
	}
	return other, 2
}

// textWidth is the width in pixels of a line of text as it is painted.
func textWidth(s string, size float32, bold bool) float32 {
	f, w := faceOf(bold), float32(0)
	for _, r := range s {
		a, _ := f.letter(r)
		w += a
	}
	return w * stride(size)
}

// stride is the size that letters are set apart by. Fyne (2.8.1) draws each letter
// at its own size, and lets its shaper (go-text/typesetting 0.3.4, Shape) advance at
// the next whole one: a line of 25.1 pixels is as wide as one of 26.
func stride(size float32) float32 { return ceil(sixtyFourths(size)) }

// run is a part of a line that one font file draws.
type run struct {
	text  string
	half  int // 2: the theme's fallback
	width float32
}

func runs(s string, size float32, bold bool) []run {
	f, size := faceOf(bold), stride(size)
	var out []run
	start, half, w := 0, -1, float32(0)
	for i, r := range s {
		a, h := f.letter(r)
		if h != half && half >= 0 && r != ' ' {
			out = append(out, run{s[start:i], half, w * size})
			start, w = i, 0
		}
		if half < 0 || r != ' ' {
			half = h
		}
		w += a
	}
	if start < len(s) {
		out = append(out, run{s[start:], half, w * size})
	}
	return out
}
