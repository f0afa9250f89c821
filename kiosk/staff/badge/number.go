package badge

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"guichet/forms/pack/durable"
	"guichet/kiosk/secret"
)

// NumberFile holds the hash of the number, for the kiosk's user alone.
const NumberFile = "staff.pin"

const (
	maxNumberFile = 1 << 10
	// MinNumber and MaxNumber are how many digits a number has.
	MinNumber = 4
	MaxNumber = 8
)

// WeakError refuses a number that is none, or that anybody would try first.
type WeakError struct {
	Word string // "digits", "short", "long", "same", "row", "twice", "year", "common"
}

func (e *WeakError) Error() string { return "badge: the number is refused: " + e.Word }

// SetNumber keeps a new number for staff mode, from its next use on; the one
// before it opens no more. The error is a *WeakError, or what the disk says.
func SetNumber(l durable.Layer, number string) error {
	if err := Judge(number); err != nil {
		return err
	}
	if err := durable.Replace(l, NumberFile, []byte(secret.Hash(number)+"\n")); err != nil {
		return fmt.Errorf("badge: %w", err)
	}
	return nil
}

// HasNumber tells whether somebody has set one; without, no number opens.
func HasNumber(l durable.Layer) (bool, error) {
	kept, err := l.Read(NumberFile, maxNumberFile)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err == nil {
		_, err = secret.Parse(strings.TrimSpace(string(kept)))
	}
	if err != nil {
		return false, fmt.Errorf("badge: %s: %w", NumberFile, err)
	}
	return true, nil
}

// IsNumber tells whether a number is the one that was set. It is what a
// staff.Door asks, and bounds nothing itself.
func IsNumber(l durable.Layer, number string) bool {
	if len(number) < MinNumber || len(number) > MaxNumber {
		return false
	}
	kept, err := l.Read(NumberFile, maxNumberFile)
	if err != nil {
		return false
	}
	right, err := secret.Check(strings.TrimSpace(string(kept)), number)
	return err == nil && right
}

// common is what else is tried first: the middle of a keypad, downwards and
// upwards, and its corners.
var common = []string{"2580", "0852", "1379", "7913", "1397"}

// Judge refuses a number that is easily guessed with five tries. The error is a
// *WeakError.
func Judge(number string) error {
	switch {
	case strings.ContainsFunc(number, func(r rune) bool { return r < '0' || r > '9' }):
		return &WeakError{"digits"}
	case len(number) < MinNumber:
		return &WeakError{"short"}
	case len(number) > MaxNumber:
		return &WeakError{"long"}
	case isRow(number, 0):
		return &WeakError{"same"}
	case isRow(number, 1), isRow(number, 9):
		return &WeakError{"row"}
	case isTwice(number):
		return &WeakError{"twice"}
	case len(number) == 4 && (strings.HasPrefix(number, "19") || strings.HasPrefix(number, "20")):
		return &WeakError{"year"}
	case slices.Contains(common, number):
		return &WeakError{"common"}
	}
	return nil
}

// isRow tells whether each digit is the one before it and some more: 0 is the
// same, 1 is upwards, 9 downwards; 0 comes after 9.
func isRow(number string, more byte) bool {
	for i := 1; i < len(number); i++ {
		if (number[i-1]-'0'+more)%10 != number[i]-'0' {
			return false
		}
	}
	return true
}

// isTwice is 1212, 123123.
func isTwice(number string) bool {
	half := len(number) / 2
	return len(number)%2 == 0 && number[:half] == number[half:]
}
