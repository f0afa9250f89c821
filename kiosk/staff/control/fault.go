package control

import (
	"context"
	"errors"
	"net/http"

	"guichet/drivers/printer"
	"guichet/kiosk/machine"
	"guichet/kiosk/staff"
)

// Errors of the socket itself.
var (
	ErrNoKiosk  = errors.New("control: no kiosk listens: is it running?")
	ErrStranger = errors.New("control: only root and the user of the kiosk may ask")
	ErrAbsent   = errors.New("control: this kiosk has no such part")
	ErrNothing  = errors.New("control: there is nothing at this address")
	ErrAsked    = errors.New("control: the request cannot be read")
	ErrBusy     = errors.New("control: too many ask at once")
	ErrBroken   = errors.New("control: a mistake in the program; the log has more")
)

// words are the errors that travel by name, each with the status of HTTP that
// goes with it; 500 where it is none of them.
var words = []struct {
	word   string
	err    error
	status int
}{
	{"no_stick", staff.ErrNoStick, http.StatusConflict},
	{"sticks", staff.ErrSticks, http.StatusConflict},
	{"unusable_stick", staff.ErrBadStick, http.StatusConflict},
	{"not_ours", staff.ErrNotOurs, http.StatusConflict},
	{"no_hub", staff.ErrNoHub, http.StatusBadGateway},
	{"taken", staff.ErrTaken, http.StatusConflict},
	{"no_helper", staff.ErrNoHelper, http.StatusNotImplemented},
	{"wait", staff.ErrWait, http.StatusTooManyRequests},
	{"many_sticks", machine.ErrManySticks, http.StatusConflict},
	{"bad_stick", machine.ErrBadStick, http.StatusConflict},
	{"full_stick", machine.ErrFullStick, http.StatusInsufficientStorage},
	{"locked_stick", machine.ErrLockedStick, http.StatusConflict},
	{"printer_silent", printer.ErrNoAnswer, http.StatusBadGateway},
	{"printer_gone", printer.ErrGone, http.StatusBadGateway},
	{"canceled", context.Canceled, http.StatusServiceUnavailable},
	{"too_long", context.DeadlineExceeded, http.StatusGatewayTimeout},
	{"stranger", ErrStranger, http.StatusForbidden},
	{"absent", ErrAbsent, http.StatusNotImplemented},
	{"nothing", ErrNothing, http.StatusNotFound},
	{"asked", ErrAsked, http.StatusBadRequest},
	{"busy", ErrBusy, http.StatusServiceUnavailable},
	{"broken", ErrBroken, http.StatusInternalServerError},
}

// fault is an error on its way.
type fault struct {
	Words   []string            `json:"words,omitempty"`
	Text    string              `json:"text"`
	Printer *printer.FaultError `json:"printer,omitempty"`
}

// faultOf writes an error down, and the status that goes with it.
func faultOf(err error) (f *fault, status int) {
	f, status = &fault{Text: err.Error()}, http.StatusInternalServerError
	for _, w := range words {
		if !errors.Is(err, w.err) {
			continue
		}
		if len(f.Words) == 0 {
			status = w.status
		}
		f.Words = append(f.Words, w.word)
	}
	errors.As(err, &f.Printer)
	return f, status
}

// remote is an error that came over the socket. errors.Is and errors.As find in
// it what they would have found at the kiosk, as far as it has a word.
type remote struct {
	text string
	is   []error
}

func (e *remote) Error() string   { return e.text }
func (e *remote) Unwrap() []error { return e.is }

// err is nil where there is no fault.
func (f *fault) err() error {
	if f == nil {
		return nil
	}
	e := &remote{text: f.Text}
	for _, word := range f.Words {
		for _, w := range words {
			if w.word == word {
				e.is = append(e.is, w.err)
			}
		}
	}
	if f.Printer != nil {
		e.is = append(e.is, f.Printer)
	}
	return e
}
