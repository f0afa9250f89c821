package pagetest

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"guichet/kiosk/fleet/wire"
	"guichet/kiosk/hub/page"
	"guichet/kiosk/hub/rollout"
	"guichet/kiosk/hub/store"
	"guichet/kiosk/hub/users"
)

// Ops does what people ask for on a store alone, without kiosks that answer:
// Answer plays them.
type Ops struct {
	Store store.Store
	Now   func() time.Time
}

var _ page.Ops = Ops{}

var packs = []page.Pack{
	{ID: "acte-naissance", Title: "Demander un acte de naissance", Versions: []string{"5", "4"}},
	{ID: "cantine", Title: "Inscrire mon enfant à la cantine", Versions: []string{"4", "3", "2"}},
	{ID: "recensement", Title: "Me faire recenser à 16 ans", Versions: []string{"1"}},
}

func may(who store.Who, a users.Action, town string) error {
	if !users.Can(store.User{Login: who.Login, Role: who.Role, Town: who.Town}, a, town) {
		return users.ErrRight
	}
	return nil
}

// Packs implements page.Ops.
func (o Ops) Packs(_ context.Context, who store.Who, town string) ([]page.Pack, error) {
	if town != Town {
		return nil, may(who, users.SeeFleet, town)
	}
	return packs, may(who, users.SeeFleet, town)
}

// StartRollout implements page.Ops.
func (o Ops) StartRollout(ctx context.Context, who store.Who, town, pack, version string, auto bool) (store.Rollout, error) {
	if err := may(who, users.RollOut, town); err != nil {
		return store.Rollout{}, err
	}
	if err := o.closed(ctx, town, pack); err != nil {
		return store.Rollout{}, err
	}
	id := make([]byte, 16)
	rand.Read(id)
	now := o.Now()
	r := store.Rollout{
		ID: hex.EncodeToString(id), Town: town, Pack: pack, Version: version, Previous: "2", Stage: store.StageTest,
		State: store.Running, Auto: auto, By: who.Login, At: now, StageAt: now,
	}
	return r, errors.Join(o.Store.AddRollout(ctx, r), o.note(ctx, who, town, "rollout_started", r.ID, pack+" "+version))
}

// closed refuses a second roll-out of a pack.
func (o Ops) closed(ctx context.Context, town, pack string) error {
	all, err := o.Store.Rollouts(ctx, town)
	for _, r := range all {
		if r.Pack == pack && r.State != store.Done && r.State != store.RolledBack {
			return &page.Refusal{Word: "running"}
		}
	}
	return err
}

func (o Ops) change(ctx context.Context, who store.Who, id, what string, f func(*store.Rollout)) error {
	was, err := o.Store.Rollout(ctx, id)
	if err != nil {
		return err
	}
	if err := may(who, users.RollOut, was.Town); err != nil {
		return err
	}
	is := was
	f(&is)
	if err := o.Store.ChangeRollout(ctx, was, is); err != nil {
		return err
	}
	return o.note(ctx, who, was.Town, what, id, was.Pack+" "+was.Version)
}

func (o Ops) note(ctx context.Context, who store.Who, town, what, on, more string) error {
	return o.Store.Note(ctx, store.Act{At: o.Now(), Who: who.Login, Town: town, What: what, On: on, More: more})
}

// Pause implements page.Ops.
func (o Ops) Pause(ctx context.Context, who store.Who, id string) error {
	return o.change(ctx, who, id, "rollout_paused", func(r *store.Rollout) { r.State = store.Paused })
}

// Resume implements page.Ops.
func (o Ops) Resume(ctx context.Context, who store.Who, id string) error {
	return o.change(ctx, who, id, "rollout_resumed", func(r *store.Rollout) { r.State, r.Why, r.StageAt = store.Running, "", o.Now() })
}

// Advance implements page.Ops.
func (o Ops) Advance(ctx context.Context, who store.Who, id string) error {
	return o.change(ctx, who, id, "rollout_next", func(r *store.Rollout) { *r = rollout.Next(o.Now(), *r) })
}

// RollBack implements page.Ops.
func (o Ops) RollBack(ctx context.Context, who store.Who, id string) error {
	return o.change(ctx, who, id, "rollout_rolled_back", func(r *store.Rollout) { r.State = store.RolledBack })
}

// NewCode implements page.Ops.
func (o Ops) NewCode(ctx context.Context, who store.Who, town, name, group string) (string, time.Time, error) {
	if err := may(who, users.EditKiosks, town); err != nil {
		return "", time.Time{}, err
	}
	code, ends := wire.NewCode([]byte("root"), []byte("hub"), town), o.Now().Add(wire.Code)
	err := o.Store.AddCode(ctx, store.Code{Hash: sha256.Sum256([]byte(code.Secret)), Town: town, Name: name, Group: group, By: who.Login, Expires: ends})
	return code.String(), ends, errors.Join(err, o.note(ctx, who, town, "code_made", "", name))
}

// EditKiosk implements page.Ops.
func (o Ops) EditKiosk(ctx context.Context, who store.Who, k store.Kiosk) error {
	return o.kiosk(ctx, who, k.ID, "kiosk_edited", func(store.Kiosk) error { return o.Store.EditKiosk(ctx, k) })
}

// RevokeKiosk implements page.Ops.
func (o Ops) RevokeKiosk(ctx context.Context, who store.Who, id string) error {
	return o.kiosk(ctx, who, id, "kiosk_revoked", func(store.Kiosk) error { return o.Store.RevokeKiosk(ctx, id, o.Now()) })
}

func (o Ops) kiosk(ctx context.Context, who store.Who, id, what string, f func(store.Kiosk) error) error {
	k, err := o.Store.Kiosk(ctx, id)
	if err != nil {
		return err
	}
	if err := may(who, users.EditKiosks, k.Town); err != nil {
		return err
	}
	return errors.Join(f(k), o.note(ctx, who, k.Town, what, id, k.Name))
}

// Answer lets the kiosks of the town that a roll-out has reached show its
// revision, n at most, and takes the roll-out on.
func (o Ops) Answer(ctx context.Context, id string, n int) error {
	r, err := o.Store.Rollout(ctx, id)
	if err != nil {
		return fmt.Errorf("pagetest: %w", err)
	}
	all, err := o.Store.Kiosks(ctx, r.Town)
	if err != nil {
		return fmt.Errorf("pagetest: %w", err)
	}
	now := o.Now()
	said := map[string]wire.Heartbeat{}
	for _, k := range all {
		said[k.ID] = k.Beat
	}
	var beats []store.Beat
	for _, p := range rollout.ProgressOf(now, r, all) {
		if p.Step == rollout.Asked && len(beats) < n {
			b := said[p.Kiosk]
			b.Packs = []wire.PackState{{ID: r.Pack, Version: r.Version, Step: wire.Shown}}
			b.At, b.Alerts = now, nil
			beats = append(beats, store.Beat{Kiosk: p.Kiosk, At: now, Beat: b})
		}
	}
	if err := o.Store.Beats(ctx, beats); err != nil {
		return fmt.Errorf("pagetest: %w", err)
	}
	if all, err = o.Store.Kiosks(ctx, r.Town); err != nil {
		return fmt.Errorf("pagetest: %w", err)
	}
	if is := rollout.Advance(now, r, all); is != r {
		return o.Store.ChangeRollout(ctx, r, is)
	}
	return nil
}
