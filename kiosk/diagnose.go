package kiosk

import (
	"context"
	"io"
	"runtime/debug"
	"strings"
	"sync"
	"time"

	"guichet/kiosk/diagnosis"
	"guichet/kiosk/event"
	"guichet/kiosk/metrics"
	"guichet/kiosk/session"
)

// diagnose writes what a technician asks for, with nothing of a person in it.
func (w *watches) diagnose(to io.Writer) error {
	var figures strings.Builder
	if err := metrics.Write(&figures, w.source()); err != nil {
		w.parts.log.Warn(string(event.MetricsRefused), "error", err)
	}
	s := w.parts.staff
	ctx, cancel := context.WithTimeout(context.Background(), factsPatience)
	defer cancel()
	c := diagnosis.Contents{
		At: s.now(), Facts: s.works.Machine.Facts(ctx), Health: s.board.All(), Log: s.lines.last(keptLines),
		Config: w.cfg, Metrics: figures.String(), Printer: s.seen.all(),
	}
	if s.works.Packs != nil {
		c.Packs = s.works.Packs.List()
	}
	c.Build, _ = debug.ReadBuildInfo()
	return diagnosis.Write(to, c)
}

// factsPatience is how long the machine may take to tell of itself.
const factsPatience = 10 * time.Second

// history is how the printer was lately.
type history struct {
	mu   sync.Mutex
	last []diagnosis.PrinterChange
}

// keptChanges are enough to see a loose plug.
const keptChanges = 100

func (h *history) add(at time.Time, c session.PrinterChanged) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if n := len(h.last); n > 0 && h.last[n-1].Status == c.Status && h.last[n-1].Gone == c.Gone {
		return
	}
	h.last = append(h.last, diagnosis.PrinterChange{At: at, Status: c.Status, Gone: c.Gone})
	h.last = h.last[max(0, len(h.last)-keptChanges):]
}

func (h *history) all() []diagnosis.PrinterChange {
	h.mu.Lock()
	defer h.mu.Unlock()
	return append([]diagnosis.PrinterChange(nil), h.last...)
}
