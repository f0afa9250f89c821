package hubtest

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"io"
	"net/http"
	"testing"
	"time"

	"guichet/kiosk/custody"
	"guichet/kiosk/fleet/wire"
)

// Kiosk is a kiosk's side of the wire, by hand: a test that wants the real one
// uses package fleet.
type Kiosk struct {
	ID    string
	Key   ed25519.PrivateKey
	Reply wire.EnrolReply
	Hub   *Hub
	HTTP  *http.Client
	Now   func() time.Time
}

// NewKiosk is one that no hub knows yet.
func (h *Hub) NewKiosk(t testing.TB) *Kiosk {
	t.Helper()
	public, secret, err := ed25519.GenerateKey(rand.Reader)
	check(t, err)
	return &Kiosk{ID: custody.KioskID(public), Key: secret, Hub: h, HTTP: h.Client(), Now: time.Now}
}

// Enrol makes a kiosk known to the hub, as an administrator and a technician do.
func (h *Hub) Enrol(t testing.TB, name, group string) *Kiosk {
	t.Helper()
	code, _, err := h.NewCode(t.Context(), h.Admin, Town, name, group)
	check(t, err)
	k := h.NewKiosk(t)
	if status := k.Enrol(t, code); status != http.StatusCreated {
		t.Fatalf("enrolment: %d", status)
	}
	h.settle(t)
	return k
}

// settle waits until the hub has passed on the notices that are published: that
// of an enrolment must not reach whoever listens next.
func (h *Hub) settle(t testing.TB) {
	t.Helper()
	last, err := h.Store.LastNotice(t.Context())
	check(t, err)
	for h.Heard() < last {
		time.Sleep(time.Millisecond)
	}
}

// Enrol brings a code.
func (k *Kiosk) Enrol(t testing.TB, code wire.EnrolmentCode) (status int) {
	t.Helper()
	ask := wire.EnrolRequest{Code: code.Secret, Key: k.Key.Public().(ed25519.PublicKey), Version: "1.0.0", Machine: "x86_64 Debian 12"}
	status, body := k.Send(t, http.MethodPost, wire.PathEnrol, toJSON(t, ask), nil)
	if status/100 == 2 {
		check(t, json.Unmarshal(body, &k.Reply))
	}
	return status
}

// Request is a signed request.
func (k *Kiosk) Request(ctx context.Context, t testing.TB, method, path string, body []byte) *http.Request {
	t.Helper()
	token, err := custody.Authorize(custody.Request{Kiosk: k.ID, Method: method, Path: path, SHA256: custody.Sum(body), At: k.Now()}, k.Key)
	check(t, err)
	r, err := http.NewRequestWithContext(ctx, method, k.Hub.URL+path, bytes.NewReader(body))
	check(t, err)
	r.Header.Set("Authorization", "Bearer "+token)
	return r
}

// Send sends a signed request, which change may spoil.
func (k *Kiosk) Send(t testing.TB, method, path string, body []byte, change func(*http.Request)) (status int, answer []byte) {
	t.Helper()
	r := k.Request(t.Context(), t, method, path, body)
	if change != nil {
		change(r)
	}
	res, err := k.HTTP.Do(r)
	check(t, err)
	defer res.Body.Close()
	answer, err = io.ReadAll(res.Body)
	check(t, err)
	return res.StatusCode, answer
}

// Beat sends a heartbeat.
func (k *Kiosk) Beat(t testing.TB, b wire.Heartbeat) (status int, r wire.HeartbeatReply) {
	t.Helper()
	status, body := k.Send(t, http.MethodPost, wire.PathHeartbeat, toJSON(t, b), nil)
	if status == http.StatusOK {
		check(t, json.Unmarshal(body, &r))
	}
	return status, r
}

// Header is what a submission of this kiosk says of itself.
func (k *Kiosk) Header() custody.Header {
	id := make([]byte, 16)
	rand.Read(id)
	return custody.Header{
		ID: hex.EncodeToString(id), Reference: "482 739 156 Z", Pack: PackID, Version: "1.0.0",
		Kiosk: k.ID, Town: Town, At: time.Now().UTC().Truncate(time.Second), KeepDays: 400,
	}
}

// Submit sends a submission; the header is sealed.
func (k *Kiosk) Submit(t testing.TB, head custody.Header, ciphertext []byte) (sealed custody.Header, status int, answer []byte) {
	t.Helper()
	sealed, envelope, err := custody.Seal(head, ciphertext, k.Key)
	check(t, err)
	status, answer = k.post(t, envelope, ciphertext)
	return sealed, status, answer
}

// Post sends a submission that is sealed already, and gives the hub's receipt.
func (k *Kiosk) Post(t testing.TB, envelope string, ciphertext []byte) string {
	t.Helper()
	status, answer := k.post(t, envelope, ciphertext)
	if status != http.StatusOK {
		t.Errorf("submission: %d %s", status, answer)
	}
	return string(answer)
}

func (k *Kiosk) post(t testing.TB, envelope string, ciphertext []byte) (status int, answer []byte) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, k.Hub.URL+wire.PathSubmissions, bytes.NewReader(ciphertext))
	check(t, err)
	r.Header.Set(wire.FieldEnvelope, envelope)
	res, err := k.HTTP.Do(r)
	check(t, err)
	defer res.Body.Close()
	answer, err = io.ReadAll(res.Body)
	check(t, err)
	return res.StatusCode, answer
}

func toJSON(t testing.TB, v any) []byte {
	t.Helper()
	data, err := json.Marshal(v)
	check(t, err)
	return data
}

// Public is the key that the hub knows it by.
func (k *Kiosk) Public() ed25519.PublicKey { return k.Key.Public().(ed25519.PublicKey) }
