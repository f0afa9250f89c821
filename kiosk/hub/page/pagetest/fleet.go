// Package pagetest is an invented fleet to look at: twelve kiosks in every state
// there is, packs, roll-outs and a history. Tests and the demonstration show it.
package pagetest

import (
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"fmt"
	"strconv"
	"time"

	"guichet/kiosk/custody"
	"guichet/kiosk/fleet/wire"
	"guichet/kiosk/hub/store"
)

// Town is whose kiosks they are. Its name is real, the rest is not.
const Town = "29233"

// Other is another town, with one kiosk.
const Other = "56121"

// kiosk is one kiosk of the invented fleet, in few words.
type kiosk struct {
	name, group string
	x, y        float64
	silent      time.Duration // since its last word; below zero: never heard of
	state       string
	printer     string
	paper       string
	waiting     int
	alerts      []wire.Alert
	cantine     string // version of the pack "cantine" that it shows
}

var kiosks = []kiosk{
	{name: "Hall d’accueil", group: "test", x: .12, y: .3, state: "attract", printer: "ready", paper: "ok", cantine: "3"},
	{name: "État civil", group: "", x: .34, y: .18, state: "visit", printer: "ready", paper: "ok", cantine: "3"},
	{name: "Service enfance", group: "", x: .6, y: .2, state: "attract", printer: "ready", paper: "low", cantine: "2",
		alerts: []wire.Alert{{Name: "paper_low", Who: "staff"}}},
	{name: "Médiathèque", group: "annexes", x: .85, y: .22, state: "out_of_order", printer: "cutter or jam", paper: "ok", cantine: "2",
		alerts: []wire.Alert{{Name: "paper_jam", Who: "staff"}, {Name: "printer_hot", Who: "nobody"}}},
	{name: "Mairie annexe des Prés", group: "annexes", x: .2, y: .55, silent: 3 * time.Hour, state: "attract", printer: "ready", paper: "ok", waiting: 4, cantine: "2"},
	{name: "Maison de quartier Nord", group: "annexes", x: .45, y: .5, state: "attract", printer: "ready", paper: "ok", waiting: 12, cantine: "2",
		alerts: []wire.Alert{{Name: "spool_old", Who: "admin"}}},
	{name: "Gymnase Jules-Verne", group: "", x: .72, y: .5, state: "attract", printer: "ready", paper: "ok", cantine: "2"},
	{name: "Piscine", group: "", x: .5, y: .72, state: "attract", printer: "ready", paper: "ok", cantine: "2",
		alerts: []wire.Alert{{Name: "clock_wrong", Who: "technician"}}},
	{name: "Cinéma", group: "", x: .84, y: .8, state: "visit", printer: "ready", paper: "ok", cantine: "2"},
	{name: "Marché couvert", group: "", x: .14, y: .82, state: "attract", printer: "paper out", paper: "out", cantine: "2",
		alerts: []wire.Alert{{Name: "printer_fault", Who: "staff"}}}, // as older kiosks say
	{name: "Espace jeunes", group: "test", silent: -1},
	{name: "Ancienne poste", group: ""},
}

// Private is the key with which the n-th kiosk of a town signs.
func Private(town string, n int) ed25519.PrivateKey {
	seed := sha256.Sum256([]byte(town + strconv.Itoa(n)))
	return ed25519.NewKeyFromSeed(seed[:])
}

// Key is the public half of it.
func Key(town string, n int) ed25519.PublicKey { return Private(town, n).Public().(ed25519.PublicKey) }

// ID is the id of the n-th kiosk of a town.
func ID(town string, n int) string { return custody.KioskID(Key(town, n)) }

