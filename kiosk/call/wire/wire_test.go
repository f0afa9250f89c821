package wire_test

import (
	"bytes"
	"errors"
	"reflect"
	"strings"
	"testing"

	"guichet/kiosk/call/wire"
)

const id = "0123456789abcdef0123456789abcdef"

func TestRead(t *testing.T) {
	for _, m := range []wire.Message{
		{Type: wire.Ask, Call: id, Wish: &wire.Wish{Service: "etat-civil", Shared: []byte(`{"lang":"fr"}`)}},
		{Type: wire.Queued, Call: id, Queue: &wire.Queue{Place: 2, Wait: 90, Agents: 1}},
		{Type: wire.Offer, Call: id, SDP: &wire.SDP{Kind: "offer", SDP: "v=0", Round: 1, Proof: "x"}},
		{Type: wire.Offices},
	} {
		got, err := wire.Read(m.Write())
		if err != nil || !reflect.DeepEqual(got, m) {
			t.Errorf("%+v, %v", got, err)
		}
	}
}

func TestReadRefused(t *testing.T) {
	for what, data := range map[string]string{
		"nothing":       ``,
		"no object":     `[]`,
		"no type":       `{"call":"` + id + `"}`,
		"unknown type":  `{"type":"launch","call":"` + id + `"}`,
		"no wish":       `{"type":"ask","call":"` + id + `"}`,
		"no call":       `{"type":"take"}`,
		"a short call":  `{"type":"take","call":"0123"}`,
		"a call in A-F": `{"type":"take","call":"` + strings.ToUpper(id) + `"}`,
		"no such kind":  `{"type":"sdp","call":"` + id + `","sdp":{"kind":"pranswer","sdp":""}}`,
		"too long":      `{"type":"note","call":"` + id + `","text":"` + strings.Repeat("x", wire.MaxMessage) + `"}`,
	} {
		if m, err := wire.Read([]byte(data)); !errors.Is(err, wire.ErrMessage) {
			t.Errorf("%s: %+v, %v", what, m, err)
		}
	}
}

// A message that cannot be read may be personal: the error does not quote it.
func TestErrorsQuoteNothing(t *testing.T) {
	_, err := wire.Read([]byte(`{"type":"call_back","back":{"phone":612345678}}`))
	if err == nil || strings.Contains(err.Error(), "612345678") {
		t.Errorf("%v", err)
	}
}

func TestFile(t *testing.T) {
	data := bytes.Repeat([]byte("%PDF-1.7 "), 5000)
	head, parts := wire.NewFile("p1", "application/pdf", data).Chunks()
	if len(parts) != 3 {
		t.Fatalf("%d parts", len(parts))
	}
	var j wire.Joiner
	if err := j.Head(head); err != nil {
		t.Fatal(err)
	}
	for i, p := range parts {
		f, whole, err := j.Part(p)
		if err != nil || whole != (i == 2) || whole && !bytes.Equal(f.Data, data) {
			t.Errorf("part %d: %v, %v", i, whole, err)
		}
	}
	if _, _, err := j.Part(parts[0]); !errors.Is(err, wire.ErrFile) {
		t.Errorf("a part of nothing: %v", err)
	}
}

func TestFilesRefused(t *testing.T) {
	good, _ := wire.NewFile("p1", "image/jpeg", []byte("picture")).Chunks()
	for what, c := range map[string]struct{ head, part string }{
		"no head":       {``, `x`},
		"a huge one":    {`{"id":"a","size":9999999999,"sha256":""}`, `x`},
		"an empty one":  {`{"id":"a","size":0,"sha256":""}`, ``},
		"changed":       {string(good), "Picture"},
		"more than all": {string(good), "picture!"},
	} {
		var j wire.Joiner
		err := j.Head([]byte(c.head))
		if err == nil {
			_, _, err = j.Part([]byte(c.part))
		}
		if !errors.Is(err, wire.ErrFile) {
			t.Errorf("%s: %v", what, err)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(`{"type":"ask","call":"` + id + `","wish":{"service":"","shared":{"lang":"fr"}}}`))
	f.Add([]byte(`{"type":"sdp","call":"` + id + `","sdp":{"kind":"answer","sdp":"v=0","round":1}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := wire.Read(data)
		if err != nil {
			return
		}
		if again, err := wire.Read(m.Write()); err != nil && len(m.Write()) <= wire.MaxMessage || err == nil && again.Type != m.Type {
			t.Errorf("%s: %v", m.Write(), err)
		}
	})
}

func FuzzReadDesk(f *testing.F) {
	f.Add([]byte(`{"type":"propose","id":"1","page":{"number":3,"state":"question","title":"?"},"input":{"value":"oui"}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		if d, err := wire.ReadDesk(data); err == nil && len(d.Write()) <= wire.MaxMessage {
			if _, err := wire.ReadDesk(d.Write()); err != nil {
				t.Errorf("%s: %v", d.Write(), err)
			}
		}
	})
}

// FuzzJoin: whatever comes on the channel, no file is larger than its head said.
func FuzzJoin(f *testing.F) {
	head, parts := wire.NewFile("p1", "image/jpeg", []byte("picture")).Chunks()
	f.Add(head, parts[0], parts[0])
	f.Fuzz(func(t *testing.T, head, a, b []byte) {
		var j wire.Joiner
		if j.Head(head) != nil {
			return
		}
		for _, p := range [][]byte{a, b} {
			if got, whole, _ := j.Part(p); whole && (len(got.Data) != got.Size || got.Size > wire.MaxFile) {
				t.Errorf("%d bytes of %d", len(got.Data), got.Size)
			}
		}
	})
}
