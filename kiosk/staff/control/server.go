package control

import (
	"cmp"
	"context"
	"errors"
	"io"
	"log"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"time"

	"guichet/kiosk/event"
	"guichet/kiosk/loop"
	"guichet/kiosk/staff"
)

// Limits of a request.
const (
	maxHeader = 8 << 10
	maxBody   = 4 << 10
	readTime  = 5 * time.Second
	idleTime  = 30 * time.Second
	// many may ask at once; a page is asked for by one person.
	many = 16
	// lastWords is how long answers that are under way may take when the kiosk
	// stops: it leaves in less than three seconds.
	lastWords = time.Second
	// slack is how long an operation may take to come back once it is over.
	slack = lastWords / 2
)

// Server answers for a kiosk.
type Server struct {
	Works staff.Works
	// Log gets what was done, by which user, and never what was looked at. Nil:
	// nothing is logged.
	Log *slog.Logger

	allowed func(uid uint32) bool // nil: isOurs
	grace   time.Duration         // 0: lastWords
	slots   chan struct{}
}

// Serve answers until ctx ends, and closes the listener. The error is nil then.
func (s *Server) Serve(ctx context.Context, l net.Listener) error {
	if s.Log == nil {
		s.Log = slog.New(slog.DiscardHandler)
	}
	if s.allowed == nil {
		s.allowed = isOurs
	}
	s.slots = make(chan struct{}, many)
	h := s.server(ctx)
	done := make(chan struct{})
	stop := context.AfterFunc(ctx, func() {
		defer close(done)
		grace, cancel := context.WithTimeout(context.Background(), cmp.Or(s.grace, lastWords))
		defer cancel()
		if h.Shutdown(grace) != nil {
			h.Close()
		}
	})
	err := h.Serve(l)
	if !stop() {
		<-done
	}
	if errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	return err
}

func (s *Server) server(ctx context.Context) *http.Server {
	return &http.Server{
		Handler: s.guard(s.mux()), ReadHeaderTimeout: readTime, IdleTimeout: idleTime, MaxHeaderBytes: maxHeader,
		BaseContext: func(net.Listener) context.Context { return ctx },
		ConnContext: withPeer, ErrorLog: log.New(io.Discard, "", 0),
	}
}

// mux has every route.
func (s *Server) mux() http.Handler {
	mux := http.NewServeMux()
	for _, r := range routes {
		mux.HandleFunc(r.where, func(w http.ResponseWriter, q *http.Request) { s.serve(w, q, r) })
	}
	mux.HandleFunc(whereParts, func(w http.ResponseWriter, _ *http.Request) { reply(w, partsOf(s.Works), nil) })
	mux.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) { reply(w, nil, ErrNothing) })
	return mux
}

// guard lets in who may ask, not too many at once, and keeps a mistake in an
// operation from ending anything else.
func (s *Server) guard(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		if uid := asker(q.Context()); !s.allowed(uid) {
			s.log(event.StaffRefused, "uid", uid)
			reply(w, nil, ErrStranger)
			return
		}
		select {
		case s.slots <- struct{}{}:
			defer func() { <-s.slots }()
		default:
			reply(w, nil, ErrBusy)
			return
		}
		defer s.mend(w, q)
		next.ServeHTTP(w, q)
	})
}

// mend is for a mistake of ours. What the panic says may be of a visit.
func (s *Server) mend(w http.ResponseWriter, q *http.Request) {
	if recover() != nil {
		s.broken(w, q)
	}
}

func (s *Server) broken(w http.ResponseWriter, q *http.Request) {
	s.log(event.StaffDid, "did", did(q), "outcome", "broken", "uid", asker(q.Context()))
	reply(w, nil, ErrBroken)
}

// serve does what a route says. What hangs is waited for as long as the route may
// take, or its caller is there, and keeps its place no longer.
func (s *Server) serve(w http.ResponseWriter, q *http.Request, r route) {
	if !r.has(s.Works) {
		reply(w, nil, ErrAbsent)
		return
	}
	a, err := readAsk(w, q)
	if err != nil {
		reply(w, nil, err)
		return
	}
	ctx, cancel := context.WithTimeout(q.Context(), r.takes)
	defer cancel()
	result, err := loop.Within(ctx, slack, func() (any, error) { return r.do(ctx, s.Works, a) })
	if errors.Is(err, loop.ErrBroken) {
		s.broken(w, q)
		return
	}
	s.note(q, err)
	if parts, ok := result.(stream); ok && err == nil {
		send(ctx, w, parts)
		return
	}
	reply(w, result, err)
}

// note keeps what was done at the machine, and by whom.
func (s *Server) note(q *http.Request, err error) {
	if q.Method == http.MethodGet {
		return
	}
	outcome := "done"
	if err != nil {
		outcome = "failed"
	}
	s.log(event.StaffDid, "did", did(q), "outcome", outcome, "uid", asker(q.Context()))
}

// did is what was asked for: "machine_reboot".
func did(q *http.Request) string {
	_, path, _ := strings.Cut(q.Pattern, "/")
	return strings.ReplaceAll(path, "/", "_")
}

func (s *Server) log(n event.Name, args ...any) {
	s.Log.Log(context.Background(), n.Level(), string(n), append(args, "by", "command")...)
}
