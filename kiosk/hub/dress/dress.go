// Package dress puts on every answer of the hub's pages, the fleet page and the
// agents' desk, what browsers are told about them.
package dress

import "net/http"

// Policy lets a browser do what our pages do, and nothing else. 'self' has the
// WebSocket of the desk in it (Content Security Policy Level 3, section 6.7.2.8).
const Policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; " +
	"connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"

// Handler dresses the answers of next. permissions are those that a page has
// (Permissions Policy), and plain serves without TLS: on this machine alone.
func Handler(next http.Handler, permissions string, plain bool) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", Policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Permissions-Policy", permissions)
		h.Set("Cache-Control", "no-store")
		if !plain {
			h.Set("Strict-Transport-Security", "max-age=31536000")
		}
		next.ServeHTTP(w, r)
	})
}
