package trust

import (
	"errors"
	"fmt"
	"io/fs"

	"github.com/theupdateframework/go-tuf/v2/metadata"

	"guichet/forms/pack/durable"
)

// What can be wrong, by what a person does about it. The technical cause is
// wrapped beside it.
var (
	// ErrExpired: the repository was not renewed in time, or this is an old
	// copy. Get a newer stick, or look at the hub. If the clock of the machine
	// is wrong, set it.
	ErrExpired = errors.New("too old: its last day has passed")
	// ErrRolledBack: older than what this terminal has already accepted.
	ErrRolledBack = errors.New("older than what was already accepted here")
	// ErrNotTrusted: the signatures or the content are not those of the
	// publisher. Tell the publisher; do not try again from there.
	ErrNotTrusted = errors.New("not signed by those who may")
	// ErrMalformed: not readable as what it should be. Copy it again.
	ErrMalformed = errors.New("damaged or not what it should be")
	// ErrTooLarge: longer than such a file can be.
	ErrTooLarge = errors.New("too large")
	// ErrIncomplete: a file is missing, as on a stick that was pulled out too
	// early. Copy it again.
	ErrIncomplete = errors.New("a file is missing")
	// ErrWrongTown: rightly made, but for another town.
	ErrWrongTown = errors.New("of another town")
	// ErrUnknownTown: the publisher has not entered this town yet.
	ErrUnknownTown = errors.New("this town is not in the repository")
	// ErrUnreachable: the source cannot be read at all now. Try later.
	ErrUnreachable = errors.New("cannot be read")
	// ErrNotPublished: the town does not publish this, or no longer does.
	ErrNotPublished = errors.New("not published by the town")
	// ErrAltered: the bytes are not those that were published.
	ErrAltered = errors.New("not the bytes that were published")
)

// kinds maps the errors of the library to ours. The first that matches
// counts: in the library a special error is also a general one.
var kinds = []struct{ is, ours error }{
	{&metadata.ErrExpiredMetadata{}, ErrExpired},
	{&metadata.ErrBadVersionNumber{}, ErrRolledBack},
	{&metadata.ErrUnsignedMetadata{}, ErrNotTrusted},
	{&metadata.ErrLengthOrHashMismatch{}, ErrNotTrusted},
	{&metadata.ErrRepository{}, ErrNotTrusted},
	{&metadata.ErrValue{}, ErrNotTrusted},
	{durable.ErrTooLarge, ErrTooLarge},
	{fs.ErrNotExist, ErrIncomplete},
}

// ours lists the errors that already say what to do.
var ours = []error{ErrExpired, ErrRolledBack, ErrNotTrusted, ErrMalformed, ErrTooLarge, ErrIncomplete,
	ErrWrongTown, ErrUnknownTown, ErrUnreachable, ErrNotPublished, ErrAltered}

// fault gives err a kind and says which file it is about. What the library
// does not name is metadata that it could not read.
func fault(file string, err error) error {
	return faultOr(file, err, ErrMalformed)
}

func faultOr(file string, err, otherwise error) error {
	if err == nil {
		return nil
	}
	for _, e := range ours {
		if errors.Is(err, e) {
			return &FileError{File: file, err: err}
		}
	}
	for _, k := range kinds {
		if errors.Is(err, k.is) {
			otherwise = k.ours
			break
		}
	}
	return &FileError{File: file, err: fmt.Errorf("%w: %w", otherwise, err)}
}

// FileError is what is wrong with one file of a repository: one of the errors
// above, and its cause.
type FileError struct {
	File string // "metadata/timestamp.json", or the role where it has no file yet
	err  error
}

func (e *FileError) Error() string { return fmt.Sprintf("trust: %s: %v", e.File, e.err) }

func (e *FileError) Unwrap() error { return e.err }

// safely turns a panic of the library into a refusal: it parses what an
// attacker wrote (GHSA-846p was such a panic).
func safely(do func() error) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%w: %v", ErrMalformed, r)
		}
	}()
	return do()
}
