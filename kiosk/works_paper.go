package kiosk

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"guichet/drivers/printer"
	"guichet/drivers/typeset"
	"guichet/forms"
	"guichet/kiosk/event"
	"guichet/kiosk/roll"
	"guichet/kiosk/session"
	"guichet/kiosk/staff"
	"guichet/kiosk/words"
)

// counted is the receipt printer with its paper counted. It takes one document
// at a time, whoever asks: a visit, or the front desk.
type counted struct {
	printer.Printer
	profile printer.Profile
	meter   *roll.Meter // nil: nothing can be remembered
	turn    chan struct{}
	log     *slog.Logger
	done    func(printer.Outcome)
}

// count puts itself before p, and passes on what its sensors tell. done is told
// what came of each document.
func count(p printer.Printer, profile printer.Profile, m *roll.Meter, done func(printer.Outcome), log *slog.Logger) printer.Printer {
	c := &counted{Printer: p, profile: profile, meter: m, turn: make(chan struct{}, 1), done: done, log: log}
	if w, ok := p.(printer.Watcher); ok {
		return struct {
			*counted
			printer.Watcher
		}{c, w}
	}
	return c
}

func (c *counted) Print(ctx context.Context, doc printer.Document) (printer.Outcome, error) {
	select {
	case c.turn <- struct{}{}:
	case <-ctx.Done():
		return printer.NotPrinted, ctx.Err()
	}
	defer func() { <-c.turn }()
	outcome, err := c.Printer.Print(ctx, doc)
	c.done(outcome)
	if c.meter != nil && outcome != printer.NotPrinted {
		if err := c.meter.Printed(typeset.Length(doc, c.profile)); err != nil {
			c.log.Warn(string(event.RollNotCounted), "error", err)
		}
	}
	return outcome, err
}

// paperWorks is the receipt printer, for the front desk.
type paperWorks struct {
	printer printer.Printer
	profile printer.Profile
	meter   *roll.Meter
	outlet  string
	town    string
	now     func() time.Time
	log     *slog.Logger

	mu   sync.Mutex
	last session.PrinterChanged
}

// heard is given what the sensors say.
func (w *paperWorks) heard(c session.PrinterChanged) {
	w.mu.Lock()
	w.last = c
	w.mu.Unlock()
	if w.meter == nil || c.Gone {
		return
	}
	if err := w.meter.Saw(c.Status); err != nil {
		w.log.Warn(string(event.RollNotCounted), "error", err)
	}
}

func (w *paperWorks) State() staff.PaperState {
	w.mu.Lock()
	defer w.mu.Unlock()
	s := staff.PaperState{
		Model: w.profile.Model, Path: w.profile.Path, Outlet: w.outlet,
		Status: w.last.Status, Gone: w.last.Gone, Printed: -1, Left: -1,
	}
	if w.meter != nil {
		s.Printed, s.Left, s.Full = w.meter.State()
	}
	return s
}

// feedLines are about 5 cm.
const feedLines = 12

func (w *paperWorks) Feed(ctx context.Context) (printer.Outcome, error) {
	return w.printer.Print(ctx, printer.Document{Name: "feed", Blocks: []printer.Block{printer.Gap{Lines: feedLines}}})
}

func (w *paperWorks) Test(ctx context.Context) (printer.Outcome, error) {
	return w.printer.Print(ctx, testPage(words.ForStaff(forms.French), w.town, w.now()))
}

func (w *paperWorks) NewRoll() error {
	if w.meter == nil {
		return staff.ErrNoHelper
	}
	return w.meter.NewRoll()
}

// testPage shows at a glance whether paper comes out right: a frame of lines, the
// letters of French, large ones, and a symbol to hold a telephone to.
func testPage(w forms.Catalog, town string, at time.Time) printer.Document {
	return printer.Document{
		Name: "test page", Title: w.Text("staff.test_page.title"), Lang: string(forms.French),
		Blocks: []printer.Block{
			printer.Rule{},
			printer.Text{S: w.Text("staff.test_page.title"), Align: printer.Centre, Big: true},
			printer.Text{S: town, Align: printer.Centre, Bold: true},
			printer.Text{S: at.Format("02/01/2006 15:04"), Align: printer.Centre},
			printer.Rule{},
			printer.Text{S: w.Text("staff.test_page.text")},
			printer.Text{S: "àâäæçéèêëîïôöœùûüÿ ÀÂÇÉÈÊÎÔÙ € « »"},
			printer.QR{Data: "GUICHET"},
			printer.Text{S: w.Text("staff.test_page.end"), Align: printer.Centre},
			printer.Rule{},
		},
	}
}
