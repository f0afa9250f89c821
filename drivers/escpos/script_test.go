package escpos

import (
	"bytes"
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"guichet/drivers/profiles"
	"guichet/drivers/serial"
)

// script is a printer that does what no simulator does: it answers late, knows
// no ASB, stops in the middle, or confirms somebody else's document.
type script struct {
	mu      sync.Mutex // guards states
	states  [4]byte    // answers to DLE EOT 1 to 4
	late    []time.Duration
	takes   int   // bytes of documents until it stops
	stopped error // what Write says then
	silent  bool  // from then on it answers nothing
	said    chan byte
	wrote   []byte
	dropped bool
	names   string          // what it answers to GS ( H; "" is nothing
	fences  []time.Duration // how late it answers each GS r; then no more
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
	s.mu.Lock()
	defer s.mu.Unlock()
	answer := s.states[p[2]-1]
	time.AfterFunc(delay, func() { s.said <- answer })
	return nil
}

// become changes what it answers, from any goroutine.
func (s *script) become(states [4]byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.states = states
}

func (s *script) confirm(p []byte) {
	if len(s.fences) > 0 && bytes.HasSuffix(p, fence) {
		time.AfterFunc(s.fences[0], func() { s.said <- 0 })
		s.fences = s.fences[1:]
	}
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
	p, err := profiles.Get("epson-tm-t20ii")
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
