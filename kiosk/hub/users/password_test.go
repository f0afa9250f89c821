package users

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"guichet/kiosk/secret"
)

// small is a cost for tests that make many hashes.
var small = secret.Cost{Memory: 8, Passes: 1, Threads: 1}

func TestCredentialRefused(t *testing.T) {
	for _, s := range []string{
		"", "$argon2id$", "$argon2id$v=19$m=8,t=0,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
		"once:5", "once:x:$argon2id$",
	} {
		if c, err := parseCredential(s); err == nil {
			t.Errorf("%q is %v", s, c)
		}
	}
}

func FuzzParseCredential(f *testing.F) {
	f.Add(secret.New("phrase", small).String())
	f.Add("once:1795334400:" + secret.New("phrase", small).String())
	f.Fuzz(func(t *testing.T, s string) {
		c, err := parseCredential(s)
		if err != nil {
			return
		}
		if secret.Most.Below(c.Cost) {
			t.Errorf("%q costs %+v", s, c.Cost)
		}
		if again, err := parseCredential(c.String()); err != nil || again.String() != c.String() {
			t.Errorf("%q, then %q: %v", s, again, err)
		}
	})
}

// TestHasherIsBounded: so many at once, some wait, the others are sent away.
func TestHasherIsBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHasher(small)
		hold, results := make(chan struct{}), make(chan error, 100)
		for range 100 {
			go func() { results <- h.work(t.Context(), func() { <-hold }) }()
		}
		synctest.Wait()
		if len(results) != 100-queue {
			t.Errorf("%d were sent away", len(results))
		}
		close(hold)
		synctest.Wait()
		done := 0
		for range 100 {
			if err := <-results; err == nil {
				done++
			} else if !errors.Is(err, ErrBusy) {
				t.Error(err)
			}
		}
		if done != queue {
			t.Errorf("%d were done", done)
		}
	})
}

func TestHasherLetsGo(t *testing.T) {
	h := newHasher(small)
	for range cap(h.slots) {
		h.slots <- struct{}{}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := h.work(ctx, func() { t.Error("done all the same") }); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if n := h.waiting.Load(); n != 0 {
		t.Errorf("%d wait", n)
	}
}

func TestLimitGrows(t *testing.T) {
	at := time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC)
	l := newLimits(func() time.Time { return at })
	var waits []string
	for range 14 {
		err := l.take(byLogin, "camille")
		var wait *WaitError
		for errors.As(err, &wait) {
			waits = append(waits, wait.For.String())
			at = at.Add(wait.For)
			wait, err = nil, l.take(byLogin, "camille")
		}
	}
	if got := strings.Join(waits, " "); got != "1s 2s 4s 8s 16s 32s 1m0s 1m0s" {
		t.Errorf("waits: %s", got)
	}
	at = at.Add(2 * memory)
	for i := range byLogin.free {
		if err := l.take(byLogin, "camille"); err != nil {
			t.Errorf("try %d after two hours: %v", i, err)
		}
	}
}

// TestLimitTableIsBounded: a flood of keys takes little memory, and frees nobody
// who waits.
func TestLimitTableIsBounded(t *testing.T) {
	at := time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC)
	l := newLimits(func() time.Time { return at })
	for range byCode.free + 8 {
		_ = l.take(byCode, "camille")
		at = at.Add(time.Second)
	}
	for i := range 3 * tooMany {
		_ = l.take(byAddress, string(rune(0x4e00+i%20000))+string(rune('a'+i/20000)))
	}
	if len(l.tries) > tooMany+3 {
		t.Errorf("%d keys", len(l.tries))
	}
	if err := l.take(byCode, "camille"); err == nil {
		t.Error("the flood freed who waits")
	}
}

// TestTickets: a browser brings back what it was given, as it was, in time.
func TestTickets(t *testing.T) {
	s, now := newSafe(make([]byte, 32)), time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC)
	text := s.ticket("a", ticket{Ends: now.Add(time.Minute), Words: map[string]string{"k": "v"}})
	if w, err := s.readTicket("a", text, now); err != nil || w["k"] != "v" {
		t.Errorf("%v, %v", w, err)
	}
	other := newSafe(append(make([]byte, 31), 1))
	for name, err := range map[string]error{
		"for something else": second(s.readTicket("b", text, now)),
		"too late":           second(s.readTicket("a", text, now.Add(2*time.Minute))),
		"another key":        second(other.readTicket("a", text, now)),
		"changed":            second(s.readTicket("a", text[:len(text)-2]+"AA", now)),
		"nothing":            second(s.readTicket("a", "", now)),
	} {
		if !errors.Is(err, errSealed) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func second[A any](_ A, err error) error { return err }
