package kiosk

import (
	"context"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"time"

	"guichet/kiosk/event"
	"guichet/kiosk/staff"
)

// keptLines are enough for what the front desk is asked by telephone.
const keptLines = 200

// lines keeps the last lines of the log that have a sentence: those without one
// are for a technician, in the journal.
type lines struct {
	heed func(slog.Record) // is given every line that has a sentence; may be nil

	mu   sync.Mutex
	ring [keptLines]staff.Line
	next int
}

func (l *lines) add(line staff.Line) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.ring[l.next%keptLines] = line
	l.next++
}

// last are the newest ones, the newest first.
func (l *lines) last(most int) []staff.Line {
	l.mu.Lock()
	defer l.mu.Unlock()
	var all []staff.Line
	for i := l.next - 1; i >= max(0, l.next-keptLines) && len(all) < most; i-- {
		all = append(all, l.ring[i%keptLines])
	}
	return all
}

// tee is a log that is also kept here.
func (l *lines) tee(log *slog.Logger) *slog.Logger {
	return slog.New(&teeHandler{Handler: log.Handler(), to: l})
}

// teeHandler passes every record on.
type teeHandler struct {
	slog.Handler
	to   *lines
	with []string // attributes of the logger itself
}

func (h *teeHandler) Enabled(ctx context.Context, level slog.Level) bool {
	return level >= slog.LevelInfo || h.Handler.Enabled(ctx, level)
}

func (h *teeHandler) Handle(ctx context.Context, r slog.Record) error {
	says := event.Name(r.Message).Sentence()
	if r.Message == string(event.PageShown) {
		says = "" // a busy kiosk would remember nothing else
	}
	if says != "" && h.to.heed != nil {
		h.to.heed(r)
	}
	if says != "" && r.Level >= slog.LevelInfo {
		with := h.with
		r.Attrs(func(a slog.Attr) bool {
			with = append(with[:len(with):len(with)], word(a))
			return true
		})
		h.to.add(staff.Line{At: r.Time, Level: strings.ToLower(r.Level.String()), Name: r.Message, Says: says, With: strings.Join(with, " ")})
	}
	if !h.Handler.Enabled(ctx, r.Level) {
		return nil
	}
	return h.Handler.Handle(ctx, r)
}

// word is an attribute in one word; a duration or a time as it is written.
func word(a slog.Attr) string {
	if t, ok := a.Value.Any().(time.Time); ok {
		return a.Key + "=" + t.Format(time.RFC3339)
	}
	return fmt.Sprintf("%s=%v", a.Key, a.Value)
}

func (h *teeHandler) WithAttrs(attrs []slog.Attr) slog.Handler {
	with := h.with
	for _, a := range attrs {
		with = append(with[:len(with):len(with)], word(a))
	}
	return &teeHandler{Handler: h.Handler.WithAttrs(attrs), to: h.to, with: with}
}

func (h *teeHandler) WithGroup(name string) slog.Handler {
	return &teeHandler{Handler: h.Handler.WithGroup(name), to: h.to, with: h.with}
}
