package session

import (
	"context"
	"errors"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"guichet/kiosk/call"
	"guichet/kiosk/call/calltest"
)

// slowPhone takes its time to say whether it is ready.
type slowPhone struct {
	*calltest.Phone
	takes atomic.Int64
}

func (p *slowPhone) Ready() error {
	time.Sleep(time.Duration(p.takes.Load()))
	return p.Phone.Ready()
}

// playSlow is a kiosk whose sound server hangs from the first question on: each way is
// ten seconds late to say whether it is ready.
func playSlow(t *testing.T, story func(st *callStage)) {
	t.Helper()
	var all []*slowPhone
	playCallWith(t, func(st *callStage, c *Config) {
		all = []*slowPhone{{Phone: st.video}, {Phone: st.voice}}
		c.Phones = []call.Phone{all[0], all[1]}
	}, func(st *callStage) {
		st.toFirst()
		for _, p := range all {
			p.takes.Store(int64(10 * time.Second))
		}
		story(st)
		for _, p := range all {
			p.takes.Store(0)
		}
	})
}

// A phone that hangs where it is asked whether it is ready keeps neither the citizen
// waiting nor who looks whether the kiosk lives.
func TestAPhoneThatHangs(t *testing.T) {
	playSlow(t, func(st *callStage) {
		st.press("Parler à quelqu’un")
		st.wait(2 * time.Second)
		st.overlay(CallHow, "Parler à quelqu’un")
		if all := st.tiles(); !slices.Contains(all, "En vidéo") || !slices.Contains(all, "Par téléphone") {
			t.Errorf("what was ready before is %q", all)
		}
		ctx, cancel := context.WithTimeout(context.Background(), time.Second)
		defer cancel()
		if err := st.s.Alive(ctx); err != nil {
			t.Errorf("the loop: %v", err)
		}
		st.wait(2 * time.Second)
		st.on() // the ways are looked at again
		if all := st.tiles(); slices.Contains(all, "En vidéo") || slices.Contains(all, "Par téléphone") {
			t.Errorf("who has said nothing for long is offered among %q", all)
		}
		st.wait(10 * time.Second)
		if all := st.tiles(); !slices.Contains(all, "En vidéo") || !slices.Contains(all, "Par téléphone") {
			t.Errorf("who has answered at last is not among %q", all)
		}
	})
}

// What a phone says late is shown as soon as it is known.
func TestAPhoneThatAnswersLate(t *testing.T) {
	playSlow(t, func(st *callStage) {
		st.video.Unready(errors.New("no camera that works"))
		st.press("Parler à quelqu’un")
		st.wait(15 * time.Second)
		if all := st.tiles(); slices.Contains(all, "En vidéo") || !slices.Contains(all, "Par téléphone") {
			t.Errorf("the ways are %q", all)
		}
	})
}

// A phone that breaks where it is asked is not ready, and breaks nothing else.
func TestAPhoneThatBreaks(t *testing.T) {
	playCallWith(t, func(st *callStage, c *Config) {
		c.Phones = []call.Phone{brokenPhone{st.video}, st.voice}
	}, func(st *callStage) {
		st.toFirst()
		st.press("Parler à quelqu’un")
		if all := st.tiles(); slices.Contains(all, "En vidéo") || !slices.Contains(all, "Par téléphone") {
			t.Errorf("the ways are %q", all)
		}
	})
}

type brokenPhone struct{ call.Phone }

func (brokenPhone) Ready() error { panic("a driver's mistake") }
