package web_test

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"guichet/kiosk/call/wire"
	"guichet/kiosk/hub/desk/web"
	"guichet/kiosk/hub/dress"
)

// answer is what came back.
type answer struct {
	status int
	body   string
	header http.Header
}

// do asks the site as somebody, or as nobody.
func (w *world) do(method, path, secret string, header ...string) answer {
	w.Helper()
	r, err := http.NewRequest(method, w.site.URL+path, nil)
	if err != nil {
		w.Fatal(err)
	}
	if secret != "" {
		r.AddCookie(&http.Cookie{Name: "guichet", Value: secret})
	}
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	res, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		w.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		w.Fatal(err)
	}
	return answer{res.StatusCode, string(body), res.Header}
}

func TestWhoMay(t *testing.T) {
	w := newWorld(t)
	camille, lou := w.secret("camille"), w.secret("lou")
	for _, x := range []struct {
		method, path, secret string
		status               int
		says                 string
	}{
		{"GET", "/desk/", "", 303, ""},
		{"GET", "/desk/", "nobody", 303, ""},
		{"GET", "/desk/", lou, 403, "n’est pas pour vous"},
		{"GET", "/desk/", camille, 200, "Camille Roux"},
		{"GET", "/desk/vivant", "", 401, ""},
		{"GET", "/desk/vivant", lou, 403, ""},
		{"GET", "/desk/vivant", camille, 200, `"offered":47`},
		{"POST", "/desk/present", "", 401, ""},
		{"POST", "/desk/present", lou, 403, ""},
		{"POST", "/desk/present", camille, 204, ""},
		{"GET", "/desk/present", camille, 405, ""},
		{"GET", "/desk/nulle-part", camille, 404, ""},
		{"GET", "/desk/static/x/main.js", camille, 404, ""},
	} {
		a := w.do(x.method, x.path, x.secret)
		if a.status != x.status || !strings.Contains(a.body, x.says) {
			t.Errorf("%s %s: %d, want %d and %q: %.200s", x.method, x.path, a.status, x.status, x.says, a.body)
		}
	}
	if to := w.do("GET", "/desk/", "").header.Get("Location"); to != "/connexion?vers=%2Fdesk%2F" {
		t.Errorf("sent to %q", to)
	}
	if a := w.do("POST", "/desk/present", camille, "Sec-Fetch-Site", "cross-site"); a.status != 403 {
		t.Errorf("from another site: %d", a.status)
	}
}

// TestPresent: the page by itself does not keep a session open, a person does.
func TestPresent(t *testing.T) {
	w := newWorld(t)
	secret := w.secret("camille")
	move := func(d time.Duration) { w.mu.Lock(); defer w.mu.Unlock(); w.now += d }
	for range 3 {
		move(20 * time.Minute)
		if a := w.do("POST", "/desk/present", secret); a.status != 204 {
			t.Fatalf("present: %d", a.status)
		}
	}
	move(20 * time.Minute)
	if a := w.do("GET", "/desk/vivant", secret); a.status != 200 {
		t.Fatalf("after 20 minutes: %d", a.status)
	}
	move(20 * time.Minute)
	if a := w.do("GET", "/desk/vivant", secret); a.status != 401 {
		t.Errorf("after 40 minutes without a person: %d", a.status)
	}
}

func TestLive(t *testing.T) {
	w := newWorld(t)
	var got struct {
		Services []wire.Service `json:"services"`
		Day      web.Day        `json:"day"`
	}
	secret := w.secret("camille")
	if err := json.Unmarshal([]byte(w.do("GET", "/desk/vivant", secret).body), &got); err != nil {
		t.Fatal(err)
	}
	if got.Day.WaitS != 38 || got.Day.Answered != 42 || len(got.Services) != 2 || got.Services[0].Sign == "" {
		t.Errorf("%+v", got)
	}
	w.book.mu.Lock()
	w.book.fail = errors.New("the disk is full")
	w.book.mu.Unlock()
	if a := w.do("GET", "/desk/vivant", secret); a.status != 500 || a.body != "" {
		t.Errorf("%d %q", a.status, a.body)
	}
}

func TestHeaders(t *testing.T) {
	w := newWorld(t)
	camille := w.secret("camille")
	page := w.do("GET", "/desk/", camille)
	for name, want := range map[string]string{
		"Content-Security-Policy": dress.Policy, "X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin",
		"Cross-Origin-Opener-Policy": "same-origin", "Cache-Control": "no-store", "Strict-Transport-Security": "",
		"Permissions-Policy": "camera=(self), microphone=(self), display-capture=(), geolocation=()",
	} {
		if got := page.header.Get(name); got != want {
			t.Errorf("%s is %q", name, got)
		}
	}
	address := regexp.MustCompile(`/desk/static/[^/]+/main\.js`).FindString(page.body)
	for _, path := range []string{address, strings.Replace(address, "main.js", "texts.js", 1)} {
		a := w.do("GET", path, "")
		if a.status != 200 || !strings.HasPrefix(a.header.Get("Content-Type"), "text/javascript") || !strings.Contains(a.header.Get("Cache-Control"), "immutable") {
			t.Errorf("%s: %d %v", path, a.status, a.header)
		}
	}
}

func TestNew(t *testing.T) {
	if _, err := web.New(web.Config{}); err == nil {
		t.Error("it works with nothing")
	}
}

// TestWords: every text that is asked for is there, and every text is asked for.
func TestWords(t *testing.T) {
	words, err := web.Words()
	if err != nil {
		t.Fatal(err)
	}
	source := sources(t)
	composed := []string{"state", "line", "end", "refused", "why", "need", "hub", "duty", "trial", "papers", "third", "call", "day", "talk"}
	for _, key := range words.Keys() {
		base := regexp.MustCompile(`\.(one|many|none)$`).ReplaceAllString(key, "")
		prefix, _, _ := strings.Cut(key, ".")
		if !strings.Contains(source, `"`+base+`"`) && !strings.Contains(source, `"`+key+`"`) && !slices.Contains(composed, prefix) {
			t.Errorf("nobody says %s", key)
		}
	}
	asked := regexp.MustCompile(`[^\w.]t[ (]"([a-z_]+\.[a-z_.]*[a-z])"|\bn\("([a-z_]+\.[a-z_.]+)"`).FindAllStringSubmatch(source, -1)
	for _, m := range asked {
		if m[1] != "" && !words.Has(m[1]) || m[2] != "" && (!words.Has(m[2]+".one") || !words.Has(m[2]+".many")) {
			t.Errorf("no words for %s%s", m[1], m[2])
		}
	}
	if len(asked) < 100 {
		t.Errorf("only %d texts are asked for", len(asked))
	}
}

// sources are the templates and the modules.
func sources(t *testing.T) string {
	t.Helper()
	var all strings.Builder
	for _, pattern := range []string{"templates/*.html", "static/*.js"} {
		names, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			data, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			all.Write(data)
		}
	}
	return all.String()
}

// TestNothingUnsafe: text goes into the page as text, nothing is stored but by
// keep.js, nothing is recorded.
func TestNothingUnsafe(t *testing.T) {
	names, err := filepath.Glob("static/*.js")
	if err != nil || len(names) < 20 {
		t.Fatal(names, err)
	}
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, word := range []string{"innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "indexedDB", "MediaRecorder", "createObjectURL", "localStorage", "sessionStorage", "document.cookie"} {
			if strings.Contains(string(data), word) && !(filepath.Base(name) == "keep.js" && strings.HasSuffix(word, "Storage")) {
				t.Errorf("%s uses %s", name, word)
			}
		}
	}
}
