package spool

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/json"
	"errors"

	"guichet/forms"
)

// Put encrypts a submission and returns once it is committed and synced: from
// then on neither a crash nor a power cut takes it away. After an error the
// caller may put the same submission again; if it was kept all the same, the
// second Put says so by returning nil.
//
// Errors: ErrReferenceTaken, ErrOtherContent, ErrFull, *CorruptError, ctx.Err.
func (s *Spool) Put(ctx context.Context, sub forms.Submission) error {
	if err := checkSubmission(sub); err != nil {
		return err
	}
	plain, err := json.Marshal(sub)
	if err != nil {
		return errors.New("spool: submission cannot be written as JSON") // err may quote an answer
	}
	defer clear(plain)
	e, err := s.takeEnvelope()
	if err != nil {
		return err
	}
	defer s.prepareNext()
	ciphertext, err := e.seal(plain)
	if err != nil {
		return err
	}
	r := Record{ID: sub.ID, Reference: sub.Reference, Pack: sub.Pack, Version: sub.Version, At: sub.At, KeepDays: sub.KeepDays}
	return s.save(ctx, r, ciphertext, s.fingerprint(plain))
}

func (s *Spool) save(ctx context.Context, r Record, ciphertext []byte, print fingerprint) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return ErrClosed
	}
	_, err := s.insert.ExecContext(ctx, r.ID, r.Reference, r.Pack, r.Version,
		r.At.Unix(), r.KeepDays, r.hash(ciphertext), ciphertext)
	if isConstraint(err) {
		return s.explainTaken(ctx, r.ID, print)
	}
	s.seen[r.ID] = print // also after an error: the row may be there
	if err != nil {
		return s.explain("put", err)
	}
	return nil
}

// explainTaken tells which of the two unique columns refused the row. What it
// sees is committed and synced, since only this connection writes.
func (s *Spool) explainTaken(ctx context.Context, id string, print fingerprint) error {
	var n int
	err := s.write.QueryRowContext(ctx, "SELECT count(*) FROM record WHERE id = ?", id).Scan(&n)
	switch known, ok := s.seen[id]; {
	case err != nil:
		return s.explain("put", err)
	case n == 0:
		return ErrReferenceTaken
	case !ok || known != print:
		return ErrOtherContent
	}
	return nil
}

// fingerprint covers the whole submission, its id among the rest.
func (s *Spool) fingerprint(plain []byte) fingerprint {
	h := hmac.New(sha256.New, s.secret[:])
	h.Write(plain)
	return fingerprint(h.Sum(nil))
}

// checkSubmission refuses what could never be found or delivered.
func checkSubmission(sub forms.Submission) error {
	if len(sub.ID) != 32 {
		return errors.New("spool: the id of a submission has 32 hexadecimal digits")
	}
	for _, c := range sub.ID {
		if !('0' <= c && c <= '9' || 'a' <= c && c <= 'f') {
			return errors.New("spool: the id of a submission has 32 hexadecimal digits")
		}
	}
	if sub.Reference == "" || sub.Pack == "" || sub.Version == "" || sub.At.IsZero() {
		return errors.New("spool: a submission has a reference, a pack, a version and a time")
	}
	return nil
}
