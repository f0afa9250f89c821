package hub

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"net/http"
	"unicode"
	"unicode/utf8"

	"guichet/kiosk/custody"
	"guichet/kiosk/fleet/wire"
	"guichet/kiosk/hub/store"
)

// enrol makes a kiosk known. It proves that it has the key by signing with it.
// One that is known is told who it is: the first answer was lost.
func (h *Hub) enrol(w http.ResponseWriter, r *http.Request) {
	if !h.enrols.pass(h.clientAddress(r)) {
		h.refuse(w, r, tooMany)
		return
	}
	ask, err := h.readEnrol(w, r)
	if err != nil {
		h.fail(w, r, "enrol_failed", err)
		return
	}
	k, status, err := h.admit(r, ask)
	if errors.Is(err, store.ErrNotFound) {
		h.refuse(w, r, codeSpent)
		return
	}
	if err != nil {
		h.fail(w, r, "enrol_failed", err)
		return
	}
	h.welcome(w, r, k, status)
}

// Lengths of the words of a machine; more is cut off.
const (
	maxVersion = 64
	maxMachine = 80
)

func (h *Hub) readEnrol(w http.ResponseWriter, r *http.Request) (wire.EnrolRequest, error) {
	var ask wire.EnrolRequest
	body, err := readBody(w, r, wire.MaxMessage)
	if err != nil {
		return ask, err
	}
	if json.Unmarshal(body, &ask) != nil || len(ask.Key) != ed25519.PublicKeySize {
		return ask, errMalformed
	}
	_, err = custody.Authorized(bearer(r), h.cameAs(r, body), func(id string) (ed25519.PublicKey, error) {
		if id != custody.KioskID(ask.Key) {
			return nil, custody.ErrSignature
		}
		return ask.Key, nil
	})
	ask.Version, ask.Machine = clip(ask.Version, maxVersion), clip(ask.Machine, maxMachine)
	return ask, err
}

// admit gives the kiosk, and 201 where it is new. A code that a known kiosk
// brings is spent, whatever it was for.
func (h *Hub) admit(r *http.Request, ask wire.EnrolRequest) (store.Kiosk, int, error) {
	ctx, now := r.Context(), h.now()
	code, err := h.Store.TakeCode(ctx, sha256.Sum256([]byte(ask.Code)), now)
	id := custody.KioskID(ask.Key)
	if k, known := h.Store.Kiosk(ctx, id); known == nil {
		if !k.RevokedAt.IsZero() {
			return k, 0, errRevoked
		}
		return k, http.StatusOK, nil
	}
	if err != nil {
		return store.Kiosk{}, 0, err
	}
	k := store.Kiosk{ID: id, Town: code.Town, Name: code.Name, Group: code.Group, Key: ask.Key, EnrolledAt: now}
	if err := h.Store.AddKiosk(ctx, k); err != nil {
		return k, 0, err
	}
	h.plans.forget(k.Town)
	h.note(ctx, store.Act{Who: code.By, Town: k.Town, What: "kiosk_enrolled", On: k.ID, More: k.Name + ", " + ask.Machine + ", " + ask.Version})
	h.publish(ctx, k.Town, k.ID, wire.NoticePacks) // every hub divides the fleet anew
	return k, http.StatusCreated, nil
}

func (h *Hub) welcome(w http.ResponseWriter, r *http.Request, k store.Kiosk, status int) {
	root, err := h.root(r.Context())
	if err != nil {
		h.fail(w, r, "enrol_failed", err)
		return
	}
	reply(w, status, wire.EnrolReply{
		Kiosk: k.ID, Town: k.Town, Name: k.Name, Hub: h.Public(), Root: root, Time: h.now().UTC(),
	})
}

// clip cuts a text off at so many bytes, between letters, and drops what does
// not print.
func clip(s string, most int) string {
	clean := make([]rune, 0, most)
	size := 0
	for _, c := range s {
		if size += utf8.RuneLen(c); size > most {
			break
		}
		if !unicode.IsControl(c) && c != utf8.RuneError {
			clean = append(clean, c)
		}
	}
	return string(clean)
}
