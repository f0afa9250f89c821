package store

import (
	"errors"
	"fmt"
	"syscall"
)

// Kind is why a revision is refused, by who can mend it.
type Kind string

// The kinds of refusals.
const (
	Signature Kind = "signature" // not what the town publishes: see the errors of package trust
	Archive   Kind = "archive"   // damaged
	Form      Kind = "form"      // it does not load: the author mends it
	Trial     Kind = "trial"     // one of its own tests fails: the author mends it
	Full      Kind = "full"      // no room on the disk
	Disk      Kind = "disk"      // the disk fails
	Missing   Kind = "missing"   // it is not installed
)

// Refused is a revision that does not count although it should.
type Refused struct {
	ID, Version string
	Kind        Kind
	Err         error
	Instead     string // the version that stands in for it; "" for none
}

// RefusedError is a revision that was not installed or activated.
type RefusedError struct {
	ID, Version string
	Kind        Kind
	Err         error
}

func (e *RefusedError) Error() string {
	return fmt.Sprintf("store: %s %s: %s: %v", e.ID, e.Version, e.Kind, e.Err)
}

func (e *RefusedError) Unwrap() error { return e.Err }

// KindOf is the kind of an error of this package; Disk for any other.
func KindOf(err error) Kind {
	var e *RefusedError
	if errors.As(err, &e) {
		return e.Kind
	}
	return Disk
}

// kind begins a refusal; refused completes it.
func kind(k Kind, err error) error {
	if err == nil {
		return nil
	}
	return &RefusedError{Kind: k, Err: err}
}

func refused(id, version string, err error) error {
	var e *RefusedError
	if errors.As(err, &e) {
		return &RefusedError{ID: id, Version: version, Kind: e.Kind, Err: e.Err}
	}
	return err
}

// disk tells a full disk from one that fails.
func disk(err error) error {
	if errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) {
		return kind(Full, err)
	}
	return kind(Disk, err)
}
