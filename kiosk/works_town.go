package kiosk

import (
	"context"
	"errors"
	"os"

	"guichet/forms"
	"guichet/forms/pack"
	"guichet/forms/pack/trust"
	"guichet/kiosk/fleet"
	"guichet/kiosk/fleet/wire"
	"guichet/kiosk/session"
	"guichet/kiosk/staff"
)

// waitingWorks are the submissions that have not reached the town hall.
type waitingWorks struct {
	known *census
	link  *link // nil: there is no hub
}

// State has the last receipt of this start alone, and after a restart says nothing
// of it. That is meant: once all has gone, no file of the kiosk tells when somebody
// stood here. Who needs to know asks the hub, which has the receipt.
func (w *waitingWorks) State(ctx context.Context) (staff.WaitingState, error) {
	c, err := w.known.count(ctx)
	_, damaged := w.known.known()
	s := staff.WaitingState{Waiting: max(0, c.Waiting-damaged), Damaged: damaged, Oldest: c.Oldest, Hub: w.link != nil}
	if w.link != nil {
		s.Last = w.link.LastReceipt()
	}
	return s, err
}

func (w *waitingWorks) Deliver(ctx context.Context) error {
	if w.link == nil {
		return staff.ErrNoHub
	}
	err := w.link.Deliver(ctx)
	if errors.Is(err, fleet.ErrNoHub) {
		return errors.Join(staff.ErrNoHub, err)
	}
	return err
}

// packWorks are the procedures.
type packWorks struct {
	library *fleet.Library
	link    *link // nil: there is no hub
	serving func() []*pack.Pack
	helper  helper
	send    func(session.Event)
}

func (w *packWorks) List() []staff.Pack {
	refused := w.refused()
	var all []staff.Pack
	for _, p := range w.serving() {
		all = append(all, staff.Pack{
			ID: p.ID, Title: p.Catalog(forms.French).Text("pack.title"), Version: p.Version,
			Previous: w.library.Previous(p.ID), Refused: refused[p.ID],
		})
	}
	return all
}

// refused are the revisions that were not taken, by id.
func (w *packWorks) refused() map[string]string {
	all := map[string]string{}
	for _, s := range w.library.States() {
		if s.Step == wire.Refused {
			all[s.ID] = s.Version
		}
	}
	return all
}

// Install takes what is new on the stick; the menu has it with the next visit.
func (w *packWorks) Install(ctx context.Context) ([]staff.Pack, error) {
	stick, err := w.helper.Stick(ctx)
	if err != nil {
		return nil, known(err)
	}
	root, err := os.OpenRoot(stick.Folder)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	before := w.versions()
	err = w.library.Import(ctx, trust.Folder(root))
	w.offer()
	var taken []staff.Pack
	for _, p := range w.List() {
		if before[p.ID] != p.Version {
			taken = append(taken, p)
		}
	}
	if len(taken) == 0 && fleet.Nothing(err) {
		return nil, errors.Join(staff.ErrNotOurs, err)
	}
	return taken, err
}

func (w *packWorks) versions() map[string]string {
	all := map[string]string{}
	for _, p := range w.serving() {
		all[p.ID] = p.Version
	}
	return all
}

func (w *packWorks) offer() { w.send(session.PacksChanged{Packs: w.serving()}) }

// Back takes the revision before the active one.
func (w *packWorks) Back(_ context.Context, id string) error {
	if err := w.library.Back(id); err != nil {
		return err
	}
	w.offer()
	return nil
}
