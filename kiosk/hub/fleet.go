package hub

import (
	"context"
	"crypto/sha256"
	"time"

	"guichet/kiosk/fleet/wire"
	"guichet/kiosk/hub/store"
	"guichet/kiosk/hub/users"
)

// NewCode makes an enrolment code for a kiosk to come. It is shown once: the hub
// keeps a hash.
func (h *Hub) NewCode(ctx context.Context, who store.Who, town, name, group string) (wire.EnrolmentCode, time.Time, error) {
	var none wire.EnrolmentCode
	if err := may(who, users.EditKiosks, town); err != nil {
		return none, time.Time{}, err
	}
	if err := firstOf(checkTown(town), checkName("name", name, 1), checkName("group", group, 0)); err != nil {
		return none, time.Time{}, err
	}
	root, err := h.root(ctx)
	if err != nil {
		return none, time.Time{}, err
	}
	code, ends := wire.NewCode(root, h.Public(), town), h.now().Add(wire.Code)
	err = h.Store.AddCode(ctx, store.Code{
		Hash: sha256.Sum256([]byte(code.Secret)), Town: town, Name: name, Group: group, By: who.Login, Expires: ends,
	})
	if err != nil {
		return none, time.Time{}, err
	}
	h.did(ctx, who, town, "code_made", "", name)
	return code, ends, nil
}

func firstOf(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// Fleet is the kiosks of a town, or of all towns where it is empty.
func (h *Hub) Fleet(ctx context.Context, who store.Who, town string) ([]store.Kiosk, error) {
	if err := may(who, users.SeeFleet, town); err != nil {
		return nil, err
	}
	return h.Store.Kiosks(ctx, town)
}

// KioskOf is one kiosk.
func (h *Hub) KioskOf(ctx context.Context, who store.Who, id string) (store.Kiosk, error) {
	return h.kioskFor(ctx, who, id, users.SeeFleet)
}

func (h *Hub) kioskFor(ctx context.Context, who store.Who, id string, a users.Action) (store.Kiosk, error) {
	k, err := h.Store.Kiosk(ctx, id)
	if err != nil {
		return store.Kiosk{}, err
	}
	return k, may(who, a, k.Town)
}

// KioskEdit is what of a kiosk is to change; nil stays as it is.
type KioskEdit struct {
	Name  *string  `json:"name,omitempty"`
	Group *string  `json:"group,omitempty"`
	X     *float64 `json:"x,omitempty"` // on the plan, 0 to 1
	Y     *float64 `json:"y,omitempty"`
}

// EditKiosk changes name, group and place of a kiosk.
func (h *Hub) EditKiosk(ctx context.Context, who store.Who, id string, e KioskEdit) (store.Kiosk, error) {
	k, err := h.kioskFor(ctx, who, id, users.EditKiosks)
	if err != nil {
		return store.Kiosk{}, err
	}
	was := k
	e.apply(&k)
	if err := firstOf(checkName("name", k.Name, 1), checkName("group", k.Group, 0), checkPlace(k)); err != nil {
		return store.Kiosk{}, err
	}
	if err := h.Store.EditKiosk(ctx, k); err != nil {
		return store.Kiosk{}, err
	}
	h.did(ctx, who, k.Town, "kiosk_edited", k.ID, k.Name)
	if k.Group != was.Group {
		h.publish(ctx, k.Town, k.ID, wire.NoticePacks)
	}
	return k, nil
}

func (e KioskEdit) apply(k *store.Kiosk) {
	set(&k.Name, e.Name)
	set(&k.Group, e.Group)
	set(&k.X, e.X)
	set(&k.Y, e.Y)
}

func set[T any](to *T, from *T) {
	if from != nil {
		*to = *from
	}
}

func checkPlace(k store.Kiosk) error {
	if !(k.X >= 0 && k.X <= 1 && k.Y >= 0 && k.Y <= 1) { // written so that NaN is refused
		return &InputError{"x, y", "between 0 and 1"}
	}
	return nil
}

// RevokeKiosk takes a kiosk out of the fleet, at once and for good: its stream
// ends, and nothing that it signs is taken. What it has sent stays.
func (h *Hub) RevokeKiosk(ctx context.Context, who store.Who, id string) error {
	k, err := h.kioskFor(ctx, who, id, users.EditKiosks)
	if err != nil {
		return err
	}
	if err := h.Store.RevokeKiosk(ctx, id, h.now()); err != nil {
		return err
	}
	h.kiosks.forget(id)
	h.did(ctx, who, k.Town, "kiosk_revoked", id, k.Name)
	h.publish(ctx, k.Town, id, wire.NoticeRevoked)
	return nil
}

// Ask makes a kiosk send a heartbeat now.
func (h *Hub) Ask(ctx context.Context, who store.Who, id string) error {
	k, err := h.kioskFor(ctx, who, id, users.SeeFleet)
	if err == nil {
		h.publish(ctx, k.Town, id, wire.NoticeAsk)
	}
	return err
}

// Acts is who did what in a town, or everywhere where it is empty, newest first.
func (h *Hub) Acts(ctx context.Context, who store.Who, town string, limit int) ([]store.Act, error) {
	if err := may(who, users.SeeHistory, town); err != nil {
		return nil, err
	}
	return h.Store.Acts(ctx, town, limit)
}
