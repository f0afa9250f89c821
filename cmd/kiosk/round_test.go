package main

import (
	"fmt"
	"math/rand/v2"
	"time"

	"guichet/kiosk/bench/probe"
)

const (
	idleTime = 20 * time.Second
	presses  = 20 // in a round
	turns    = 6
)

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

// memory weighs the menu, once it has come to rest. A browser drops a touch
// that comes right after its first paint: nobody's finger is so quick.
func (t *tour) memory(r *rival, p *running) error {
	time.Sleep(2 * time.Second)
	if err := t.goOn(t.forward[atHome], r.marks.menu); err != nil {
		return fmt.Errorf("going to the menu: %w", err)
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
	if err := t.goOn(t.forward[atMenu], r.marks.before); err != nil {
		return fmt.Errorf("going to the page before the questions: %w", err)
	}
	if err := t.goOn(t.forward[atBefore], r.marks.question); err != nil {
		return fmt.Errorf("going to the question: %w", err)
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

// goOn taps and waits until the next page stands.
func (t *tour) goOn(a probe.Area, want mark) error {
	if err := t.screen.Tap(a.Centre()); err != nil {
		return err
	}
	_, err := t.screen.Wait(want.at, want.is, patience)
	time.Sleep(quiet)
	return err
}

// jitter keeps the presses from falling in step with the frames.
func jitter() time.Duration { return rand.N(20 * time.Millisecond) }

func milliseconds(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }
