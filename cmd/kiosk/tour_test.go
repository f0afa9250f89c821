package main

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"guichet/kiosk/bench/probe"
)

// The tour, by what is pressed to go on: from the home page to the menu, to
// what one must know before, to the first question with its keyboard.
const (
	atHome = iota
	atMenu
	atBefore
	atQuestion
)

const (
	quiet    = 300 * time.Millisecond // two pictures so far apart and alike: the page stands
	idleTime = 20 * time.Second
	presses  = 20 // in a round
	turns    = 6
	key      = "key:e"
)

// tour is the pages and the control that leads on from each.
type tour struct {
	screen  *probe.Screen
	empty   *probe.Picture // the screen without anybody
	pages   []peerPage
	forward []probe.Area
	back    probe.Area // from "before" to the menu
	key     probe.Area
}

// survey walks the kiosk through the tour and asks it where everything is.
func survey(s *probe.Screen, empty *probe.Picture, r *rival, socket, tile string) (*tour, error) {
	p, err := r.start()
	if err != nil {
		return nil, err
	}
	t := &tour{screen: s, empty: empty}
	err = t.ask(socket, []string{"next", tile, "next"})
	if stopErr := p.stop(s, empty); err == nil {
		err = stopErr
	}
	return t, err
}

func (t *tour) ask(socket string, path []string) error {
	m, err := probe.DialTouchMap(socket, patience)
	if err != nil {
		return err
	}
	defer m.Close()
	picture := t.empty
	for n := 0; ; n++ {
		if picture, err = t.screen.Settle(picture, quiet, patience); err != nil {
			return err
		}
		page, err := m.Page()
		if err != nil {
			return err
		}
		t.pages = append(t.pages, peerPage{Page: page, Go: map[string]int{"back": n - 1}})
		if n == len(path) {
			return t.finish()
		}
		on, ok := page.Find(path[n])
		if !ok {
			return fmt.Errorf("there is no %q on the page %q", path[n], page.State)
		}
		t.pages[n].Go[on.ID] = n + 1
		t.forward = append(t.forward, on.Area())
		if err := t.screen.Tap(on.Area().Centre()); err != nil {
			return err
		}
	}
}

func (t *tour) finish() error {
	back, ok1 := t.pages[atBefore].Find("back")
	e, ok2 := t.pages[atQuestion].Find(key)
	if !ok1 || !ok2 {
		return fmt.Errorf("the tour ends on %q, without a keyboard or a way back", t.pages[atQuestion].State)
	}
	t.back, t.key = back.Area(), e.Area()
	return nil
}

// mark is a pixel and the colour that it has when something is painted.
type mark struct {
	at     probe.Point
	colour probe.Colour
}

func (m mark) is(c probe.Colour) bool { return c == m.colour }

// marks are how one rival's pages are told apart.
type marks struct {
	home, menu, before mark
	key                probe.Point // changes while the key is pressed
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
	if err := r.marks.pages(t, pictures[atMenu], pictures[atBefore]); err != nil {
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

// pages finds the marks of two pages, away from the control that is pressed:
// a pressed look must not pass for the next page.
func (m *marks) pages(t *tour, menu, before *probe.Picture) error {
	at, ok := menu.Distinct(before, func(p probe.Point) bool {
		return !t.forward[atMenu].Has(p) && !t.back.Has(p)
	})
	if !ok {
		return errors.New("the menu and the next page look the same: the pages did not turn")
	}
	m.menu, m.before = mark{at, menu.At(at)}, mark{at, before.At(at)}
	return nil
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

// round is one rival started, measured and stopped.
func (t *tour) round(r *rival) (err error) {
	p, err := r.start()
	if err != nil {
		return err
	}
	defer func() {
		if stopErr := p.stop(t.screen, t.empty); err == nil {
			err = stopErr
		}
	}()
	for _, measure := range []func(*rival, *running) error{t.first, t.memory, t.turn, t.press, t.idle} {
		if err := measure(r, p); err != nil {
			return fmt.Errorf("%s: %w", r.name, err)
		}
	}
	return nil
}

// first waits for the first page.
func (t *tour) first(r *rival, p *running) error {
	when, err := t.screen.Wait(r.marks.home.at, r.marks.home.is, patience)
	r.found.start = append(r.found.start, milliseconds(when.Sub(p.began)))
	return err
}

// memory weighs the menu, once it has come to rest.
func (t *tour) memory(r *rival, p *running) error {
	if err := t.goOn(t.forward[atHome]); err != nil {
		return err
	}
	time.Sleep(2 * time.Second)
	bytes, err := p.tree().PSS()
	r.found.memory = append(r.found.memory, float64(bytes)/(1<<20))
	return err
}

// turn goes from the menu to the next page and back.
func (t *tour) turn(r *rival, _ *running) error {
	for range turns {
		for _, leaf := range []struct {
			press probe.Area
			want  mark
		}{{t.forward[atMenu], r.marks.before}, {t.back, r.marks.menu}} {
			took, err := t.turnOnce(leaf.press, leaf.want)
			if err != nil {
				return fmt.Errorf("turning a page: %w", err)
			}
			r.found.turn = append(r.found.turn, milliseconds(took))
		}
	}
	return nil
}

// turnOnce measures from the release, which is what turns the page.
func (t *tour) turnOnce(press probe.Area, want mark) (time.Duration, error) {
	if err := t.screen.Move(press.Centre()); err != nil {
		return 0, err
	}
	if err := t.screen.Press(); err != nil {
		return 0, err
	}
	time.Sleep(80*time.Millisecond + jitter())
	began := time.Now()
	if err := t.screen.Release(); err != nil {
		return 0, err
	}
	when, err := t.screen.Wait(want.at, want.is, patience)
	time.Sleep(400*time.Millisecond + jitter())
	return when.Sub(began), err
}

// press types on the keyboard of the question.
func (t *tour) press(r *rival, _ *running) error {
	for _, a := range t.forward[atMenu:] {
		if err := t.goOn(a); err != nil {
			return err
		}
	}
	if err := t.screen.Move(t.key.Centre()); err != nil {
		return err
	}
	for range presses {
		time.Sleep(150*time.Millisecond + jitter())
		took, err := t.pressOnce(r.marks.key)
		if err != nil {
			return fmt.Errorf("pressing a key: %w", err)
		}
		r.found.press = append(r.found.press, milliseconds(took))
	}
	return nil
}

func (t *tour) pressOnce(at probe.Point) (time.Duration, error) {
	before, err := t.screen.Pixel(at)
	if err != nil {
		return 0, err
	}
	began := time.Now()
	if err := t.screen.Press(); err != nil {
		return 0, err
	}
	when, err := t.screen.Wait(at, func(c probe.Colour) bool { return c != before }, patience)
	time.Sleep(60*time.Millisecond + jitter())
	if err := t.screen.Release(); err != nil {
		return 0, err
	}
	return when.Sub(began), err
}

// idle leaves the question alone, with its caret.
func (t *tour) idle(r *rival, p *running) error {
	time.Sleep(time.Second)
	began, spent := time.Now(), p.tree().CPU()
	time.Sleep(idleTime)
	used := p.tree().CPU() - spent
	r.found.idle = append(r.found.idle, 100*used.Seconds()/time.Since(began).Seconds())
	return nil
}

func (t *tour) goOn(a probe.Area) error {
	if err := t.screen.Tap(a.Centre()); err != nil {
		return err
	}
	time.Sleep(quiet)
	return nil
}

// jitter keeps the presses from falling in step with the frames.
func jitter() time.Duration { return rand.N(20 * time.Millisecond) }

func milliseconds(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }
