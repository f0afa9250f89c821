package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"filippo.io/age"

	"guichet/forms"
	"guichet/kiosk/custody"
	"guichet/kiosk/hub/tool"
	"guichet/kiosk/inbox"
)

// TestOnlyTheBytesThatWereSignedAreOpened: whoever knows the town's public keys
// can encrypt another content under the same id and reference. It is not the one
// that the header was signed for, and is not shown.
func TestOnlyTheBytesThatWereSignedAreOpened(t *testing.T) {
	key := newOpener(t)
	s := forms.Submission{ID: "00000000000000000000000000000001", Reference: references[1], Pack: "cantine", Version: "1.1.0", Lang: forms.French, At: time.Unix(1, 0).UTC(), KeepDays: 1}
	signed := encrypted(t, key, s)
	s.Entries = []forms.Entry{{Page: "nom", Shown: []string{"Costa"}}}
	swapped := encrypted(t, key, s)
	head := custody.Header{ID: s.ID, Reference: s.Reference, Kiosk: "5f0fb22c2ac48532", Town: "04999", Pack: s.Pack, Version: s.Version,
		At: s.At, KeepDays: 1, Size: len(signed), SHA256: custody.Sum(signed)}
	for name, c := range map[string]struct {
		answer []byte
		want   error
	}{"the bytes": {signed, nil}, "other bytes": {swapped, inbox.ErrDamaged}, "half of them": {signed[:len(signed)/2], inbox.ErrDamaged}} {
		t.Run(name, func(t *testing.T) {
			hub := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.Write(c.answer) }))
			defer hub.Close()
			client, err := tool.NewClient(hub.URL, "token", nil)
			if err != nil {
				t.Fatal(err)
			}
			got, err := openItem(t.Context(), client, tool.Item{Header: head}, key)
			if !errors.Is(err, c.want) || len(got.Entries) != 0 {
				t.Errorf("got %+v, %v", got.Entries, err)
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
