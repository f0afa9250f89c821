// Package desktest is a kiosk and an agent's page in a test of calls: their side
// of the signalling, by hand, over real WebSockets. There is no picture and no
// sound in them.
//
//	h := hubtest.New(t, desktest.With(desktest.Settings()))
//	a := desktest.DialAgent(t, h, "camille", hubtest.Town)
//	a.Duty(true)
//	k := desktest.DialKiosk(t, h.Enrol(t, "Hall", ""))
//	id := k.Ask("accueil", call.Shared{Lang: "fr"})
//	a.Take(id)
//	k.Until(wire.Taken)
package desktest

import (
	"context"
	"encoding/json"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/coder/websocket"

	"guichet/kiosk/call/wire"
	"guichet/kiosk/hub"
	"guichet/kiosk/hub/desk"
)

// patience is how long something that must happen may take: only a test that
// fails waits for it.
const patience = time.Minute

// Settings have one service, "accueil", open day and night, with a phone that
// calls overflow to, and "nuit", which is never open while a test runs.
func Settings() desk.Settings {
	return desk.Settings{Services: []desk.Service{
		{
			ID: "accueil", Names: map[string]string{"fr": "Accueil", "en": "Front desk"}, Hours: "24/7",
			Languages: []string{"fr", "en"}, Phone: "+33199000000", Overflow: true,
		},
		{ID: "nuit", Names: map[string]string{"fr": "Astreinte"}, Hours: "Feb 29 00:00-00:05"},
	}}
}

// With puts a desk into the configuration of a hub.
func With(s desk.Settings) func(*hub.Config) {
	return func(c *hub.Config) { c.Desk = &s }
}

// Socket is one end of the signalling.
type Socket struct {
	T      testing.TB
	ws     *websocket.Conn
	in     chan *wire.Message
	line   []wire.Waits // as it was read last
	mu     sync.Mutex
	closed error
}

func dial(t testing.TB, client *http.Client, url string, header http.Header) *Socket {
	t.Helper()
	s, status := Try(t, client, url, header)
	if s == nil {
		t.Fatalf("%s: %d", url, status)
	}
	return s
}

// Try opens a connection; nil and the status where it is refused.
func Try(t testing.TB, client *http.Client, url string, header http.Header) (*Socket, int) {
	t.Helper()
	ws, res, err := websocket.Dial(t.Context(), url, &websocket.DialOptions{
		HTTPClient: client, HTTPHeader: header, Subprotocols: []string{wire.Subprotocol},
	})
	if err != nil {
		if res == nil {
			return nil, 0
		}
		return nil, res.StatusCode
	}
	ws.SetReadLimit(4 * wire.MaxMessage)
	s := &Socket{T: t, ws: ws, in: make(chan *wire.Message, 2048)}
	go s.read()
	t.Cleanup(func() { ws.CloseNow() })
	return s, http.StatusSwitchingProtocols
}

func (s *Socket) read() {
	defer close(s.in)
	for {
		_, data, err := s.ws.Read(context.Background())
		if err != nil {
			s.mu.Lock()
			s.closed = err
			s.mu.Unlock()
			return
		}
		var m wire.Message
		if m, err = wire.Read(data); err != nil {
			s.T.Errorf("the hub said %.200s: %v", data, err)
			return
		}
		s.in <- &m
	}
}

// Say sends a message.
func (s *Socket) Say(m wire.Message) { s.Raw(websocket.MessageText, m.Write()) }

// Raw sends anything; that it does not arrive is no failure.
func (s *Socket) Raw(kind websocket.MessageType, data []byte) {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	_ = s.ws.Write(ctx, kind, data)
}

// Next is the next message.
func (s *Socket) Next() wire.Message {
	s.T.Helper()
	return s.Find(func(wire.Message) bool { return true }, "anything")
}

// Until is the next message of a type; those before it are passed over.
func (s *Socket) Until(t wire.Type) wire.Message {
	s.T.Helper()
	return s.Find(func(m wire.Message) bool { return m.Type == t }, string(t))
}

// Find is the next message that is wanted.
func (s *Socket) Find(want func(wire.Message) bool, what string) wire.Message {
	s.T.Helper()
	over := time.NewTimer(patience)
	defer over.Stop()
	for {
		select {
		case m, ok := <-s.in:
			if !ok {
				s.T.Fatalf("%s never came: %v", what, s.Closed())
			}
			if m.Type == wire.Waiting {
				s.line = m.Line
			}
			if want(*m) {
				return *m
			}
		case <-over.C:
			s.T.Fatalf("%s never came", what)
		}
	}
}

// Passed are the messages that came so far and nobody read.
func (s *Socket) Passed() (all []wire.Message) {
	for {
		select {
		case m, ok := <-s.in:
			if !ok {
				return all
			}
			all = append(all, *m)
		default:
			return all
		}
	}
}

// Closed is why the connection ended; nil while it has not.
func (s *Socket) Closed() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.closed
}

// Code waits for the end, and gives its close code; -1 for a cut.
func (s *Socket) Code() websocket.StatusCode {
	s.T.Helper()
	for end := time.Now().Add(patience); s.Closed() == nil; time.Sleep(5 * time.Millisecond) {
		s.Passed()
		if time.Now().After(end) {
			s.T.Fatal("the connection stays open")
		}
	}
	return websocket.CloseStatus(s.Closed())
}

// Cut ends the connection without a word, as a cable does.
func (s *Socket) Cut() { s.ws.CloseNow() }

func toJSON(t testing.TB, v any) []byte {
	t.Helper()
	data, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return data
}
