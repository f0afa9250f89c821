package web_test

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/coder/websocket"

	"guichet/kiosk/call/wire"
	"guichet/kiosk/hub/browsertest"
)

// hub is the least that a desk needs of one: a line, one call, its messages.
type hub struct {
	*testing.T
	mu      sync.Mutex
	conn    *websocket.Conn // of the desk's page, the newest
	line    []wire.Waits
	backs   []wire.Back
	kiosk   *kiosk
	taken   bool
	refuses string // why Take is refused
	passed  string // why a call ends that is passed on
	relay   string // its URL
	lasts   int    // seconds, of its credentials
	said    []wire.Message
}

// answer to every kind of message of a desk.
func (h *hub) hear(m wire.Message) {
	h.mu.Lock()
	h.said = append(h.said, m)
	k, taken, refuses := h.kiosk, h.taken, h.refuses
	h.mu.Unlock()
	switch m.Type {
	case wire.Duty:
		h.showLine()
		h.tell(wire.Message{Type: wire.Duty, On: m.On, Agents: agents})
	case wire.Backs:
		h.tell(wire.Message{Type: wire.Backs, Backs: h.backs, Now: time.Now()})
	case wire.Take:
		h.take(m.Call, refuses)
	case wire.Resume:
		if !taken {
			h.tell(wire.Message{Type: wire.Refuse, Call: m.Call, Why: wire.WhyNotFound})
			return
		}
		h.tell(h.wished())
	case wire.Renew:
		k.call()
	case wire.Offer, wire.Trickle:
		k.hear(m)
	case wire.Transfer:
		h.release()
		h.tell(wire.Message{Type: wire.Bye, Call: m.Call, Why: cmp.Or(h.passed, wire.WhyTransferred)})
	case wire.Bye:
		h.release()
		k.close()
	}
}

func (h *hub) take(call, refuses string) {
	if refuses != "" {
		h.tell(wire.Message{Type: wire.Refuse, Call: call, Why: refuses})
		return
	}
	h.mu.Lock()
	h.taken, h.line = true, nil
	h.mu.Unlock()
	h.tell(h.wished())
	h.showLine()
	h.kiosk.call()
}

func (h *hub) wished() wire.Message {
	return wire.Message{Type: wire.Taken, Call: callID, Kiosk: "Hall d’accueil", Wish: &wire.Wish{Service: "enfance", Shared: []byte(shared)},
		Text: "Il manque le livret de famille.", Relay: &wire.Relay{URLs: []string{cmp.Or(h.relay, "turn:127.0.0.1:34780?transport=udp")}, Username: "u", Credential: "c", Lasts: h.lasts}}
}

func (h *hub) release() { h.mu.Lock(); defer h.mu.Unlock(); h.taken = false }

func (h *hub) showLine() {
	h.mu.Lock()
	m := wire.Message{Type: wire.Waiting, Line: slices.Clone(h.line), Now: time.Now()}
	h.mu.Unlock()
	h.tell(m)
}

// ring puts calls into the line.
func (h *hub) ring(line ...wire.Waits) {
	h.mu.Lock()
	h.line = line
	h.mu.Unlock()
	h.showLine()
}

func (h *hub) tell(m wire.Message) {
	h.mu.Lock()
	conn := h.conn
	h.mu.Unlock()
	if conn != nil {
		_ = conn.Write(context.Background(), websocket.MessageText, m.Write())
	}
}

// heard waits for a message of the desk.
func (h *hub) heard(what wire.Type) (is wire.Message) {
	h.Helper()
	browsertest.Until(h.T, "the desk tells the hub "+string(what), func() bool {
		h.mu.Lock()
		defer h.mu.Unlock()
		for i, m := range h.said {
			if m.Type == what {
				is, h.said = m, h.said[i+1:]
				return true
			}
		}
		return false
	})
	return is
}

// cut ends the connection, as a hub that starts anew.
func (h *hub) cut() {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.conn != nil {
		_ = h.conn.Close(websocket.StatusServiceRestart, "")
	}
}

// ServeHTTP is the WebSocket of a desk.
func (h *hub) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	conn, err := websocket.Accept(w, r, &websocket.AcceptOptions{Subprotocols: []string{wire.Subprotocol}})
	if err != nil {
		return
	}
	conn.SetReadLimit(wire.MaxMessage)
	h.mu.Lock()
	h.conn = conn
	h.mu.Unlock()
	for {
		_, data, err := conn.Read(context.Background())
		if err != nil {
			return
		}
		m, err := wire.Read(data)
		if err != nil {
			h.Errorf("the desk's page says %s: %v", data, err)
			continue
		}
		h.hear(m)
	}
}

const callID = "00112233445566778899aabbccddeeff"

// shared is a call.Shared: what the citizen agreed to say.
const shared = `{"procedure":"cantine","version":"3","title":"Inscription à la cantine","page":"ecole","question":"Quelle école ?","reference":"K7M-2QF","lang":"ar","urgent":true,"needs":["text"]}`

// waits is the call of the tests, in the line.
func waits() wire.Waits {
	return wire.Waits{Call: callID, Town: "29233", TownName: "Quimperlé", Kiosk: "Hall d’accueil", Service: "enfance", Procedure: "Inscription à la cantine",
		Lang: "ar", Urgent: true, Needs: []string{"text"}, Since: time.Now().Add(-125 * time.Second)}
}

func other() wire.Waits {
	return wire.Waits{Call: "ffeeddccbbaa99887766554433221100", Town: "29233", TownName: "Quimperlé", Kiosk: "Médiathèque", Service: "etat-civil",
		Lang: "fr", Needs: []string{"sign"}, Since: time.Now().Add(-9 * time.Minute), From: "Noa Girard", To: "camille"}
}

var agents = []wire.Agent{
	{Login: "camille", Name: "Camille Roux", Services: []string{"enfance"}},
	{Login: "noa", Name: "Noa Girard", Services: []string{"etat-civil"}},
	{Login: "alix", Name: "Alix Petit", Services: []string{"enfance"}, Busy: true},
}

var papers = []wire.Paper{
	{ID: "pieces", Title: "Pièces manquantes", Fields: []wire.Field{
		{ID: "pieces", Label: "Pièces à apporter", Lines: true}, {ID: "delai", Label: "Délai", Choices: []wire.Choice{{ID: "15", Label: "15 jours"}, {ID: "30", Label: "30 jours"}}},
	}},
	{ID: "rdv", Title: "Rendez-vous", Fields: []wire.Field{{ID: "jour", Label: "Jour", Day: true}}},
}

func backs() []wire.Back {
	now := time.Now()
	return []wire.Back{
		{Call: "10000000000000000000000000000001", Phone: "+33298000001", Service: "enfance", From: now.Add(-5 * time.Hour), To: now.Add(time.Hour), Lang: "fr", Reference: "K7M-9AB"},
		{Call: "10000000000000000000000000000002", Phone: "+33298000002", Service: "etat-civil", From: now.Add(-3 * time.Hour), To: now.Add(-time.Hour), Lang: "pt", Tries: 1},
	}
}
