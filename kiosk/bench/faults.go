package bench

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"slices"
	"strconv"
	"time"

	"guichet/kiosk/session"
	"guichet/kiosk/ui"
)

// Number is what the front desk of the bench types to come in.
const Number = "7391"

// longFault is longer than a network that is gone is waited for.
const longFault = 4 * time.Minute

// Faults plays what goes wrong in a hall, with a citizen in the middle of it, and
// what the front desk does: no paper, a cable that came out, and, where there is
// a hub, no network. It leaves pictures as [Walk] does.
func Faults(ctx context.Context, h Hall) error {
	ctx, cancel := context.WithTimeout(ctx, longFault)
	defer cancel()
	f := &faults{walker: walker{Hall: h, visit: Visit{Name: "fault"}}}
	parts := []func(context.Context) error{f.noPaper, f.newRoll, f.noCable}
	if h.Network != nil {
		h.Network(false)
		defer h.Network(true)
		parts = append(parts, f.noNetwork, f.network)
	}
	for _, part := range parts {
		if err := part(ctx); err != nil {
			return errors.Join(fmt.Errorf("bench: faults, picture %d: %w", f.shots, err), f.picture(ctx, "failed"))
		}
	}
	h.Log.Info("walked", "visit", f.visit.Name, "pictures", f.shots, "papers", f.papers)
	return nil
}

type faults struct{ walker }

// noPaper: the paper is gone before somebody hands in a form.
func (f *faults) noPaper(ctx context.Context) error {
	f.Bench.Printer.PaperOut()
	if err := f.waitFor(ctx, noticed); err != nil {
		return err
	}
	if err := f.picture(ctx, "no-paper-home"); err != nil {
		return err
	}
	if err := f.handIn(ctx); err != nil {
		return err
	}
	return f.picture(ctx, "no-paper-citizen")
}

func noticed(m ui.Moment) bool { return !m.View.Notice.Empty() }

// handIn plays a visit to its last page, with no pictures.
func (f *faults) handIn(ctx context.Context) error {
	all, err := visits()
	if err != nil {
		return err
	}
	w := &walker{Hall: f.Hall, visit: all[slices.IndexFunc(all, func(v Visit) bool { return v.Pack == "acte-naissance" })]}
	w.visit.Look = []string{"nothing"}
	for {
		m, err := w.settled(ctx)
		if err != nil || m.View.State == session.Done {
			return err
		}
		if err := w.step(ctx, m); err != nil {
			return err
		}
	}
}

// newRoll: the front desk comes in behind the citizen, puts a roll in, and his
// receipt prints.
func (f *faults) newRoll(ctx context.Context) error {
	if err := f.comeIn(ctx, "no-paper-staff"); err != nil {
		return err
	}
	if err := f.pressed(ctx, "health.paper_out", "no-paper-printer"); err != nil {
		return err
	}
	f.Bench.Printer.LoadPaper()
	m := f.Stage.Now()
	next, err := named(m, "next")
	if err == nil {
		err = f.touch(ctx, m, next)
	}
	if err == nil {
		err = f.waitFor(ctx, says("staff.rolled.printed"))
	}
	if err == nil {
		err = f.picture(ctx, "no-paper-mended")
	}
	if err != nil {
		return err
	}
	f.Documents() // the page that shows it
	if err := f.goOut(ctx); err != nil {
		return err
	}
	return f.receipt(ctx)
}

// receipt asks for the one that could not come out, and goes.
func (f *faults) receipt(ctx context.Context) error {
	if err := f.waitFor(ctx, func(m ui.Moment) bool { return m.View.State == session.Done }); err != nil {
		return err
	}
	if err := f.picture(ctx, "no-paper-again"); err != nil {
		return err
	}
	m := f.Stage.Now()
	if i := slices.IndexFunc(m.Controls, sends(session.PrintReceipt{})); i >= 0 {
		if err := f.touch(ctx, m, m.Controls[i]); err != nil {
			return err
		}
	}
	if err := f.waitFor(ctx, says("session.done.printed")); err != nil {
		return err
	}
	if err := f.paper(ctx); err != nil {
		return err
	}
	return f.press(ctx, f.Stage.Now(), "next")
}

// says tells whether a sentence stands on the page.
func says(key string) func(ui.Moment) bool {
	return func(m ui.Moment) bool {
		return slices.ContainsFunc(m.View.Blocks, func(b session.Block) bool {
			p, ok := b.(session.Paragraph)
			return ok && p.Text.Key == key
		})
	}
}

