package store

import "context"

const selectRollout = `SELECT id, town, pack, version, previous, stage, state, why, auto, made_by, at, stage_at FROM rollout `

func scanRollout(row scanner) (Rollout, error) {
	var r Rollout
	err := row.Scan(&r.ID, &r.Town, &r.Pack, &r.Version, &r.Previous, &r.Stage, &r.State, &r.Why, &r.Auto, &r.By,
		at(&r.At), at(&r.StageAt))
	return r, err
}

// AddRollout implements [Rollouts]. One runs where it is running or paused.
func (d *database) AddRollout(ctx context.Context, r Rollout) error {
	return d.do(ctx, func(t *tx) error {
		if err := t.onlyOne(r); err != nil {
			return err
		}
		added, err := t.exec(`INSERT INTO rollout (id, town, pack, version, previous, stage, state, why, auto, made_by, at, stage_at)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING`,
			r.ID, r.Town, r.Pack, r.Version, r.Previous, r.Stage, r.State, r.Why, r.Auto, r.By, micro(r.At), micro(r.StageAt))
		if err == nil && added == 0 {
			return ErrTaken
		}
		return err
	})
}

// onlyOne: two roll-outs of one pack would each want their own revision on the
// same kiosk.
func (t *tx) onlyOne(r Rollout) error {
	if r.State != Running && r.State != Paused {
		return nil
	}
	var other string
	err := t.find("SELECT id FROM rollout WHERE town = ? AND pack = ? AND id <> ? AND state IN ('running', 'paused')",
		[]any{r.Town, r.Pack, r.ID}, &other)
	switch err {
	case ErrNotFound:
		return nil
	case nil:
		return ErrChanged
	}
	return err
}

// Rollout implements [Rollouts].
func (d *database) Rollout(ctx context.Context, id string) (Rollout, error) {
	return one(ctx, d, scanRollout, selectRollout+"WHERE id = ?", id)
}

// Rollouts implements [Rollouts]; of all towns where town is empty.
func (d *database) Rollouts(ctx context.Context, town string) ([]Rollout, error) {
	const order = "ORDER BY at DESC, id"
	if town == "" {
		return all(ctx, d, scanRollout, selectRollout+order)
	}
	return all(ctx, d, scanRollout, selectRollout+"WHERE town = ? "+order, town)
}

// ChangeRollout implements [Rollouts]. It is also ErrChanged where another one
// of the pack runs by now, and ErrNotFound where there is no such roll-out.
func (d *database) ChangeRollout(ctx context.Context, was, is Rollout) error {
	is.ID, is.Town, is.Pack = was.ID, was.Town, was.Pack
	return d.do(ctx, func(t *tx) error {
		if err := t.onlyOne(is); err != nil {
			return err
		}
		changed, err := t.exec(`UPDATE rollout SET stage = ?, state = ?, why = ?, stage_at = ?
			WHERE id = ? AND stage = ? AND state = ? AND why = ? AND stage_at = ?`,
			is.Stage, is.State, is.Why, micro(is.StageAt), was.ID, was.Stage, was.State, was.Why, micro(was.StageAt))
		if err != nil || changed == 1 {
			return err
		}
		var id string
		if err := t.find("SELECT id FROM rollout WHERE id = ?", []any{was.ID}, &id); err != nil {
			return err
		}
		return ErrChanged
	})
}
