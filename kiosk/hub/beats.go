package hub

import (
	"context"
	"maps"
	"net/http"
	"slices"
	"sync"

	"guichet/kiosk/fleet/wire"
	"guichet/kiosk/hub/store"
)

// heartbeat takes how a kiosk is and answers what is wanted of it. It is written
// down with the others of the same second.
func (h *Hub) heartbeat(w http.ResponseWriter, r *http.Request) {
	var b wire.Heartbeat
	k, err := h.signed(w, r, &b)
	if err == nil {
		err = checkBeat(&b)
	}
	if err != nil {
		h.fail(w, r, "heartbeat_failed", err)
		return
	}
	plan, err := h.plans.get(r.Context(), k.town)
	if err != nil {
		h.fail(w, r, "heartbeat_failed", err)
		return
	}
	now := h.now()
	h.beats.add(store.Beat{Kiosk: k.id, At: now, Beat: b})
	h.counts.beats.Add(1)
	reply(w, http.StatusOK, wire.HeartbeatReply{
		Time: now.UTC(), After: h.streams.newest(), Wanted: plan.Wanted(k.id, b), Stamp: h.stamps.of(r.Context(), h),
	})
}

// Most that a heartbeat can list.
const (
	maxPacks  = 200
	maxAlerts = 50
	maxWord   = 64
)

// checkBeat refuses lists that no kiosk has, and clips the words: they are shown
// and counted.
func checkBeat(b *wire.Heartbeat) error {
	if len(b.Packs) > maxPacks || len(b.Alerts) > maxAlerts || b.Spool.Waiting < 0 || b.Spool.Damaged < 0 {
		return errMalformed
	}
	words := []*string{&b.Version, &b.State, &b.Printer.Model, &b.Printer.State, &b.Printer.Paper}
	for i := range b.Packs {
		p := &b.Packs[i]
		words = append(words, &p.ID, &p.Version, &p.Step, &p.Why)
	}
	for i := range b.Alerts {
		words = append(words, &b.Alerts[i].Name, &b.Alerts[i].Who)
	}
	for _, s := range words {
		*s = clip(*s, maxWord)
	}
	return nil
}

// beats are heartbeats that are not written down yet: one a kiosk.
type beats struct {
	mu      sync.Mutex
	pending map[string]store.Beat
}

func newBeats() *beats { return &beats{pending: map[string]store.Beat{}} }

func (b *beats) add(one store.Beat) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.pending[one.Kiosk] = one
}

// take empties it.
func (b *beats) take() []store.Beat {
	b.mu.Lock()
	defer b.mu.Unlock()
	all := slices.Collect(maps.Values(b.pending))
	clear(b.pending)
	return all
}

// back puts beats in again that could not be written, where there is none newer.
func (b *beats) back(all []store.Beat) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, one := range all {
		if _, newer := b.pending[one.Kiosk]; !newer {
			b.pending[one.Kiosk] = one
		}
	}
}

// writeBeats writes down what came since the last time.
func (h *Hub) writeBeats(ctx context.Context) error {
	all := h.beats.take()
	if len(all) == 0 {
		return nil
	}
	err := h.Store.Beats(ctx, all)
	if err != nil {
		h.beats.back(all)
	}
	return err
}
