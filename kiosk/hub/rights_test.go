package hub_test

import (
	"errors"
	"fmt"
	"sync/atomic"
	"testing"

	"guichet/kiosk/hub"
	"guichet/kiosk/hub/hubtest"
	"guichet/kiosk/hub/store"
	"guichet/kiosk/hub/users"
)

// uploads is how many were made: each is another version.
var uploads atomic.Int64

// fleetOf is a hub with one of each thing that somebody can act on.
type fleetOf struct {
	h       *hubtest.Hub
	kiosk   string
	item    string
	rollout string
}

func newFleet(t *testing.T) fleetOf {
	t.Helper()
	h := hubtest.New(t)
	k := h.Enrol(t, "Hall", "test")
	head, status, _ := k.Submit(t, k.Header(), ciphertext)
	if status != 200 {
		t.Fatal(status)
	}
	h.Publish(t, "1.1.0")
	r, err := h.StartRollout(t.Context(), h.Admin, hubtest.Town, hubtest.PackID, "1.1.0", false)
	check(t, err)
	return fleetOf{h, k.ID, head.ID, r.ID}
}

// operations is everything that a person can do, each on the town of the tests.
var operations = map[string]func(*testing.T, fleetOf, store.Who) error{
	"see the fleet": func(t *testing.T, f fleetOf, w store.Who) error {
		_, err := f.h.Fleet(t.Context(), w, hubtest.Town)
		return err
	},
	"see a kiosk": func(t *testing.T, f fleetOf, w store.Who) error {
		_, err := f.h.KioskOf(t.Context(), w, f.kiosk)
		return err
	},
	"ask a kiosk": func(t *testing.T, f fleetOf, w store.Who) error { return f.h.Ask(t.Context(), w, f.kiosk) },
	"see packs": func(t *testing.T, f fleetOf, w store.Who) error {
		_, err := f.h.Published(t.Context(), w, hubtest.Town)
		return err
	},
	"see roll-outs": func(t *testing.T, f fleetOf, w store.Who) error {
		_, err := f.h.Rollouts(t.Context(), w, hubtest.Town)
		return err
	},
	"see progress": func(t *testing.T, f fleetOf, w store.Who) error {
		_, err := f.h.Progress(t.Context(), w, f.rollout)
		return err
	},
	"see history": func(t *testing.T, f fleetOf, w store.Who) error {
		_, err := f.h.Acts(t.Context(), w, hubtest.Town, 1)
		return err
	},
	"list the inbox": func(t *testing.T, f fleetOf, w store.Who) error {
		_, err := f.h.Items(t.Context(), w, store.Query{Town: hubtest.Town})
		return err
	},
	"fetch a submission": func(t *testing.T, f fleetOf, w store.Who) error {
		_, _, err := f.h.Ciphertext(t.Context(), w, f.item)
		return err
	},
	"handle a submission": func(t *testing.T, f fleetOf, w store.Who) error { return f.h.HandleItem(t.Context(), w, f.item) },
	"make a code": func(t *testing.T, f fleetOf, w store.Who) error {
		_, _, err := f.h.NewCode(t.Context(), w, hubtest.Town, "Étage", "")
		return err
	},
	"edit a kiosk": func(t *testing.T, f fleetOf, w store.Who) error {
		name := "Entrée"
		_, err := f.h.EditKiosk(t.Context(), w, f.kiosk, hub.KioskEdit{Name: &name})
		return err
	},
	"pause": func(t *testing.T, f fleetOf, w store.Who) error {
		_, err := f.h.PauseRollout(t.Context(), w, f.rollout)
		return stateless(err)
	},
	"resume": func(t *testing.T, f fleetOf, w store.Who) error {
		_, err := f.h.ResumeRollout(t.Context(), w, f.rollout)
		return stateless(err)
	},
	"next stage": func(t *testing.T, f fleetOf, w store.Who) error {
		_, err := f.h.NextStage(t.Context(), w, f.rollout)
		return stateless(err)
	},
	"start": func(t *testing.T, f fleetOf, w store.Who) error {
		_, err := f.h.StartRollout(t.Context(), w, hubtest.Town, hubtest.PackID, "1.1.0", false)
		return stateless(err)
	},
	"publish": func(t *testing.T, f fleetOf, w store.Who) error {
		return f.h.Push(t.Context(), w, f.h.Upload(t, fmt.Sprintf("1.2.%d", uploads.Add(1))))
	},
	"see all towns": func(t *testing.T, f fleetOf, w store.Who) error {
		_, err := f.h.Fleet(t.Context(), w, "")
		return err
	},
}

