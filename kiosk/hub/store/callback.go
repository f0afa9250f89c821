package store

import (
	"context"
	"errors"
	"time"
)

const columnsOfBack = "id, rev, kiosk, town, service, begins, ends, asked, tries, done, done_at, sealed"

func scanBack(row scanner) (b CallBack, err error) {
	err = row.Scan(&b.ID, &b.Rev, &b.Kiosk, &b.Town, &b.Service, at(&b.From), at(&b.To), at(&b.Asked), &b.Tries,
		&b.Done, at(&b.DoneAt), &b.Sealed)
	return b, err
}

// AddCallBack implements [Calls].
func (d *database) AddCallBack(ctx context.Context, b CallBack, town string, room int, counts ...CallCount) (CallBack, error) {
	var there *CallBack
	err := d.onCalls(ctx, func(t *tx) (err error) {
		if there, err = t.callBack(b.ID); err != nil {
			return err
		}
		if there != nil {
			return ErrTaken
		}
		if err := t.roomFor(b, town, room); err != nil {
			return err
		}
		if b.Rev, err = t.nextRev(); err != nil {
			return err
		}
		_, err = t.exec("INSERT INTO call_back ("+columnsOfBack+") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
			b.ID, b.Rev, b.Kiosk, b.Town, b.Service, micro(b.From), micro(b.To), micro(b.Asked), int64(b.Tries),
			b.Done, micro(b.DoneAt), blob(b.Sealed))
		return errors.Join(err, t.count(counts))
	})
	if errors.Is(err, ErrTaken) {
		return *there, err
	}
	return b, err
}

// callBack is the one with an id; nil where there is none.
func (t *tx) callBack(id string) (b *CallBack, err error) {
	err = t.list("SELECT "+columnsOfBack+" FROM call_back WHERE id = ?", []any{id}, func(row scanner) error {
		is, err := scanBack(row)
		b = &is
		return err
	})
	return b, err
}

func (t *tx) roomFor(b CallBack, town string, room int) error {
	var beside int64
	err := t.find("SELECT count(*) FROM call_back WHERE service = ? AND begins = ? AND done = '' AND (? = '' OR town = ?)",
		[]any{b.Service, micro(b.From), town, town}, &beside)
	if err == nil && beside >= int64(room) {
		err = ErrChanged
	}
	return err
}

// ChangeCallBack implements [Calls].
func (d *database) ChangeCallBack(ctx context.Context, is CallBack, counts ...CallCount) (CallBack, error) {
	was := is.Rev
	err := d.onCalls(ctx, func(t *tx) error {
		var rev int64
		if err := t.find("SELECT rev FROM call_back WHERE id = ?", []any{is.ID}, &rev); err != nil {
			return err
		}
		if rev != was {
			return ErrChanged
		}
		rev, err := t.nextRev()
		if err != nil {
			return err
		}
		is.Rev = rev
		_, err = t.exec("UPDATE call_back SET rev = ?, tries = ?, done = ?, done_at = ?, sealed = ? WHERE id = ?",
			rev, int64(is.Tries), is.Done, micro(is.DoneAt), blob(is.Sealed), is.ID)
		return errors.Join(err, t.count(counts))
	})
	return is, err
}

// CallBacksSince implements [Calls].
func (d *database) CallBacksSince(ctx context.Context, rev int64) ([]CallBack, error) {
	return all(ctx, d, scanBack, "SELECT "+columnsOfBack+" FROM call_back WHERE rev > ? ORDER BY rev LIMIT ?", rev, int64(callsAPage))
}

const columnsOfCount = `town, service, hour, offered, answered, call_backs, contacts, abandoned, closed, wait, longest,
	reached, given_up, expired`

// count adds to the sums of an hour.
func (t *tx) count(counts []CallCount) error {
	for _, c := range counts {
		_, err := t.exec("INSERT INTO call_count ("+columnsOfCount+`) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
			ON CONFLICT (town, service, hour) DO UPDATE SET
			offered = call_count.offered + excluded.offered, answered = call_count.answered + excluded.answered,
			call_backs = call_count.call_backs + excluded.call_backs, contacts = call_count.contacts + excluded.contacts,
			abandoned = call_count.abandoned + excluded.abandoned, closed = call_count.closed + excluded.closed,
			wait = call_count.wait + excluded.wait,
			longest = CASE WHEN call_count.longest > excluded.longest THEN call_count.longest ELSE excluded.longest END,
			reached = call_count.reached + excluded.reached, given_up = call_count.given_up + excluded.given_up,
			expired = call_count.expired + excluded.expired`,
			c.Town, c.Service, micro(c.Hour.UTC().Truncate(time.Hour)), int64(c.Offered), int64(c.Answered), int64(c.CallBacks),
			int64(c.Contacts), int64(c.Abandoned), int64(c.Closed), int64(c.Wait), int64(c.Longest),
			int64(c.Reached), int64(c.GivenUp), int64(c.Expired))
		if err != nil {
			return err
		}
	}
	return nil
}

func scanCount(row scanner) (c CallCount, err error) {
	err = row.Scan(&c.Town, &c.Service, at(&c.Hour), &c.Offered, &c.Answered, &c.CallBacks, &c.Contacts, &c.Abandoned,
		&c.Closed, &c.Wait, &c.Longest, &c.Reached, &c.GivenUp, &c.Expired)
	return c, err
}

// CallCounts implements [Calls].
func (d *database) CallCounts(ctx context.Context, town string, from, to time.Time) ([]CallCount, error) {
	const query = "SELECT " + columnsOfCount + " FROM call_count WHERE hour >= ? AND hour < ?"
	const order = " ORDER BY town, service, hour"
	if town == "" {
		return all(ctx, d, scanCount, query+order, micro(from), micro(to))
	}
	return all(ctx, d, scanCount, query+" AND town = ?"+order, micro(from), micro(to), town)
}
