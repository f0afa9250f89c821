package bench

import (
	"context"
	"errors"
	"fmt"
	"math"
	"os"
	"reflect"
	"time"

	"guichet/kiosk/bench/probe"
	"guichet/kiosk/call"
	"guichet/kiosk/session"
	"guichet/kiosk/ui"
)

// longCall is how long a call of a walk may take in all: whoever answers is
// another program on the same machine.
const longCall = 3 * time.Minute

// Call plays a visit in which a citizen calls somebody that way from the first
// question of a procedure, agrees to all that is asked, and goes when the other
// side has hung up; of a call by voice he hangs up himself. It leaves pictures as
// [Walk] does.
func Call(ctx context.Context, h Hall, pack string, way call.Way) error {
	ctx, cancel := context.WithTimeout(ctx, longCall)
	defer cancel()
	c := &caller{walker: walker{Hall: h, visit: Visit{Name: "call-" + string(way), Pack: pack}}, way: way}
	if err := c.play(ctx); err != nil {
		return errors.Join(fmt.Errorf("bench: call by %s, picture %d: %w", way, c.shots, err), c.picture(ctx, "failed"))
	}
	h.Log.Info("walked", "visit", c.visit.Name, "pictures", c.shots, "papers", c.papers)
	return nil
}

// caller is a visit with a call.
type caller struct {
	walker
	way  call.Way
	seen map[string]bool // what was pictured of the call
}

func (c *caller) play(ctx context.Context) error {
	c.seen = map[string]bool{}
	for _, part := range []func(context.Context) error{c.toQuestion, c.ask, c.talk, c.goodbye} {
		if err := part(ctx); err != nil {
			return err
		}
	}
	return nil
}

// toQuestion goes to the first page that asks something.
func (c *caller) toQuestion(ctx context.Context) error {
	for {
		m, err := c.settled(ctx)
		if err != nil {
			return err
		}
		switch m.View.State {
		case session.Question:
			return nil
		case session.Menu:
			err = c.send(ctx, m, session.Pick{Page: m.View.Page, Pack: c.visit.Pack})
		default:
			err = c.onward(ctx)
		}
		if err != nil {
			return err
		}
	}
}

// onward presses the main button, as soon as there is one.
func (c *caller) onward(ctx context.Context) error {
	is := func(m ui.Moment) bool {
		_, err := named(m, "next")
		return err == nil
	}
	if err := c.waitFor(ctx, is); err != nil {
		return err
	}
	return c.press(ctx, c.Stage.Now(), "next")
}

// ask says that he would like to speak to somebody, and how, as soon as that way
// is open: a hub says who is there a moment after it is reached.
func (c *caller) ask(ctx context.Context) error {
	if err := c.press(ctx, c.Stage.Now(), "talk"); err != nil {
		return err
	}
	var way ui.Control
	err := c.waitLong(ctx, func(m ui.Moment) (found bool) {
		way, found = offered(m, c.way)
		return found
	})
	if err == nil {
		err = c.picture(ctx, "how")
	}
	if err != nil {
		return err
	}
	way, _ = offered(c.Stage.Now(), c.way)
	if err := c.touch(ctx, c.Stage.Now(), way); err != nil {
		return err
	}
	return c.waitLong(ctx, func(m ui.Moment) bool { return m.View.Call != nil })
}

func offered(m ui.Moment, way call.Way) (ui.Control, bool) {
	for _, c := range m.Controls {
		if by, ok := c.Do.(session.CallBy); ok && by.Way == way {
			return c, true
		}
	}
	return ui.Control{}, false
}

// talk lives through the call until it is over.
func (c *caller) talk(ctx context.Context) error {
	for {
		m := c.Stage.Now()
		if m.View.Call == nil {
			return nil
		}
		if err := c.react(ctx, m); err != nil {
			return err
		}
		if err := pause(ctx, frame); err != nil {
			return err
		}
	}
}

