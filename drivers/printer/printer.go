package printer

import (
	"context"
	"errors"
)

// Printer puts documents on paper. One goroutine at a time may call Print;
// Status and Close may be called beside it.
type Printer interface {
	// Print sends doc, waits until the printer confirms it, and says what is
	// known about the paper. It returns when ctx ends at the latest.
	//
	// The error says why the outcome is not Printed: it is a *FaultError where
	// a sensor explains it, else it wraps ErrNoAnswer, ErrGone or ctx.Err().
	// After NotPrinted no byte of doc may print later.
	Print(ctx context.Context, doc Document) (Outcome, error)

	// Status asks the sensors now. A printer that does not answer is
	// Status{} with Online false and an error wrapping ErrNoAnswer or ErrGone.
	Status(ctx context.Context) (Status, error)

	// Close releases the port. A Print under way ends as Unknown or
	// NotPrinted, and its bytes are dropped.
	Close() error
}

// Outcome is what is known about a document that was sent.
type Outcome int

const (
	// Unknown: the printer got some of it and did not confirm. The zero value,
	// because a forgotten result must never read as success.
	Unknown Outcome = iota
	// Printed: the printer confirmed that everything before its answer is done.
	Printed
	// NotPrinted: nothing that a person could take for the document came out.
	NotPrinted
)

func (o Outcome) String() string {
	switch o {
	case Printed:
		return "printed"
	case NotPrinted:
		return "not printed"
	default:
		return "unknown"
	}
}

var (
	// ErrNoAnswer: the line is there and the printer says nothing.
	ErrNoAnswer = errors.New("printer does not answer")
	// ErrGone: the port is not there any more (unplugged, no such device).
	ErrGone = errors.New("printer is not connected")
)

// Watcher is a Printer that tells by itself when its sensors change.
type Watcher interface {
	// Watch calls tell with the status now and after every change, from one
	// goroutine, until ctx ends. The error is that of Status. A printer that
	// tells nothing by itself is asked at least every 3 s.
	Watch(ctx context.Context, tell func(Status, error))
}
