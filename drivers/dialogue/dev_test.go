package dialogue

import (
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"guichet/drivers/printer"
	"guichet/drivers/serial"
)

const well = "yy"

var someText = printer.Document{Blocks: []printer.Block{printer.Text{S: "depot"}}}

// A printer that wakes up answers the same question twice. The second answer
// must not hide that its cover is open.
func TestLateAnswer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		late := []time.Duration{700 * time.Millisecond, 220 * time.Millisecond, 60 * time.Millisecond}
		s := &script{states: "nc", late: late}
		got, err := s.dev(t, &plain{}).Status(t.Context())
		if want := (printer.Status{CoverOpen: true}); got != want || err != nil {
			t.Errorf("%v, %v; want %v", got, err, want)
		}
	})
}

// The answer came in time, and we had no processor to read it before its time was
// over: the printer is not taken for a mute one.
func TestAnswerThatWasReadLate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &script{states: "nc", asleep: time.Minute}
		got, err := s.dev(t, &plain{}).Status(t.Context())
		if want := (printer.Status{CoverOpen: true}); got != want || err != nil {
			t.Errorf("%v, %v; want %v", got, err, want)
		}
	})
}

// A clone that tells nothing by itself only holds the line when its paper ends.
func TestPaperEndsInSilence(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &script{states: well, takes: 4}
		d := s.dev(t, &plain{confirm: "fence"})
		time.AfterFunc(3*time.Second, func() { s.become("np") })
		outcome, err := d.Print(t.Context(), someText)
		wantUnknown(t, outcome, err, printer.FaultPaperOut)
		if !s.dropped {
			t.Error("what had not gone out still waits")
		}
	})
}

func wantUnknown(t *testing.T, outcome printer.Outcome, err error, want printer.Fault) {
	t.Helper()
	var fault *printer.FaultError
	if outcome != printer.Unknown || !errors.As(err, &fault) || fault.Fault != want {
		t.Errorf("%v, %v; want unknown, for %v", outcome, err, want)
	}
}

// Answers that were on the way before a question are not answers to it.
func TestOldAnswers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &script{states: "nc"}
		d := s.dev(t, &plain{})
		for range 3 {
			s.said <- 'y'
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
			d := s.dev(t, &plain{confirm: "name"})
			d.jobs = 26*26*26 - 2 // one name goes to the recovery
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
		d := s.dev(t, &plain{confirm: "fence"})
		d.link.clean = false
		time.AfterFunc(100*time.Millisecond, func() { s.said <- '!' })
		if outcome, err := d.Print(t.Context(), someText); outcome != printer.Unknown || !errors.Is(err, printer.ErrNoAnswer) {
			t.Errorf("%v, %v; want unknown: this document's fence was not answered", outcome, err)
		}
	})
}

// A job that is given up may end inside the head of a command: zeros come
// behind it before any question does.
func TestZerosBeforeQuestions(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &script{states: well, takes: 4}
		d := s.dev(t, &plain{confirm: "fence"})
		if outcome, err := d.Print(t.Context(), someText); outcome != printer.Unknown {
			t.Fatal(outcome, err)
		}
		want := "?0?1" + strings.Repeat("\x00", head) + "?0?1"
		if got := string(s.urgent); got != want {
			t.Errorf("sent in real time: %q, want %q", got, want)
		}
	})
}

// A command that was cut short in its head took our own questions for its
// length, and wants 20 KB. It gets them, and the document is printed behind.
func TestHungryPrinter(t *testing.T) {
	for _, c := range []struct {
		hungry int
		want   printer.Outcome
	}{{20_000, printer.Printed}, {200_000, printer.NotPrinted}} {
		synctest.Test(t, func(t *testing.T) {
			s := &script{states: well, takes: 1 << 20, hungry: c.hungry, fences: make([]time.Duration, 20)}
			d := s.dev(t, &plain{confirm: "fence"})
			d.abandoned, d.link.clean = true, false
			outcome, err := d.Print(t.Context(), someText)
			if outcome != c.want || outcome == printer.NotPrinted && strings.Contains(s.got(), "depot") {
				t.Errorf("%d: %v, %v", c.hungry, outcome, err)
			}
		})
	}
}

// The cut that parts an abandoned document is thrown away with the document
// behind it. Then it must be made again.
func TestCutIsMadeAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &script{states: well, takes: len("CUT")}
		d := s.dev(t, &plain{confirm: "fence"})
		d.abandoned = true
		if outcome, err := d.Print(t.Context(), someText); outcome != printer.NotPrinted {
			t.Fatal(outcome, err)
		}
		d.link.clean = true
		s.takes, s.wrote = 1000, nil
		d.Print(t.Context(), someText)
		if !strings.HasPrefix(s.got(), "CUT<<depot>") {
			t.Errorf("the next document is sent as %q", s.got())
		}
	})
}

// The fence is answered although the paper ended under the last lines: the
// sensors have the last word.
func TestPaperEndsUnderTheLastLines(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &script{states: well, takes: 1000, fences: []time.Duration{100 * time.Millisecond}}
		d := s.dev(t, &plain{confirm: "fence"})
		time.AfterFunc(50*time.Millisecond, func() { s.become("np") })
		outcome, err := d.Print(t.Context(), someText)
		wantUnknown(t, outcome, err, printer.FaultPaperOut)
	})
}

// Who asks while a document is printed is not told of a printer that was well
// before it went.
func TestStatusAfterItWent(t *testing.T) {
	for name, c := range map[string]struct {
		s    *script
		want error
	}{
		"silent":    {&script{states: well, takes: 4, silent: true}, printer.ErrNoAnswer},
		"unplugged": {&script{states: well, takes: 4, stopped: serial.ErrGone}, printer.ErrGone},
	} {
		synctest.Test(t, func(t *testing.T) {
			d := c.s.dev(t, &plain{confirm: "fence"})
			if outcome, err := d.Print(t.Context(), someText); outcome != printer.Unknown || !errors.Is(err, c.want) {
				t.Fatalf("%s: %v, %v", name, outcome, err)
			}
			<-d.turn // another document is printed
			d.printing.Store(true)
			if got, err := d.Status(t.Context()); got.Online || !errors.Is(err, c.want) {
				t.Errorf("%s: %v, %v; want %v", name, got, err, c.want)
			}
		})
	}
}

// A printer that was never asked is not "unknown, no error" to who asks beside
// the first document.
func TestFirstStatusBesideADocument(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &script{states: well, takes: 1000, fences: []time.Duration{2 * time.Second}}
		d := s.dev(t, &plain{confirm: "fence"})
		go d.Print(t.Context(), someText)
		time.Sleep(time.Millisecond)
		if got, err := d.Status(t.Context()); !got.Online || err != nil {
			t.Errorf("%v, %v; want on-line", got, err)
		}
	})
}

// A head that is too hot rests for a minute and says nothing meanwhile: the
// document goes on.
func TestHotHead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &script{states: "yh", takes: 1000, fences: []time.Duration{20 * time.Second}}
		d := s.dev(t, &plain{confirm: "fence"})
		s.states = well
		time.AfterFunc(100*time.Millisecond, func() { s.become("nh") })
		time.AfterFunc(20*time.Second, func() { s.become(well) })
		if outcome, err := d.Print(t.Context(), someText); outcome != printer.Printed {
			t.Errorf("%v, %v; want printed after the rest", outcome, err)
		}
	})
}
