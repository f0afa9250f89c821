package hub

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"guichet/forms/pack/publish"
	"guichet/forms/pack/trust"
	"guichet/kiosk/fleet/wire"
	"guichet/kiosk/hub/store"
	"guichet/kiosk/hub/tool"
	"guichet/kiosk/hub/users"
)

// handler answers a tool: what it returns is sent as JSON; nil is an empty 204.
type handler func(h *Hub, who store.Who, w http.ResponseWriter, r *http.Request) (any, error)

// adminRoutes is every address of tools, see package tool.
func (h *Hub) adminRoutes(add func(string, time.Duration, http.HandlerFunc)) {
	for pattern, f := range map[string]handler{
		"GET me":                    me,
		"POST uploads":              upload,
		"GET packs":                 listPacks,
		"POST rollouts":             startRollout,
		"GET rollouts":              listRollouts,
		"POST rollouts/{id}/{turn}": turnRollout,
		"GET kiosks":                listKiosks,
		"PATCH kiosks/{id}":         editKiosk,
		"POST kiosks/{id}/{act}":    actOnKiosk,
		"POST codes":                newCode,
		"GET inbox":                 listItems,
		"GET inbox/{id}":            oneItem,
		"POST inbox/{id}/handled":   handleItem,
		"GET history":               listActs,
	} {
		method, path, _ := strings.Cut(pattern, " ")
		add(method+" "+tool.Path+path, long, h.admin(f))
	}
	add("GET "+tool.Path+"rollouts/{id}", short, h.watchRollout)
	add("GET "+tool.Path+"inbox/{id}/ciphertext", long, h.ciphertext)
}

// admin is around what answers with JSON.
func (h *Hub) admin(f handler) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		who, err := h.who(r)
		var v any
		if err == nil {
			v, err = f(h, who, w, r)
		}
		switch {
		case err != nil:
			h.failTool(w, r, err)
		case v == nil:
			w.WriteHeader(http.StatusNoContent)
		default:
			reply(w, http.StatusOK, v)
		}
	}
}

// who is in whose name a tool asks: users.ErrSession where it has no token that
// is known.
func (h *Hub) who(r *http.Request) (store.Who, error) {
	if h.Users == nil {
		return store.Who{}, users.ErrSession
	}
	u, err := h.Users.Tool(r.Context(), bearer(r))
	return store.Who{Login: u.Login, Role: u.Role, Town: u.Town}, err
}

// failTool is fail for tools, which are told why an upload is refused: its
// author has to mend it.
func (h *Hub) failTool(w http.ResponseWriter, r *http.Request, err error) {
	for _, e := range []struct {
		is     error
		status int
		word   string
	}{
		{publish.ErrConflict, 409, "conflict"},
		{publish.ErrNotAllowed, 403, "not_allowed"},
		{publish.ErrContent, 400, "content"},
		{publish.ErrMalformed, 400, "malformed"},
		{publish.ErrUnknown, 404, "not_found"},
		{publish.ErrClock, 503, "clock"},
		{publish.ErrDamaged, 503, "damaged"},
	} {
		if errors.Is(err, e.is) {
			p := problemOf(e.status, e.word, "the upload was refused")
			p.Detail = clip(err.Error(), 1000)
			h.refuse(w, r, p)
			return
		}
	}
	h.fail(w, r, "admin_failed", err)
}

// readAsk reads the JSON of a tool strictly: a word that is not known here is a
// mistake that should be seen.
func readAsk(w http.ResponseWriter, r *http.Request, v any) error {
	body, err := readBody(w, r, tool.MaxAsk)
	if err != nil {
		return err
	}
	d := json.NewDecoder(bytes.NewReader(body))
	d.DisallowUnknownFields()
	if d.Decode(v) != nil {
		return errMalformed
	}
	if _, err := d.Token(); err != io.EOF {
		return errMalformed
	}
	return nil
}