// noCable: the printer's cable came out, and somebody pushes it in again.
func (f *faults) noCable(ctx context.Context) error {
	f.Bench.Printer.Unplug()
	if err := f.waitFor(ctx, noticed); err != nil {
		return err
	}
	if err := f.picture(ctx, "no-cable-home"); err != nil {
		return err
	}
	if err := f.comeIn(ctx, ""); err != nil {
		return err
	}
	gone := func(m ui.Moment) bool { return slices.ContainsFunc(m.Controls, pressing("health.printer_gone")) }
	if err := f.waitFor(ctx, gone); err != nil {
		return err
	}
	if err := f.pressed(ctx, "health.printer_gone", "no-cable-staff"); err != nil {
		return err
	}
	if err := f.Bench.Printer.Plug(); err != nil {
		return err
	}
	if err := f.waitFor(ctx, says("staff.paper.ready")); err != nil {
		return err
	}
	if err := f.picture(ctx, "no-cable-mended"); err != nil {
		return err
	}
	return f.goOut(ctx)
}

// noNetwork: the hub is not reached; somebody hands in a form all the same.
func (f *faults) noNetwork(ctx context.Context) error {
	if err := f.comeIn(ctx, ""); err != nil {
		return err
	}
	away := func(m ui.Moment) bool { return slices.ContainsFunc(m.Controls, pressing("health.no_network")) }
	if err := f.stayUntil(ctx, away); err != nil {
		return err
	}
	if err := f.pressed(ctx, "health.no_network", "no-network-staff"); err != nil {
		return err
	}
	if err := f.goOut(ctx); err != nil {
		return err
	}
	if err := f.handIn(ctx); err != nil {
		return err
	}
	if err := f.picture(ctx, "no-network-citizen"); err != nil {
		return err
	}
	return f.press(ctx, f.Stage.Now(), "next")
}

// network: the hub is back, and the front desk sends what waits.
func (f *faults) network(ctx context.Context) error {
	if err := f.comeIn(ctx, ""); err != nil {
		return err
	}
	if err := f.pressed(ctx, "staff.waiting.title", "no-network-waiting"); err != nil {
		return err
	}
	f.Network(true)
	m := f.Stage.Now()
	next, err := named(m, "next")
	if err == nil {
		err = f.touch(ctx, m, next)
	}
	if err == nil {
		err = f.waitFor(ctx, says("staff.waiting.sent"))
	}
	if err == nil {
		err = f.picture(ctx, "no-network-mended")
	}
	if err != nil {
		return err
	}
	return f.goOut(ctx)
}

// pressing is the control of the front desk's pages with that word.
func pressing(word string) func(ui.Control) bool {
	return func(c ui.Control) bool {
		p, ok := c.Do.(session.Pressed)
		return ok && p.Do == word
	}
}

// pressed goes to another page of the front desk's, and takes its picture.
func (f *faults) pressed(ctx context.Context, word, name string) error {
	m, c, err := f.seek(ctx, pressing(word))
	if err != nil {
		return err
	}
	if err := f.follow(ctx, m, c); err != nil {
		return err
	}
	return f.picture(ctx, name)
}

// stayUntil looks at the first page of the front desk's until is holds, with a
// touch now and then.
func (f *faults) stayUntil(ctx context.Context, is func(ui.Moment) bool) error {
	for !is(f.Stage.Now()) {
		if err := pause(ctx, time.Second); err != nil {
			return err
		}
		if err := f.drag(ctx, f.Stage.Now(), []spot{{1, 1}}); err != nil {
			return err
		}
	}
	return nil
}

// comeIn holds a finger on the corner and types the number. Where name is not
// empty, both pages are pictured.
func (f *faults) comeIn(ctx context.Context, name string) error {
	hold := strconv.FormatFloat((ui.LongPress + time.Second).Seconds(), 'f', 1, 64)
	cmd := exec.CommandContext(ctx, "xdotool", "mousemove", "12", "12", "mousedown", "1", "sleep", hold, "mouseup", "1")
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("xdotool: %w: %s", err, out)
	}
	asked := func(m ui.Moment) bool { return m.View.Title.Key == "staff.pin.title" }
	if err := f.waitFor(ctx, asked); err != nil {
		return err
	}
	for _, digit := range Number {
		m := f.Stage.Now()
		i := slices.IndexFunc(m.Controls, func(c ui.Control) bool { return c.Types == string(digit) })
		if i < 0 {
			return fmt.Errorf("there is no key %c", digit)
		}
		if err := f.touch(ctx, m, m.Controls[i]); err != nil {
			return err
		}
		if err := pause(ctx, ui.DoubleTap); err != nil {
			return err
		}
	}
	if name != "" {
		if err := f.picture(ctx, name+"-number"); err != nil {
			return err
		}
	}
	if err := f.press(ctx, f.Stage.Now(), "next"); err != nil {
		return err
	}
	inside := func(m ui.Moment) bool { return m.View.Title.Key == "staff.home.title" }
	if err := f.waitFor(ctx, inside); err != nil || name == "" {
		return err
	}
	return f.picture(ctx, name)
}

// goOut gives the glass back to the citizen.
func (f *faults) goOut(ctx context.Context) error { return f.press(ctx, f.Stage.Now(), "again") }
