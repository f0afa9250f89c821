package kiosk

import (
	"context"
	"sync/atomic"
	"testing"
	"time"

	"guichet/drivers/printer"
	"guichet/kiosk/session"
)

// trap panics once where it is armed.
type trap struct{ armed atomic.Bool }

func (p *trap) step() {
	if p.armed.Swap(false) {
		panic("a mistake of ours")
	}
}

// A mistake of ours in the session's own goroutine, at the moment of handing in: the
// home page is back, nothing of the visit is left, the next one is served.
func TestAPanicInTheVisit(t *testing.T) {
	var p trap
	h := enterWith(t, func(h *hall, o *Options) {
		o.Now = func() time.Time { p.step(); return today }
	})
	c := h.visitor("acte-naissance")
	c.begin()
	c.fill()
	h.parts.session.Send(c.at(session.Check).Next.Do)
	v := h.at(session.Declaration)
	p.armed.Store(true)
	c.answer(v)
	h.at(session.Attract)
	if n := len(h.kept()); n != 0 {
		t.Errorf("the spool holds %d submissions", n)
	}
	if h.said("visit_broken") != 1 || h.said("a mistake of ours") != 0 {
		t.Errorf("the log says:\n%s", h.log.String())
	}
	h.noInk()
	ref := h.visit("acte-naissance")
	h.sheets(ref, 1)
	h.one(ref)
}

// brittle is a printer whose driver has a mistake: where it prints, or where it is
// asked how it is.
type brittle struct {
	printer.Printer
	trap
	status trap
}

func (b *brittle) wrap(_ *hall, o *Options) {
	o.wrap = func(p printer.Printer) printer.Printer { b.Printer = p; return b }
}

func (b *brittle) Status(ctx context.Context) (printer.Status, error) {
	b.status.step()
	return b.Printer.Status(ctx)
}

func (b *brittle) Print(ctx context.Context, doc printer.Document) (printer.Outcome, error) {
	b.step()
	return b.Printer.Print(ctx, doc)
}

// A mistake in a driver while the receipt prints: the submission is safe, its
// reference is on the screen, and the next one gets his receipt.
func TestAPanicInTheDriver(t *testing.T) {
	b := &brittle{}
	h := enterWith(t, b.wrap)
	b.armed.Store(true)
	ref := h.visit("acte-naissance")
	h.says(notKnown)
	h.one(ref)
	h.press("Terminer")
	h.at(session.Attract)
	h.sheets(h.visit("acte-naissance"), 1)
}

// A mistake in a driver that is asked how the printer is, beside a visit: the visit
// goes on, its receipt prints, and the sensors are asked again.
func TestAPanicInTheSensors(t *testing.T) {
	b := &brittle{}
	h := enterWith(t, b.wrap)
	c := h.visitor("acte-naissance")
	c.begin()
	b.status.armed.Store(true)
	h.waits("broken", func() bool { return h.said("part_broken", `"part":"printer"`) == 1 }, "the sensors")
	c.fill()
	h.sheets(c.send(), 1)
	h.press("Terminer")
	h.at(session.Attract)
	h.sim.PaperOut()
	h.untilSays(noPaper)
	if h.said("a mistake of ours") > 0 {
		t.Error("the log tells what the panic said")
	}
}
