package spool

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"

	"filippo.io/age"
)

// Spool is a folder of encrypted submissions. Its methods may be called from
// several goroutines.
type Spool struct {
	file  string
	to    atomic.Pointer[recipients]
	read  *sql.DB // sees what is committed; cannot write
	write *sql.DB // exactly one connection

	insert *sql.Stmt

	ready     chan *envelope // at most one
	preparing sync.WaitGroup

	mu sync.Mutex // one save at a time; guards what follows
	// seen tells a repeated Put from a different one. The kiosk cannot read
	// its own records, and a plain hash of the answers on disk could be
	// guessed back into answers: so the fingerprints are keyed and in memory.
	seen   map[string]fingerprint
	secret [sha256.Size]byte
	closed bool
}

// recipients are those of one moment.
type recipients struct{ keys []age.Recipient }

// SetRecipients encrypts to other keys from the next Put on, in place of those
// of Open. What was saved stays encrypted as it was.
func (s *Spool) SetRecipients(to []age.Recipient) error {
	if err := checkRecipients(to); err != nil {
		return err
	}
	s.to.Store(&recipients{slices.Clone(to)})
	return nil
}

type fingerprint [sha256.Size]byte

// Open opens the spool in dir, making the folder (mode 0700) and the file
// (0600) where they are missing, and checks the whole database. Every
// submission will be encrypted to all of to; they must be hybrid.
//
// The error is a *CorruptError where the file cannot be trusted, or wraps
// ErrFull where there is no room to make it.
func Open(dir string, to []age.Recipient) (*Spool, error) {
	if err := checkRecipients(to); err != nil {
		return nil, err
	}
	file, err := prepare(dir)
	if err != nil {
		return nil, err
	}
	s := &Spool{
		file:  file,
		ready: make(chan *envelope, 1), seen: map[string]fingerprint{},
	}
	s.to.Store(&recipients{slices.Clone(to)})
	rand.Read(s.secret[:])
	if err := s.open(); err != nil {
		s.Close()
		return nil, err
	}
	s.preparing.Go(s.readyEnvelope)
	return s, nil
}

func (s *Spool) open() (err error) {
	ctx := context.Background()
	if s.write, err = connect(s.file, writer); err != nil {
		return fmt.Errorf("spool: %w", err)
	}
	if err := s.prepareSchema(ctx); err != nil {
		return err
	}
	if err := s.tidy(ctx); err != nil {
		return err
	}
	if s.read, err = connect(s.file, reader); err != nil {
		return fmt.Errorf("spool: %w", err)
	}
	if s.insert, err = s.write.PrepareContext(ctx, insertRecord); err != nil {
		return s.explain("open", err)
	}
	return nil
}

// tidy finishes what a crash may have left: a journal not yet moved into the
// file, a file whose name is not yet synced. A full disk does not stop it, for
// what is there must still be readable, sent and erased.
func (s *Spool) tidy(ctx context.Context) error {
	if err := s.emptyJournal(ctx); err != nil && !errors.Is(err, ErrFull) {
		return err
	}
	return syncFolder(s.file)
}

// Close waits for the save under way, moves the journal into the file, and
// releases both.
func (s *Spool) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return nil
	}
	s.closed = true
	s.preparing.Wait()
	var errs []error
	if s.insert != nil {
		errs = append(errs, s.insert.Close())
	}
	for _, db := range []*sql.DB{s.read, s.write} { // the last one to close checkpoints
		if db != nil {
			errs = append(errs, db.Close())
		}
	}
	if err := errors.Join(errs...); err != nil {
		return s.explain("close", err)
	}
	return nil
}
