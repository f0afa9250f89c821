package machine

import (
	"errors"
	"net/http"
	"regexp"
	"time"
)

// Socket is where the helper of an installed kiosk listens.
const Socket = "/run/guichet-helper/socket"

// MaxFile is the longest file that is written on a stick, in bytes.
const MaxFile = 16 << 20

// Errors that a caller tells apart. What is wrong with a request beyond these is
// a mistake of the program.
var (
	ErrNoHelper    = errors.New("machine: the helper does not answer") // none runs, or it does not know us
	ErrNoStick     = errors.New("machine: there is no USB stick")
	ErrManySticks  = errors.New("machine: there are several USB sticks")
	ErrBadStick    = errors.New("machine: the USB stick cannot be read") // neither FAT nor exFAT, broken, pulled out, or it hangs
	ErrFullStick   = errors.New("machine: the USB stick is full")
	ErrLockedStick = errors.New("machine: the USB stick cannot be written")
	ErrName        = errors.New("machine: the name of a file has 1 to 64 of a-z, 0-9, - and ., and begins with a letter or a digit")
	ErrTooLarge    = errors.New("machine: too large")
	ErrTime        = errors.New("machine: no time that the clock can show")
	ErrNoLight     = errors.New("machine: the brightness of this screen cannot be set")
)

// faults are the errors that travel, each with its name and its status.
var faults = []struct {
	err    error
	name   string
	status int
}{
	{ErrNoStick, "no_stick", http.StatusNotFound},
	{ErrManySticks, "many_sticks", http.StatusConflict},
	{ErrBadStick, "bad_stick", http.StatusUnprocessableEntity},
	{ErrFullStick, "full_stick", http.StatusInsufficientStorage},
	{ErrLockedStick, "locked_stick", http.StatusForbidden},
	{ErrName, "bad_name", http.StatusBadRequest},
	{ErrTooLarge, "too_large", http.StatusRequestEntityTooLarge},
	{ErrTime, "bad_time", http.StatusBadRequest},
	{ErrNoLight, "no_light", http.StatusNotFound},
}

// nameOf is how an error travels; "" is one without a name.
func nameOf(err error) (name string, status int) {
	for _, f := range faults {
		if errors.Is(err, f.err) {
			return f.name, f.status
		}
	}
	return "", http.StatusInternalServerError
}

// errorOf is the error of a name; nil for one that is not known.
func errorOf(name string) error {
	for _, f := range faults {
		if f.name == name {
			return f.err
		}
	}
	return nil
}

// Stick is the USB stick that is plugged in, open for reading.
type Stick struct {
	Folder string `json:"folder"` // where its files are
	Label  string `json:"label"`  // as somebody named it, perhaps after himself: not for a log
	Serial string `json:"serial"` // of the device, as it says; "" says none
	Free   int64  `json:"free"`   // bytes
}

// failure is the answer to what was not done.
type failure struct {
	Error string `json:"error"` // a name of faults, or ""
}

// clockBody and brightnessBody are what these verbs carry.
type clockBody struct {
	Time time.Time `json:"time"`
}

type brightnessBody struct {
	Percent int `json:"percent"` // 5 to 100
}

// fileName has no way out of a folder and none to hide in it.
var fileName = regexp.MustCompile(`^[a-z0-9][a-z0-9.-]{0,63}$`)
