package kiosk

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net"
	"os"

	"guichet/kiosk/session"
	"guichet/kiosk/ui"
)

// touchMap is one answer on the socket: what is on the screen, in its pixels,
// with the words on each control. It is served under -sim alone, where whoever
// is in front of the screen is invented.
type touchMap struct {
	Page     session.PageID  `json:"page"`
	State    session.State   `json:"state"`
	Title    string          `json:"title"` // key of the title
	Overlay  string          `json:"overlay,omitempty"`
	Presses  uint64          `json:"presses"` // handled so far
	Controls []touchMapEntry `json:"controls"`
}

type touchMapEntry struct {
	ID    string  `json:"id"`
	Label string  `json:"label"`
	X     float32 `json:"x"`
	Y     float32 `json:"y"`
	W     float32 `json:"w"`
	H     float32 `json:"h"`
}

// serveTouchMap answers each line on a unix socket with one line of JSON. It
// exists for measuring and for tests, under -sim only.
func serveTouchMap(ctx context.Context, path string, s *stage, log *slog.Logger) {
	os.Remove(path)
	l, err := net.Listen("unix", path)
	if err != nil {
		log.Error("touchmap_refused", "error", err)
		return
	}
	stop := context.AfterFunc(ctx, func() { l.Close() })
	defer stop()
	for {
		conn, err := l.Accept()
		if errors.Is(err, net.ErrClosed) {
			return
		}
		if err == nil {
			answerTouchMap(ctx, conn, s)
		}
	}
}

func answerTouchMap(ctx context.Context, conn net.Conn, s *stage) {
	defer conn.Close()
	stop := context.AfterFunc(ctx, func() { conn.Close() })
	defer stop()
	for in := bufio.NewScanner(conn); in.Scan(); {
		if json.NewEncoder(conn).Encode(mapOf(s.Now())) != nil {
			return
		}
	}
}

func mapOf(m ui.Moment) touchMap {
	t := touchMap{Page: m.View.Page, State: m.View.State, Title: m.View.Title.Key, Presses: m.Presses}
	if m.View.Overlay != nil {
		t.Overlay, t.Page = string(m.View.Overlay.Kind), m.View.Overlay.Page
	}
	for _, c := range m.Controls {
		t.Controls = append(t.Controls, touchMapEntry{c.ID, c.Label, c.X, c.Y, c.W, c.H})
	}
	return t
}
