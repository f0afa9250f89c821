package hub

import (
	"context"
	"net/http"
	"time"

	"guichet/forms/pack/trust"
	"guichet/kiosk/call/wire"
	"guichet/kiosk/hub/desk"
	"guichet/kiosk/hub/store"
	"guichet/kiosk/hub/users"
)

// newDesk makes the desk where the configuration has one.
func (h *Hub) newDesk() (err error) {
	if h.Config.Desk == nil || h.Users == nil {
		return nil
	}
	h.desk, err = desk.New(desk.Config{
		Store: h.Store, Key: h.Key, Users: h.Users, Settings: *h.Config.Desk,
		Signed: h.caller, Known: h.knows, Relay: h.Relay, Title: h.packTitle,
		Plain: h.DeskPlain, Hosts: h.DeskHosts, Log: h.log, Now: h.now,
	})
	return err
}

// Desk is the calls of this hub; nil where it takes none.
func (h *Hub) Desk() *desk.Desk { return h.desk }

// caller is the kiosk that opens a connection for calls.
func (h *Hub) caller(w http.ResponseWriter, r *http.Request) (desk.Kiosk, bool) {
	k, err := h.signed(w, r, nil)
	if err != nil {
		h.fail(w, r, "calls_failed", err)
		return desk.Kiosk{}, false
	}
	return desk.Kiosk{ID: k.id, Town: k.town, Key: k.key}, true
}

// knows is nil while a kiosk may speak. A store that does not answer is no reason
// to cut a call.
func (h *Hub) knows(ctx context.Context, id string) error {
	_, err := h.kiosks.get(ctx, id)
	if err == errRevoked || err == errUnknownKiosk {
		return err
	}
	return nil
}

// packTitle is what the newest published revision of a pack is called; "" where
// this hub has none.
func (h *Hub) packTitle(ctx context.Context, town, pack string) string {
	targets, err := h.published(ctx, town)
	if err != nil {
		return ""
	}
	var newest *trust.Target
	for i, t := range targets {
		if t.Kind == trust.KindPack && t.ID == pack && (newest == nil || compareVersions(t.Version, newest.Version) > 0) {
			newest = &targets[i]
		}
	}
	if newest == nil {
		return ""
	}
	title, _ := h.titleOf(ctx, *newest)
	return title
}

// callRoutes are the addresses of calls, and the agents' page.
func (h *Hub) callRoutes(mux *http.ServeMux) {
	if h.desk == nil {
		return
	}
	mux.Handle("GET "+wire.PathKiosk, h.guard(wire.PathKiosk, short, h.desk.ServeKiosk))
	mux.Handle("GET "+wire.PathDesk, h.guard(wire.PathDesk, short, h.desk.ServeDesk))
	mux.Handle("GET /desk/counts", h.guard("/desk/counts", short, h.desk.ServeCounts))
	if h.DeskPage != nil {
		mux.Handle("/desk/", h.guard("desk", long, h.DeskPage(h).ServeHTTP))
	}
}

// CallCounts is how calls went in a town, or in all: offered, answered and the
// rest, an hour a row.
func (h *Hub) CallCounts(ctx context.Context, who store.Who, town string, from, to time.Time) ([]store.CallCount, error) {
	if err := may(who, users.SeeFleet, town); err != nil {
		return nil, err
	}
	return h.Store.CallCounts(ctx, town, from, to)
}
