package main

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"guichet/drivers/printer"
)

// plain is a printer that tells nothing by itself. What it answers changes
// every 5 s.
type plain struct {
	printer.Printer
	begin   time.Time
	answers []answer
}

type answer struct {
	status printer.Status
	err    error
}

func (p *plain) Status(context.Context) (printer.Status, error) {
	a := p.answers[int(time.Since(p.begin)/(5*time.Second))]
	return a.status, a.err
}

// A printer without a Watch is asked, and each change is told once.
func TestPoll(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var out, errs safeBuffer
		p := testProgram(&out, &errs)
		begin := time.Now()
		p.now = func() time.Time { return time.Unix(0, 0).UTC().Add(time.Since(begin)) }
		ok := printer.Status{Online: true, Paper: printer.PaperOK, Mouth: printer.MouthHolding, Forgotten: 2}
		dev := &plain{begin: begin, answers: []answer{
			{status: ok},
			{status: printer.Status{CoverOpen: true, Broken: true, Paper: printer.PaperOut}},
			{err: printer.ErrGone},
			{err: errors.New("a fire")},
			{status: printer.Status{}},
		}}
		ctx, cancel := context.WithTimeout(t.Context(), 24*time.Second)
		defer cancel()
		p.watch(ctx, dev)
		want := "00:00:00 ready: paper ok, presenter holding a paper, 2 not taken\n" +
			"00:00:05 not ready: broken, cover open, paper out\n" +
			"00:00:10 not connected\n" +
			"00:00:15 not known: a fire\n" +
			"00:00:20 not ready: off-line, paper unknown\n"
		if out.String() != want {
			t.Errorf("it said\n%s", out.String())
		}
	})
}
