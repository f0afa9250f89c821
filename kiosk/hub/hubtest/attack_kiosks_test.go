package hubtest

import (
	"bytes"
	"crypto/ed25519"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"guichet/forms/pack/publish"
	"guichet/kiosk/custody"
	"guichet/kiosk/fleet/wire"
	"guichet/kiosk/hub"
	"guichet/kiosk/hub/store"
	"guichet/kiosk/hub/tool"
)

// enrolIn is a kiosk of another town.
func (h *Hub) enrolIn(t testing.TB, town string) *Kiosk {
	t.Helper()
	code, _, err := h.NewCode(t.Context(), h.Admin, town, "Hall", "")
	check(t, err)
	k := h.NewKiosk(t)
	if status := k.Enrol(t, code); status != http.StatusCreated {
		t.Fatalf("enrolment: %d", status)
	}
	return k
}

// raw sends a request as it is and gives status and problem.
func raw(t testing.TB, k *Kiosk, method, path string, body []byte, head http.Header) (status int, word string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, k.Hub.URL+path, bytes.NewReader(body))
	check(t, err)
	maps.Copy(r.Header, head)
	res, err := k.HTTP.Do(r)
	check(t, err)
	defer res.Body.Close()
	var p wire.Problem
	if json.NewDecoder(res.Body).Decode(&p); res.StatusCode/100 != 2 && (p.Type == "" || p.Status != res.StatusCode) {
		t.Errorf("%s %s: %d without a problem", method, path, res.StatusCode)
	}
	return res.StatusCode, p.Type
}

