package escpos

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"guichet/drivers/printer"
	"guichet/drivers/serial"
)

// script is a printer that does what no simulator does: it answers late, knows
// no ASB, stops in the middle, or confirms somebody else's document.
type script struct {
	states  [4]byte // answers to DLE EOT 1 to 4
	late    []time.Duration
	takes   int   // bytes of documents until it stops
	stopped error // what Write says then
	silent  bool  // from then on it answers nothing
	said    chan byte
	wrote   []byte
	dropped bool
	names   string // what it answers to GS ( H; "" is nothing
}

func (s *script) Read(ctx context.Context, p []byte) (int, error) {
	select {
	case p[0] = <-s.said:
		return 1, nil
	case <-ctx.Done():
		return 0, fmt.Errorf("%w: %w", serial.ErrTimeout, ctx.Err())
	}
}

func (s *script) Write(ctx context.Context, p []byte) (int, error) {
	n := min(len(p), s.takes)
	s.takes -= n
	s.wrote = append(s.wrote, p[:n]...)
	if n == len(p) {
		s.confirm(p)
		return n, nil
	}
	if s.stopped != nil {
		return n, s.stopped
	}
	<-ctx.Done()
	return n, fmt.Errorf("%w: %w", serial.ErrTimeout, ctx.Err())
}

func (s *script) Urgent(_ context.Context, p []byte) error {
	if p[1] != 0x04 || s.silent && s.takes == 0 {
		return nil
	}
	var delay time.Duration
	if len(s.late) > 0 {
		delay, s.late = s.late[0], s.late[1:]
	}
	time.AfterFunc(delay, func() { s.said <- s.states[p[2]-1] })
	return nil
}

func (s *script) confirm(p []byte) {
	if s.names != "" && bytes.HasPrefix(p, processID("    ")[:7]) {
		for _, b := range []byte("\x37\x22" + s.names + "\x00") {
			s.said <- b
		}
	}
}

func (s *script) Close() error { return nil }

func (s *script) Drop() error {
	s.dropped = true
	return nil
}

func (s *script) dev(t *testing.T) *Dev {
	t.Helper()
	p, err := Profile("epson-tm-t20ii")
	if err != nil {
		t.Fatal(err)
	}
	s.said = make(chan byte, 100)
	d, err := New(p, func(context.Context) (Port, error) { return s, nil }, nil)
	if err != nil {
		t.Fatal(err)
	}
	d.profile.Clear, d.abandoned = "none", false
	d.link = &link{port: s, clean: true, baud: p.Baud, patience: patience{d.opts.Answer, d.opts.Stall, d.opts.Confirm}}
	return d
}

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
		time.AfterFunc(3*time.Second, func() { s.states = [4]byte{0x1A, 0x32, 0x12, 0x7E} })
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

// Who asks beside another is not told of a printer that was well before it
// went.
func TestStatusAfterItWent(t *testing.T) {
	for name, c := range map[string]struct {
		s    script
		want error
	}{
		"silent":    {script{states: well, takes: 20, silent: true}, printer.ErrNoAnswer},
		"unplugged": {script{states: well, takes: 20, stopped: serial.ErrGone}, printer.ErrGone},
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
