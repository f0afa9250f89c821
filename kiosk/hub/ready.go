package hub

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"
)

// sane is a day before which no clock of ours can be: this program is younger.
var sane = time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)

// Ready tells whether the hub can do its work: the database takes a write, there
// is room, the clock can be right, and it is not about to stop.
func (h *Hub) Ready(ctx context.Context) error {
	if h.draining.Load() {
		return errors.New("hub: about to stop")
	}
	if h.now().Before(sane) {
		return errors.New("hub: the clock is wrong")
	}
	if h.Room != nil {
		if err := h.Room(); err != nil {
			return err
		}
	}
	if err := h.Store.Check(ctx); err != nil {
		return fmt.Errorf("hub: database: %w", err)
	}
	return nil
}

// healthz says that the process answers.
func (h *Hub) healthz(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Write([]byte("ok\n"))
}

// readyz is for load balancers: why it is not ready stands in the log.
func (h *Hub) readyz(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), 5*time.Second)
	defer cancel()
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	if err := h.Ready(ctx); err != nil {
		h.log.Warn("not_ready", "error", err)
		w.WriteHeader(http.StatusServiceUnavailable)
		w.Write([]byte("not ready\n"))
		return
	}
	w.Write([]byte("ready\n"))
}
