package publish

import (
	"errors"
	"fmt"
)

// Why an upload is refused, by what a person does about it.
var (
	// ErrConflict: somebody has published in between. Make the change again
	// from the newest state.
	ErrConflict = errors.New("made from an older state: somebody has published since")
	// ErrNotAllowed: the signatures are not of those who may.
	ErrNotAllowed = errors.New("not signed by those who may")
	// ErrContent: a file in it is not what its description says.
	ErrContent = errors.New("the content is not what it should be")
	// ErrMalformed: not an upload, or damaged.
	ErrMalformed = errors.New("damaged or not an upload")
	// ErrClock: the clock stands before the last signature.
	ErrClock = errors.New("the clock of this machine is wrong")
	// ErrDamaged: the repository itself does not verify.
	ErrDamaged = errors.New("the repository does not verify")
	// ErrUnknown: there is no such town, département or target.
	ErrUnknown = errors.New("unknown")
)

// MissingError is an upload that more people must approve.
type MissingError struct {
	Role       string // "c04999"
	Have, Need int
}

func (e *MissingError) Error() string {
	return fmt.Sprintf("publish: %s has %d of %d approvals", Title(e.Role), e.Have, e.Need)
}

// Is makes every missing approval an [ErrNotAllowed].
func (e *MissingError) Is(target error) bool { return target == ErrNotAllowed }

func refuse(what string, kind, cause error) error {
	if cause == nil {
		return fmt.Errorf("publish: %s: %w", what, kind)
	}
	return fmt.Errorf("publish: %s: %w: %w", what, kind, cause)
}

// Title is a role in words: "town 04999".
func Title(role string) string {
	switch {
	case role == "root" || role == "targets" || role == "snapshot" || role == "timestamp":
		return "the " + role
	case role != "" && role[0] == 'd':
		return "département " + role[1:]
	case role != "" && role[0] == 'c':
		return "town " + role[1:]
	}
	return role
}
