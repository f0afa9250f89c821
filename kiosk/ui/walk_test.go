//go:build !race

// The race detector makes composing every page ten times slower and finds nothing
// in it: one goroutine does it.

package ui

import (
	"fmt"
	"slices"
	"testing"

	"guichet/kiosk/session"
)

// everyScene composes each kind of page in each size on each glass, each part
// of it, and hands it to a check.
func everyScene(t *testing.T, check func(t *testing.T, m metrics, v *session.View, sc *scene)) {
	scenesOf(t, allSamples(), sizes, check)
}

func scenesOf(t *testing.T, all []sample, sizes []session.Size, check func(t *testing.T, m metrics, v *session.View, sc *scene)) {
	scenesOn(t, glasses, all, sizes, check)
}

func scenesOn(t *testing.T, glasses []glass, all []sample, sizes []session.Size, check func(t *testing.T, m metrics, v *session.View, sc *scene)) {
	for _, g := range glasses {
		for _, s := range all {
			for _, size := range sizes {
				v := s.view
				v.Size = size
				m := newMetrics(g.w, g.h, g.panel, size)
				if v.Call != nil {
					m = m.inCall()
				}
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

func TestNothingIsCut(t *testing.T) { everyScene(t, nothingIsCut) }

func nothingIsCut(t *testing.T, m metrics, _ *session.View, sc *scene) {
	for _, c := range sc.cut {
		t.Error(c)
	}
	glass := rect{0, 0, m.W, m.H}
	var seen []*item
	for i := range sc.items {
		it := &sc.items[i]
		if it.kind == box || it.kind == strokes || it.kind == moving {
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
}

func pick(it *item, at rect) rect {
	if it.kind == line {
		return it.capitals()
	}
	return at
}

func TestTargetsAreLargeAndApart(t *testing.T) { everyScene(t, targetsAreLarge) }

func targetsAreLarge(t *testing.T, m metrics, v *session.View, sc *scene) {
	for i := range sc.controls {
		c := &sc.controls[i]
		least := float32(touchSide)
		if c.key {
			least = leastKey(m, v)
		}
		if w, h := c.at.W/m.ppm, c.at.H/m.ppm; w < least-0.05 || h < least-0.05 {
			t.Errorf("%s is %.1f × %.1f mm, at least %.1f", c.id, w, h, least)
		}
		if c.id != "again" && c.at.X < m.mm(cornerSide) && c.at.Y < m.mm(cornerSide) {
			t.Errorf("%s stands on the corner that the front desk holds", c.id)
		}
		for j := range i {
			if d := distance(c.at, sc.controls[j].at) / m.ppm; d < touchGap-0.4/m.ppm {
				t.Errorf("%s and %s are %.1f mm apart", sc.controls[j].id, c.id, d)
			}
		}
	}
}

// leastKey: 20 mm where the panel is wide enough for ten keys of it in a row
// and high enough, else 15, and 12.7 on the smallest.
func leastKey(m metrics, v *session.View) float32 {
	if v.Call != nil { // the smallest panel that stands leaves the page its least height
		if page, _ := m.beside(); page.H/m.ppm < float32(leastStanding.HeightMM)+1 {
			return keyLeast
		}
	}
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

func TestEveryControlHasAName(t *testing.T) { everyScene(t, everyControlHasAName) }

func everyControlHasAName(t *testing.T, _ metrics, _ *session.View, sc *scene) {
	ids := map[string]bool{}
	for _, c := range sc.controls {
		if c.label == "" {
			t.Errorf("%s says nothing", c.id)
		}
		if ids[c.id] {
			t.Errorf("%s stands twice", c.id)
		}
		ids[c.id] = true
	}
}

func TestNoSentenceIsSmallerThanItMayBe(t *testing.T) {
	everyScene(t, func(t *testing.T, m metrics, v *session.View, sc *scene) {
		least := 0.75 * capBar * float64(min(m.k, 1))
		for _, it := range sc.items {
			if it.kind == line && it.ctl < 0 && float64(capRatio()*it.size/m.ppm) < least {
				t.Errorf("%q has capitals of %.1f mm", it.text, capRatio()*it.size/m.ppm)
			}
		}
	})
}

// TestScenesUseOnlyKnownPairs also looks at what is pressed: the same letters
// in the pressed colours.
func TestScenesUseOnlyKnownPairs(t *testing.T) { everyScene(t, onlyKnownPairs) }

func onlyKnownPairs(t *testing.T, _ metrics, _ *session.View, sc *scene) {
	under := slices.IndexFunc(sc.items, func(it item) bool { return it.fill == dim })
	for i := range sc.items {
		it := &sc.items[i]
		if i <= under {
			continue
		}
		if it.kind == line || it.kind == icons {
			known(t, it.ink, it.on, it.text)
		}
		if it.kind == box && it.edge != none && it.edge != rule && it.edge != it.fill {
			known(t, it.edge, it.fill, "an edge")
		}
	}
}

func known(t *testing.T, on, under role, what string) {
	t.Helper()
	if !slices.ContainsFunc(pairs, func(p pair) bool { return p.on == on && p.under == under }) {
		t.Errorf("%q: role %d on %d is in no pair", what, on, under)
	}
}

// TestCallsAsTheyAreLived is TestNothingIsCut and TestTargetsAreLargeAndApart for
// the screens of calls with the words that stand on them, in each language.
func TestCallsAsTheyAreLived(t *testing.T) {
	if testing.Short() {
		t.Skip("it is long")
	}
	for _, lang := range livedLangs {
		t.Run(string(lang), func(t *testing.T) {
			scenesOf(t, livedSamples(t, lang), []session.Size{session.Normal, session.Huge}, func(t *testing.T, m metrics, v *session.View, sc *scene) {
				nothingIsCut(t, m, v, sc)
				targetsAreLarge(t, m, v, sc)
			})
		})
	}
}
