package rtccall

import (
	"bytes"
	"cmp"
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/coder/websocket"

	"guichet/drivers/audio/audiosim"
	"guichet/drivers/camera/camerasim"
	"guichet/kiosk/call/wire"
	"guichet/kiosk/custody"
)

func keyOf(name string) ed25519.PrivateKey {
	seed := sha256.Sum256([]byte(name))
	return ed25519.NewKeyFromSeed(seed[:])
}

var (
	kioskKey = keyOf("kiosk")
	hubKey   = keyOf("hub")
)

func publicOf(k ed25519.PrivateKey) ed25519.PublicKey { return k.Public().(ed25519.PublicKey) }

// hub is a hub of one kiosk and one desk, which checks all that a hub checks.
type hub struct {
	*testing.T
	web   *httptest.Server
	relay *wire.Relay

	renewed *wire.Relay // what Resume brings instead

	mu      sync.Mutex
	kiosk   *websocket.Conn
	mail    [][]byte // for a kiosk that is away
	call    string
	agent   string
	waits   bool // nobody takes calls
	deaf    bool // the desk hears nothing
	desk    func(wire.Message)
	heard   []wire.Message  // of the kiosk
	spoil   func(*wire.SDP) // an answer, on its way to the kiosk
	handler http.Handler    // of the desk's page
	closed  bool
}

func newHub(t *testing.T) *hub {
	h := &hub{T: t, agent: "Camille, mairie de Saint-Éloi", desk: func(wire.Message) {}}
	h.web = httptest.NewServer(h)
	t.Cleanup(h.stop)
	return h
}

func (h *hub) stop() {
	h.mu.Lock()
	h.closed = true
	h.mu.Unlock()
	h.cut(websocket.StatusGoingAway)
	h.web.CloseClientConnections()
	h.web.Close()
}

func (h *hub) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path != wire.PathKiosk {
		h.handler.ServeHTTP(w, r)
		return
	}
	token := strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")
	want := custody.Request{Method: r.Method, Path: r.URL.RequestURI(), SHA256: custody.Sum(nil), At: time.Now()}
	if _, err := custody.Authorized(token, want, func(string) (ed25519.PublicKey, error) { return publicOf(kioskKey), nil }); err != nil {
		http.Error(w, "who?", http.StatusUnauthorized)
		return
	}
	ws, err := websocket.Accept(w, r, &websocket.AcceptOptions{Subprotocols: []string{wire.Subprotocol}})
	if err != nil {
		return
	}
	defer ws.CloseNow()
	ws.SetReadLimit(wire.MaxMessage)
	h.mu.Lock()
	h.kiosk = ws
	gone := h.closed
	h.mu.Unlock()
	for !gone {
		_, data, err := ws.Read(context.Background())
		if err != nil {
			return
		}
		m, err := wire.Read(data)
		if err != nil {
			h.Errorf("the kiosk says %v", err)
			return
		}
		h.fromKiosk(m)
	}
}

// say tells the kiosk something, when it is there again.
func (h *hub) say(m wire.Message) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.mail = append(h.mail, m.Write())
	h.post()
}

// post is called with the lock held.
func (h *hub) post() {
	for len(h.mail) > 0 && h.kiosk != nil {
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		err := h.kiosk.Write(ctx, websocket.MessageText, h.mail[0])
		cancel()
		if err != nil {
			h.kiosk = nil
			return
		}
		h.mail = h.mail[1:]
	}
}

// cut ends the kiosk's connection, as a hub that stops does.
func (h *hub) cut(status websocket.StatusCode) {
	h.mu.Lock()
	ws := h.kiosk
	h.kiosk = nil
	h.mu.Unlock()
	if ws != nil {
		ws.Close(status, "")
	}
}

func (h *hub) fromKiosk(m wire.Message) {
	h.mu.Lock()
	h.heard = append(h.heard, m)
	waits, current, desk := h.waits, h.call, h.desk
	if h.deaf {
		desk = func(wire.Message) {}
	}
	h.mu.Unlock()
	switch m.Type {
	case wire.Offices:
		h.say(wire.Message{Type: wire.Offices, Services: services, Now: time.Now()})
	case wire.Ask:
		h.ask(m, waits)
	case wire.Resume:
		if m.Call != current {
			h.say(wire.Message{Type: wire.Bye, Call: m.Call, Why: "lost"})
			return
		}
		h.say(wire.Message{Type: wire.Taken, Call: m.Call, Agent: h.agent, Relay: cmp.Or(h.renewed, h.relay)})
	case wire.CallBack:
		h.callBack(m)
	case wire.Offer:
		want := custody.Fingerprint{Call: m.Call, Kind: "offer", Round: m.SDP.Round, Hash: custody.Fingerprints(m.SDP.SDP)}
		if err := custody.CheckFingerprint(m.SDP.Proof, want, publicOf(kioskKey)); err != nil {
			h.Errorf("an offer without proof: %v", err)
		}
		desk(m)
	case wire.Trickle, wire.Bye, wire.Hold:
		desk(m)
	}
}

