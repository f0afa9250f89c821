package trust

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"
)

// Issued is the field that we add to the signed part of a timestamp and of a
// root: when it was signed, RFC 3339. The specification allows fields of one's
// own, and has none for this.
const Issued = "issued"

// IssuedAt reads the field [Issued] out of the fields that the library does not
// know; the zero time where it is missing.
func IssuedAt(fields map[string]any) time.Time {
	text, _ := fields[Issued].(string)
	t, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return time.Time{}
	}
	return t
}

// floor is what never goes back: a time that has surely passed, and the
// highest root seen.
type floor struct {
	Time time.Time `json:"time"`
	Root int64     `json:"root"`
}

// raise takes the later and the higher of two floors.
func (f floor) raise(g floor) floor {
	if g.Time.After(f.Time) {
		f.Time = g.Time
	}
	f.Root = max(f.Root, g.Root)
	return f
}

func readFloor(data []byte) (f floor, err error) {
	if err := json.Unmarshal(data, &f); err != nil || f.Root < 0 {
		return floor{}, fmt.Errorf("trust: %s: %w", floorFile, errors.Join(ErrMalformed, err))
	}
	return f, nil
}
