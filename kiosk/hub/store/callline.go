package store

import (
	"context"
	"errors"
)

const callsAPage = 500

// columnsOfCall: that of Answered is called taken.
const columnsOfCall = `id, rev, kiosk, town, service, state, agent, only_for, sent_by, back, asked, since, taken, ended,
	kiosk_hub, kiosk_away, agent_hub, agent_away, why, outcome, sealed`

func scanCall(row scanner) (c Call, err error) {
	var back int64
	err = row.Scan(&c.ID, &c.Rev, &c.Kiosk, &c.Town, &c.Service, &c.State, &c.Agent, &c.For, &c.From, &back,
		at(&c.Asked), at(&c.Since), at(&c.Answered), at(&c.Ended), &c.KioskHub, at(&c.KioskAway), &c.AgentHub, at(&c.AgentAway),
		&c.Why, &c.Outcome, &c.Sealed)
	c.Back = back != 0
	return c, err
}

// onCalls runs fn in a transaction and tells every hub.
func (d *database) onCalls(ctx context.Context, fn func(*tx) error) error {
	err := d.do(ctx, func(t *tx) error {
		if err := fn(t); err != nil || d.tellCall == "" {
			return err
		}
		_, err := t.exec(d.tellCall)
		return err
	})
	if err == nil {
		d.calls.ring()
	}
	return err
}

// nextRev numbers a change.
func (t *tx) nextRev() (rev int64, err error) {
	err = t.change("UPDATE counter SET n = n + 1 WHERE name = 'call' RETURNING n", nil, &rev)
	return rev, err
}

// AddCall implements [Calls].
func (d *database) AddCall(ctx context.Context, c Call, counts ...CallCount) (Call, error) {
	err := d.onCalls(ctx, func(t *tx) (err error) {
		var rev int64
		switch err := t.find("SELECT rev FROM call_line WHERE id = ?", []any{c.ID}, &rev); {
		case err == nil:
			return ErrTaken
		case !errors.Is(err, ErrNotFound):
			return err
		}
		if c.Rev, err = t.nextRev(); err != nil {
			return err
		}
		_, err = t.exec("INSERT INTO call_line ("+columnsOfCall+`)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
			c.ID, c.Rev, c.Kiosk, c.Town, c.Service, c.State, c.Agent, c.For, c.From, flag(c.Back),
			micro(c.Asked), micro(c.Since), micro(c.Answered), micro(c.Ended), c.KioskHub, micro(c.KioskAway),
			c.AgentHub, micro(c.AgentAway), c.Why, c.Outcome, blob(c.Sealed))
		return errors.Join(err, t.count(counts))
	})
	return c, err
}

func flag(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

// blob is never NULL.
func blob(b []byte) []byte {
	if b == nil {
		return []byte{}
	}
	return b
}

// Call implements [Calls].
func (d *database) Call(ctx context.Context, id string) (Call, error) {
	return one(ctx, d, scanCall, "SELECT "+columnsOfCall+" FROM call_line WHERE id = ?", id)
}

// CallsSince implements [Calls].
func (d *database) CallsSince(ctx context.Context, rev int64) ([]Call, error) {
	return all(ctx, d, scanCall, "SELECT "+columnsOfCall+" FROM call_line WHERE rev > ? ORDER BY rev LIMIT ?", rev, int64(callsAPage))
}

// ChangeCall implements [Calls].
func (d *database) ChangeCall(ctx context.Context, is Call, counts ...CallCount) (Call, error) {
	was := is.Rev
	err := d.onCalls(ctx, func(t *tx) error {
		agent, err := t.agentOf(is, was)
		if err != nil {
			return err
		}
		if is.Rev, err = t.nextRev(); err != nil {
			return err
		}
		_, err = t.exec(`UPDATE call_line SET rev = ?, service = ?, state = ?, agent = ?, only_for = ?, sent_by = ?, back = ?,
			since = ?, taken = ?, ended = ?, kiosk_hub = ?, kiosk_away = ?, agent_hub = ?, agent_away = ?, why = ?, outcome = ?,
			sealed = ? WHERE id = ?`,
			is.Rev, is.Service, is.State, is.Agent, is.For, is.From, flag(is.Back),
			micro(is.Since), micro(is.Answered), micro(is.Ended), is.KioskHub, micro(is.KioskAway),
			is.AgentHub, micro(is.AgentAway), is.Why, is.Outcome, blob(is.Sealed), is.ID)
		if err == nil && (agent != is.Agent || is.State == CallEnded) {
			_, err = t.exec("DELETE FROM call_mail WHERE call = ?", is.ID)
		}
		return errors.Join(err, t.count(counts))
	})
	return is, err
}

// agentOf is who had the call so far; it refuses a change that came too late, and
// an agent who has another call. Writers take turns, so that stays true.
func (t *tx) agentOf(is Call, was int64) (agent string, err error) {
	var rev, others int64
	if err := t.find("SELECT rev, agent FROM call_line WHERE id = ?", []any{is.ID}, &rev, &agent); err != nil {
		return "", err
	}
	if rev != was {
		return "", ErrChanged
	}
	if is.State != CallTaken || is.Agent == agent {
		return agent, nil
	}
	err = t.find("SELECT count(*) FROM call_line WHERE agent = ? AND state = 'taken' AND id <> ?", []any{is.Agent, is.ID}, &others)
	if err == nil && others > 0 {
		err = ErrTaken
	}
	return agent, err
}
