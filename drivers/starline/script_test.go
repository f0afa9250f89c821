package starline

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"guichet/drivers/printer"
	"guichet/drivers/serial"
)

// script is a printer that does what no simulator does: it loses its power and
// gets the rest of the bytes all the same, lets bytes fall, or takes a question
// for dots. It obeys at once what it can.
type script struct {
	mu    sync.Mutex
	buf   []byte // received and not obeyed
	said  []byte // not read yet
	asb   bool
	etbs  int
	state [5]byte // its sensors

	line   string
	papers []string

	literal  bool // a real-time byte inside of data is data, as in a parser
	shy      bool // it does not answer ESC ACK SOH while ASB is valid, as page 3-54 may mean
	blackout int  // after so many bytes its power goes and comes back; 0 is never
	stall    int  // after so many bytes it takes no more until Drop; 0 is never
	stalled  bool
}

func (s *script) Read(ctx context.Context, p []byte) (int, error) {
	if n := s.hand(p); n > 0 {
		return n, nil
	}
	<-ctx.Done()
	return 0, fmt.Errorf("%w: %w", serial.ErrTimeout, ctx.Err())
}

func (s *script) hand(p []byte) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := copy(p, s.said)
	s.said = s.said[n:]
	return n
}

func (s *script) Write(ctx context.Context, p []byte) (int, error) {
	n := s.accept(p)
	if n < len(p) {
		<-ctx.Done()
		return n, fmt.Errorf("%w: %w", serial.ErrTimeout, ctx.Err())
	}
	return n, nil
}

func (s *script) accept(p []byte) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i, b := range p {
		if s.stalled || reached(&s.stall) {
			s.stalled = true
			return i
		}
		s.take(b)
	}
	return len(p)
}

func (s *script) Urgent(_ context.Context, p []byte) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, b := range p {
		s.take(b)
	}
	return nil
}

func (s *script) Drop() error {
	s.change(func() { s.stalled = false })
	return nil
}

// change is something that happens to the printer.
func (s *script) change(what func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	what()
}

func (s *script) Close() error { return nil }

// reached counts down to an event.
func reached(after *int) bool {
	*after--
	return *after == 0
}

func (s *script) take(b byte) {
	if reached(&s.blackout) {
		s.buf, s.line, s.etbs, s.asb = nil, "", 0, false
		return
	}
	inside := s.literal && s.insideData()
	if b == cancel && !inside {
		s.buf, s.line, s.etbs = nil, "", 0
		return
	}
	s.buf = append(s.buf, b)
	if bytes.HasSuffix(s.buf, askStatus) && !inside {
		s.buf = s.buf[:len(s.buf)-len(askStatus)]
		if !s.shy || !s.asb {
			s.tell()
		}
		return
	}
	for s.state[0]&offline == 0 && s.obey() {
	}
}

func (s *script) tell() {
	s.said = append(s.said, message(s.state[0], s.state[1], s.state[2], s.state[3], s.state[4], s.etbs, 0)...)
	s.state[2] &^= overflow
}

// become has the sensors change.
func (s *script) become(b0, b1, b2, b3 byte) {
	s.change(func() {
		s.state = [5]byte{b0, b1, b2, b3}
		if s.asb {
			s.tell()
		}
	})
}

// insideData says whether the command that is not whole yet waits for data.
func (s *script) insideData() bool {
	rest := s.buf
	for len(rest) > 0 {
		n, data, err := commandAt(rest)
		if err != nil || n > len(rest) {
			return err == nil && data > 0
		}
		rest = rest[n:]
	}
	return false
}

// obey does the first command, if it is whole.
func (s *script) obey() bool {
	if len(s.buf) == 0 {
		return false
	}
	n, _, err := commandAt(s.buf)
	if err != nil && s.buf[0] != 0x1B {
		n = 1 // an undefined code (page 3-2)
	}
	if n == 0 || n > len(s.buf) {
		return false
	}
	s.execute(s.buf[:n])
	s.buf = s.buf[n:]
	return true
}

func (s *script) execute(c []byte) {
	switch {
	case c[0] >= ' ':
		s.line += string(c)
	case bytes.Equal(c, countOne):
		s.etbs = (s.etbs + 1) % counts
		if s.asb {
			s.tell()
		}
	case bytes.HasPrefix(c, []byte("\x1b\x1ea")):
		s.asb = c[3] == 1
	case bytes.HasPrefix(c, []byte("\x1bd")):
		s.papers, s.line = append(s.papers, s.line), ""
	}
}

