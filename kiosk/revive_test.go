package kiosk

import (
	"log/slog"
	"os"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	"guichet/kiosk/config"
	"guichet/kiosk/health"
	"guichet/kiosk/session"
)

// A kiosk that cannot save begins anew, once nobody is there to be interrupted.
func TestAKioskThatCannotSaveBeginsAnew(t *testing.T) {
	for name, c := range map[string]struct {
		broken bool
		view   session.View
		staff  bool
		again  bool
	}{
		"nobody is here":  {true, session.View{State: session.Attract}, false, true},
		"all is well":     {false, session.View{State: session.Attract}, false, false},
		"a visit":         {true, session.View{State: session.Question}, false, false},
		"a call":          {true, session.View{State: session.Attract, Call: &session.CallView{}}, false, false},
		"the front desk":  {true, session.View{State: session.Attract}, true, false},
		"before any page": {true, session.View{}, false, false},
		"out of order":    {true, session.View{State: session.Attract, Overlay: &session.Overlay{Kind: session.OutOfOrder}}, false, true},
		"somebody reads whom to talk to": {
			true, session.View{State: session.Attract, Overlay: &session.Overlay{Kind: session.Contacts}}, false, false,
		},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := &staffing{board: &health.Board{}, again: make(chan struct{}), front: &front{staff: c.staff, last: c.view}}
				s.board.Report(health.SpoolBroken, c.broken)
				p := &parts{staff: s, log: slog.New(slog.DiscardHandler)}
				go p.revive(t.Context())
				time.Sleep(reviveEvery + time.Second)
				select {
				case <-s.again:
					if !c.again {
						t.Error("it began anew")
					}
				default:
					if c.again {
						t.Error("it did not begin anew")
					}
				}
			})
		})
	}
}

// Where what came from the town hall cannot be read, the screen says whom to talk
// to; the program does not end.
func TestWhatTheTownHallGaveCannotBeRead(t *testing.T) {
	h := enter(t, func(h *hall) {
		h.broken = true
		h.cfg.Trust = &config.Trust{Root: filepath.Join(h.cfg.Data, "root.json"), Town: "04999"}
	})
	if h.parts.spool != nil || h.parts.library != nil {
		t.Error("submissions are taken, and nobody knows to whom they are sealed")
	}
	h.until("out of order", func(v session.View) bool { return v.Overlay != nil && v.Overlay.Kind == session.OutOfOrder })
	for late := time.Now().Add(patience); !h.parts.staff.lame(); time.Sleep(time.Millisecond) {
		if time.Now().After(late) {
			t.Fatal("nobody is told")
		}
	}
	if _, err := os.Stat(filepath.Join(h.cfg.Data, "root.json")); err == nil {
		t.Error("somebody made the file")
	}
}
