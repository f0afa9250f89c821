package hub

import (
	"crypto/ed25519"
	"encoding/json"
	"net/http"
	"strings"

	"guichet/kiosk/custody"
	"guichet/kiosk/fleet/wire"
)

// signed reads a message that a kiosk signed, into v where it is not nil, and
// gives the kiosk.
func (h *Hub) signed(w http.ResponseWriter, r *http.Request, v any) (kiosk, error) {
	body, err := readBody(w, r, wire.MaxMessage)
	if err != nil {
		return kiosk{}, err
	}
	var who kiosk
	_, err = custody.Authorized(bearer(r), h.cameAs(r, body), func(id string) (ed25519.PublicKey, error) {
		who, err = h.kiosks.get(r.Context(), id)
		return who.key, err
	})
	if err != nil {
		return kiosk{}, err
	}
	if v != nil && json.Unmarshal(body, v) != nil {
		return kiosk{}, errMalformed
	}
	return who, nil
}

// cameAs is a request as it has to be signed.
func (h *Hub) cameAs(r *http.Request, body []byte) custody.Request {
	return custody.Request{Method: r.Method, Path: r.URL.RequestURI(), SHA256: custody.Sum(body), At: h.now()}
}

// bearer is the token of a request, or "" (RFC 6750, section 2.1).
func bearer(r *http.Request) string {
	kind, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if !strings.EqualFold(kind, "Bearer") {
		return ""
	}
	return token
}
