package staff_test

import (
	"testing"
	"time"

	"guichet/forms"
	"guichet/kiosk/session"
)

// Cleaned from afar: for thirty seconds nothing is heard, then the citizen's page
// is back, and nobody has come in.
func TestCleaningFromAfar(t *testing.T) {
	play(t, func(d *desk) {
		d.m.Clean()
		d.wait(0)
		d.reads("Il revient dans 30 secondes.")
		page := d.view().Page
		for i := range 300 {
			d.send(anyEvent(session.View{Page: page}, i))
		}
		d.send(session.StaffAsked{})
		d.send(session.Typed{Page: page, Input: forms.Input{forms.Value: number}})
		d.m.Clean() // once more is not longer
		d.wait(30*time.Second - time.Millisecond)
		d.reads("Il revient dans 1 seconde.")
		d.gone(0)
		d.wait(time.Millisecond)
		d.gone(1)
		if log := d.log.String(); log != "" {
			t.Errorf("somebody came: %s", log)
		}
		d.come() // the number is asked for
		d.m.Clean()
		d.wait(time.Minute)
		d.at("Que voulez-vous faire ?")
	})
}