// ends are what nothing can be done after: they come last.
var ends = map[string]func(*testing.T, fleetOf, store.Who) error{
	"roll back": func(t *testing.T, f fleetOf, w store.Who) error {
		_, err := f.h.RollBack(t.Context(), w, f.rollout)
		return stateless(err)
	},
	"revoke": func(t *testing.T, f fleetOf, w store.Who) error {
		return f.h.RevokeKiosk(t.Context(), w, f.kiosk)
	},
}

// stateless forgets that the roll-out was not in a state for it: the right was
// there.
func stateless(err error) error {
	if errors.Is(err, hub.ErrState) || errors.Is(err, hub.ErrRolloutOpen) || errors.Is(err, hub.ErrSame) {
		return nil
	}
	return err
}

// mayDo is who may do what in his own town, beside an administrator of all towns,
// who may do everything. In another town nobody of this list may do anything.
var mayDo = map[string][]string{
	store.RoleAdmin: {"see the fleet", "see a kiosk", "ask a kiosk", "see packs", "see roll-outs", "see progress", "see history", "list the inbox",
		"fetch a submission", "handle a submission", "make a code", "edit a kiosk", "pause", "resume", "next stage", "start", "publish", "roll back", "revoke"},
	store.RoleTown: {"see the fleet", "see a kiosk", "ask a kiosk", "see packs", "see roll-outs", "see progress", "see history", "list the inbox",
		"make a code", "edit a kiosk", "pause", "resume", "next stage", "start", "publish", "roll back", "revoke"},
	store.RoleAgent: {"see the fleet", "see a kiosk", "ask a kiosk", "see packs", "see roll-outs", "see progress", "list the inbox",
		"fetch a submission", "handle a submission"},
	store.RoleReader: {"see the fleet", "see a kiosk", "ask a kiosk", "see packs", "see roll-outs", "see progress"},
}

func TestRights(t *testing.T) {
	f := newFleet(t)
	nobodies := []store.Who{{}, {Login: "ghost"}, {Login: "ghost", Role: "root"}, {Role: store.RoleAdmin}}
	for _, role := range users.Roles {
		nobodies = append(nobodies, f.h.Who(t, role, "04998"))
		if role != store.RoleAdmin {
			nobodies = append(nobodies, f.h.Who(t, role, ""))
		}
	}
	for _, group := range []map[string]func(*testing.T, fleetOf, store.Who) error{operations, ends} {
		for name, do := range group {
			for _, who := range nobodies {
				if err := do(t, f, who); !errors.Is(err, users.ErrRight) {
					t.Errorf("%s, as %+v: %v", name, who, err)
				}
			}
			for _, role := range users.Roles {
				checkRight(t, name, role, do(t, f, f.h.Who(t, role, hubtest.Town)))
			}
			if err := do(t, f, f.h.Admin); err != nil {
				t.Errorf("%s, as administrator of all towns: %v", name, err)
			}
		}
	}
}

func checkRight(t *testing.T, name, role string, err error) {
	t.Helper()
	want := false
	for _, n := range mayDo[role] {
		want = want || n == name
	}
	if want && err != nil || !want && !errors.Is(err, users.ErrRight) {
		t.Errorf("%s, as %s of the town: %v, want %v", name, role, err, want)
	}
}
