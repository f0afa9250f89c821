package store

import (
	"context"
	"errors"
	"time"
)

const columnsOfAgent = "id, rev, login, name, role, town, hub, on_duty, lost"

func scanAgent(row scanner) (a CallAgent, err error) {
	var on int64
	err = row.Scan(&a.ID, &a.Rev, &a.Login, &a.Name, &a.Role, &a.Town, &a.Hub, &on, at(&a.Lost))
	a.On = on != 0
	return a, err
}

// PutCallAgent implements [Calls].
func (d *database) PutCallAgent(ctx context.Context, a CallAgent) (CallAgent, error) {
	err := d.onCalls(ctx, func(t *tx) (err error) {
		if a.Rev, err = t.nextRev(); err != nil {
			return err
		}
		_, err = t.exec("INSERT INTO call_agent ("+columnsOfAgent+`) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
			ON CONFLICT (id) DO UPDATE SET rev = excluded.rev, name = excluded.name, role = excluded.role, town = excluded.town,
			hub = excluded.hub, on_duty = excluded.on_duty, lost = excluded.lost`,
			a.ID, a.Rev, a.Login, a.Name, a.Role, a.Town, a.Hub, flag(a.On), micro(a.Lost))
		return err
	})
	return a, err
}

// CallAgentsSince implements [Calls].
func (d *database) CallAgentsSince(ctx context.Context, rev int64) ([]CallAgent, error) {
	return all(ctx, d, scanAgent, "SELECT "+columnsOfAgent+" FROM call_agent WHERE rev > ? ORDER BY rev LIMIT ?", rev, int64(callsAPage))
}

// MostCallMail is how much may wait for one side of a call.
const MostCallMail = 200

// PostCallMail implements [Calls].
func (d *database) PostCallMail(ctx context.Context, m CallMail, when time.Time) error {
	return d.onCalls(ctx, func(t *tx) error {
		if err := t.roomForMail(m); err != nil {
			return err
		}
		number, err := t.nextRev()
		if err != nil {
			return err
		}
		_, err = t.exec("INSERT INTO call_mail (number, call, side, at, data) VALUES (?, ?, ?, ?, ?)",
			number, m.Call, m.Side, micro(when), m.Data)
		return err
	})
}

func (t *tx) roomForMail(m CallMail) error {
	var waiting int64
	var state string
	err := t.find("SELECT state FROM call_line WHERE id = ?", []any{m.Call}, &state)
	if err == nil && state == CallEnded {
		err = ErrNotFound
	}
	if err != nil {
		return err
	}
	err = t.find("SELECT count(*) FROM call_mail WHERE call = ? AND side = ?", []any{m.Call, m.Side}, &waiting)
	if err == nil && waiting >= MostCallMail {
		err = ErrFull
	}
	return err
}

// CallMailSince implements [Calls].
func (d *database) CallMailSince(ctx context.Context, number int64) ([]CallMail, error) {
	return all(ctx, d, func(row scanner) (m CallMail, err error) {
		err = row.Scan(&m.Number, &m.Call, &m.Side)
		return m, err
	}, "SELECT number, call, side FROM call_mail WHERE number > ? ORDER BY number LIMIT ?", number, int64(callsAPage))
}

// TakeCallMail implements [Calls].
func (d *database) TakeCallMail(ctx context.Context, call, side string) (mail [][]byte, err error) {
	err = d.do(ctx, func(t *tx) error {
		mail = nil
		err := t.list("SELECT data FROM call_mail WHERE call = ? AND side = ? ORDER BY number", []any{call, side},
			func(row scanner) error {
				data, err := value[[]byte](row)
				mail = append(mail, data)
				return err
			})
		if err != nil || len(mail) == 0 {
			return err
		}
		_, err = t.exec("DELETE FROM call_mail WHERE call = ? AND side = ?", call, side)
		return err
	})
	if err != nil {
		return nil, err
	}
	return mail, nil
}

// BeatCallHub implements [Calls].
func (d *database) BeatCallHub(ctx context.Context, hub string, when time.Time) error {
	return d.do(ctx, func(t *tx) error {
		if when.IsZero() {
			_, err := t.exec("DELETE FROM call_hub WHERE id = ?", hub)
			return err
		}
		_, err := t.exec("INSERT INTO call_hub (id, seen) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET seen = excluded.seen",
			hub, micro(when))
		return err
	})
}

// CallHubs implements [Calls].
func (d *database) CallHubs(ctx context.Context) (map[string]time.Time, error) {
	seen := map[string]time.Time{}
	_, err := all(ctx, d, func(row scanner) (_ struct{}, err error) {
		var id string
		var when time.Time
		err = row.Scan(&id, at(&when))
		seen[id] = when
		return struct{}{}, err
	}, "SELECT id, seen FROM call_hub")
	return seen, err
}

// SweepCalls implements [Calls]. A call that is in the line, an agent on duty and
// a call back that waits are never forgotten here.
func (d *database) SweepCalls(ctx context.Context, calls, counts time.Time) error {
	return d.do(ctx, func(t *tx) error {
		return errors.Join(
			t.sweep("DELETE FROM call_line WHERE ended > 0 AND ended < ?", calls),
			t.sweep("DELETE FROM call_back WHERE done_at > 0 AND done_at < ?", calls),
			t.sweep("DELETE FROM call_agent WHERE lost > 0 AND lost < ?", calls),
			t.sweep("DELETE FROM call_mail WHERE at < ?", calls),
			t.sweep("DELETE FROM call_hub WHERE seen < ?", calls),
			t.sweep("DELETE FROM call_count WHERE hour < ?", counts),
		)
	})
}

func (t *tx) sweep(query string, before time.Time) error {
	_, err := t.exec(query, micro(before))
	return err
}

// ListenCalls implements [Calls]. It returns ctx.Err, or ErrClosed.
func (d *database) ListenCalls(ctx context.Context, f func()) error {
	for {
		ring := d.calls.next()
		f()
		if err := d.pause(ctx, ring, nil); err != nil {
			return err
		}
	}
}
