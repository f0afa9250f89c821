package store

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"guichet/kiosk/custody"
)

const selectKiosk = "SELECT id, town, name, grp, key, x, y, enrolled_at, revoked_at, beat_at, beat FROM kiosk "

func scanKiosk(row scanner) (Kiosk, error) {
	var k Kiosk
	var key []byte
	var beat string
	err := row.Scan(&k.ID, &k.Town, &k.Name, &k.Group, &key, &k.X, &k.Y,
		at(&k.EnrolledAt), at(&k.RevokedAt), at(&k.BeatAt), &beat)
	if err != nil {
		return Kiosk{}, err
	}
	k.Key = key
	if beat == "" {
		return k, nil
	}
	if err := json.Unmarshal([]byte(beat), &k.Beat); err != nil {
		return Kiosk{}, fmt.Errorf("heartbeat of %s: %w", k.ID, err)
	}
	return k, nil
}

// AddKiosk implements [Kiosks].
func (d *database) AddKiosk(ctx context.Context, k Kiosk) error {
	if k.Town == "" || custody.KioskID(k.Key) != k.ID {
		return errors.New("store: a kiosk has a town, and the id of its key")
	}
	return d.do(ctx, func(t *tx) error {
		added, err := t.exec(`INSERT INTO kiosk (id, town, name, grp, key, x, y, enrolled_at)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
			k.ID, k.Town, k.Name, k.Group, []byte(k.Key), k.X, k.Y, micro(k.EnrolledAt))
		if err != nil || added == 1 {
			return err
		}
		return sameKiosk(t, k)
	})
}

// sameKiosk: an id is 64 bits of a hash, so the key itself is compared.
func sameKiosk(t *tx, k Kiosk) error {
	var town string
	var key []byte
	var revoked int64
	err := t.find("SELECT town, key, revoked_at FROM kiosk WHERE id = ?", []any{k.ID}, &town, &key, &revoked)
	if err == nil && (town != k.Town || revoked != 0 || !bytes.Equal(key, k.Key)) {
		return ErrTaken
	}
	return err
}

// Kiosk implements [Kiosks].
func (d *database) Kiosk(ctx context.Context, id string) (Kiosk, error) {
	return one(ctx, d, scanKiosk, selectKiosk+"WHERE id = ?", id)
}

// Kiosks implements [Kiosks].
func (d *database) Kiosks(ctx context.Context, town string) ([]Kiosk, error) {
	const order = "ORDER BY town, name, id" // as the index has it
	query, args := selectKiosk+order, []any(nil)
	if town != "" {
		query, args = selectKiosk+"WHERE town = ? "+order, []any{town}
	}
	list, err := all(ctx, d, scanKiosk, query, args...)
	slices.SortStableFunc(list, revokedLast)
	return list, err
}

// Keys implements [Kiosks].
func (d *database) Keys(ctx context.Context) ([]Kiosk, error) {
	return all(ctx, d, func(row scanner) (k Kiosk, err error) {
		var key []byte
		err = row.Scan(&k.ID, &k.Town, &key, at(&k.RevokedAt))
		k.Key = key
		return k, err
	}, "SELECT id, town, key, revoked_at FROM kiosk")
}

func revokedLast(a, b Kiosk) int {
	switch gone := !a.RevokedAt.IsZero(); {
	case gone == !b.RevokedAt.IsZero():
		return 0
	case gone:
		return 1
	}
	return -1
}

// EditKiosk implements [Kiosks].
func (d *database) EditKiosk(ctx context.Context, k Kiosk) error {
	return d.do(ctx, func(t *tx) error {
		return found(t.exec("UPDATE kiosk SET name = ?, grp = ?, x = ?, y = ? WHERE id = ?", k.Name, k.Group, k.X, k.Y, k.ID))
	})
}

// RevokeKiosk implements [Kiosks]. A second time changes nothing.
func (d *database) RevokeKiosk(ctx context.Context, id string, when time.Time) error {
	return d.do(ctx, func(t *tx) error {
		return found(t.exec("UPDATE kiosk SET revoked_at = CASE revoked_at WHEN 0 THEN ? ELSE revoked_at END WHERE id = ?",
			micro(when), id))
	})
}

// found makes ErrNotFound of "no row was changed".
func found(changed int64, err error) error {
	if err == nil && changed == 0 {
		return ErrNotFound
	}
	return err
}

// Beats implements [Kiosks]. An older one than what is there changes nothing,
// nor does one of a kiosk that is not known. What is there from the future is
// not newer: it came while the hub's clock was ahead.
func (d *database) Beats(ctx context.Context, beats []Beat) error {
	rows, err := newest(beats)
	if err != nil || len(rows) == 0 {
		return err
	}
	return d.do(ctx, func(t *tx) error { return t.d.putBeats(t, rows) })
}

type beatRow struct {
	kiosk string
	at    int64
	text  string
}

// beatAhead is how far a heartbeat may be ahead of one that comes after it: hubs
// side by side write down what came at the same time in any order.
const beatAhead = 15 * time.Minute

// newest is the last heartbeat of each kiosk, by its id.
func newest(beats []Beat) ([]beatRow, error) {
	last := map[string]Beat{}
	for _, b := range beats {
		if was, ok := last[b.Kiosk]; !ok || was.At.Before(b.At) {
			last[b.Kiosk] = b
		}
	}
	rows := make([]beatRow, 0, len(last))
	for _, b := range last {
		text, err := json.Marshal(b.Beat)
		if err != nil {
			return nil, fmt.Errorf("store: heartbeat of %s: %w", b.Kiosk, err)
		}
		rows = append(rows, beatRow{b.Kiosk, micro(b.At), string(text)})
	}
	slices.SortFunc(rows, func(a, b beatRow) int { return strings.Compare(a.kiosk, b.kiosk) })
	return rows, nil
}

func putEachBeat(t *tx, rows []beatRow) error {
	for _, r := range rows {
		_, err := t.exec("UPDATE kiosk SET beat_at = ?, beat = ? WHERE id = ? AND (beat_at <= ? OR beat_at > ?)",
			r.at, r.text, r.kiosk, r.at, r.at+beatAhead.Microseconds())
		if err != nil {
			return err
		}
	}
	return nil
}
