package session

import (
	"context"

	"guichet/drivers/printer"
	"guichet/forms"
	"guichet/kiosk/call/wire"
)

// Papers makes what a desk asks to be printed. Fill and Read may take seconds:
// they run beside the visit, several at a time.
type Papers interface {
	// List are the papers that can be printed for a procedure (nil: none is under
	// way). It is called on the session's goroutine and must not block.
	List(p Procedure, lang forms.Lang) []wire.Paper
	// Fill makes the paper of a template of that list. The values are those of
	// its fields.
	Fill(ctx context.Context, p Procedure, lang forms.Lang, id string, values map[string]string) (Paper, error)
	// Read makes the paper of a PDF, from a desk: whatever that is.
	Read(ctx context.Context, pdf []byte) (Paper, error)
}

// Paper is one that was made, before it is printed.
type Paper struct {
	Title string
	// Pages are its pages as they will come out, PNG: what the citizen agrees to
	// is what is printed.
	Pages    [][]byte
	Document printer.Document
}

// PaperFault is why a paper cannot be shown, as a word that its desk puts into a
// sentence; any other error of Papers is "wrong".
type PaperFault string

func (f PaperFault) Error() string { return "session: a paper that is " + string(f) }

const (
	PaperLong   PaperFault = "too_long"
	PaperWide   PaperFault = "too_wide" // for the roll
	PaperEmpty  PaperFault = "empty"
	PaperLocked PaperFault = "locked" // with a password
)

// maxPages is how many can be looked at one by one.
const maxPages = 10

// Scanner is the document camera.
type Scanner interface {
	// Still is what it sees now, JPEG. It may be called every second, one at a
	// time.
	Still(ctx context.Context) ([]byte, error)
}
