package metrics

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"guichet/kiosk/health"
)

// Handler answers /metrics, /healthz and /readyz. The version is a label: one that
// is not UTF-8 would break every scrape, and is not told.
func Handler(s Source) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", promhttp.HandlerFor(registry(s), promhttp.HandlerOpts{
		DisableCompression:  true, // it goes to this machine
		MaxRequestsInFlight: 3,
	}))
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprintln(w, "ok") })
	mux.HandleFunc("GET /readyz", s.ready)
	return mux
}

// registry is one of our own: nothing that a library registers by itself is told.
func registry(s Source) *prometheus.Registry {
	s.Version = strings.ToValidUTF8(s.Version, "")
	r := prometheus.NewRegistry()
	r.MustRegister(collector{s}, collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	if s.Counters != nil {
		r.MustRegister(s.Counters.visits, s.Counters.documents, s.Counters.calls)
	}
	return r
}

// against are the conditions with which a kiosk is not ready: nothing can be
// saved, or soon nothing, or its time is not to be trusted.
var against = []health.Name{health.SpoolBroken, health.DiskReadOnly, health.DiskFull, health.ClockWrong}

// ready writes "ready", or a line for each thing that stands against it.
func (s Source) ready(w http.ResponseWriter, r *http.Request) {
	var faults []string
	if !s.try(func() { faults = s.faults(r.Context()) }) {
		faults = []string{string(health.PartBroken)}
	}
	if len(faults) == 0 {
		fmt.Fprintln(w, "ready")
		return
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.WriteHeader(http.StatusServiceUnavailable)
	fmt.Fprintln(w, strings.Join(faults, "\n"))
}

func (s Source) faults(ctx context.Context) []string {
	var all []string
	if s.Board != nil {
		for _, c := range s.Board.All() {
			if slices.Contains(against, c.Name) {
				all = append(all, string(c.Name))
			}
		}
	}
	if s.Spool == nil {
		return all
	}
	ctx, cancel := context.WithTimeout(ctx, readTime)
	defer cancel()
	if _, _, err := s.Spool(ctx); err != nil && !slices.Contains(all, string(health.SpoolBroken)) {
		all = append(all, string(health.SpoolBroken))
	}
	return all
}
