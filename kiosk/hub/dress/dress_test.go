package dress_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"guichet/kiosk/hub/dress"
)

func TestHandler(t *testing.T) {
	for _, plain := range []bool{true, false} {
		page := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.Header().Set("Cache-Control", "public") })
		w := httptest.NewRecorder()
		dress.Handler(page, "camera=(self)", plain).ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/", nil))
		transport := map[bool]string{true: "", false: "max-age=31536000"}[plain]
		for name, want := range map[string]string{
			"Content-Security-Policy": dress.Policy, "X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin",
			"Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Resource-Policy": "same-origin",
			"Permissions-Policy": "camera=(self)", "Strict-Transport-Security": transport,
			"Cache-Control": "public", // a page that knows better says so
		} {
			if got := w.Header().Get(name); got != want {
				t.Errorf("plain %v: %s is %q, want %q", plain, name, got, want)
			}
		}
	}
}

func TestPolicy(t *testing.T) {
	for _, want := range []string{"default-src 'none'", "script-src 'self';", "style-src 'self';", "frame-ancestors 'none'", "base-uri 'none'"} {
		if !strings.Contains(dress.Policy, want) {
			t.Errorf("no %s in the policy", want)
		}
	}
	if strings.Contains(dress.Policy, "unsafe") || strings.Contains(dress.Policy, "*") {
		t.Error("the policy lets something unsafe")
	}
}
