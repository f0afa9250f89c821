package pdf

import (
	"context"
	"fmt"
	"sync"

	"guichet/drivers/printer"
)

// Sheets prints a PDF on paper and says what is known about the paper, as
// [printer.Printer] does of a document. *ipp.Printer is one.
type Sheets interface {
	// Print waits until the paper is out. name is what the document is, for
	// lists of jobs and logs: never personal. When ctx ends, or soon after, it
	// has dropped what was not printed.
	Print(ctx context.Context, name string, pdf []byte) (printer.Outcome, error)
	Status(ctx context.Context) (printer.Status, error)
}

// Printer is an A4 printer that takes the documents of the roll.
type Printer struct {
	to     Sheets
	meta   func(printer.Document) Meta
	closed context.Context
	stop   context.CancelFunc
	turn   sync.Mutex // held while a document is printed
}

// NewPrinter draws each document and hands it to the sheets. meta says its
// title, language and date, which a document for the roll does not name.
func NewPrinter(to Sheets, meta func(printer.Document) Meta) *Printer {
	p := &Printer{to: to, meta: meta}
	p.closed, p.stop = context.WithCancel(context.Background())
	return p
}

// Print draws and prints: see [printer.Printer]. A document that cannot be
// drawn is not printed, and the error is that of [Render].
func (p *Printer) Print(ctx context.Context, doc printer.Document) (printer.Outcome, error) {
	p.turn.Lock()
	defer p.turn.Unlock()
	if p.closed.Err() != nil {
		return printer.NotPrinted, errClosed
	}
	data, err := Render(doc, p.meta(doc))
	if err != nil {
		return printer.NotPrinted, err
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	defer context.AfterFunc(p.closed, cancel)()
	return p.to.Print(ctx, doc.Name, data)
}

// Status asks the printer.
func (p *Printer) Status(ctx context.Context) (printer.Status, error) {
	if p.closed.Err() != nil {
		return printer.Status{}, errClosed
	}
	return p.to.Status(ctx)
}

// Close ends a Print under way and waits until what it left is dropped: a job
// that nobody cancels prints in front of the next person.
func (p *Printer) Close() error {
	p.stop()
	p.turn.Lock()
	defer p.turn.Unlock()
	return nil
}

var errClosed = fmt.Errorf("pdf: %w: it is closed", printer.ErrGone)
