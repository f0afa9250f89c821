package desktest

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"guichet/kiosk/call"
	"guichet/kiosk/call/wire"
	"guichet/kiosk/custody"
	"guichet/kiosk/hub/hubtest"
)

// Kiosk is a kiosk that calls.
type Kiosk struct {
	*Socket
	Who *hubtest.Kiosk
}

// DialKiosk connects an enrolled kiosk to its hub.
func DialKiosk(t testing.TB, k *hubtest.Kiosk) *Kiosk {
	t.Helper()
	return &Kiosk{dial(t, k.HTTP, k.Hub.URL+wire.PathKiosk, header(t, k)), k}
}

// TryKiosk connects one that may be refused.
func TryKiosk(t testing.TB, k *hubtest.Kiosk) (*Kiosk, int) {
	t.Helper()
	s, status := Try(t, k.HTTP, k.Hub.URL+wire.PathKiosk, header(t, k))
	return &Kiosk{s, k}, status
}

func header(t testing.TB, k *hubtest.Kiosk) http.Header {
	t.Helper()
	return k.Request(t.Context(), t, http.MethodGet, wire.PathKiosk, nil).Header
}

// At is the same kiosk at another hub.
func At(k *hubtest.Kiosk, h *hubtest.Hub) *hubtest.Kiosk {
	other := *k
	other.Hub = h
	return &other
}

// CallID draws one.
func CallID() string {
	b := make([]byte, 16)
	rand.Read(b)
	return hex.EncodeToString(b)
}

// Ask asks for somebody, and gives the id of the call.
func (k *Kiosk) Ask(service string, shared call.Shared) string {
	k.T.Helper()
	id := CallID()
	k.Say(wire.Message{Type: wire.Ask, Call: id, Wish: &wire.Wish{Service: service, Shared: toJSON(k.T, shared)}})
	return id
}

// Bye hangs up.
func (k *Kiosk) Bye(id, why string) { k.Say(wire.Message{Type: wire.Bye, Call: id, Why: why}) }

// Resume comes back to a call.
func (k *Kiosk) Resume(id string) { k.Say(wire.Message{Type: wire.Resume, Call: id}) }

// Offer makes an offer whose certificate this kiosk vouches for.
func (k *Kiosk) Offer(id string, round int) {
	k.T.Helper()
	sdp := SDP("kiosk " + id)
	proof, err := custody.SignFingerprint(custody.Fingerprint{
		Call: id, Kind: "offer", Round: round, Hash: custody.Fingerprints(sdp),
	}, k.Who.Key)
	if err != nil {
		k.T.Fatal(err)
	}
	k.Say(wire.Message{Type: wire.Offer, Call: id, SDP: &wire.SDP{Kind: "offer", SDP: sdp, Round: round, Proof: proof}})
}

// SDP has what the hub reads of a session description: a fingerprint, which
// follows from the name.
func SDP(name string) string {
	sum := sha256.Sum256([]byte(name))
	return "v=0\r\na=fingerprint:sha-256 " + strings.ToUpper(strings.Trim(strings.ReplaceAll(fmt.Sprintf("% x", sum), " ", ":"), ":")) + "\r\n"
}
