package dialogue

import (
	"bytes"
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"guichet/drivers/printer"
	"guichet/drivers/profiles"
	"guichet/drivers/serial"
)

// script is a printer that does what no simulator does: it answers late, tells
// nothing by itself, stops in the middle, or confirms somebody else's document.
type script struct {
	mu      sync.Mutex // guards states and wrote
	states  string     // answers to ?0 and ?1
	late    []time.Duration
	takes   int   // bytes of documents until it stops
	stopped error // what Write says then
	silent  bool  // from then on it answers nothing
	said    chan byte
	wrote   []byte
	dropped bool
	names   string          // what it answers to "#"; "" is nothing
	fences  []time.Duration // how late it answers each "!"; then no more
	urgent  []byte          // what was sent although it said "wait"
	hungry  int             // bytes that a command cut short still wants
	asleep  time.Duration   // how long we have no processor once we have asked
}

// Read gives what has come after the end of ctx too, as a port does.
func (s *script) Read(ctx context.Context, p []byte) (int, error) {
	if len(s.said) > 0 {
		p[0] = <-s.said
		return 1, nil
	}
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
	s.mu.Lock()
	s.wrote = append(s.wrote, p[:n]...)
	s.mu.Unlock()
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
	s.urgent = append(s.urgent, p...)
	if p[0] != '?' || s.silent && s.takes == 0 {
		return nil
	}
	var delay time.Duration
	if len(s.late) > 0 {
		delay, s.late = s.late[0], s.late[1:]
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	answer := s.states[p[1]-'0']
	time.AfterFunc(delay, func() { s.said <- answer })
	time.Sleep(s.asleep)
	return nil
}

// become changes what it answers, from any goroutine.
func (s *script) become(states string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.states = states
}

func (s *script) got() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return string(s.wrote)
}

func (s *script) confirm(p []byte) {
	if s.hungry -= len(p); s.hungry > 0 {
		return
	}
	if len(s.fences) > 0 && bytes.HasSuffix(p, []byte("!")) {
		time.AfterFunc(s.fences[0], func() { s.said <- '!' })
		s.fences = s.fences[1:]
	}
	if s.names != "" && p[0] == '#' {
		for _, b := range []byte("#" + s.names) {
			s.said <- b
		}
	}
}

func (s *script) Close() error { return nil }

func (s *script) Drop() error {
	s.dropped = true
	return nil
}

// dev is a printer that was used before, so that nothing has to be recovered.
func (s *script) dev(t *testing.T, lang *plain) *Dev {
	t.Helper()
	p, err := profiles.Get("generic-80mm")
	if err != nil {
		t.Fatal(err)
	}
	p.Presenter = printer.Presenter{Command: "gs_e", Step: 1, Out: 50, Timeout: 20, Then: "retract"}
	s.said = make(chan byte, 100)
	d, err := New(lang, p, func(context.Context) (Port, error) { return s, nil }, nil)
	if err != nil {
		t.Fatal(err)
	}
	d.abandoned = false
	d.link = &link{lang: lang, port: s, split: lang.Splitter(), clean: true, baud: p.Baud, Opts: d.opts}
	return d
}
