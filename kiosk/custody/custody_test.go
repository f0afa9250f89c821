package custody_test

import (
	"crypto/ed25519"
	"crypto/rand"
	"errors"
	"strings"
	"testing"
	"time"

	"guichet/kiosk/custody"
)

var noon = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

// party is somebody with a key.
type party struct {
	public ed25519.PublicKey
	secret ed25519.PrivateKey
}

func newParty(t testing.TB) party {
	t.Helper()
	public, secret, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return party{public, secret}
}

func (p party) id() string { return custody.KioskID(p.public) }

func (p party) header() custody.Header {
	return custody.Header{
		ID: strings.Repeat("0a", 16), Reference: "482 739 156 Z", Pack: "cantine", Version: "1.0.0",
		Kiosk: p.id(), Town: "04999", At: noon, KeepDays: 400,
	}
}

// known is a hub that knows these kiosks.
func known(of ...party) func(string) (ed25519.PublicKey, error) {
	return func(id string) (ed25519.PublicKey, error) {
		for _, p := range of {
			if p.id() == id {
				return p.public, nil
			}
		}
		return nil, errRevoked
	}
}

var errRevoked = errors.New("test: no such kiosk")

func check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Error(err)
	}
}

var ciphertext = []byte("age-encryption.org/v1 and so on")

func TestHandOver(t *testing.T) {
	kiosk, hub := newParty(t), newParty(t)
	sealed, envelope, err := custody.Seal(kiosk.header(), ciphertext, kiosk.secret)
	if err != nil {
		t.Fatal(err)
	}
	h, err := custody.Open(envelope, ciphertext, known(kiosk))
	if err != nil || h != sealed {
		t.Fatalf("opened %+v, %v, sealed %+v", h, err, sealed)
	}
	receipt, err := custody.Acknowledge(custody.Receipt{
		ID: h.ID, Kiosk: h.Kiosk, SHA256: h.SHA256, Hub: custody.HubID(hub.public), At: noon,
	}, hub.secret)
	if err != nil {
		t.Fatal(err)
	}
	r, err := custody.Acknowledged(receipt, sealed, hub.public)
	if err != nil || !r.At.Equal(noon) {
		t.Errorf("receipt: %+v, %v", r, err)
	}
}

