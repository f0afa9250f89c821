package kiosk

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"

	"guichet/drivers/printer"
	"guichet/kiosk/session"
)

// told is a printer that does as it was told.
type told struct {
	outcome printer.Outcome
	err     error
	status  printer.Status
	silent  error
	names   []string
}

func (p *told) Print(_ context.Context, doc printer.Document) (printer.Outcome, error) {
	p.names = append(p.names, doc.Name)
	return p.outcome, p.err
}

func (p *told) Status(context.Context) (printer.Status, error) { return p.status, p.silent }

func (p *told) Close() error { return nil }

var paperOut = &printer.FaultError{Fault: printer.FaultPaperOut}

// What the roll did not print comes out on sheets; what it may have printed
// does not.
func TestPairPrints(t *testing.T) {
	broken := errors.New("no toner")
	tests := []struct {
		name         string
		roll, sheets told
		want         printer.Outcome
		err          error
		where        string
		printed      int // documents that the sheets got
	}{
		{"on the roll", told{outcome: printer.Printed}, told{}, printer.Printed, nil, "right", 0},
		{"no paper on the roll", told{outcome: printer.NotPrinted, err: paperOut}, told{outcome: printer.Printed}, printer.Printed, nil, "desk", 1},
		{"may be out", told{outcome: printer.Unknown, err: paperOut}, told{outcome: printer.Printed}, printer.Unknown, paperOut, "right", 0},
		{"nowhere", told{outcome: printer.NotPrinted, err: paperOut}, told{outcome: printer.NotPrinted, err: broken}, printer.NotPrinted, paperOut, "desk", 1},
		{"may be out on sheets", told{outcome: printer.NotPrinted, err: paperOut}, told{outcome: printer.Unknown, err: broken}, printer.Unknown, broken, "desk", 1},
	}
	for _, tt := range tests {
		var log bytes.Buffer
		p := &pair{
			roll: &tt.roll, sheets: &tt.sheets, rollOutlet: "right", sheetsOutlet: "desk",
			log: slog.New(slog.NewTextHandler(&log, nil)),
		}
		outcome, err := p.Print(t.Context(), printer.Document{Name: "receipt"})
		if outcome != tt.want || err != tt.err || len(tt.sheets.names) != tt.printed || p.Outlet() != tt.where {
			t.Errorf("%s: %v, %v, %s, sheets got %v", tt.name, outcome, err, p.Outlet(), tt.sheets.names)
		}
		if logged := strings.Contains(log.String(), "printed_on_sheets"); logged != (tt.printed > 0) {
			t.Errorf("%s: the log says %q", tt.name, log.String())
		}
	}
}

// A kiosk that can print somewhere is not without a printer.
func TestPairStatus(t *testing.T) {
	ready := printer.Status{Online: true, Paper: printer.PaperOK}
	out := printer.Status{Paper: printer.PaperOut}
	tests := []struct {
		name         string
		roll, sheets told
		want         printer.Status
		err          error
		where        string
	}{
		{"both", told{status: ready}, told{status: ready}, ready, nil, "right"},
		{"sheets alone", told{status: out}, told{status: ready}, ready, nil, "desk"},
		{"sheets alone, the roll is gone", told{silent: printer.ErrGone}, told{status: ready}, ready, nil, "desk"},
		{"none: what the roll says", told{status: out}, told{silent: printer.ErrGone}, out, nil, "right"},
		{"none: the roll is gone", told{silent: printer.ErrGone}, told{status: out}, printer.Status{}, printer.ErrGone, "right"},
	}
	for _, tt := range tests {
		p := &pair{roll: &tt.roll, sheets: &tt.sheets, rollOutlet: "right", sheetsOutlet: "desk"}
		s, err := p.Status(t.Context())
		if s != tt.want || err != tt.err || p.Next() != tt.where {
			t.Errorf("%s: %v, %v, %s", tt.name, s, err, p.Next())
		}
	}
}

// The paper lies where it came out, whatever becomes of the roll after that.
func TestThePaperStaysWhereItIs(t *testing.T) {
	ready, out := printer.Status{Online: true, Paper: printer.PaperOK}, printer.Status{Paper: printer.PaperOut}
	for _, tt := range []struct {
		roll        told
		where, next string
	}{
		{told{outcome: printer.Printed, status: out}, "right", "desk"},
		{told{outcome: printer.NotPrinted, err: paperOut, status: ready}, "desk", "right"},
	} {
		p := &pair{
			roll: &tt.roll, sheets: &told{outcome: printer.Printed, status: ready}, rollOutlet: "right", sheetsOutlet: "desk",
			log: slog.New(slog.DiscardHandler),
		}
		p.Print(t.Context(), printer.Document{Name: "receipt"})
		p.Status(t.Context())
		if p.Outlet() != tt.where || p.Next() != tt.next {
			t.Errorf("it lies at %s, the next at %s; want %s and %s", p.Outlet(), p.Next(), tt.where, tt.next)
		}
	}
}

// deaf is a printer that answers no question.
type deaf struct{ told }

func (*deaf) Status(ctx context.Context) (printer.Status, error) {
	<-ctx.Done()
	return printer.Status{}, printer.ErrNoAnswer
}

// hurried answers as long as there is time.
type hurried struct{ told }

func (p *hurried) Status(ctx context.Context) (printer.Status, error) {
	return p.status, ctx.Err()
}

// A roll that is mute does not keep the sheets from being asked.
func TestAMuteRollBesideSheets(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ready := printer.Status{Online: true, Paper: printer.PaperOK}
		p := &pair{roll: &deaf{}, sheets: &hurried{told{status: ready}}, rollOutlet: "right", sheetsOutlet: "desk"}
		if got := look(t.Context(), p); got != (session.PrinterChanged{Status: ready}) || p.Next() != "desk" {
			t.Errorf("%+v, the next paper at %s", got, p.Next())
		}
	})
}
