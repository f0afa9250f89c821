package bench

import (
	"context"
	"fmt"
	"os/exec"
	"reflect"
	"slices"
	"strconv"
	"time"

	"guichet/forms"
	"guichet/kiosk/session"
	"guichet/kiosk/ui"
)

// named is the control with an id.
func named(m ui.Moment, id string) (ui.Control, error) {
	i := slices.IndexFunc(m.Controls, func(c ui.Control) bool { return c.ID == id })
	if i < 0 {
		return ui.Control{}, fmt.Errorf("%q is not on the page %s", id, m.View.Title.Key)
	}
	return m.Controls[i], nil
}

// press presses a button and waits for what follows: another page, or an
// overlay above this one.
func (w *walker) press(ctx context.Context, m ui.Moment, id string) error {
	c, err := named(m, id)
	if err != nil {
		return err
	}
	return w.follow(ctx, m, c)
}

// send presses the control that sends an event.
func (w *walker) send(ctx context.Context, m ui.Moment, e session.Event) error {
	return w.pressWhere(ctx, m, e, func(c ui.Control) bool { return reflect.DeepEqual(c.Do, e) })
}

// sendLike presses the control that sends this kind of event.
func (w *walker) sendLike(ctx context.Context, m ui.Moment, e session.Event) error {
	return w.pressWhere(ctx, m, e, func(c ui.Control) bool { return reflect.TypeOf(c.Do) == reflect.TypeOf(e) })
}

func (w *walker) pressWhere(ctx context.Context, m ui.Moment, e session.Event, is func(ui.Control) bool) error {
	i := slices.IndexFunc(m.Controls, is)
	if i < 0 {
		return fmt.Errorf("nothing on the page %s sends %T", m.View.Title.Key, e)
	}
	return w.follow(ctx, m, m.Controls[i])
}

func (w *walker) follow(ctx context.Context, m ui.Moment, c ui.Control) error {
	if err := w.touch(ctx, m, c); err != nil {
		return err
	}
	before := page(m.View)
	err := w.waitFor(ctx, func(n ui.Moment) bool { return page(n.View) != before || n.View.Problem != nil })
	if n := w.Stage.Now(); err == nil && page(n.View) == before {
		return fmt.Errorf("the page %s is not content: %s", n.View.Title.Key, n.View.Problem.Text.Key)
	}
	if err != nil {
		return err
	}
	return pause(ctx, ui.DoubleTap) // or the next press there is half of a double tap
}

// touch presses the middle of a control through X and waits until the screen
// has handled it.
func (w *walker) touch(ctx context.Context, m ui.Moment, c ui.Control) error {
	return w.drag(ctx, m, []spot{{c.X + c.W/2, c.Y + c.H/2}})
}

// spot is a place on the glass, in pixels.
type spot struct{ x, y float32 }

// drag is a finger that comes down at the first spot, goes to the others and
// leaves the glass.
func (w *walker) drag(ctx context.Context, m ui.Moment, way []spot) error {
	var args []string
	for i, s := range way {
		if i > 0 {
			args = append(args, "sleep", "0.03") // Fyne hears where the pointer is once a frame
		}
		args = append(args, "mousemove", strconv.Itoa(int(s.x)), strconv.Itoa(int(s.y)))
		if i == 0 {
			args = append(args, "mousedown", "1")
		}
	}
	cmd := exec.CommandContext(ctx, "xdotool", append(args, "mouseup", "1")...)
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("xdotool: %w: %s", err, out)
	}
	return w.waitFor(ctx, func(n ui.Moment) bool { return n.Presses > m.Presses })
}

// sign draws the strokes of [forms.Strokes] in the box, one after the other.
func (w *walker) sign(ctx context.Context, text string) error {
	strokes, ok := forms.Strokes(text)
	if !ok {
		return fmt.Errorf("%q is no signature", text)
	}
	for _, stroke := range strokes {
		m := w.Stage.Now()
		box, err := named(m, "sign")
		if err != nil {
			return err
		}
		way := make([]spot, len(stroke))
		for i, p := range stroke {
			way[i] = spot{box.X + float32(p.X)*box.W/forms.SignatureWidth, box.Y + float32(p.Y)*box.H/forms.SignatureHeight}
		}
		if err := w.drag(ctx, m, way); err != nil {
			return err
		}
	}
	return nil
}

// waitFor looks at the screen until is holds.
func (w *walker) waitFor(ctx context.Context, is func(ui.Moment) bool) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	for {
		if is(w.Stage.Now()) {
			return nil
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("the screen does not change: %w", ctx.Err())
		case <-time.After(10 * time.Millisecond):
		}
	}
}

// settled is the screen once a page stands on it that stays: ended follows by
// itself.
func (w *walker) settled(ctx context.Context) (m ui.Moment, err error) {
	err = w.waitFor(ctx, func(n ui.Moment) bool {
		m = n
		return n.View.State != "" && n.View.State != session.Ended
	})
	return m, err
}
