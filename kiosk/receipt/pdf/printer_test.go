package pdf

import (
	"bytes"
	"context"
	"errors"
	"testing"
	"time"

	"guichet/drivers/ipp"
	"guichet/drivers/printer"
)

var (
	_ printer.Printer = (*Printer)(nil)
	_ Sheets          = (*ipp.Printer)(nil)
)

// tray is a printer that keeps what it gets. Where busy is not nil it waits
// there, and then for the end of its context.
type tray struct {
	names   []string
	sheets  [][]byte
	outcome printer.Outcome
	err     error
	busy    chan struct{}
	dropped bool
}

func (t *tray) Print(ctx context.Context, name string, pdf []byte) (printer.Outcome, error) {
	t.names, t.sheets = append(t.names, name), append(t.sheets, pdf)
	if t.busy != nil {
		close(t.busy)
		<-ctx.Done()
		time.Sleep(10 * time.Millisecond) // cancelling takes a moment
		t.dropped = true
		return printer.Unknown, ctx.Err()
	}
	return t.outcome, t.err
}

func (t *tray) Status(context.Context) (printer.Status, error) {
	return printer.Status{Online: true, Paper: printer.PaperNearEnd}, nil
}

func metaOf(printer.Document) Meta { return meta }

func TestPrintsOnSheets(t *testing.T) {
	full := &printer.FaultError{Fault: printer.FaultPaperOut}
	for _, c := range []tray{{outcome: printer.Printed}, {outcome: printer.NotPrinted, err: full}, {outcome: printer.Unknown, err: printer.ErrNoAnswer}} {
		p := NewPrinter(&c, metaOf)
		outcome, err := p.Print(context.Background(), sample())
		if outcome != c.outcome || err != c.err {
			t.Errorf("%v, %v; want %v, %v", outcome, err, c.outcome, c.err)
		}
		if len(c.sheets) != 1 || c.names[0] != "receipt" || !bytes.Equal(c.sheets[0], mustRender(t, sample(), meta)) {
			t.Errorf("it got %d sheets, %v", len(c.sheets), c.names)
		}
		if s, err := p.Status(context.Background()); err != nil || s.Paper != printer.PaperNearEnd {
			t.Errorf("%v, %v", s, err)
		}
	}
}

func TestWhatCannotBeDrawnIsNotPrinted(t *testing.T) {
	var to tray
	outcome, err := NewPrinter(&to, metaOf).Print(context.Background(), document("日本"))
	var missing *GlyphError
	if outcome != printer.NotPrinted || !errors.As(err, &missing) || len(to.sheets) > 0 {
		t.Errorf("%v, %v, %d sheets", outcome, err, len(to.sheets))
	}
}

func TestCloseDropsTheJob(t *testing.T) {
	to := &tray{busy: make(chan struct{})}
	p := NewPrinter(to, metaOf)
	ended := make(chan printer.Outcome, 1)
	go func() {
		outcome, _ := p.Print(context.Background(), sample())
		ended <- outcome
	}()
	<-to.busy
	if err := p.Close(); err != nil {
		t.Error(err)
	}
	if !to.dropped {
		t.Error("Close did not wait until the job was dropped")
	}
	if outcome := <-ended; outcome != printer.Unknown {
		t.Error(outcome)
	}
	if outcome, err := p.Print(context.Background(), sample()); outcome != printer.NotPrinted || !errors.Is(err, printer.ErrGone) || len(to.sheets) != 1 {
		t.Errorf("after Close: %v, %v", outcome, err)
	}
	if _, err := p.Status(context.Background()); !errors.Is(err, printer.ErrGone) {
		t.Errorf("after Close: %v", err)
	}
}
