package hub

import (
	"net/http"
	"runtime/debug"
	"time"

	"guichet/kiosk/fleet/wire"
)

// routes is every address that a hub has.
func (h *Hub) routes() http.Handler {
	mux := http.NewServeMux()
	add := func(pattern string, patience time.Duration, f http.HandlerFunc) {
		mux.Handle(pattern, h.guard(pattern, patience, f))
	}
	add("POST "+wire.PathEnrol, short, h.enrol)
	add("GET "+wire.PathNews, short, h.news)
	add("POST "+wire.PathHeartbeat, short, h.heartbeat)
	add("POST "+wire.PathSubmissions, long, h.submit)
	add("GET "+wire.PathPacks, long, h.file)
	add("GET /healthz", short, h.healthz)
	add("GET /readyz", short, h.readyz)
	h.adminRoutes(add)
	h.callRoutes(mux)
	add("/v1/", short, func(w http.ResponseWriter, r *http.Request) { h.refuse(w, r, noSuchAddress) })
	if h.Page != nil {
		mux.Handle("/", h.guard("page", long, h.Page(h).ServeHTTP))
	} else {
		add("/", short, func(w http.ResponseWriter, r *http.Request) { h.refuse(w, r, noSuchAddress) })
	}
	return mux
}

// How long a request may take to come in and its answer to leave. net/http
// leaves a deadline to the next request of the connection, so each sets its own;
// an event stream sets one for each event.
const (
	short = 20 * time.Second
	long  = 5 * time.Minute
)

// guard is around every handler: it bounds the time, contains a panic and counts
// the answer. A panic's text may quote a request, so only its place is logged.
func (h *Hub) guard(route string, patience time.Duration, f http.HandlerFunc) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c := http.NewResponseController(w)
		c.SetReadDeadline(time.Now().Add(patience)) // httptest's recorder has none: no matter
		c.SetWriteDeadline(time.Now().Add(patience))
		s := &statusWriter{ResponseWriter: w}
		defer func() {
			if p := recover(); p != nil {
				h.contain(s, r, route, p)
			}
			h.counts.answered(route, s.code())
		}()
		f(s, r)
	})
}

func (h *Hub) contain(s *statusWriter, r *http.Request, route string, p any) {
	if p == http.ErrAbortHandler {
		panic(p)
	}
	h.counts.panics.Add(1)
	h.log.Error("hub_panic", "route", route, "stack", string(debug.Stack()))
	if s.status == 0 {
		h.refuse(s, r, unknown)
	}
}

// statusWriter remembers the status. Unwrap is for http.ResponseController.
type statusWriter struct {
	http.ResponseWriter
	status int
}

func (s *statusWriter) WriteHeader(code int) {
	if s.status == 0 {
		s.status = code
	}
	s.ResponseWriter.WriteHeader(code)
}

func (s *statusWriter) Write(b []byte) (int, error) {
	if s.status == 0 {
		s.status = http.StatusOK
	}
	return s.ResponseWriter.Write(b)
}

func (s *statusWriter) Unwrap() http.ResponseWriter { return s.ResponseWriter }

func (s *statusWriter) code() int {
	if s.status == 0 {
		return http.StatusOK
	}
	return s.status
}