// Fill puts the fleet into a store, as it is at a moment.
func Fill(ctx context.Context, s store.Store, now time.Time) error {
	var beats []store.Beat
	for i, k := range kiosks {
		if err := s.AddKiosk(ctx, k.kiosk(i, now)); err != nil {
			return fmt.Errorf("pagetest: %w", err)
		}
		if k.silent >= 0 {
			beats = append(beats, k.beat(i, now))
		}
	}
	other := store.Kiosk{ID: ID(Other, 0), Town: Other, Name: "Accueil du port", Key: Key(Other, 0), EnrolledAt: now}
	if err := s.AddKiosk(ctx, other); err != nil {
		return fmt.Errorf("pagetest: %w", err)
	}
	if err := s.Beats(ctx, beats); err != nil {
		return fmt.Errorf("pagetest: %w", err)
	}
	if err := s.RevokeKiosk(ctx, ID(Town, len(kiosks)-1), now.Add(-30*24*time.Hour)); err != nil {
		return fmt.Errorf("pagetest: %w", err)
	}
	return past(ctx, s, now)
}

func (k kiosk) kiosk(i int, now time.Time) store.Kiosk {
	return store.Kiosk{
		ID: ID(Town, i), Town: Town, Name: k.name, Group: k.group, Key: Key(Town, i),
		X: k.x, Y: k.y, EnrolledAt: now.Add(-time.Duration(90-i) * 24 * time.Hour),
	}
}

func (k kiosk) beat(i int, now time.Time) store.Beat {
	at := now.Add(-k.silent - time.Duration(i)*time.Second)
	b := wire.Heartbeat{
		At: at, Version: "1.4.0", Started: at.Add(-40 * time.Hour), State: k.state, LastVisit: at.Add(-time.Duration(7*i+3) * time.Minute),
		Printer: wire.Printer{Model: "epson-tm-t20iii", State: k.printer, Paper: k.paper},
		Spool:   wire.Spool{Waiting: k.waiting, Last: at.Add(-time.Hour)},
		Packs: []wire.PackState{
			{ID: "acte-naissance", Version: "5", Step: wire.Shown}, {ID: "cantine", Version: k.cantine, Step: wire.Shown},
		},
		Trust: wire.Trust{Root: 1, Expires: now.Add(60 * 24 * time.Hour)},
	}
	if k.waiting > 0 {
		b.Spool.Oldest = at.Add(-time.Duration(k.waiting*3) * time.Hour)
	}
	for _, a := range k.alerts {
		a.Since = at.Add(-2 * time.Hour)
		b.Alerts = append(b.Alerts, a)
	}
	return store.Beat{Kiosk: ID(Town, i), At: at, Beat: b}
}

// past is what was done so far: a roll-out that is over, one that stopped.
func past(ctx context.Context, s store.Store, now time.Time) error {
	day := 24 * time.Hour
	rollouts := []store.Rollout{
		{ID: "0000000000000000000000000000000a", Town: Town, Pack: "acte-naissance", Version: "5", Previous: "4", Stage: store.StageAll,
			State: store.Done, Auto: true, By: "camille.roux", At: now.Add(-20 * day), StageAt: now.Add(-19 * day)},
		{ID: "0000000000000000000000000000000b", Town: Town, Pack: "cantine", Version: "3", Previous: "2", Stage: store.StageTen,
			State: store.Stopped, Why: ID(Town, 1) + ": printer_fault", Auto: true, By: "camille.roux", At: now.Add(-2 * day), StageAt: now.Add(-day)},
	}
	for _, r := range rollouts {
		if err := s.AddRollout(ctx, r); err != nil {
			return fmt.Errorf("pagetest: %w", err)
		}
	}
	acts := []store.Act{
		{At: now.Add(-90 * day), Who: "camille.roux", Town: Town, What: "kiosk_enrolled", On: ID(Town, 0), More: "Hall d’accueil"},
		{At: now.Add(-30 * day), Who: "camille.roux", Town: Town, What: "kiosk_revoked", On: ID(Town, 11), More: "Ancienne poste"},
		{At: now.Add(-2 * day), Who: "camille.roux", Town: Town, What: "rollout_started", On: rollouts[1].ID, More: "cantine 3"},
		{At: now.Add(-day), Who: "hub", Town: Town, What: "rollout_stopped", On: rollouts[1].ID, More: "cantine 3"},
	}
	for _, a := range acts {
		if err := s.Note(ctx, a); err != nil {
			return fmt.Errorf("pagetest: %w", err)
		}
	}
	return nil
}