// open is a conversation with it; the printer needs no time for anything, so
// neither does the patience.
func (s *script) open(t *testing.T, p printer.Profile) *Dev {
	t.Helper()
	d, err := New(p, func(context.Context) (Port, error) { return s, nil }, nil)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func text(words string) printer.Document {
	return printer.Document{Blocks: []printer.Block{printer.Text{S: words}}}
}

func within(t *testing.T) context.Context {
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	t.Cleanup(cancel)
	return ctx
}

func mustPrint(t *testing.T, d *Dev, s *script, words string) {
	t.Helper()
	outcome, err := d.Print(within(t), text(words))
	if outcome != printer.Printed || err != nil {
		t.Fatalf("%s: %v, %v", words, outcome, err)
	}
	if last := s.papers[len(s.papers)-1]; last != words {
		t.Fatalf("the paper says %q, want %q", last, words)
	}
}

// mustNotConfirm prints, and wants doubt.
func mustNotConfirm(t *testing.T, d *Dev, doc printer.Document) error {
	t.Helper()
	outcome, err := d.Print(within(t), doc)
	if outcome != printer.Unknown || err == nil {
		t.Fatalf("%v, %v; want unknown", outcome, err)
	}
	return err
}

// asked is the profile of a printer that tells nothing by itself.
func asked(p printer.Profile) printer.Profile {
	p.Auto = false
	return p
}

// story tells one in a bubble of time.
func story(t *testing.T, tell func(t *testing.T, s *script, p printer.Profile)) {
	p := tsp650ii(t)
	for _, p := range []printer.Profile{p, asked(p)} {
		t.Run(fmt.Sprintf("auto %v", p.Auto), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) { tell(t, &script{}, p) })
		})
	}
}

// The count goes round several times, also from where another program left it.
func TestMany(t *testing.T) {
	story(t, func(t *testing.T, s *script, p printer.Profile) {
		s.etbs = 23
		d := s.open(t, p)
		for i := range 3 * counts {
			mustPrint(t, d, s, fmt.Sprint("paper ", i))
		}
	})
}

// A printer that answers no question while ASB is valid is driven by asking
// alone.
func TestShyPrinter(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &script{shy: true}
		d := s.open(t, asked(tsp650ii(t)))
		mustPrint(t, d, s, "one")
		mustPrint(t, d, s, "two")
	})
}

// The power goes and comes back at every byte of a document: what the printer
// then gets of it, and counts, is never taken for the whole.
func TestBlackout(t *testing.T) {
	story(t, func(t *testing.T, s *script, p printer.Profile) {
		d := s.open(t, p)
		mustPrint(t, d, s, "before")
		for at := range jobOf(t, p) {
			s.blackout = len(askStatus) + at + 1
			mustNotConfirm(t, d, text("secret"))
			mustPrint(t, d, s, fmt.Sprint("after ", at))
		}
	})
}

// The same in the first document, when the count begins at 0 as it does after
// a blackout.
func TestBlackoutAtCountZero(t *testing.T) {
	story(t, func(t *testing.T, s *script, p printer.Profile) {
		l := &language{p: p}
		clear, _ := l.Clear()
		before := len(askStatus) + len(clear.Bytes) + len(l.Parting()) + len(l.Arm())
		for at := range jobOf(t, p) {
			s := &script{blackout: before + at + 1}
			d := s.open(t, p)
			mustNotConfirm(t, d, text("secret"))
			mustPrint(t, d, s, "after")
		}
	})
}

// jobOf is the document of the stories about blackouts.
func jobOf(t *testing.T, p printer.Profile) []byte {
	t.Helper()
	job, err := Encode(text("secret"), p)
	if err != nil {
		t.Fatal(err)
	}
	return job
}

// Bytes fell while the document was sent.
func TestOverflowingBuffer(t *testing.T) {
	story(t, func(t *testing.T, s *script, p printer.Profile) {
		d := s.open(t, p)
		mustPrint(t, d, s, "before")
		s.stall = len(askStatus) + len(start(p)) + 2
		go func() {
			time.Sleep(time.Second)
			s.change(func() { s.state[2], s.stalled = overflow, false })
		}()
		mustNotConfirm(t, d, text("a document that has holes"))
		mustPrint(t, d, s, "next")
	})
}

// The paper ends in the middle: the rest is gone when a new roll is in.
func TestPaperEnds(t *testing.T) {
	story(t, func(t *testing.T, s *script, p printer.Profile) {
		d := s.open(t, p)
		mustPrint(t, d, s, "before")
		s.stall = len(askStatus) + len(start(p)) + 3
		go func() {
			time.Sleep(time.Second)
			s.become(offline, 0, 0, paperEnd)
		}()
		err := mustNotConfirm(t, d, text("secret"))
		var fault *printer.FaultError
		if !errors.As(err, &fault) || fault.Fault != printer.FaultPaperOut {
			t.Fatalf("%v, want paper out", err)
		}
		if outcome, err := d.Print(within(t), text("lost")); outcome != printer.NotPrinted || err == nil {
			t.Fatalf("%v, %v", outcome, err)
		}
		s.become(0, 0, 0, 0)
		mustPrint(t, d, s, "next")
		if all := strings.Join(s.papers, "|"); strings.Contains(all, "secret") || strings.Contains(all, "lost") {
			t.Fatalf("the papers say %q", all)
		}
	})
}

// A picture is cut short inside of its dots, in a printer that takes all that
// follows for dots, also CAN and questions. It comes back, and nothing of the
// picture is in front of the next paper.
func TestCutShortInDots(t *testing.T) {
	story(t, func(t *testing.T, s *script, p printer.Profile) {
		s.literal = true
		d := s.open(t, p)
		mustPrint(t, d, s, "before")
		s.stall = len(askStatus) + len(start(p)) + 100
		mustNotConfirm(t, d, printer.Document{Blocks: []printer.Block{printer.Picture{Image: square(400)}}})
		for range 20 {
			if st, err := d.Status(within(t)); err == nil && st.Ready() {
				mustPrint(t, d, s, "next")
				return
			}
		}
		t.Fatal("it never answered again")
	})
}
