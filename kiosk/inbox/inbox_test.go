package inbox_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"filippo.io/age"

	"guichet/forms"
	"guichet/forms/formtest"
	"guichet/kiosk/custody"
	"guichet/kiosk/inbox"
	"guichet/kiosk/words"
)

func sample(t testing.TB) forms.Submission { return formtest.Submission(t, words.For(forms.French)) }

func header(s forms.Submission) custody.Header {
	return custody.Header{ID: s.ID, Reference: s.Reference, Pack: s.Pack, Version: s.Version}
}

func newKey(t testing.TB) *age.HybridIdentity {
	t.Helper()
	key, err := age.GenerateHybridIdentity()
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func seal(t testing.TB, s forms.Submission, to ...age.Recipient) []byte {
	t.Helper()
	plain, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	w, err := age.Encrypt(&out, to...)
	if err != nil {
		t.Fatal(err)
	}
	w.Write(plain)
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// Each of the three keys of a town opens what a kiosk sealed.
func TestOpen(t *testing.T) {
	agents, safe, escrow := newKey(t), newKey(t), newKey(t)
	s := sample(t)
	ciphertext := seal(t, s, agents.Recipient(), safe.Recipient(), escrow.Recipient())
	for name, key := range map[string]age.Identity{"agents": agents, "safe": safe, "escrow": escrow} {
		got, err := inbox.Open(header(s), ciphertext, key)
		if err != nil || got.Reference != s.Reference || len(got.Entries) != len(s.Entries) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := inbox.Open(header(s), ciphertext, newKey(t)); !errors.Is(err, inbox.ErrNotForUs) {
		t.Errorf("a stranger's key: %v", err)
	}
}

// Whoever knows the public key can write something that decrypts. Put in the
// envelope of another submission it is found out.
func TestOpenRefuses(t *testing.T) {
	key := newKey(t)
	s := sample(t)
	good := seal(t, s, key.Recipient())
	for name, c := range map[string]struct {
		header     func(*custody.Header)
		ciphertext []byte
		want       error
	}{
		"another id":        {func(h *custody.Header) { h.ID = strings.Repeat("f", 32) }, good, inbox.ErrMismatch},
		"another reference": {func(h *custody.Header) { h.Reference = "111 111 111 A" }, good, inbox.ErrMismatch},
		"another pack":      {func(h *custody.Header) { h.Pack = "autre" }, good, inbox.ErrMismatch},
		"another revision":  {func(h *custody.Header) { h.Version = "9.9.9" }, good, inbox.ErrMismatch},
		"cut":               {func(*custody.Header) {}, good[:len(good)-1], inbox.ErrDamaged},
		"a bit":             {func(*custody.Header) {}, flipped(good), inbox.ErrDamaged},
		"nothing":           {func(*custody.Header) {}, nil, inbox.ErrDamaged},
	} {
		h := header(s)
		c.header(&h)
		if _, err := inbox.Open(h, c.ciphertext, key); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
}

func flipped(b []byte) []byte {
	b = bytes.Clone(b)
	b[len(b)-5] ^= 1
	return b
}

func TestCSV(t *testing.T) {
	a, b := sample(t), sample(t)
	b.Reference = "111 111 111 A"
	b.Entries = append(b.Entries[:1:1], forms.Entry{Page: "ailleurs", Shown: []string{"=HYPERLINK(\"http://x\")", "suite"}},
		forms.Entry{Page: "prenom", Instance: []int{1}, Shown: []string{"Léa"}})
	var out bytes.Buffer
	if err := inbox.CSV(&out, []forms.Submission{a, b}, time.UTC); err != nil {
		t.Fatal(err)
	}
	text, marked := strings.CutPrefix(out.String(), "\ufeff")
	r := csv.NewReader(strings.NewReader(text))
	r.Comma = ';'
	rows, err := r.ReadAll()
	if err != nil || !marked || len(rows) != 3 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	cell := func(row int, column string) string {
		for i, name := range rows[0] {
			if name == column {
				return rows[row][i]
			}
		}
		t.Fatalf("no column %s in %v", column, rows[0])
		return ""
	}
	if got := cell(2, "ailleurs"); got != "'=HYPERLINK(\"http://x\")\nsuite" {
		t.Errorf("a formula comes through: %q", got)
	}
	if cell(1, "ailleurs") != "" || cell(2, "prenom[2]") != "Léa" || cell(2, "reference") != "111 111 111 A" {
		t.Errorf("rows: %q", rows)
	}
}

// The names of pages come from a kiosk too: one that lies cannot put a formula
// into the first line.
func TestCSVOfAKioskThatLies(t *testing.T) {
	s := sample(t)
	s.Entries = []forms.Entry{{Page: "=cmd|' /C calc'!A0", Shown: []string{"x"}}, {Page: "@nom", Instance: []int{0}, Shown: []string{"x"}}}
	var out bytes.Buffer
	if err := inbox.CSV(&out, []forms.Submission{s}, time.UTC); err != nil {
		t.Fatal(err)
	}
	if first, _, _ := strings.Cut(out.String(), "\r\n"); !strings.HasSuffix(first, ";'=cmd|' /C calc'!A0;'@nom[1]") {
		t.Errorf("first line %q", first)
	}
}

func TestPDF(t *testing.T) {
	s := sample(t)
	data, err := inbox.PDF(s, "Demande d’essai", time.UTC)
	if err != nil || !bytes.HasPrefix(data, []byte("%PDF")) {
		t.Fatalf("%d bytes, %v", len(data), err)
	}
}

func TestWhole(t *testing.T) {
	data := []byte("ciphertext")
	h := custody.Header{Size: len(data), SHA256: custody.Sum(data)}
	if err := inbox.Whole(h, data); err != nil {
		t.Error(err)
	}
	for _, other := range [][]byte{nil, data[1:], []byte("ciphertexT")} {
		if err := inbox.Whole(h, other); !errors.Is(err, inbox.ErrDamaged) {
			t.Errorf("%q: %v", other, err)
		}
	}
}