// claims signs any JSON, with any type, as no kiosk of ours would.
func claims(t testing.TB, key ed25519.PrivateKey, typ, payload string) string {
	t.Helper()
	head := base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"EdDSA","typ":"` + typ + `"}`))
	text := head + "." + base64.RawURLEncoding.EncodeToString([]byte(payload))
	sig, err := jwt.SigningMethodEdDSA.Sign(text, key)
	check(t, err)
	return text + "." + base64.RawURLEncoding.EncodeToString(sig)
}

// Submissions that a kiosk must not hand in: each is refused in words, and the
// inbox of no town has one more.
func TestEnvelopesOfAKioskThatLies(t *testing.T) {
	if testing.Short() {
		t.Skip("it is long")
	}
	h := New(t)
	a, b := h.Enrol(t, "Hall", ""), h.enrolIn(t, "06088")
	gone := h.Enrol(t, "Étage", "")
	check(t, h.RevokeKiosk(t.Context(), h.Admin, gone.ID))
	text := []byte("age-encryption.org/v1 and so on")
	first, status, receipt := a.Submit(t, a.Header(), text)
	if status != http.StatusOK {
		t.Fatalf("%d %s", status, receipt)
	}
	sealed := func(k *Kiosk, change func(*custody.Header)) string {
		head := k.Header()
		change(&head)
		_, envelope, err := custody.Seal(head, text, k.Key)
		check(t, err)
		return envelope
	}
	forged := func(change func(map[string]any)) string { // signed by a, but not as custody would
		head := a.Header()
		head.Size, head.SHA256 = len(text), custody.Sum(text)
		var m map[string]any
		check(t, json.Unmarshal(toJSON(t, head), &m))
		change(m)
		return claims(t, a.Key, "guichet-envelope+jwt", string(toJSON(t, m)))
	}
	set := func(field string, v any) string { return forged(func(m map[string]any) { m[field] = v }) }
	fine := forged(func(map[string]any) {})
	for name, c := range map[string]struct {
		envelope string
		body     []byte
		want     int
	}{
		"of another kiosk":          {sealed(a, func(h *custody.Header) { h.Kiosk = b.ID }), text, 401},
		"for another town":          {sealed(a, func(h *custody.Header) { h.Town = "06088" }), text, 403},
		"of a kiosk that is gone":   {sealed(gone, func(*custody.Header) {}), text, 403},
		"of a stranger":             {sealed(h.NewKiosk(t), func(*custody.Header) {}), text, 401},
		"other bytes":               {sealed(a, func(*custody.Header) {}), []byte("other"), 400},
		"no bytes":                  {sealed(a, func(*custody.Header) {}), nil, 400},
		"the same id, other bytes":  {claimsOf(t, a, first, []byte("other content")), []byte("other content"), 409},
		"of b, the id of a":         {claimsOf(t, b, first, []byte("other content")), []byte("other content"), 409},
		"no envelope":               {"", text, 401},
		"a receipt":                 {string(receipt), text, 401},
		"a token of a request":      {claims(t, a.Key, "guichet-request+jwt", "{}"), text, 401},
		"no type":                   {claims(t, a.Key, "", string(toJSON(t, a.Header()))), text, 401},
		"no algorithm":              {unsigned(fine), text, 401},
		"a way out in a pack":       {set("pack", "../../x"), text, 400},
		"an apostrophe in a pack":   {set("pack", "l'école"), text, 400},
		"a zero byte":               {set("reference", "482\x00"), text, 400},
		"two lines":                 {set("reference", "482\r\nX-Evil: 1"), text, 400},
		"letters turned round":      {set("version", "1.0.0\u202e"), text, 400},
		"a negative size":           {set("size", -1), text, 400},
		"a size of 1e300":           {set("size", 1e300), text, 401},
		"kept for ever":             {set("keep_days", 1<<40), text, 400},
		"kept for 1e99 days":        {set("keep_days", 1e99), text, 401},
		"a reference of a number":   {set("reference", 7), text, 401},
		"the year 9999":             {set("at", "9999-12-31T23:59:59Z"), text, 400},
		"the year 10000 in UTC":     {set("at", "9999-12-31T23:59:59-12:00"), text, 400},
		"the year 0":                {set("at", "0000-01-01T00:00:00Z"), text, 400},
		"no time":                   {set("at", "soon"), text, 401},
		"deep":                      {claims(t, a.Key, "guichet-envelope+jwt", strings.Repeat("[", 2000)), text, 401},
		"NaN":                       {claims(t, a.Key, "guichet-envelope+jwt", `{"size":NaN}`), text, 401},
		"a megabyte of an envelope": {strings.Repeat("A", 20<<10), text, 401},
	} {
		if status, word := raw(t, a, "POST", wire.PathSubmissions, c.body, http.Header{wire.FieldEnvelope: {c.envelope}}); status != c.want {
			t.Errorf("%s: %d %s, want %d", name, status, word, c.want)
		}
	}
	if n := len(inboxOf(t, h)); n != 1 {
		t.Errorf("%d in the inbox", n)
	}

	// The same again is the same receipt, and one submission; and so is a field
	// that stands twice, of which one and the same reader takes one and the same.
	again, status, receipt2 := a.Submit(t, first, text)
	r1, err1 := custody.Acknowledged(string(receipt), first, ed25519.PublicKey(a.Reply.Hub))
	r2, err2 := custody.Acknowledged(string(receipt2), again, ed25519.PublicKey(a.Reply.Hub))
	if status != 200 || err1 != nil || err2 != nil || r1 != r2 || len(inboxOf(t, h)) != 1 {
		t.Errorf("again: %d, %v, %v, %+v, %+v", status, err1, err2, r1, r2)
	}
	twice := claims(t, a.Key, "guichet-envelope+jwt", strings.Replace(payloadOf(t, fine), `"town":"04999"`, `"town":"04999","TOWN":"06088","town":"06088"`, 1))
	if status, word := raw(t, a, "POST", wire.PathSubmissions, text, http.Header{wire.FieldEnvelope: {twice}}); status != 403 || word != "other_town" {
		t.Errorf("a town twice: %d %s", status, word)
	}
}

// claimsOf seals other content under the id of a submission that is there.
func claimsOf(t testing.TB, k *Kiosk, first custody.Header, text []byte) string {
	t.Helper()
	head := k.Header()
	head.ID = first.ID
	if k.ID != first.Kiosk {
		head.Town = "06088"
	}
	_, envelope, err := custody.Seal(head, text, k.Key)
	check(t, err)
	return envelope
}

func unsigned(token string) string {
	return base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"none","typ":"guichet-envelope+jwt"}`)) + "." + strings.Split(token, ".")[1] + "."
}

