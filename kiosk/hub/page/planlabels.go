package page

import (
	"image"
	"unicode/utf8"
)

// Sizes on the plan: of a kiosk, of a line of its name, and of a letter, which
// no letter of the system's font is much wider than.
const (
	pin        = 28
	lineHeight = 25
	letter     = 13
)

// label puts the name of each kiosk right, left, below or above of it, where it
// covers nothing. Who finds no place has his name in the list below alone.
func (d *planView) label(v *views) {
	var taken []image.Rectangle
	for _, m := range d.Placed {
		taken = append(taken, image.Rect(m.PX-pin, m.PY-pin, m.PX+pin, m.PY+pin))
	}
	for i := range d.Placed {
		m := &d.Placed[i]
		wide := letter * max(utf8.RuneCountInString(m.Name), utf8.RuneCountInString(v.state(m.State)))
		for _, box := range m.places(wide) {
			if !m.Label && box.In(image.Rect(0, 0, drawnWidth, drawnHeight)) && free(box, taken) {
				m.Label, m.LX, m.LY = true, (box.Min.X+box.Max.X)/2, box.Min.Y
				taken = append(taken, box)
			}
		}
	}
}

// places are where a name of two lines may stand, the best first.
func (m mark) places(wide int) []image.Rectangle {
	const tall = 2*lineHeight + 4
	box := image.Rect(0, 0, wide, tall)
	return []image.Rectangle{
		box.Add(image.Pt(m.PX+pin, m.PY-tall/2)),
		box.Add(image.Pt(m.PX-pin-wide, m.PY-tall/2)),
		box.Add(image.Pt(m.PX-wide/2, m.PY+pin)),
		box.Add(image.Pt(m.PX-wide/2, m.PY-pin-tall)),
	}
}

func free(box image.Rectangle, taken []image.Rectangle) bool {
	for _, t := range taken {
		if box.Overlaps(t) {
			return false
		}
	}
	return true
}
