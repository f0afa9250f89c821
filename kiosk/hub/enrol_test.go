package hub_test

import (
	"crypto/ed25519"
	"net/http"
	"strings"
	"testing"

	"guichet/kiosk/custody"
	"guichet/kiosk/fleet/wire"
	"guichet/kiosk/hub"
	"guichet/kiosk/hub/hubtest"
)

func TestEnrol(t *testing.T) {
	h := hubtest.New(t)
	code, _, err := h.NewCode(t.Context(), h.Admin, hubtest.Town, "Hall d’accueil", "test")
	check(t, err)
	k := h.NewKiosk(t)
	if status := k.Enrol(t, code); status != http.StatusCreated {
		t.Fatalf("first time: %d", status)
	}
	if !code.Proves(k.Reply.Root, k.Reply.Hub, k.Reply.Town) || k.Reply.Kiosk != k.ID || k.Reply.Town != hubtest.Town || k.Reply.Name != "Hall d’accueil" ||
		!h.Public().Equal(ed25519.PublicKey(k.Reply.Hub)) {
		t.Errorf("it is told %+v", k.Reply)
	}
	if status := k.Enrol(t, code); status != http.StatusOK {
		t.Errorf("again, the answer was lost: %d", status)
	}
	if status := h.NewKiosk(t).Enrol(t, code); status != http.StatusGone {
		t.Errorf("another kiosk with the spent code: %d", status)
	}
	row, err := h.Store.Kiosk(t.Context(), k.ID)
	if err != nil || row.Group != "test" || row.Name != "Hall d’accueil" {
		t.Errorf("%+v, %v", row, err)
	}
	acts, err := h.Acts(t.Context(), h.Admin, hubtest.Town, 10)
	if err != nil || len(acts) < 2 || acts[0].What != "kiosk_enrolled" || acts[0].On != k.ID || acts[0].Who != "admin" {
		t.Errorf("history %+v, %v", acts, err)
	}
}

// A code that is old, or of the wrong kiosk, or a request that another key has
// signed.
func TestEnrolRefused(t *testing.T) {
	clock := newClock()
	h := hubtest.New(t, func(c *hub.Config) { c.Now = clock.Now })
	code, _, err := h.NewCode(t.Context(), h.Admin, hubtest.Town, "Hall", "")
	check(t, err)
	k := h.NewKiosk(t)
	ask := toJSON(t, wire.EnrolRequest{Code: code.Secret, Key: h.NewKiosk(t).Key.Public().(ed25519.PublicKey)})
	for name, c := range map[string]struct {
		body []byte
		want int
	}{
		"signed by another key": {ask, 401},
		"no JSON":               {[]byte("8ZK3"), 400},
		"a short key":           {toJSON(t, wire.EnrolRequest{Code: code.Secret, Key: []byte{1}}), 400},
		"endless":               {[]byte(strings.Repeat(" ", wire.MaxMessage+1)), 413},
	} {
		if status, body := k.Send(t, "POST", wire.PathEnrol, c.body, nil); status != c.want || problemIn(t, body).Status != c.want {
			t.Errorf("%s: %d %s", name, status, body)
		}
	}
	clock.Add(wire.Code)
	k.Now = clock.Now
	if status := k.Enrol(t, code); status != http.StatusGone {
		t.Errorf("after ten minutes: %d", status)
	}
}

// Guessing is slow: the limit counts every try, and says when to come back.
func TestEnrolLimit(t *testing.T) {
	h := hubtest.New(t, func(c *hub.Config) { c.Limits.Address = 3 })
	k := h.NewKiosk(t)
	bad := wire.NewCode(nil, nil, "")
	for i := range 5 {
		want := http.StatusGone
		if i >= 3 {
			want = http.StatusTooManyRequests
		}
		if status := k.Enrol(t, bad); status != want {
			t.Errorf("try %d: %d, want %d", i, status, want)
		}
	}
	res, err := k.HTTP.Do(k.Request(t.Context(), t, "POST", wire.PathEnrol, nil))
	check(t, err)
	res.Body.Close()
	if s := res.Header.Get("Retry-After"); s == "" || s == "0" {
		t.Errorf("Retry-After %q", s)
	}
}

