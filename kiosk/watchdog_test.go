package kiosk

import (
	"context"
	"net"
	"path/filepath"
	"sync"
	"testing"

	"guichet/kiosk/alive"
)

// dogged puts the watchdog of systemd over a kiosk.
func dogged(t *testing.T, h *hall) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "notify")
	dog, err := net.ListenUnixgram("unixgram", &net.UnixAddr{Name: path, Net: "unixgram"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { dog.Close() })
	t.Setenv("NOTIFY_SOCKET", path)
	t.Setenv("WATCHDOG_USEC", "1500000")
	w := alive.New(alive.Config{Log: h.parts.log, Checks: h.parts.loops()})
	ctx, stop := context.WithCancel(context.Background())
	var all sync.WaitGroup
	all.Go(func() { w.Run(ctx) })
	t.Cleanup(func() { stop(); all.Wait() })
	w.Ready()
}

// The pages of the front desk hang: the dog is not fed, the log says who hangs, and
// so systemd starts the kiosk anew.
func TestTheFrontDeskHangs(t *testing.T) {
	h := enterWith(t, withNumber, noPrinter)
	dogged(t, h)
	h.parts.staff.front.glass.Lock() // a screen that takes no page
	h.parts.staff.mode.Enter()
	h.waits("noticed", func() bool { return h.said("watchdog_not_fed", `"check":"front desk loop"`) > 0 }, "a loop that hangs")
	h.parts.staff.front.glass.Unlock()
	h.waits("noticed", func() bool { return h.said("watchdog_fed", `"check":"front desk loop"`) > 0 }, "a loop that goes on")
}
