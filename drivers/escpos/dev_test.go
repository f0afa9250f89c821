package escpos

import (
	"bytes"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"guichet/drivers/printer"
	"guichet/drivers/serial"
)

var (
	well     = [4]byte{0x12, 0x12, 0x12, 0x12}
	someText = printer.Document{Blocks: []printer.Block{printer.Text{S: "Récépissé de dépôt"}}}
)

// A printer that wakes up answers the same question twice. The second answer
// must not hide that its cover is open.
func TestLateAnswer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		late := []time.Duration{700 * time.Millisecond, 220 * time.Millisecond, 60 * time.Millisecond}
		s := &script{states: [4]byte{0x1A, 0x16, 0x12, 0x12}, late: late}
		got, err := s.dev(t).Status(t.Context())
		if want := (printer.Status{CoverOpen: true}); got != want || err != nil {
			t.Errorf("%v, %v; want %v", got, err, want)
		}
	})
}

// A clone that knows no ASB only holds the line when its paper ends.
func TestPaperEndsInSilence(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &script{states: well, takes: 20}
		d := s.dev(t)
		time.AfterFunc(3*time.Second, func() { s.become([4]byte{0x1A, 0x32, 0x12, 0x7E}) })
		outcome, err := d.Print(t.Context(), someText)
		var fault *printer.FaultError
		if outcome != printer.Unknown || !errors.As(err, &fault) || fault.Fault != printer.FaultPaperOut {
			t.Errorf("%v, %v; want unknown, for want of paper", outcome, err)
		}
		if !s.dropped {
			t.Error("what had not gone out still waits")
		}
	})
}

// Answers that were on the way before a question are not answers to it.
func TestOldAnswers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &script{states: [4]byte{0x1A, 0x16, 0x12, 0x12}}
		d := s.dev(t)
		for range 3 {
			s.said <- 0x12
			if got, err := d.Status(t.Context()); !got.CoverOpen || err != nil {
				t.Errorf("%v, %v; want an open cover", got, err)
			}
		}
	})
}

// Only the name of this document confirms it.
func TestWhoseConfirmation(t *testing.T) {
	for _, c := range []struct {
		names string
		want  printer.Outcome
	}{{"AAAB", printer.Printed}, {"AAAA", printer.Unknown}, {"BAA", printer.Unknown}, {"", printer.Unknown}} {
		synctest.Test(t, func(t *testing.T) {
			s := &script{states: well, takes: 1000, names: c.names}
			d := s.dev(t)
			d.jobs = 26*26*26 - 1
			if outcome, err := d.Print(t.Context(), someText); outcome != c.want || (err == nil) != (c.want == printer.Printed) {
				t.Errorf("%q: %v, %v; want %v", c.names, outcome, err, c.want)
			}
		})
	}
}

// The answer to the fence of a document that was given up comes while the next
// one is prepared, and would be one answer too many.
func TestAnswerToAnEarlierFence(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &script{states: well, takes: 10_000, fences: []time.Duration{300 * time.Millisecond}}
		d := s.dev(t)
		d.profile.Confirm, d.link.clean = "fence", false
		time.AfterFunc(100*time.Millisecond, func() { s.said <- 0 })
		if outcome, err := d.Print(t.Context(), someText); outcome != printer.Unknown || !errors.Is(err, printer.ErrNoAnswer) {
			t.Errorf("%v, %v; want unknown: this document's fence was not answered", outcome, err)
		}
	})
}

// The cut that parts an abandoned document is thrown away with the document
// behind it. Then it must be made again.
func TestCutIsMadeAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &script{states: well}
		d := s.dev(t)
		cut := separate(d.profile)
		d.abandoned, s.takes = true, len(cut)
		if outcome, err := d.Print(t.Context(), someText); outcome != printer.NotPrinted {
			t.Fatal(outcome, err)
		}
		d.link.clean = true
		s.takes, s.wrote = 1000, nil
		d.Print(t.Context(), someText)
		if !bytes.HasPrefix(s.wrote, cut) {
			t.Errorf("the next document begins with %x, want %x", s.wrote[:len(cut)], cut)
		}
	})
}

// The fence is answered although the paper ended under the last lines: the
// sensors have the last word.
func TestPaperEndsUnderTheLastLines(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &script{states: well, takes: 1000, fences: []time.Duration{100 * time.Millisecond}}
		d := s.dev(t)
		d.profile.Confirm = "fence"
		time.AfterFunc(50*time.Millisecond, func() { s.become([4]byte{0x1A, 0x32, 0x12, 0x7E}) })
		outcome, err := d.Print(t.Context(), someText)
		var fault *printer.FaultError
		if outcome != printer.Unknown || !errors.As(err, &fault) || fault.Fault != printer.FaultPaperOut {
			t.Errorf("%v, %v; want unknown, for want of paper", outcome, err)
		}
	})
}

// Who asks beside another is not told of a printer that was well before it
// went.
func TestStatusAfterItWent(t *testing.T) {
	for name, c := range map[string]struct {
		s    *script
		want error
	}{
		"silent":    {&script{states: well, takes: 20, silent: true}, printer.ErrNoAnswer},
		"unplugged": {&script{states: well, takes: 20, stopped: serial.ErrGone}, printer.ErrGone},
	} {
		synctest.Test(t, func(t *testing.T) {
			d := c.s.dev(t)
			if outcome, err := d.Print(t.Context(), someText); outcome != printer.Unknown || !errors.Is(err, c.want) {
				t.Fatalf("%s: %v, %v", name, outcome, err)
			}
			<-d.turn // another one is asking
			if got, err := d.Status(t.Context()); got.Online || !errors.Is(err, c.want) {
				t.Errorf("%s: %v, %v; want %v", name, got, err, c.want)
			}
		})
	}
}