func payloadOf(t testing.TB, token string) string {
	t.Helper()
	data, err := base64.RawURLEncoding.DecodeString(strings.Split(token, ".")[1])
	check(t, err)
	return string(data)
}

// A signature is for one request, now: not for another path, method, content or
// day, not for another kiosk, and not for anything that is no kiosk's.
func TestTokensThatAreUsedAgain(t *testing.T) {
	h := New(t)
	a, b := h.Enrol(t, "Hall", ""), h.enrolIn(t, "06088")
	body := []byte(`{"state":"attract"}`)
	token := func(k *Kiosk, method, path string, body []byte, at time.Time) string {
		s, err := custody.Authorize(custody.Request{Kiosk: k.ID, Method: method, Path: path, SHA256: custody.Sum(body), At: at}, k.Key)
		check(t, err)
		return "Bearer " + s
	}
	good := token(a, "POST", wire.PathHeartbeat, body, time.Now())
	asB := claims(t, a.Key, "guichet-request+jwt", string(toJSON(t, custody.Request{Kiosk: b.ID, Method: "POST", Path: wire.PathHeartbeat, SHA256: custody.Sum(body), At: time.Now()})))
	for name, c := range map[string]struct {
		method, path string
		body         []byte
		token        string
		want         int
	}{
		"as it is":              {"POST", wire.PathHeartbeat, body, good, 200},
		"another content":       {"POST", wire.PathHeartbeat, []byte(`{"state":"visit"}`), good, 400},
		"another path":          {"POST", wire.PathEnrol, body, good, 400},
		"another method":        {"GET", wire.PathNews, nil, good, 400},
		"another question":      {"GET", wire.PathNews + "?after=1&wait=0", nil, token(a, "GET", wire.PathNews, nil, time.Now()), 400},
		"the same, otherwise":   {"POST", wire.PathHeartbeat + "?", body, good, 400},
		"a day old":             {"POST", wire.PathHeartbeat, body, token(a, "POST", wire.PathHeartbeat, body, time.Now().AddDate(0, 0, -1)), 401},
		"of tomorrow":           {"POST", wire.PathHeartbeat, body, token(a, "POST", wire.PathHeartbeat, body, time.Now().AddDate(0, 0, 1)), 401},
		"of the year 9999":      {"POST", wire.PathHeartbeat, body, token(a, "POST", wire.PathHeartbeat, body, time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)), 401},
		"of the year 1":         {"POST", wire.PathHeartbeat, body, token(a, "POST", wire.PathHeartbeat, body, time.Time{}), 401},
		"in the name of b":      {"POST", wire.PathHeartbeat, body, "Bearer " + asB, 401},
		"nothing":               {"POST", wire.PathHeartbeat, body, "", 401},
		"two":                   {"POST", wire.PathHeartbeat, body, good + ", " + good, 401},
		"for a tool":            {"GET", tool.Path + "inbox?town=04999", nil, good, 401},
		"an envelope":           {"POST", wire.PathHeartbeat, body, "Bearer " + claims(t, a.Key, "guichet-envelope+jwt", "{}"), 401},
		"for submissions alone": {"POST", wire.PathSubmissions, body, good, 401},
	} {
		if status, word := raw(t, a, c.method, c.path, c.body, http.Header{"Authorization": {c.token}}); status != c.want {
			t.Errorf("%s: %d %s, want %d", name, status, word, c.want)
		}
	}
}

