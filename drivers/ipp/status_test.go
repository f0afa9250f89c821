package ipp

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/OpenPrinting/goipp"

	"guichet/drivers/printer"
)

func TestStatus(t *testing.T) {
	ready := printer.Status{Online: true, Paper: printer.PaperOK}
	with := func(change func(*printer.Status)) printer.Status {
		s := ready
		change(&s)
		return s
	}
	stopped := printer.Status{Paper: printer.PaperOK}
	for _, c := range []struct {
		state   int
		reasons string
		want    printer.Status
		fault   printer.Fault
	}{
		{printerIdle, "none", ready, printer.NoFault},
		{printerProcessing, "none", ready, printer.NoFault},
		{printerProcessing, "connecting-to-device", ready, printer.NoFault},
		{printerIdle, "toner-low-warning marker-supply-low-report", ready, printer.NoFault},
		{printerIdle, "media-empty-report cover-open-report", ready, printer.NoFault},
		{printerIdle, "some-word-of-a-maker", ready, printer.NoFault},
		{printerIdle, "media-low-warning", with(func(s *printer.Status) { s.Paper = printer.PaperNearEnd }), printer.NoFault},
		{printerIdle, "media-low", with(func(s *printer.Status) { s.Paper = printer.PaperNearEnd }), printer.NoFault},
		{printerIdle, "media-empty-warning", with(func(s *printer.Status) { s.Paper = printer.PaperNearEnd }), printer.NoFault},
		{printerIdle, "media-empty-error media-low-warning", with(func(s *printer.Status) { s.Paper = printer.PaperOut }), printer.FaultPaperOut},
		{printerStopped, "media-needed", printer.Status{Paper: printer.PaperOut}, printer.FaultPaperOut},
		{printerStopped, "media-jam-error", printer.Status{Paper: printer.PaperOK, Cutter: true}, printer.FaultCutter},
		{printerStopped, "door-open media-empty", printer.Status{Paper: printer.PaperOut, CoverOpen: true}, printer.FaultCover},
		{printerStopped, "toner-empty-error", printer.Status{Paper: printer.PaperOK, Broken: true}, printer.FaultBroken},
		{printerStopped, "fuser-over-temp", printer.Status{Paper: printer.PaperOK, Hot: true}, printer.FaultHot},
		{printerStopped, "none", stopped, printer.FaultOffline},
		{printerStopped, "paused", stopped, printer.FaultOffline},
		{printerProcessing, "offline-report", stopped, printer.FaultOffline},
		{printerIdle, "output-area-full", stopped, printer.FaultOffline},
		{0, "none", printer.Status{}, printer.FaultOffline},
	} {
		f := newFake(t)
		f.state, f.reasons = c.state, strings.Fields(c.reasons)
		got, err := f.printer(t).Status(within(t, enough))
		if err != nil || got != c.want || got.Fault() != c.fault {
			t.Errorf("%d %s: %v (%v), %v; want %v (%v)", c.state, c.reasons, got, got.Fault(), err, c.want, c.fault)
		}
	}
}

// parrot gives the same answer to every question.
type parrot string

func (p parrot) RoundTrip(*http.Request) (*http.Response, error) {
	return &http.Response{StatusCode: http.StatusOK, Body: io.NopCloser(strings.NewReader(string(p)))}, nil
}

// Whatever a printer answers, nothing breaks, and "printed" is only said of a
// job that is completed.
func FuzzAnswers(f *testing.F) {
	f.Add([]byte(""))
	f.Add([]byte("\x01\x01\x00\x00\x00\x00\x00\x01\x03"))
	for _, state := range []int{3, 5, 8, 9, -1} {
		f.Add(seed(state, goipp.TagEnum))
		f.Add(seed(state, goipp.TagNoValue))
	}
	f.Fuzz(func(t *testing.T, answer []byte) {
		p, err := New(Config{URL: "ipp://localhost/ipp/print", Poll: time.Microsecond, Patience: time.Microsecond,
			HTTP: &http.Client{Transport: parrot(answer)}})
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(context.Background(), 20*time.Millisecond)
		defer cancel()
		p.Status(ctx)
		outcome, err := p.Print(ctx, "receipt", sheet)
		if (outcome == printer.Printed) != (err == nil) {
			t.Errorf("%v, %v", outcome, err)
		}
		if outcome == printer.Printed {
			wantCompleted(t, answer)
		}
	})
}

func wantCompleted(t *testing.T, answer []byte) {
	t.Helper()
	var m goipp.Message
	if err := m.DecodeBytes(answer); err != nil {
		t.Errorf("printed, says an answer that is none: %v", err)
	}
	if state, _ := attributes(m.Job).number("job-state"); state != jobCompleted {
		t.Errorf("printed, says a job in state %d", state)
	}
}

// seed is an answer that suits every question.
func seed(state int, begun goipp.Tag) []byte {
	m := goipp.NewResponse(goipp.MakeVersion(1, 1), goipp.StatusOk, 1)
	m.Operation.Add(goipp.MakeAttr("attributes-charset", goipp.TagCharset, goipp.String("utf-8")))
	m.Printer.Add(goipp.MakeAttr("printer-state", goipp.TagEnum, goipp.Integer(printerIdle)))
	m.Printer.Add(keywords("printer-state-reasons", []string{"none"}))
	m.Job.Add(goipp.MakeAttr("job-id", goipp.TagInteger, goipp.Integer(1)))
	m.Job.Add(goipp.MakeAttr("job-state", goipp.TagEnum, goipp.Integer(state)))
	if begun == goipp.TagNoValue {
		m.Job.Add(goipp.MakeAttr("time-at-processing", begun, goipp.Void{}))
	}
	b, err := m.EncodeBytes()
	if err != nil {
		panic(err)
	}
	return b
}

func TestErrorsKeepTheirCause(t *testing.T) {
	f := newFake(t)
	f.drop = map[goipp.Op]bool{goipp.OpGetPrinterAttributes: true}
	s, err := f.printer(t).Status(within(t, enough))
	if s != (printer.Status{}) || !errors.Is(err, printer.ErrNoAnswer) {
		t.Errorf("%v, %v", s, err)
	}
}

// The mapping alone, without the waits.
func FuzzStatus(f *testing.F) {
	f.Add([]byte("\x01\x01\x00\x00\x00\x00\x00\x01\x03"))
	f.Add(seed(jobCompleted, goipp.TagEnum))
	f.Add(seed(jobAborted, goipp.TagNoValue))
	f.Fuzz(func(t *testing.T, answer []byte) {
		var m goipp.Message
		if m.DecodeBytes(answer) != nil {
			return
		}
		if s := statusOf(attributes(m.Printer)); s.Ready() != (s.Fault() == printer.NoFault) {
			t.Errorf("%v", s)
		}
		j := jobOf(attributes(m.Job))
		if outcome, err := j.outcome(); (outcome == printer.Printed) != (err == nil) || err == nil && j.state != jobCompleted {
			t.Errorf("%v: %v, %v", j, outcome, err)
		}
	})
}
