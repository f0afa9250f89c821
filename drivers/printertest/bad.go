package printertest

import (
	"context"
	"errors"
	"testing"
	"time"

	"guichet/drivers/printer"
)

// notReady: a fault before the document means that nothing is sent, and that
// the next document, after the mend, is the only one on its paper.
func notReady(fault, mend func(Faults), want printer.Fault) func(*testing.T, Rig) {
	return func(t *testing.T, r Rig) {
		fault(r.Machine)
		outcome, err := r.print(t, page("lost"))
		wantOutcome(t, outcome, printer.NotPrinted)
		wantFault(t, err, want)
		if r.Machine.Ink() != 0 {
			t.Fatal("ink on the paper")
		}
		mend(r.Machine)
		r.ready(t)
		r.mustPrint(t, "next")
	}
}

// paperEnds: part of the document is on the old roll. Whatever the printer
// does with the rest, it is not in front of the next citizen's document.
func paperEnds(t *testing.T, r Rig) {
	r.mustPrint(t, "before")
	r.Machine.PaperOutAfter(20)
	outcome, err := r.print(t, page("secret"))
	wantOutcome(t, outcome, printer.Unknown)
	wantFault(t, err, printer.FaultPaperOut)
	ink := r.Machine.Ink()
	r.Machine.LoadPaper()
	r.ready(t)
	if r.Profile.Clear != "none" && r.Machine.Ink() != ink {
		t.Fatal("the rest of the document came out of the new roll")
	}
	r.mustPrint(t, "next")
}

// coverOpened: half a document hangs out of the printer and stays there.
func coverOpened(t *testing.T, r Rig) {
	r.mustPrint(t, "before")
	r.Machine.OpenCoverAfter(20)
	outcome, err := r.print(t, page("secret"))
	wantOutcome(t, outcome, printer.Unknown)
	wantFault(t, err, printer.FaultCover)
	r.Machine.CloseCover()
	r.ready(t)
	r.mustPrint(t, "next")
}

func coverAndPaper(t *testing.T, r Rig) {
	r.mustPrint(t, "before")
	r.Machine.PaperOutAfter(20)
	outcome, _ := r.print(t, page("secret"))
	wantOutcome(t, outcome, printer.Unknown)
	r.Machine.OpenCover()
	_, err := r.print(t, page("other"))
	wantFault(t, err, printer.FaultCover)
	r.Machine.LoadPaper()
	r.Machine.CloseCover()
	r.ready(t)
	r.mustPrint(t, "next")
}

// cutterJams: the text is out but the paper cannot be taken.
func cutterJams(t *testing.T, r Rig) {
	if !r.Profile.Cutter() {
		t.Skip("no cutter")
	}
	r.mustPrint(t, "before")
	r.Machine.CutterJam()
	outcome, err := r.print(t, page("secret"))
	wantOutcome(t, outcome, printer.Unknown)
	wantFault(t, err, printer.FaultCutter)
	r.Machine.FreeCutter()
	r.ready(t)
	r.mustPrint(t, "next")
}

func powerCut(t *testing.T, r Rig) {
	r.mustPrint(t, "before")
	r.Machine.PowerOffAfter(200)
	outcome, err := r.print(t, page("secret"))
	wantOutcome(t, outcome, printer.Unknown)
	wantError(t, err, printer.ErrNoAnswer)
	r.Machine.PowerOn()
	r.ready(t)
	r.mustPrint(t, "next")
}

func powerOff(t *testing.T, r Rig) {
	r.Machine.PowerOff()
	outcome, err := r.print(t, page("lost"))
	wantOutcome(t, outcome, printer.NotPrinted)
	wantError(t, err, printer.ErrNoAnswer)
	r.Machine.PowerOn()
	r.ready(t)
	r.mustPrint(t, "next")
}

func unplugged(t *testing.T, r Rig) {
	r.mustPrint(t, "before")
	r.Machine.Unplug()
	s, err := r.Printer.Status(within(t, enough))
	wantError(t, err, printer.ErrGone)
	if s.Online {
		t.Fatal("unplugged and on-line")
	}
	outcome, err := r.print(t, page("lost"))
	wantOutcome(t, outcome, printer.NotPrinted)
	wantError(t, err, printer.ErrGone)
	if err := r.Machine.Plug(); err != nil {
		t.Fatal(err)
	}
	r.ready(t)
	r.mustPrint(t, "next")
}

func unpluggedInTheMiddle(t *testing.T, r Rig) {
	r.mustPrint(t, "before")
	r.Machine.UnplugAfter(200)
	outcome, err := r.print(t, page("secret"))
	wantOutcome(t, outcome, printer.Unknown)
	wantError(t, err, printer.ErrGone)
	if err := r.Machine.Plug(); err != nil {
		t.Fatal(err)
	}
	r.ready(t)
	r.mustPrint(t, "next")
}

// unpluggedWithoutPaper: the printer stops for paper and is then pulled out.
func unpluggedWithoutPaper(t *testing.T, r Rig) {
	r.mustPrint(t, "before")
	r.Machine.PaperOutAfter(20)
	outcome, _ := r.print(t, page("secret"))
	wantOutcome(t, outcome, printer.Unknown)
	r.Machine.Unplug()
	r.Machine.LoadPaper()
	if err := r.Machine.Plug(); err != nil {
		t.Fatal(err)
	}
	r.ready(t)
	r.mustPrint(t, "next")
}

// mute: the wire from the printer is broken. Nothing is printed, because
// nobody would know.
func mute(t *testing.T, r Rig) {
	r.Machine.Mute()
	s, err := r.Printer.Status(within(t, enough))
	wantError(t, err, printer.ErrNoAnswer)
	if s.Online {
		t.Fatal("mute and on-line")
	}
	outcome, err := r.print(t, page("secret"))
	if outcome == printer.Printed {
		t.Fatal("printed, says a driver that heard nothing")
	}
	wantError(t, err, printer.ErrNoAnswer)
	r.Machine.Speak()
	r.ready(t)
	r.mustPrint(t, "next")
}

// tooLate: Print returns when its context ends, and prints nothing then.
func tooLate(t *testing.T, r Rig) {
	ctx, cancel := context.WithDeadline(context.Background(), time.Unix(0, 0))
	defer cancel()
	outcome, err := r.Printer.Print(ctx, page("lost"))
	wantOutcome(t, outcome, printer.NotPrinted)
	wantError(t, err, context.DeadlineExceeded)
	r.mustPrint(t, "next")
	if ink := r.Machine.Ink(); ink == 0 {
		t.Fatal("no ink")
	}
}

func closed(t *testing.T, r Rig) {
	r.mustPrint(t, "before")
	if err := r.Printer.Close(); err != nil {
		t.Fatal(err)
	}
	outcome, err := r.print(t, page("lost"))
	wantOutcome(t, outcome, printer.NotPrinted)
	wantError(t, err, printer.ErrGone)
	_, err = r.Printer.Status(within(t, enough))
	wantError(t, err, printer.ErrGone)
}

func wantError(t *testing.T, err, want error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Fatalf("error = %v, want %v", err, want)
	}
}
