package staff_test

import (
	"testing"
	"time"

	"guichet/drivers/printer"
	"guichet/kiosk/health"
	"guichet/kiosk/staff/stafftest"
)

// outOfPaper is a kiosk whose roll has ended.
func outOfPaper(d *desk) {
	d.k.Raise(health.PaperOut)
	d.k.Set(func(s *stafftest.State) {
		s.Paper.Status.Paper, s.Paper.Printed, s.Paper.Left = printer.PaperOut, 80, 0
	})
}

// newRoll is what hands do, without touching the glass.
func newRoll(d *desk) {
	d.k.Set(func(s *stafftest.State) { s.Paper.Status.CoverOpen = true })
	d.wait(5 * time.Second)
	d.k.Set(func(s *stafftest.State) { s.Paper.Status.CoverOpen, s.Paper.Status.Paper = false, printer.PaperOK })
}

// counted is the kiosk after it: the roll is noted and a page came out.
func counted(d *desk) {
	d.t.Helper()
	d.reads("Le rouleau neuf est noté. Une page d’essai est sortie.", "L’imprimante est prête.", "environ 80 mètres de papier sur 80")
}

// From "no paper" to "printing again": every touch of the glass is counted, from
// the citizen's page on. The kiosk prints again by itself as soon as the cover is
// closed, with none of them: what these are for is the count of metres.
func TestTouchesFromNoPaperToPrinting(t *testing.T) {
	const held, digits, enter = 1, len(number), 1
	t.Run("with a key", func(t *testing.T) {
		play(t, func(d *desk) {
			outOfPaper(d)
			d.k.Set(func(s *stafftest.State) { s.Stick = stafftest.Stick{In: true, Key: []byte(badge), Serial: serial} })
			d.hold()
			d.press("J’ai une clé USB", "Il n’y a plus de papier.")
			newRoll(d)
			d.press("J’ai mis un rouleau neuf")
			d.wait(time.Second)
			counted(d)
			if d.touches != 4 {
				t.Errorf("%d touches, want 4", d.touches)
			}
		})
	})
	t.Run("with a number", func(t *testing.T) {
		play(t, func(d *desk) {
			outOfPaper(d)
			d.hold()
			d.types(number)
			d.press("Il n’y a plus de papier.")
			newRoll(d)
			d.press("J’ai mis un rouleau neuf")
			d.wait(time.Second)
			counted(d)
			if want := held + digits + enter + 2; d.touches != want {
				t.Errorf("%d touches, want %d", d.touches, want)
			}
		})
	})
}

// The third touch is not lost on a printer that has not looked again since its
// cover was closed.
func TestANewRollBeforeThePrinterSeesIt(t *testing.T) {
	play(t, func(d *desk) {
		outOfPaper(d)
		d.come()
		d.press("Il n’y a plus de papier.", "J’ai mis un rouleau neuf")
		d.reads("Un instant…")
		d.wait(3 * time.Second)
		d.did()
		newRoll(d)
		d.wait(time.Second)
		d.did("new_roll", "test")
		counted(d)
	})
}

// Who only says so has no new roll.
func TestANewRollThatIsNotThere(t *testing.T) {
	play(t, func(d *desk) {
		outOfPaper(d)
		d.come()
		d.press("Papier", "J’ai mis un rouleau neuf")
		d.wait(11 * time.Second)
		d.reads("L’imprimante n’est pas encore prête.", "Il n’y a plus de papier.", "J’ai mis un rouleau neuf")
		d.did()
	})
}
