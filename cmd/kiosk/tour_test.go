package main

import (
	"fmt"
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
	quiet = 300 * time.Millisecond // two pictures so far apart and alike: the page stands
	key   = "key:e"
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