func TestRevoked(t *testing.T) {
	h := hubtest.New(t)
	k, other := h.Enrol(t, "Hall", ""), h.Enrol(t, "Étage", "")
	s, o := k.Listen(t, ""), other.Listen(t, "")
	check(t, h.RevokeKiosk(t.Context(), h.Admin, k.ID))
	if n := s.Next(t); n.Kind != wire.NoticeRevoked {
		t.Errorf("heard %+v", n)
	}
	s.End(t)
	status, body := k.Send(t, "POST", wire.PathHeartbeat, []byte("{}"), nil)
	if status != 403 || problemIn(t, body).Type != "revoked" {
		t.Errorf("heartbeat: %d %s", status, body)
	}
	if _, status, _ := k.Submit(t, k.Header(), []byte("age")); status != 403 {
		t.Errorf("submission: %d", status)
	}
	if status := k.Enrol(t, wire.NewCode(nil, nil, "")); status != 403 {
		t.Errorf("enrolment: %d", status)
	}
	check(t, h.Ask(t.Context(), h.Admin, other.ID))
	if n := o.Next(t); n.Kind != wire.NoticeAsk {
		t.Errorf("the other heard %+v", n)
	}
}

// A hub beside, which has the kiosk's key in mind, shuts it out too.
func TestRevokedElsewhere(t *testing.T) {
	h := hubtest.New(t)
	beside := h.Beside(t, h.Store)
	k := h.Enrol(t, "Hall", "")
	there := *k
	there.Hub = beside
	s := there.Listen(t, "")
	check(t, h.RevokeKiosk(t.Context(), h.Admin, k.ID))
	s.Next(t)
	s.End(t)
	if status, _ := there.Beat(t, wire.Heartbeat{}); status != 403 {
		t.Errorf("heartbeat: %d", status)
	}
}

func TestSignatures(t *testing.T) {
	h := hubtest.New(t)
	k := h.Enrol(t, "Hall", "")
	if status, r := k.Beat(t, wire.Heartbeat{}); status != 200 || r.Time.IsZero() || r.Wanted == nil {
		t.Fatalf("a good one: %d %+v", status, r)
	}
	k2 := h.NewKiosk(t)
	if status, body := k2.Send(t, "POST", wire.PathHeartbeat, []byte("{}"), nil); status != 401 || problemIn(t, body).Type != "unknown_kiosk" {
		t.Errorf("a stranger: %d %s", status, body)
	}
	for name, change := range map[string]func(*http.Request){
		"no token":     func(r *http.Request) { r.Header.Del("Authorization") },
		"another path": func(r *http.Request) { r.URL.RawQuery = "x=1" },
		"an envelope": func(r *http.Request) {
			_, e, _ := custody.Seal(k.Header(), []byte("x"), k.Key)
			r.Header.Set("Authorization", "Bearer "+e)
		},
		"basic, not signed": func(r *http.Request) { r.SetBasicAuth("admin", "admin") },
	} {
		if status, body := k.Send(t, "POST", wire.PathHeartbeat, []byte("{}"), change); status/100 != 4 || problemIn(t, body).Status != status {
			t.Errorf("%s: %d %s", name, status, body)
		}
	}
	clock := newClock()
	clock.Add(-6 * 365 * 24 * 60 * 60 * 1e9)
	k.Now = clock.Now
	res, err := k.HTTP.Do(k.Request(t.Context(), t, "POST", wire.PathHeartbeat, []byte("{}")))
	check(t, err)
	defer res.Body.Close()
	if res.StatusCode != 401 || res.Header.Get("Date") == "" || problemIn(t, readAll(t, res)).Type != "clock" {
		t.Errorf("a clock of 2020: %d, Date %q", res.StatusCode, res.Header.Get("Date"))
	}
}
