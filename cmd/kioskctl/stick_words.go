package main

import (
	"errors"
	"fmt"
	"strings"

	"guichet/forms/pack/trust"
)

// stickMends is what is wrong with a stick, and what to do about it, the first
// that fits.
var stickMends = []struct {
	is   error
	what string // %s is the file
}{
	{trust.ErrIncomplete, "the stick is not whole, %s is missing: copy it again with \"kioskctl pack stick\", and eject it before you pull it out"},
	{trust.ErrAltered, "%s on the stick is damaged: copy it again with \"kioskctl pack stick\""},
	{trust.ErrMalformed, "%s on the stick is damaged: copy it again with \"kioskctl pack stick\""},
	{trust.ErrTooLarge, "%s on the stick is longer than such a file can be: copy it again with \"kioskctl pack stick\""},
	{trust.ErrExpired, "the stick is too old (%s): it is good for seven days, copy it again; is the date of this machine right?"},
	{trust.ErrRolledBack, "the stick is older than what this kiosk has taken already (%s): copy a newer one"},
	{trust.ErrWrongTown, "the stick is of another town (%s)"},
	{trust.ErrUnknownTown, "the stick knows nothing of the town of this kiosk (%s): copy it with --town"},
	{trust.ErrNotTrusted, "%s on the stick is not signed by those who may: do not use the stick, and tell the publisher"},
	{trust.ErrUnreachable, "%s on the stick cannot be read: try again, or copy it to another stick"},
}

// stickMend says what is wrong with a stick in words; what it has none for stays
// as it is.
func stickMend(err error) error {
	if err == nil {
		return nil
	}
	if all := partsOf(err); all != nil { // a line each
		var faults []error
		for _, one := range all {
			faults = append(faults, stickMend(one))
		}
		return errors.Join(faults...)
	}
	for _, m := range stickMends {
		if errors.Is(err, m.is) {
			return fmt.Errorf(m.what, stickFile(err))
		}
	}
	return err
}

// partsOf is what errors.Join has put together; nil for an error of its own, which
// may wrap several too.
func partsOf(err error) []error {
	all, ok := err.(interface{ Unwrap() []error })
	if !ok || errors.Join(all.Unwrap()...).Error() != err.Error() {
		return nil
	}
	return all.Unwrap()
}

// stickFile is the file that an error is about, else its text.
func stickFile(err error) string {
	var at *trust.FileError
	if errors.As(err, &at) {
		return at.File
	}
	return strings.TrimPrefix(err.Error(), "trust: ")
}
