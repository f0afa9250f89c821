package hubtest

import (
	"bufio"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"guichet/kiosk/fleet/wire"
)

// patience is how long a test waits for something that comes at once; only one
// that fails waits so long.
const patience = 30 * time.Second

// Stream is an event stream that a kiosk listens to.
type Stream struct {
	Header http.Header
	Retry  string // what the hub said of coming back
	events chan event
	cancel context.CancelFunc
}

type event struct {
	id     string
	notice wire.Notice
}

// Listen opens an event stream, after the event with that id, or from now on:
// after all that was published before. It returns when the hub has begun to
// answer.
func (k *Kiosk) Listen(t testing.TB, after string) *Stream {
	t.Helper()
	if after == "" {
		k.Hub.settle(t)
	}
	ctx, cancel := context.WithCancel(t.Context())
	t.Cleanup(cancel)
	r := k.Request(ctx, t, http.MethodGet, wire.PathNews, nil)
	r.Header.Set("Accept", "text/event-stream")
	if after != "" {
		r.Header.Set("Last-Event-ID", after)
	}
	res, err := k.HTTP.Do(r)
	check(t, err)
	if res.StatusCode != http.StatusOK {
		t.Fatalf("news: %d", res.StatusCode)
	}
	s := &Stream{Header: res.Header, events: make(chan event, 1000), cancel: cancel}
	lines := bufio.NewReader(res.Body)
	first, err := lines.ReadString('\n')
	check(t, err)
	s.Retry = strings.TrimSpace(strings.TrimPrefix(first, "retry: "))
	go s.read(lines, res.Body)
	return s
}

func (s *Stream) read(lines *bufio.Reader, body io.Closer) {
	defer body.Close()
	defer close(s.events)
	var e event
	for {
		line, err := lines.ReadString('\n')
		if err != nil {
			return
		}
		line = strings.TrimSuffix(line, "\n")
		if id, ok := strings.CutPrefix(line, "id: "); ok {
			e.id = id
		}
		if data, ok := strings.CutPrefix(line, "data: "); ok {
			json.Unmarshal([]byte(data), &e.notice)
		}
		if line == "" && e.notice.Kind != "" {
			s.events <- e
			e = event{}
		}
	}
}

// Next is the next notice.
func (s *Stream) Next(t testing.TB) wire.Notice {
	t.Helper()
	_, n := s.NextID(t)
	return n
}

// NextID is the next notice with the id of its event.
func (s *Stream) NextID(t testing.TB) (string, wire.Notice) {
	t.Helper()
	e, ok := s.next(t)
	if !ok {
		t.Fatal("the stream ended")
	}
	return e.id, e.notice
}

// Try is the next notice; false where the stream ended.
func (s *Stream) Try(t testing.TB) (wire.Notice, bool) {
	t.Helper()
	e, ok := s.next(t)
	return e.notice, ok
}

func (s *Stream) next(t testing.TB) (e event, ok bool) {
	t.Helper()
	select {
	case e, ok = <-s.events:
	case <-time.After(patience):
		t.Fatal("no notice came")
	}
	return e, ok
}

// End waits until the hub ends the stream, with nothing more on it.
func (s *Stream) End(t testing.TB) {
	t.Helper()
	select {
	case e, ok := <-s.events:
		if ok {
			t.Fatalf("one more notice: %+v", e)
		}
	case <-time.After(patience):
		t.Fatal("the stream stays open")
	}
}

// Close hangs up.
func (s *Stream) Close() { s.cancel() }
