package ui

import (
	"fmt"
	"testing"

	"guichet/kiosk/session"
)

var sizes = []session.Size{session.Small, session.Normal, session.Large, session.Huge}

// everyScene composes each kind of page in each size on each glass, each part
// of it, and hands it to a check.
func everyScene(t *testing.T, check func(t *testing.T, m metrics, v *session.View, sc *scene)) {
	for _, g := range glasses {
		for _, s := range samples() {
			for _, size := range sizes {
				v := s.view
				v.Size = size
				m := newMetrics(g.w, g.h, g.panel, size)
				t.Run(fmt.Sprintf("%s/%s/%d", g.name, s.name, size), func(t *testing.T) {
					l := newLocal(&v)
					for part, parts := 0, 1; part < parts; part++ {
						l.part, l.over = part, part
						sc := compose(&v, l, m)
						parts = sc.parts
						check(t, m, &v, sc)
					}
				})
			}
		}
	}
}

// capitals is the part of a line of text that must be seen.
func (it *item) capitals() rect {
	top := it.at.Y + (ascent()-capRatio())*it.size
	return rect{it.at.X, top, it.at.W, capRatio() * it.size}
}

func overlap(a, b rect) bool {
	return a.X+0.5 < b.right()-0.5 && b.X+0.5 < a.right()-0.5 && a.Y+0.5 < b.bottom()-0.5 && b.Y+0.5 < a.bottom()-0.5
}

func TestNothingIsCut(t *testing.T) {
	everyScene(t, func(t *testing.T, m metrics, v *session.View, sc *scene) {
		for _, c := range sc.cut {
			t.Error(c)
		}
		glass := rect{0, 0, m.W, m.H}
		var seen []*item
		for i := range sc.items {
			it := &sc.items[i]
			if it.kind == box {
				if it.fill == dim {
					seen = nil
				}
				continue
			}
			at := it.at
			if it.kind == line {
				at = it.capitals()
			}
			if !at.within(glass) {
				t.Errorf("%q leaves the glass: %v", it.text, at)
			}
			if it.ctl >= 0 && !at.within(sc.controls[it.ctl].at) {
				t.Errorf("%q leaves its control %s: %v in %v", it.text, sc.controls[it.ctl].id, at, sc.controls[it.ctl].at)
			}
			for _, other := range seen {
				if over := other.at; overlap(at, pick(other, over)) {
					t.Errorf("%q lies on %q", it.text, other.text)
				}
			}
			seen = append(seen, it)
		}
		for i := range sc.controls {
			c := &sc.controls[i]
			if !c.at.within(glass) {
				t.Errorf("control %s leaves the glass: %v", c.id, c.at)
			}
			for _, it := range seen {
				if it.ctl != i && overlap(pick(it, it.at), c.at) {
					t.Errorf("%q lies on control %s", it.text, c.id)
				}
			}
		}
	})
}

func pick(it *item, at rect) rect {
	if it.kind == line {
		return it.capitals()
	}
	return at
}

func TestTargetsAreLargeAndApart(t *testing.T) {
	everyScene(t, func(t *testing.T, m metrics, v *session.View, sc *scene) {
		for i := range sc.controls {
			c := &sc.controls[i]
			least := float32(touchSide)
			if c.key {
				least = leastKey(m)
			}
			if w, h := c.at.W/m.ppm, c.at.H/m.ppm; w < least-0.05 || h < least-0.05 {
				t.Errorf("%s is %.1f × %.1f mm, at least %.1f", c.id, w, h, least)
			}
			for j := range i {
				if d := distance(c.at, sc.controls[j].at) / m.ppm; d < touchGap-0.4/m.ppm {
					t.Errorf("%s and %s are %.1f mm apart", sc.controls[j].id, c.id, d)
				}
			}
		}
	})
}

// leastKey: 20 mm where the panel is wide enough for ten keys of it in a row
// and high enough, else 15, and 12.7 on the smallest.
func leastKey(m metrics) float32 {
	if m.H/m.ppm < 230 {
		return keyLeast
	}
	return keyNarrow
}

// distance is the room between two places: the larger of the two directions.
func distance(a, b rect) float32 {
	dx := max(a.X-b.right(), b.X-a.right())
	dy := max(a.Y-b.bottom(), b.Y-a.bottom())
	return max(dx, dy)
}