// News are for the kiosk and the town that signed for them.
func TestNewsOfAnotherTown(t *testing.T) {
	h := New(t)
	a, b := h.Enrol(t, "Hall", ""), h.enrolIn(t, "06088")
	s := b.Listen(t, "")
	check(t, h.Ask(t.Context(), h.Admin, a.ID)) // for a alone
	check(t, h.RevokeKiosk(t.Context(), h.Admin, a.ID))
	check(t, h.Ask(t.Context(), h.Admin, b.ID))
	n := s.Next(t)
	if n.Kind != wire.NoticeAsk {
		t.Errorf("b heard %+v", n)
	}
	var rest wire.News
	_, body := b.Send(t, "GET", fmt.Sprintf("%s?after=%d&wait=0", wire.PathNews, n.Number), nil, nil)
	if json.Unmarshal(body, &rest); len(rest.Notices) > 0 {
		t.Errorf("b heard what is a's first: %+v, then %+v", n, rest.Notices)
	}
	for _, after := range []string{"1", "-1", "0", "9223372036854775807", "99999999999999999999", "1;DROP TABLE news", "%00"} {
		status, body := b.Send(t, "GET", wire.PathNews+"?after="+strings.ReplaceAll(after, " ", "%20")+"&wait=0", nil, nil)
		var news wire.News
		if json.Unmarshal(body, &news); status != 200 {
			t.Errorf("after %s: %d %s", after, status, body)
		}
		for _, n := range news.Notices {
			if n.Kind == wire.NoticeRevoked {
				t.Errorf("after %s: b hears what is a's", after)
			}
		}
	}
	if status, _ := a.Send(t, "GET", wire.PathNews, nil, nil); status != 403 {
		t.Errorf("a, revoked, hears news: %d", status)
	}
}

// Heartbeats that no kiosk sends are refused, or clipped; whatever a kiosk says
// of itself, the lists of the fleet can be read afterwards.
func TestHeartbeatsOfAKioskThatLies(t *testing.T) {
	if testing.Short() {
		t.Skip("it is long")
	}
	h := New(t, unlimited)
	honest := h.Enrol(t, "Étage", "")
	kiosks := 1
	many := func(n int) string {
		return `{"packs":[` + strings.TrimSuffix(strings.Repeat(`{"id":"a"},`, n), ",") + `]}`
	}
	for name, c := range map[string]struct {
		body string
		want int
	}{
		"no JSON":              {"hello", 400},
		"nothing":              {"", 400},
		"two":                  {"{}{}", 400},
		"a list":               {"[]", 400},
		"null":                 {"null", 200},
		"deep":                 {strings.Repeat("[", 30_000) + strings.Repeat("]", 30_000), 400},
		"NaN":                  {`{"spool":{"waiting":NaN}}`, 400},
		"a number too large":   {`{"spool":{"waiting":1e400}}`, 400},
		"2^64":                 {`{"spool":{"waiting":18446744073709551616}}`, 400},
		"2^63-1":               {`{"spool":{"waiting":9223372036854775807},"trust":{"root":9223372036854775807}}`, 200},
		"less than none":       {`{"spool":{"waiting":-1}}`, 400},
		"a thousand packs":     {many(1000), 400},
		"200 packs":            {many(200), 200},
		"64 KB and one":        {`{"state":"` + strings.Repeat("a", wire.MaxMessage) + `"}`, 413},
		"a long word":          {`{"state":"` + strings.Repeat("é", 20_000) + `"}`, 200},
		"zero bytes":           {`{"state":"a\u0000b","version":"\u0000","printer":{"model":"\u0000"}}`, 200},
		"half a letter":        {`{"state":"\ud800"}`, 200},
		"not UTF-8":            {"{\"state\":\"\xff\xfe\"}", 200},
		"a page of HTML":       {`{"state":"<script>alert(1)</script>","version":"\"><img src=x>"}`, 200},
		"fields twice":         {`{"state":"attract","state":"visit","STATE":"out_of_order"}`, 200},
		"the year 9999":        {`{"at":"9999-12-31T23:59:59Z","started":"9999-12-31T23:59:59Z","trust":{"expires":"9999-12-31T23:59:59Z"},"alerts":[{"name":"x","since":"9999-12-31T23:59:59Z"}]}`, 200},
		"10000 in UTC":         {`{"at":"9999-12-31T23:59:59-12:00","started":"9999-12-31T23:59:59-12:00","last_visit":"9999-12-31T23:59:59-12:00","spool":{"oldest":"9999-12-31T23:59:59-12:00","last":"9999-12-31T23:59:59-12:00"},"trust":{"expires":"9999-12-31T23:59:59-12:00"},"alerts":[{"name":"x","since":"9999-12-31T23:59:59-12:00"}]}`, 200},
		"year 0, half an hour": {`{"at":"0000-01-01T00:00:00+00:30","started":"0000-01-01T00:00:00+23:59"}`, 200},
		"the year 10000":       {`{"at":"10000-01-01T00:00:00Z"}`, 400},
	} {
		kiosks++
		status, body := h.Enrol(t, name, "").Send(t, "POST", wire.PathHeartbeat, []byte(c.body), nil)
		if status != c.want {
			t.Errorf("%s: %d %.200s, want %d", name, status, body, c.want)
		}
	}
	honest.Beat(t, wire.Heartbeat{State: "attract and honest"})
	token := h.Token(t, store.RoleReader)
	eventually(t, "the heartbeat of an honest kiosk is written down beside them", func() bool {
		return slices.ContainsFunc(lists(t, h, token, kiosks), func(k tool.Kiosk) bool { return k.Beat.State == "attract and honest" })
	})
}

