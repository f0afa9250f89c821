package main

import (
	"errors"
	"fmt"
	"slices"

	"guichet/kiosk/bench/probe"
)

// mark is a pixel and the colour that it has when something is painted.
type mark struct {
	at     probe.Point
	colour probe.Colour
}

func (m mark) is(c probe.Colour) bool { return c == m.colour }

// marks are how one rival's pages are told apart.
type marks struct {
	home, menu, before, question mark
	key                          probe.Point // changes while the key is pressed
}

// calibrate walks a rival through the tour slowly and finds its marks. It is
// its warm-up as well.
func (t *tour) calibrate(r *rival) (err error) {
	p, err := r.start()
	if err != nil {
		return err
	}
	defer func() {
		if stopErr := p.stop(t.screen, t.empty); err == nil {
			err = stopErr
		}
	}()
	pictures, err := t.walk()
	if err != nil {
		return err
	}
	home := t.firstPaint()
	r.marks.home = mark{home, pictures[atHome].At(home)}
	if err := r.marks.pages(t, pictures); err != nil {
		return err
	}
	r.marks.key, err = t.keyMark(pictures[atQuestion])
	return err
}

// walk takes a picture of each page. The first may come in parts: it has the
// time of three.
func (t *tour) walk() (pictures [4]*probe.Picture, err error) {
	if pictures[atHome], err = t.screen.Settle(t.empty, 4*quiet, patience); err != nil {
		return pictures, fmt.Errorf("nothing is painted: %w", err)
	}
	for n, on := range t.forward {
		if err := t.screen.Tap(on.Centre()); err != nil {
			return pictures, err
		}
		if pictures[n+1], err = t.screen.Settle(pictures[n], quiet, patience); err != nil {
			return pictures, fmt.Errorf("page %d of the tour: %w", n+2, err)
		}
	}
	return pictures, nil
}

// firstPaint is a place in the filled button of the home page, left of its
// words: it is painted neither on the empty screen nor on a window that is
// still blank.
func (t *tour) firstPaint() probe.Point {
	a := t.forward[atHome]
	return probe.Point{X: a.X + a.W/12, Y: a.Y + a.H/2}
}

// pages finds the marks of the pages after the first.
func (m *marks) pages(t *tour, p [4]*probe.Picture) (err error) {
	if m.menu, m.before, err = t.apart(p[atMenu], p[atBefore]); err != nil {
		return err
	}
	_, m.question, err = t.apart(p[atBefore], p[atQuestion])
	return err
}

// apart finds a place that differs on two pages, away from all that is
// pressed: a pressed look must not pass for the next page.
func (t *tour) apart(a, b *probe.Picture) (onA, onB mark, err error) {
	at, ok := a.Distinct(b, func(p probe.Point) bool {
		return !t.back.Has(p) && !slices.ContainsFunc(t.forward, func(a probe.Area) bool { return a.Has(p) })
	})
	if !ok {
		return onA, onB, errors.New("two pages look the same: the page did not turn")
	}
	return mark{at, a.At(at)}, mark{at, b.At(at)}, nil
}

// keyMark holds the key down and finds what changes in it.
func (t *tour) keyMark(up *probe.Picture) (probe.Point, error) {
	if err := t.screen.Move(t.key.Centre()); err != nil {
		return probe.Point{}, err
	}
	if err := t.screen.Press(); err != nil {
		return probe.Point{}, err
	}
	down, err := t.screen.Settle(up, quiet, patience)
	if err := errors.Join(err, t.screen.Release()); err != nil {
		return probe.Point{}, err
	}
	at, ok := up.Distinct(down, t.key.Has)
	if !ok {
		return at, errors.New("a key that is pressed does not show it")
	}
	return at, nil
}
