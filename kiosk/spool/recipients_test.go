package spool

import (
	"strings"
	"testing"

	"filippo.io/age"
)

func TestParseRecipients(t *testing.T) {
	one, two := newIdentity(t).Recipient().String(), newIdentity(t).Recipient().String()
	all, err := ParseRecipients("# mairie\n\n  " + one + "  \n" + two + "\r\n")
	if err != nil || len(all) != 2 {
		t.Fatalf("%d recipients, %v", len(all), err)
	}
}

func TestParseRecipientsSaysWhy(t *testing.T) {
	old, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	hybrid := newIdentity(t)
	for _, c := range []struct{ name, text, want string }{
		{"nothing", "# none\n", "at least one public key"},
		{"classic", "\n" + old.Recipient().String(), "line 2: this kind of key does not resist a quantum computer"},
		{"ssh", "ssh-ed25519 AAAA", "quantum"},
		{"cut off", hybrid.Recipient().String()[:300], "not whole"},
		{"secret", hybrid.String(), "must never be on a kiosk"},
		{"a word", "mairie", "starts with age1pq1"},
		{"two at once", "mairie\n" + old.Recipient().String(), "line 2"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := ParseRecipients(c.text)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Fatalf("got %v, want %q in it", err, c.want)
			}
			if strings.Contains(strings.ToUpper(err.Error()), hybrid.String()[:40]) {
				t.Error("the error repeats a secret key")
			}
		})
	}
}

func TestOpenRefusesClassicKeys(t *testing.T) {
	old, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	for _, to := range [][]age.Recipient{nil, {old.Recipient()}, {newIdentity(t).Recipient(), old.Recipient()}} {
		if s, err := Open(t.TempDir(), to); err == nil {
			s.Close()
			t.Errorf("opened with %d recipients, one of them not hybrid or none", len(to))
		}
	}
}

// Every key of the town hall opens every record; another key opens none.
func TestTwoKeys(t *testing.T) {
	a, b, stranger := newIdentity(t), newIdentity(t), newIdentity(t)
	s, err := Open(t.TempDir(), []age.Recipient{a.Recipient(), b.Recipient()})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	mustPut(t, s, 1)
	r := mustPending(t, s)[0]
	mustBeWhole(t, s, r, a)
	mustBeWhole(t, s, r, b)
	ciphertext, err := s.Ciphertext(t.Context(), r.ID)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := age.Decrypt(strings.NewReader(string(ciphertext)), stranger); err == nil {
		t.Error("a key of nobody opened it")
	}
}

func FuzzParseRecipients(f *testing.F) {
	f.Add("# mairie\nage1pq1qqqq\n")
	f.Add("age1qqqq\nssh-rsa AAAA")
	f.Add("AGE-SECRET-KEY-PQ-1QQQ")
	f.Fuzz(func(t *testing.T, text string) {
		all, err := ParseRecipients(text)
		if (err == nil) == (len(all) == 0) {
			t.Fatalf("%d recipients and error %v", len(all), err)
		}
		if err == nil && checkRecipients(all) != nil {
			t.Fatal("parsed recipients are refused by Open")
		}
	})
}