// limitOf reads a number of lines, 0 where there is none.
func limitOf(r *http.Request, most int) (int, error) {
	s := r.URL.Query().Get("limit")
	if s == "" {
		return 0, nil
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < 1 || n > most {
		return 0, &InputError{"limit", "1 to " + strconv.Itoa(most)}
	}
	return n, nil
}

func me(h *Hub, who store.Who, _ http.ResponseWriter, _ *http.Request) (any, error) {
	return tool.Me{Login: who.Login, Role: who.Role, Town: who.Town, Hub: h.Version}, nil
}

func upload(h *Hub, who store.Who, w http.ResponseWriter, r *http.Request) (any, error) {
	// Whoever may publish nowhere gets no room to be read in.
	if err := may(who, users.Publish, who.Town); err != nil {
		return nil, err
	}
	if !h.uploads.take(who.Login, publish.MaxUpload) {
		return nil, errBusy
	}
	defer h.uploads.give(who.Login, publish.MaxUpload)
	data, err := readBody(w, r, publish.MaxUpload)
	if err != nil {
		return nil, err
	}
	u, err := publish.ReadUpload(data)
	if err != nil {
		return nil, err
	}
	return nil, h.Push(r.Context(), who, u)
}

func listPacks(h *Hub, who store.Who, _ http.ResponseWriter, r *http.Request) (any, error) {
	targets, err := h.Published(r.Context(), who, r.URL.Query().Get("town"))
	packs := []tool.Pack{}
	for _, t := range targets {
		if t.Kind == trust.KindPack {
			packs = append(packs, tool.Pack{ID: t.ID, Version: t.Version, Size: t.Size, SHA256: t.SHA256})
		}
	}
	return packs, err
}

func startRollout(h *Hub, who store.Who, w http.ResponseWriter, r *http.Request) (any, error) {
	var s tool.Start
	if err := readAsk(w, r, &s); err != nil {
		return nil, err
	}
	started, err := h.StartRollout(r.Context(), who, s.Town, s.Pack, s.Version, s.Auto)
	return rolloutOf(started), err
}

func listRollouts(h *Hub, who store.Who, _ http.ResponseWriter, r *http.Request) (any, error) {
	rollouts, err := h.Rollouts(r.Context(), who, r.URL.Query().Get("town"))
	all := []tool.Rollout{}
	for _, one := range rollouts {
		all = append(all, rolloutOf(one))
	}
	return all, err
}

func turnRollout(h *Hub, who store.Who, _ http.ResponseWriter, r *http.Request) (any, error) {
	turn, ok := map[string]func(context.Context, store.Who, string) (store.Rollout, error){
		tool.Pause: h.PauseRollout, tool.Resume: h.ResumeRollout, tool.Next: h.NextStage, tool.RollBack: h.RollBack,
	}[r.PathValue("turn")]
	if !ok {
		return nil, store.ErrNotFound
	}
	is, err := turn(r.Context(), who, r.PathValue("id"))
	return rolloutOf(is), err
}

func listKiosks(h *Hub, who store.Who, _ http.ResponseWriter, r *http.Request) (any, error) {
	kiosks, err := h.Fleet(r.Context(), who, r.URL.Query().Get("town"))
	all := []tool.Kiosk{}
	for _, k := range kiosks {
		all = append(all, kioskOf(k))
	}
	return all, err
}

func editKiosk(h *Hub, who store.Who, w http.ResponseWriter, r *http.Request) (any, error) {
	var e tool.Edit
	if err := readAsk(w, r, &e); err != nil {
		return nil, err
	}
	k, err := h.EditKiosk(r.Context(), who, r.PathValue("id"), KioskEdit(e))
	return kioskOf(k), err
}

func actOnKiosk(h *Hub, who store.Who, _ http.ResponseWriter, r *http.Request) (any, error) {
	switch r.PathValue("act") {
	case "revoke":
		return nil, h.RevokeKiosk(r.Context(), who, r.PathValue("id"))
	case "ask":
		return nil, h.Ask(r.Context(), who, r.PathValue("id"))
	}
	return nil, store.ErrNotFound
}

func newCode(h *Hub, who store.Who, w http.ResponseWriter, r *http.Request) (any, error) {
	var n tool.NewCode
	if err := readAsk(w, r, &n); err != nil {
		return nil, err
	}
	code, ends, err := h.NewCode(r.Context(), who, n.Town, n.Name, n.Group)
	return tool.Code{Code: code.String(), Expires: ends}, err
}

func listItems(h *Hub, who store.Who, _ http.ResponseWriter, r *http.Request) (any, error) {
	limit, err := limitOf(r, 1000)
	if err != nil {
		return nil, err
	}
	q := r.URL.Query()
	items, err := h.Items(r.Context(), who, store.Query{
		Town: q.Get("town"), Pack: q.Get("pack"), State: q.Get("state"), After: q.Get("after"), Limit: limit,
	})
	all := []tool.Item{}
	for _, i := range items {
		all = append(all, itemOf(i))
	}
	return all, err
}

func oneItem(h *Hub, who store.Who, _ http.ResponseWriter, r *http.Request) (any, error) {
	i, err := h.itemFor(r.Context(), who, r.PathValue("id"))
	return itemOf(i), err
}

func handleItem(h *Hub, who store.Who, _ http.ResponseWriter, r *http.Request) (any, error) {
	return nil, h.HandleItem(r.Context(), who, r.PathValue("id"))
}

func listActs(h *Hub, who store.Who, _ http.ResponseWriter, r *http.Request) (any, error) {
	limit, err := limitOf(r, 1000)
	if err != nil {
		return nil, err
	}
	if limit == 0 {
		limit = 100
	}
	acts, err := h.Acts(r.Context(), who, r.URL.Query().Get("town"), limit)
	all := []tool.Act{}
	for _, a := range acts {
		all = append(all, tool.Act(a))
	}
	return all, err
}

// ciphertext answers with the bytes of a submission, and its envelope beside.
func (h *Hub) ciphertext(w http.ResponseWriter, r *http.Request) {
	who, err := h.who(r)
	var item store.Item
	var data []byte
	if err == nil {
		item, data, err = h.Ciphertext(r.Context(), who, r.PathValue("id"))
	}
	if err != nil {
		h.failTool(w, r, err)
		return
	}
	w.Header().Set("Content-Type", "application/octet-stream")
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set(wire.FieldEnvelope, item.Envelope)
	w.Write(data)
}
