package spool

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"database/sql"
	"encoding/binary"
	"errors"
	"time"
)

// Record is what the kiosk itself knows of a submission. None of it is
// personal.
type Record struct {
	ID        string
	Reference string
	Pack      string
	Version   string
	At        time.Time // to the second, in UTC
	KeepDays  int       // how long the town hall may keep it; 0: an earlier kiosk did not note it
	Size      int       // of the ciphertext, in bytes
	// Damaged: the bytes are not those that were written. No other field of
	// such a record can be relied on.
	Damaged bool

	row int64 // where it lies: damage changes no row's number, see Next
}

// hash is the SHA-256 over every column and the ciphertext, each with its
// length in front, so that no byte can move from one to the next.
func (r Record) hash(ciphertext []byte) []byte {
	h := sha256.New()
	var n [8]byte
	part := func(b []byte) {
		binary.BigEndian.PutUint64(n[:], uint64(len(b)))
		h.Write(n[:])
		h.Write(b)
	}
	for _, column := range []string{r.ID, r.Reference, r.Pack, r.Version} {
		part([]byte(column))
	}
	part(binary.BigEndian.AppendUint64(nil, uint64(r.At.Unix())))
	if r.KeepDays != 0 { // records of the first layout have none
		part(binary.BigEndian.AppendUint64(nil, uint64(r.KeepDays)))
	}
	part(ciphertext)
	return h.Sum(nil)
}

// selectRecord asks as well whether the id of a record leads to it: an index that is
// damaged is found before something is to be written to it.
const selectRecord = `SELECT rowid, id, reference, pack, version, at, keep_days, hash, ciphertext,
	(SELECT named.rowid FROM record AS named WHERE named.id = record.id) IS record.rowid FROM record `

type scanner interface{ Scan(into ...any) error }

// scan reads one row and checks it.
func scan(row scanner) (Record, []byte, error) {
	var r Record
	var at int64
	var hash, ciphertext []byte
	var named bool
	err := row.Scan(&r.row, &r.ID, &r.Reference, &r.Pack, &r.Version, &at, &r.KeepDays, &hash, &ciphertext, &named)
	if err != nil {
		return Record{}, nil, err
	}
	r.At = time.Unix(at, 0).UTC()
	r.Size = len(ciphertext)
	r.Damaged = !named || subtle.ConstantTimeCompare(hash, r.hash(ciphertext)) != 1
	return r, ciphertext, nil
}

// Next gives at most n records that lie after one of an earlier answer (Record{} is
// before all), oldest first, with damaged ones marked. It goes on from there also
// where that one is gone by now, or has lost its id; so a walk comes to its end. One
// that is saved meanwhile may be in the next walk only.
func (s *Spool) Next(ctx context.Context, after Record, n int) ([]Record, error) {
	return s.list(ctx, "WHERE rowid > ? ORDER BY rowid LIMIT ?", after.row, n)
}

// Pending lists what waits for the town hall, oldest first. It reads and
// checks every record; a damaged one is in the list and marked.
func (s *Spool) Pending(ctx context.Context) ([]Record, error) {
	return s.list(ctx, "ORDER BY rowid")
}

func (s *Spool) list(ctx context.Context, which string, args ...any) ([]Record, error) {
	rows, err := s.read.QueryContext(ctx, selectRecord+which, args...)
	if err != nil {
		return nil, s.explain("pending", err)
	}
	defer rows.Close()
	var all []Record
	for rows.Next() {
		r, _, err := scan(rows)
		if err != nil {
			return nil, s.explain("pending", err)
		}
		all = append(all, r)
	}
	if err := rows.Err(); err != nil {
		return nil, s.explain("pending", err)
	}
	return all, nil
}

// Ciphertext is what to send to the town hall: an age file in binary form.
// Errors: ErrNotFound, ErrDamaged, *CorruptError, ctx.Err.
func (s *Spool) Ciphertext(ctx context.Context, id string) ([]byte, error) {
	r, ciphertext, err := scan(s.read.QueryRowContext(ctx, selectRecord+"WHERE id = ?", id))
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return nil, ErrNotFound
	case err != nil:
		return nil, s.explain("read", err)
	case r.Damaged:
		return nil, ErrDamaged
	}
	return ciphertext, nil
}

// Erase removes a record once the town hall has it: its bytes are overwritten
// in the file and the journal is emptied. Erasing a record that is gone is
// ErrNotFound.
func (s *Spool) Erase(ctx context.Context, id string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return ErrClosed
	}
	done, err := s.write.ExecContext(ctx, "DELETE FROM record WHERE id = ?", id)
	if err != nil {
		return s.explain("erase", err)
	}
	if n, err := done.RowsAffected(); err == nil && n == 0 {
		return ErrNotFound
	}
	delete(s.seen, id)
	return s.emptyJournal(ctx)
}

// emptyJournal moves the journal into the file and truncates it, where the
// erased bytes would live on. A reader in the middle of Pending keeps it from
// doing so: then the next Erase, or Close, does it.
func (s *Spool) emptyJournal(ctx context.Context) error {
	var busy, frames, moved int
	row := s.write.QueryRowContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)")
	if err := row.Scan(&busy, &frames, &moved); err != nil {
		return s.explain("empty the journal", err)
	}
	return nil
}
