package fleet_test

import (
	"fmt"
	"testing"

	"guichet/forms"
	"guichet/kiosk/fleet"
	"guichet/kiosk/hub/hubtest"
	"guichet/kiosk/hub/store"
)

// The days of a procedure pass while nobody looks. The hub hears of it, once, and
// that it is over when the next revision is on the home page.
func TestAPackExpiresBeforeAHub(t *testing.T) {
	if testing.Short() {
		t.Skip("it is long")
	}
	h := hubtest.New(t)
	k := enrolled(t, h, store.StageTest)
	today := forms.Day{Year: 2026, Month: 12, Day: 24}
	push := func(version, until string) {
		h.PublishUntil(t, version, until)
		rolls(t, h, version)
		eventually(t, version+" is done", func() bool {
			all, err := h.Rollouts(t.Context(), h.Admin, hubtest.Town)
			need(t, err)
			return all[0].Version == version && all[0].State == store.Done
		})
	}
	hears := func(want string) {
		t.Helper()
		eventually(t, "the hub hears "+want, func() bool {
			fleet.Menu(k.board, k.Packs(), today)
			k.Changed()
			var all []string
			for _, a := range beatOf(t, h, k).Alerts {
				all = append(all, fmt.Sprint(a.Name, " for ", a.Who))
			}
			return fmt.Sprint(all) == want
		})
	}
	push("1.1.0", "2026-12-24")
	hears("[]")
	today.Day++
	hears("[no_pack for admin pack_expired for admin]")
	since := beatOf(t, h, k).Alerts
	push("1.2.0", "2027-06-30") // which is no reason to stop it
	hears("[]")
	today = forms.Day{Year: 2027, Month: 7, Day: 1}
	hears("[no_pack for admin pack_expired for admin]")
	if again := beatOf(t, h, k).Alerts; !again[1].Since.After(since[1].Since) {
		t.Errorf("it began at %v, and again at %v", since[1].Since, again[1].Since)
	}
}