var services = []wire.Service{{ID: "etat-civil", Names: map[string]string{"fr": "État civil"}, Open: true, Agents: 1}}

func (h *hub) ask(m wire.Message, waits bool) {
	switch m.Wish.Service {
	case "busy":
		h.say(wire.Message{Type: wire.Refuse, Call: m.Call, Why: wire.WhyBusy})
		return
	case "closed":
		h.say(wire.Message{Type: wire.Refuse, Call: m.Call, Why: wire.WhyClosed, Services: []wire.Service{{ID: "etat-civil", Phone: "+33100000000"}}})
		return
	}
	h.say(wire.Message{Type: wire.Queued, Call: m.Call, Queue: &wire.Queue{Place: 2, Wait: 90, Agents: 1}})
	if waits {
		return
	}
	h.mu.Lock()
	h.call = m.Call
	h.deaf = m.Wish.Service == "rings"
	h.mu.Unlock()
	h.say(wire.Message{Type: wire.Taken, Call: m.Call, Agent: h.agent, Relay: h.relay})
}

func (h *hub) callBack(m wire.Message) {
	if m.Back.Service != "etat-civil" {
		h.say(wire.Message{Type: wire.Refuse, Call: m.Call, Why: wire.WhyNotFound})
		return
	}
	b := *m.Back
	b.Phone = ""
	h.say(wire.Message{Type: wire.Kept, Call: m.Call, Back: &b})
}

// fromDesk passes on what a desk says, and vouches for its answers.
func (h *hub) fromDesk(m wire.Message) {
	if m.Type == wire.Offer {
		m.SDP.Proof = proofOf(h.T, *m.SDP, hubKey, h.call)
		if h.spoil != nil {
			h.spoil(m.SDP)
		}
	}
	h.say(m)
}

func proofOf(t *testing.T, d wire.SDP, key ed25519.PrivateKey, id string) string {
	f := custody.Fingerprint{Call: id, Kind: d.Kind, Round: d.Round, Hash: custody.Fingerprints(d.SDP)}
	proof, err := custody.SignFingerprint(f, key)
	if err != nil {
		t.Error(err)
	}
	return proof
}

// kioskSaid waits for a message of the kiosk.
func (h *hub) kioskSaid(what wire.Type, is func(wire.Message) bool) wire.Message {
	h.Helper()
	for end := time.Now().Add(patience); ; time.Sleep(5 * time.Millisecond) {
		h.mu.Lock()
		for _, m := range h.heard {
			if m.Type == what && is(m) {
				h.mu.Unlock()
				return m
			}
		}
		h.mu.Unlock()
		if time.Now().After(end) {
			h.Fatalf("the kiosk does not say %q", what)
		}
	}
}

func anyOf(wire.Message) bool { return true }

const patience = 30 * time.Second

// kiosk is a phone with a simulated camera and sound.
type kiosk struct {
	*Phone
	camera *camerasim.Camera
	sound  *audiosim.Device
}

func (h *hub) phone(change func(*Options)) kiosk {
	h.Helper()
	k := kiosk{camera: camerasim.New(camerasim.Options{}), sound: audiosim.New(audiosim.Tone(440, 0.5))}
	o := Options{
		Request: h.request, Client: h.web.Client(), Key: kioskKey, HubKey: publicOf(hubKey),
		Camera: k.camera, Sound: k.sound, Loopback: true,
	}
	if change != nil {
		change(&o)
	}
	p, err := New(o)
	if err != nil {
		h.Fatal(err)
	}
	h.Cleanup(func() { p.Close() })
	k.Phone = p
	for end := time.Now().Add(patience); !p.link.up(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			h.Fatal("the phone does not reach the hub")
		}
	}
	return k
}

func (h *hub) request() (*http.Request, error) {
	r, err := http.NewRequest(http.MethodGet, h.web.URL+wire.PathKiosk, bytes.NewReader(nil))
	if err != nil {
		return nil, err
	}
	token, err := custody.Authorize(custody.Request{
		Kiosk: "k", Method: r.Method, Path: wire.PathKiosk, SHA256: custody.Sum(nil), At: time.Now(),
	}, kioskKey)
	r.Header.Set("Authorization", "Bearer "+token)
	return r, err
}

// waitFor waits until something is so.
func waitFor(t testing.TB, what string, ok func() bool) {
	t.Helper()
	for end := time.Now().Add(patience); !ok(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("%s: it did not come", what)
		}
	}
}
