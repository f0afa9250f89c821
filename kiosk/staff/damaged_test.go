package staff_test

import (
	"strings"
	"testing"

	"guichet/kiosk/health"
	"guichet/kiosk/staff/stafftest"
)

// A submission that cannot be read is told once, whoever knows of it: the hub's
// side, or the count of what waits. Nothing says beside it that all has gone.
func TestADamagedSubmission(t *testing.T) {
	for name, damaged := range map[string]int{"the hub's side": 0, "both": 1} {
		play(t, func(d *desk) {
			d.k.Raise(health.SpoolDamaged)
			d.k.Set(func(s *stafftest.State) { s.Waiting.Damaged = damaged })
			d.come()
			d.press("Une demande enregistrée est abîmée.")
			d.at("Demandes en attente")
			d.reads("N’effacez rien.")
			d.readsNot("Aucune demande n’attend.")
			if n := strings.Count(dump(d.view()), "abîmée"); n != 1 {
				t.Errorf("%s: told %d times", name, n)
			}
		})
	}
}