func lists(t testing.TB, h *Hub, token string, kiosks int) (all []tool.Kiosk) {
	t.Helper()
	res := ask(t, h, token, "GET", "kiosks?town="+Town, nil)
	defer res.Body.Close()
	if err := json.NewDecoder(res.Body).Decode(&all); err != nil || res.StatusCode != 200 || len(all) != kiosks {
		t.Fatalf("%d, %d kiosks in the list, %v", res.StatusCode, len(all), err)
	}
	for _, k := range all {
		if len(k.Beat.State) > 64 || strings.ContainsAny(k.Beat.State+k.Beat.Version, "\x00\x1b\n") {
			t.Errorf("%s: state %q", k.Name, k.Beat.State)
		}
	}
	return all
}

// Guessing a code is slow, whoever guesses and whatever he says of where he
// comes from; what was refused leaves no kiosk.
func TestEnrolmentByForce(t *testing.T) {
	if testing.Short() {
		t.Skip("it is long")
	}
	h := New(t, func(c *hub.Config) { c.Limits.Address, c.Limits.Enrols = 5, 8 })
	k := h.NewKiosk(t)
	refused := 0
	for i := range 40 {
		status, _ := k.Send(t, "POST", wire.PathEnrol, toJSON(t, wire.EnrolRequest{Code: fmt.Sprintf("%08d", i), Key: k.Public()}), func(r *http.Request) {
			r.Header.Set("X-Forwarded-For", fmt.Sprintf("192.0.2.%d", i)) // nobody told the hub of a proxy
		})
		if status == http.StatusTooManyRequests {
			refused++
		} else if status != http.StatusGone {
			t.Errorf("try %d: %d", i, status)
		}
	}
	if refused < 34 {
		t.Errorf("%d of 40 tries were let through", 40-refused)
	}
	if all, err := h.Store.Kiosks(t.Context(), ""); err != nil || len(all) != 0 {
		t.Errorf("%d kiosks, %v", len(all), err)
	}
}

