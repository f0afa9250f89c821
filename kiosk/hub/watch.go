package hub

import (
	"net/http"
	"strings"
	"time"

	"guichet/kiosk/fleet/wire"
	"guichet/kiosk/hub/rollout"
	"guichet/kiosk/hub/store"
	"guichet/kiosk/hub/tool"
)

// watchEvery is how often a roll-out that somebody watches is looked at.
const watchEvery = time.Second

// watchRollout answers how far a roll-out is: once, or as an event stream each
// time that it changed.
func (h *Hub) watchRollout(w http.ResponseWriter, r *http.Request) {
	who, err := h.who(r)
	var p Progress
	if err == nil {
		p, err = h.Progress(r.Context(), who, r.PathValue("id"))
	}
	if err != nil {
		h.failTool(w, r, err)
		return
	}
	if !strings.Contains(r.Header.Get("Accept"), "text/event-stream") {
		reply(w, http.StatusOK, progressOf(p))
		return
	}
	h.watch(r, newEvents(w), p)
}

// watch writes until the client goes, the hub drains, or the right to look ends:
// a token that is dropped, or a person who is shut out, sees no more.
func (h *Hub) watch(r *http.Request, out *events, p Progress) {
	ctx := r.Context()
	out.open()
	last := time.Now()
	tick := time.NewTicker(watchEvery)
	defer tick.Stop()
	shown := tool.Progress{}
	for {
		if is := progressOf(p); !sameSteps(is, shown) {
			out.event(is)
			shown, last = is, time.Now()
		} else if time.Since(last) > wire.Quiet-2*watchEvery {
			out.comment()
			last = time.Now()
		}
		if out.flush() != nil {
			return
		}
		select {
		case <-tick.C:
		case <-h.drain:
			return
		case <-ctx.Done():
			return
		}
		who, err := h.who(r)
		if err == nil {
			p, err = h.Progress(ctx, who, p.Rollout.ID)
		}
		if err != nil {
			return
		}
	}
}

// sameSteps compares without the time of the last heartbeats.
func sameSteps(a, b tool.Progress) bool {
	if a.Rollout != b.Rollout || a.Ready != b.Ready || len(a.Kiosks) != len(b.Kiosks) {
		return false
	}
	for i := range a.Kiosks {
		x, y := a.Kiosks[i], b.Kiosks[i]
		x.Seen, y.Seen = time.Time{}, time.Time{}
		if x != y {
			return false
		}
	}
	return true
}

func progressOf(p Progress) tool.Progress {
	is := tool.Progress{Rollout: rolloutOf(p.Rollout), Ready: p.Ready, Kiosks: []tool.Step{}}
	for _, k := range p.Kiosks {
		is.Kiosks = append(is.Kiosks, stepOf(k))
	}
	return is
}

func stepOf(p rollout.Progress) tool.Step { return tool.Step(p) }

func rolloutOf(r store.Rollout) tool.Rollout { return tool.Rollout(r) }

func kioskOf(k store.Kiosk) tool.Kiosk {
	return tool.Kiosk{
		ID: k.ID, Town: k.Town, Name: k.Name, Group: k.Group, Key: k.Key, X: k.X, Y: k.Y,
		Enrolled: k.EnrolledAt, Revoked: k.RevokedAt, Seen: k.BeatAt, Beat: k.Beat,
	}
}

func itemOf(i store.Item) tool.Item {
	return tool.Item{Header: i.Header, Received: i.Receipt, Handled: i.HandledAt, HandledBy: i.HandledBy, Envelope: i.Envelope}
}
