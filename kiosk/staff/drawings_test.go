package staff_test

import (
	"errors"
	"testing"
	"time"

	"guichet/drivers/printer"
	"guichet/kiosk/session"
	"guichet/kiosk/staff/stafftest"
)

// drawingOn is the drawing of a page, with its words; empty: there is none.
func drawingOn(v session.View) (name, says string) {
	for _, b := range v.Blocks {
		if d, ok := b.(session.Drawing); ok {
			return d.Name, d.Text.S
		}
	}
	return "", ""
}

// Each fault shows what one does about it, and not how a roll goes in; a printer
// of another build is not shown with the cover of this one.
func TestADrawingOfWhatToDo(t *testing.T) {
	on := printer.Status{Online: true, Paper: printer.PaperOK}
	for name, c := range map[string]struct {
		change             func(*printer.Status)
		gone               bool
		clamshell, another string
		newRoll            bool
	}{
		"ready":     {func(*printer.Status) {}, false, "paper/clamshell", "paper/front", true},
		"low":       {func(s *printer.Status) { s.Paper = printer.PaperNearEnd }, false, "paper/clamshell", "paper/front", true},
		"out":       {func(s *printer.Status) { s.Paper = printer.PaperOut }, false, "paper/clamshell", "paper/front", true},
		"cover":     {func(s *printer.Status) { s.CoverOpen = true }, false, "cover", "", true},
		"jam":       {func(s *printer.Status) { s.Cutter = true }, false, "jam", "", true},
		"not taken": {func(s *printer.Status) { s.Mouth = printer.MouthHolding }, false, "", "", true},
		"hot":       {func(s *printer.Status) { s.Hot = true }, false, "", "", false},
		"broken":    {func(s *printer.Status) { s.Broken = true }, false, "power", "power", false},
		"silent":    {func(s *printer.Status) { s.Online = false }, false, "power", "power", false},
		"gone":      {func(*printer.Status) {}, true, "cables", "cables", false},
	} {
		for path, want := range map[string]string{printer.Clamshell: c.clamshell, printer.Front: c.another} {
			play(t, func(d *desk) {
				d.k.Set(func(s *stafftest.State) {
					s.Paper.Status, s.Paper.Gone, s.Paper.Path = on, c.gone, path
					c.change(&s.Paper.Status)
				})
				d.come()
				d.press("Papier")
				if got, says := drawingOn(d.view()); got != want || (got == "") != (says == "") {
					t.Errorf("%s, %s: %q is drawn, and says %q; want %q", name, path, got, says, want)
				}
				if offered := d.view().Next.Do != nil; offered != c.newRoll {
					t.Errorf("%s, %s: a new roll is offered: %v", name, path, offered)
				}
			})
		}
	}
}

// A roll that cannot be noted, in a printer that does not print either: nothing
// says that it does.
func TestARollThatIsNeitherNotedNorPrintedOn(t *testing.T) {
	play(t, func(d *desk) {
		d.k.Set(func(s *stafftest.State) {
			s.Fail["new_roll"] = errors.New("disk")
			s.Prints = []stafftest.Print{{Outcome: printer.NotPrinted, Err: printer.ErrGone}}
		})
		d.come()
		d.press("Papier", "J’ai mis un rouleau neuf")
		d.wait(time.Second)
		d.reads("La page d’essai n’est pas sortie.")
		d.readsNot("imprime quand même", "est noté")
		d.logs("did=new_roll outcome=failed", "disk")
	})
}