// Fields with line ends and other signs do not become fields of the hub's own.
func TestFieldsThatAreInjected(t *testing.T) {
	h := New(t)
	k := h.Enrol(t, "Hall", "")
	for _, path := range []string{"/packs/metadata/%0d%0aSet-Cookie:%20a=b", "/packs/..%2f..%2fhub.db", "/packs/../hub.db", "/packs//etc/passwd", "/packs/%00", "/packs/metadata/1.root.json%00.png", "/v1/..%2fpacks", "/v1/x%0d%0aX-Evil:%201"} {
		res, err := k.HTTP.Get(h.URL + path)
		check(t, err)
		res.Body.Close()
		if res.StatusCode/100 != 4 || res.Header.Get("Set-Cookie") != "" || res.Header.Get("X-Evil") != "" {
			t.Errorf("%s: %d %v", path, res.StatusCode, res.Header)
		}
	}
	if status, word := raw(t, k, "POST", wire.PathHeartbeat, nil, http.Header{"Last-Event-Id": {"1"}, "X-Forwarded-For": {strings.Repeat("1.2.3.4, ", 2000)}}); status != 401 {
		t.Errorf("a long row of proxies: %d %s", status, word)
	}
}

// A kiosk that lies, and an editor of packs, who say that they have much and send it
// drop by drop take no room from those who have something.
func TestNobodyTakesAllRoom(t *testing.T) {
	h := New(t, func(c *hub.Config) { c.Limits.InFlight = 64 << 20 })
	k, liar, token := h.Enrol(t, "Hall", ""), h.Enrol(t, "Étage", ""), h.Token(t, store.RoleTown)
	_, envelope, err := custody.Seal(liar.Header(), make([]byte, wire.MaxSubmission), liar.Key)
	check(t, err)
	drop := func(path string, size int64, name, value string) {
		body, write := io.Pipe()
		t.Cleanup(func() { write.Close() })
		r, err := http.NewRequestWithContext(t.Context(), "POST", h.URL+path, body)
		check(t, err)
		r.ContentLength = size
		r.Header.Set(name, value)
		go func() {
			if res, err := liar.HTTP.Do(r); err == nil {
				res.Body.Close()
			}
		}()
		write.Write([]byte("a")) // the connection stands when somebody reads it
	}
	for range 20 {
		drop(wire.PathSubmissions, wire.MaxSubmission, wire.FieldEnvelope, envelope)
		drop(tool.Path+"uploads", publish.MaxUpload, "Authorization", "Bearer "+token)
	}
	for end := time.Now().Add(2 * time.Second); time.Now().Before(end); time.Sleep(200 * time.Millisecond) {
		if _, status, body := k.Submit(t, k.Header(), []byte("age-encryption.org/v1 and so on")); status != http.StatusOK {
			t.Fatalf("%d %s", status, body)
		}
	}
}

// Strangers who say that they have a large submission, and send it drop by drop,
// take no room from those who have one.
func TestStrangersTakeNoRoom(t *testing.T) {
	h := New(t, func(c *hub.Config) { c.Limits.InFlight = 1 << 20 })
	k, stranger := h.Enrol(t, "Hall", ""), h.NewKiosk(t)
	for _, envelope := range []string{"", claims(t, stranger.Key, "guichet-envelope+jwt", string(toJSON(t, stranger.Header())))} {
		for range 4 {
			body, write := io.Pipe()
			defer write.Close()
			r, err := http.NewRequestWithContext(t.Context(), "POST", h.URL+wire.PathSubmissions, body)
			check(t, err)
			r.ContentLength = 1 << 20
			r.Header.Set(wire.FieldEnvelope, envelope)
			go func() {
				if res, err := stranger.HTTP.Do(r); err == nil {
					res.Body.Close()
				}
			}()
			write.Write([]byte("a")) // the connection stands when somebody reads it
		}
	}
	for end := time.Now().Add(2 * time.Second); time.Now().Before(end); time.Sleep(200 * time.Millisecond) {
		if _, status, body := k.Submit(t, k.Header(), []byte("age-encryption.org/v1 and so on")); status != http.StatusOK {
			t.Fatalf("%d %s", status, body)
		}
	}
}
