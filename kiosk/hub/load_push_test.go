package hub_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"guichet/kiosk/hub/hubtest"
)

// BenchmarkPush is from the roll-out's beginning until the last of
// HUB_LOAD_KIOSKS kiosks (20), in processes of their own, has heard of a pack of
// 200 KB, fetched the metadata and the pack, and verified both as a terminal
// does. CPU is the hub's alone: in life each kiosk verifies on its own machine.
//
//	HUB_LOAD_KIOSKS=1000 go test ./kiosk/hub -run '^$' -bench Push -benchtime 1x
func BenchmarkPush(b *testing.B) {
	for b.Loop() {
		h := hubtest.New(b)
		check(b, h.Push(b.Context(), h.Admin, h.UploadOf(b, hubtest.Heavy(b, "2.0.0", 200<<10))))
		n := env("HUB_LOAD_KIOSKS", 20)
		parts := startTakers(b, h, n)
		began, before := time.Now(), weigh()
		r, err := h.StartRollout(b.Context(), h.Admin, hubtest.Town, hubtest.PackID, "2.0.0", false)
		check(b, err)
		check(b, toAll(b, h, r.ID))
		for _, p := range parts {
			p.ask(b, "", "taken")
		}
		b.ReportMetric(time.Since(began).Seconds(), "s-to-the-last")
		b.ReportMetric(weigh().minus(before).cpu.Seconds(), "cpu-s-of-the-hub")
		for _, p := range parts {
			p.kill()
		}
	}
}

// startTakers starts them in two processes, and waits until they listen.
func startTakers(b *testing.B, h *hubtest.Hub, n int) (parts []*part) {
	b.Helper()
	for i := range n {
		addLoadKiosk(b, h.Store, i)
	}
	half := (n + 1) / 2
	for first := 0; first < n; first += half {
		parts = append(parts, startPart(b, "HUB_LOAD_PART=takers", "HUB_LOAD_ADDRESS="+strings.TrimPrefix(h.URL, "https://"),
			fmt.Sprintf("HUB_LOAD_FIRST=%d", first), fmt.Sprintf("HUB_LOAD_COUNT=%d", min(half, n-first)), "HUB_LOAD_VERSION=2.0.0"))
	}
	for _, p := range parts {
		p.ask(b, "", "ready")
	}
	return parts
}

func toAll(b *testing.B, h *hubtest.Hub, id string) error {
	for range 2 {
		if _, err := h.NextStage(b.Context(), h.Admin, id); err != nil {
			return err
		}
	}
	return nil
}