// react pictures what is new, and agrees to what is asked.
func (c *caller) react(ctx context.Context, m ui.Moment) error {
	if o := m.View.Overlay; o != nil {
		return c.agree(ctx, m, o)
	}
	what := stageOf(m.View.Call)
	if c.seen[what] {
		return nil
	}
	c.seen[what] = true
	if what == "speaking" {
		if err := pause(ctx, 2*time.Second); err != nil { // for the first pictures
			return err
		}
		if err := c.measure(ctx); err != nil {
			return err
		}
	}
	if err := c.picture(ctx, what); err != nil {
		return err
	}
	if what == "speaking" && c.way == call.Voice {
		return c.touchLike(ctx, session.CallEnd{})
	}
	return nil
}

// measure says what the whole kiosk takes while nothing happens in a call but the
// call: media, and a display without a graphics card where there is none.
func (c *caller) measure(ctx context.Context) error {
	if c.Talk == 0 || c.way != call.Video {
		return nil
	}
	self := probe.Tree(os.Getpid())
	before, used, at := c.Stage.Now().Films, self.CPU(), time.Now()
	if err := pause(ctx, c.Talk); err != nil {
		return err
	}
	d, spent, after := time.Since(at).Seconds(), self.CPU()-used, c.Stage.Now().Films
	c.Log.Info("figure", "processor_percent", math.Round(1000*spent.Seconds()/d)/10,
		"pictures_a_second", math.Round(10*float64(after[0]-before[0])/d)/10,
		"own_pictures_a_second", math.Round(10*float64(after[1]-before[1])/d)/10)
	return nil
}

// stageOf is a word for how a call looks.
func stageOf(v *session.CallView) string {
	switch {
	case v.State != call.Confirmed:
		return string(v.State)
	case v.Point != "":
		return "pointed"
	case v.Talk != nil && len(v.Talk.Lines) > 0:
		return "written"
	case v.Shared:
		return "shared"
	}
	return "speaking"
}

// agree accepts what the agent asks for; a paper prints.
func (c *caller) agree(ctx context.Context, m ui.Moment, o *session.Overlay) error {
	switch o.Kind {
	case session.CallSee, session.CallPropose, session.CallPaper, session.CallStill, session.CallInvite:
	default:
		return nil
	}
	if err := c.picture(ctx, string(o.Kind)); err != nil {
		return err
	}
	if err := c.touchLike(ctx, session.Accept{}); err != nil {
		return err
	}
	err := c.waitLong(ctx, func(n ui.Moment) bool { return n.View.Overlay == nil || n.View.Overlay.Page != o.Page })
	if err != nil || o.Kind != session.CallPaper {
		return err
	}
	if err := c.waitLong(ctx, func(ui.Moment) bool { return c.Bench.LastPaper() != nil }); err != nil {
		return err
	}
	return c.paper(ctx)
}

// goodbye ends the visit as somebody does who has what he came for.
func (c *caller) goodbye(ctx context.Context) error {
	if err := c.picture(ctx, "after"); err != nil {
		return err
	}
	m := c.Stage.Now()
	if m.View.Overlay != nil {
		if err := c.touchLike(ctx, session.Stay{}); err != nil {
			return err
		}
	}
	if err := c.press(ctx, c.Stage.Now(), "again"); err != nil {
		return err
	}
	m = c.Stage.Now()
	return c.sendLike(ctx, m, session.Leave{Page: page(m.View)})
}

// touchLike presses what sends this kind of event and does not wait.
func (c *caller) touchLike(ctx context.Context, e session.Event) error {
	m, at, err := c.seek(ctx, sends(e))
	if err != nil {
		return err
	}
	return c.touch(ctx, m, at)
}

// sends tells which control sends this kind of event.
func sends(e session.Event) func(ui.Control) bool {
	kind := reflect.TypeOf(e)
	return func(c ui.Control) bool { return c.Do != nil && reflect.TypeOf(c.Do) == kind }
}

// waitLong is waitFor with the patience of a call.
func (c *caller) waitLong(ctx context.Context, is func(ui.Moment) bool) error {
	for {
		err := c.waitFor(ctx, is)
		if err == nil || ctx.Err() != nil {
			return err
		}
	}
}