func TestEnvelopeRefused(t *testing.T) {
	kiosk, other := newParty(t), newParty(t)
	_, good, _ := custody.Seal(kiosk.header(), ciphertext, kiosk.secret)
	_, forged, _ := custody.Seal(kiosk.header(), ciphertext, other.secret)
	receipt, _ := custody.Acknowledge(custody.Receipt{Kiosk: kiosk.id()}, kiosk.secret)
	for name, c := range map[string]struct {
		envelope string
		body     []byte
		keys     func(string) (ed25519.PublicKey, error)
		want     error
	}{
		"another content":       {good, []byte("other"), known(kiosk), custody.ErrBody},
		"nothing":               {"", ciphertext, known(kiosk), custody.ErrSignature},
		"no signature":          {good[:strings.LastIndex(good, ".")+1], ciphertext, known(kiosk), custody.ErrSignature},
		"signed by another":     {forged, ciphertext, known(kiosk, other), custody.ErrSignature},
		"a kiosk that is gone":  {good, ciphertext, known(other), errRevoked},
		"a receipt in its room": {receipt, ciphertext, known(kiosk), custody.ErrSignature},
		"endless":               {good + strings.Repeat("A", 1<<20), ciphertext, known(kiosk), custody.ErrSignature},
		"not signed at all": {"eyJhbGciOiJub25lIiwidHlwIjoiZ3VpY2hldC1lbnZlbG9wZStqd3QifQ." + strings.Split(good, ".")[1] + ".",
			ciphertext, known(kiosk), custody.ErrSignature},
	} {
		if _, err := custody.Open(c.envelope, c.body, c.keys); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
}

func TestHeaderRefused(t *testing.T) {
	kiosk := newParty(t)
	for name, spoil := range map[string]func(*custody.Header){
		"id of 31 digits":     func(h *custody.Header) { h.ID = h.ID[1:] },
		"id in capitals":      func(h *custody.Header) { h.ID = strings.ToUpper(h.ID) },
		"no kiosk":            func(h *custody.Header) { h.Kiosk = "" },
		"no town":             func(h *custody.Header) { h.Town = "" },
		"no reference":        func(h *custody.Header) { h.Reference = "" },
		"a long pack":         func(h *custody.Header) { h.Pack = strings.Repeat("a", 65) },
		"no version":          func(h *custody.Header) { h.Version = "" },
		"no date":             func(h *custody.Header) { h.At = time.Time{} },
		"kept for no time":    func(h *custody.Header) { h.KeepDays = 0 },
		"kept for ever":       func(h *custody.Header) { h.KeepDays = 36501 },
		"a long reference":    func(h *custody.Header) { h.Reference = strings.Repeat("1", 21) },
		"a town of a novel":   func(h *custody.Header) { h.Town = "049999" },
		"a way out":           func(h *custody.Header) { h.Pack = "../../x" },
		"a formula":           func(h *custody.Header) { h.Reference = "=1+1" },
		"two lines":           func(h *custody.Header) { h.Reference = "482\n739" },
		"a zero byte":         func(h *custody.Header) { h.Version = "1.0\x000" },
		"a letter of a saint": func(h *custody.Header) { h.Pack = "l'école" },
		"letters turned":      func(h *custody.Header) { h.Version = "1.0.0\u202e" },
		"a town in words":     func(h *custody.Header) { h.Town = "Brest" },
		"the year 10000":      func(h *custody.Header) { h.At = time.Date(9999, 12, 31, 23, 59, 0, 0, time.FixedZone("", -12*3600)) },
		"the year 1":          func(h *custody.Header) { h.At = time.Date(1, 1, 1, 0, 0, 1, 0, time.UTC) },
	} {
		h := kiosk.header()
		spoil(&h)
		if _, _, err := custody.Seal(h, ciphertext, kiosk.secret); !errors.Is(err, custody.ErrHeader) {
			t.Errorf("%s: %v", name, err)
		}
	}
	dead := kiosk.header()
	dead.At = time.Unix(0, 0)
	if _, _, err := custody.Seal(dead, ciphertext, kiosk.secret); err != nil {
		t.Errorf("a dead clock: %v", err)
	}
	if _, _, err := custody.Seal(kiosk.header(), nil, kiosk.secret); !errors.Is(err, custody.ErrHeader) {
		t.Errorf("no content: %v", err)
	}
}

func TestReceiptRefused(t *testing.T) {
	kiosk, hub, liar := newParty(t), newParty(t), newParty(t)
	h, envelope, _ := custody.Seal(kiosk.header(), ciphertext, kiosk.secret)
	right := custody.Receipt{ID: h.ID, Kiosk: h.Kiosk, SHA256: h.SHA256, Hub: custody.HubID(hub.public), At: noon}
	of := func(change func(*custody.Receipt), by party) string {
		r := right
		change(&r)
		s, _ := custody.Acknowledge(r, by.secret)
		return s
	}
	for name, receipt := range map[string]string{
		"of another hub":         of(func(*custody.Receipt) {}, liar),
		"of another submission":  of(func(r *custody.Receipt) { r.ID = strings.Repeat("b", 32) }, hub),
		"of other bytes":         of(func(r *custody.Receipt) { r.SHA256 = custody.Sum(nil) }, hub),
		"of another kiosk":       of(func(r *custody.Receipt) { r.Kiosk = liar.id() }, hub),
		"the envelope sent back": envelope,
		"nothing":                "",
	} {
		if _, err := custody.Acknowledged(receipt, h, hub.public); err == nil {
			t.Errorf("%s: taken", name)
		}
	}
}

func TestRequest(t *testing.T) {
	kiosk := newParty(t)
	came := custody.Request{Method: "POST", Path: "/v1/heartbeat", SHA256: custody.Sum([]byte("{}")), At: noon}
	signed := came
	signed.Kiosk = kiosk.id()
	token, err := custody.Authorize(signed, kiosk.secret)
	if err != nil {
		t.Fatal(err)
	}
	if id, err := custody.Authorized(token, came, known(kiosk)); err != nil || id != kiosk.id() {
		t.Errorf("%q, %v", id, err)
	}
	for name, c := range map[string]struct {
		change func(*custody.Request)
		want   error
	}{
		"another path":      {func(r *custody.Request) { r.Path = "/v1/news" }, custody.ErrBody},
		"another method":    {func(r *custody.Request) { r.Method = "PUT" }, custody.ErrBody},
		"another content":   {func(r *custody.Request) { r.SHA256 = custody.Sum(nil) }, custody.ErrBody},
		"played back later": {func(r *custody.Request) { r.At = noon.Add(custody.Fresh + time.Second) }, custody.ErrClock},
		"a clock of 2020":   {func(r *custody.Request) { r.At = noon.AddDate(6, 0, 0) }, custody.ErrClock},
	} {
		want := came
		c.change(&want)
		if _, err := custody.Authorized(token, want, known(kiosk)); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
	if _, err := custody.Authorized(token, came, known()); !errors.Is(err, errRevoked) {
		t.Errorf("a kiosk that was revoked: %v", err)
	}
}

// FuzzOpen: nothing that was not signed comes through, and nothing panics.
func FuzzOpen(f *testing.F) {
	kiosk := newParty(f)
	_, good, _ := custody.Seal(kiosk.header(), ciphertext, kiosk.secret)
	f.Add(good)
	f.Add("a.b.c")
	f.Add(strings.Replace(good, ".", "..", 1))
	f.Fuzz(func(t *testing.T, envelope string) {
		if _, err := custody.Open(envelope, ciphertext, known(kiosk)); err == nil && envelope != good {
			t.Errorf("taken: %q", envelope)
		}
		if _, err := custody.Acknowledged(envelope, kiosk.header(), kiosk.public); err == nil {
			t.Errorf("taken as a receipt: %q", envelope)
		}
	})
}

func BenchmarkOpen(b *testing.B) {
	kiosk := newParty(b)
	_, good, _ := custody.Seal(kiosk.header(), ciphertext, kiosk.secret)
	keys := known(kiosk)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := custody.Open(good, ciphertext, keys); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkAcknowledge(b *testing.B) {
	hub := newParty(b)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := custody.Acknowledge(custody.Receipt{ID: strings.Repeat("a", 32), At: noon}, hub.secret); err != nil {
			b.Fatal(err)
		}
	}
}
