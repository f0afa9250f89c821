package main

import (
	"bytes"
	"crypto/ed25519"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"filippo.io/age"

	"guichet/forms"
	"guichet/kiosk/custody"
	"guichet/kiosk/hub/tool"
	"guichet/kiosk/inbox"
)

// sender is a kiosk with a submission, as an honest hub shows both.
type sender struct {
	secret ed25519.PrivateKey
	kiosk  tool.Kiosk
	item   tool.Item
	bytes  []byte
}

func newSender(t *testing.T, to *age.HybridIdentity) *sender {
	t.Helper()
	public, secret, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	s := forms.Submission{ID: strings.Repeat("0", 31) + "1", Reference: references[1], Pack: "cantine", Version: "1.1.0", Lang: forms.French, At: time.Unix(1, 0).UTC(), KeepDays: 1}
	f := &sender{secret: secret, kiosk: tool.Kiosk{ID: custody.KioskID(public), Name: "Hall", Key: public}, bytes: encrypted(t, to, s)}
	head := custody.Header{ID: s.ID, Reference: s.Reference, Kiosk: f.kiosk.ID, Town: "04999", Pack: s.Pack, Version: s.Version, At: s.At, KeepDays: 1}
	f.item.Header, f.item.Envelope, err = custody.Seal(head, f.bytes, secret)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// open is what an agent has of it, at a computer that has met no kiosk.
func (f *sender) open(t *testing.T, key age.Identity) (forms.Submission, error) {
	t.Helper()
	t.Setenv("XDG_CONFIG_HOME", t.TempDir())
	hub := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		if strings.HasSuffix(q.URL.Path, "/kiosks") {
			json.NewEncoder(w).Encode([]tool.Kiosk{f.kiosk})
			return
		}
		w.Write(f.bytes)
	}))
	defer hub.Close()
	client, err := tool.NewClient(hub.URL, "token", nil)
	if err != nil {
		t.Fatal(err)
	}
	from, err := program{out: io.Discard, err: io.Discard}.sendersOf(t.Context(), client, "04999")
	if err != nil {
		t.Fatal(err)
	}
	return openItem(t.Context(), client, from, f.item, key)
}

// TestOnlyWhatAKioskSignedIsOpened: whoever knows the town's public keys can
// encrypt another content under the same id and reference, and a hub that lies can
// show it. It is not what a kiosk signed, and is not shown.
func TestOnlyWhatAKioskSignedIsOpened(t *testing.T) {
	key := newOpener(t)
	for name, c := range map[string]struct {
		lie  func(f, other *sender)
		want error
	}{
		"the truth":    {func(_, _ *sender) {}, nil},
		"other bytes":  {func(f, other *sender) { f.bytes = other.bytes }, inbox.ErrDamaged},
		"half of them": {func(f, _ *sender) { f.bytes = f.bytes[:len(f.bytes)/2] }, inbox.ErrDamaged},
		"other bytes that the header fits": {func(f, other *sender) {
			f.bytes, f.item.Size, f.item.SHA256 = other.bytes, other.item.Size, other.item.SHA256
		}, errForged},
		"a header that says another town": {func(f, _ *sender) { f.item.Town = "75056" }, errForged},
		"the envelope of another kiosk":   {func(f, other *sender) { f.item, f.bytes = other.item, other.bytes }, errForged},
		"the key of another kiosk":        {func(f, other *sender) { f.kiosk.Key = other.kiosk.Key }, errForged},
		"a kiosk under another's number":  {func(f, other *sender) { f.kiosk.Key, f.item, f.bytes = other.kiosk.Key, other.item, other.bytes }, errForged},
		"no key":                          {func(f, _ *sender) { f.kiosk.Key = nil }, errForged},
		"no envelope":                     {func(f, _ *sender) { f.item.Envelope = "" }, errForged},
	} {
		t.Run(name, func(t *testing.T) {
			f := newSender(t, key)
			c.lie(f, newSender(t, key))
			if got, err := f.open(t, key); !errors.Is(err, c.want) || err != nil && got.ID != "" {
				t.Errorf("got %+v, %v", got, err)
			}
		})
	}
}

func encrypted(t *testing.T, to *age.HybridIdentity, s forms.Submission) []byte {
	t.Helper()
	plain, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	w, err := age.Encrypt(&out, to.Recipient())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(plain); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// TestKiosksThatWereMetAreUnreadable: a file that holds nothing is named, and nothing
// is opened meanwhile.
func TestKiosksThatWereMetAreUnreadable(t *testing.T) {
	t.Setenv("XDG_CONFIG_HOME", t.TempDir())
	path, err := metFile()
	if err != nil {
		t.Fatal(err)
	}
	for _, content := range []string{"", "{", "[]", "null"} {
		if err := keepPrivate(path, []byte(content)); err != nil {
			t.Fatal(err)
		}
		if _, err := readMet(); err == nil || !strings.Contains(err.Error(), path) {
			t.Errorf("%q: %v", content, err)
		}
	}
}
