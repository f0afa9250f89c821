package hubtest

import (
	"testing"

	"filippo.io/age"

	"guichet/forms/pack/trust"
)

// PublishKeys makes the kiosks of the town seal what is handed in to new keys, of
// which nobody has the secret half.
func (h *Hub) PublishKeys(t testing.TB, n int) {
	t.Helper()
	keys := trust.Recipients{N: n, Town: Town}
	for _, holder := range trust.Holders {
		key, err := age.GenerateHybridIdentity()
		check(t, err)
		keys.Keys = append(keys.Keys, trust.Recipient{Holder: holder, Key: key.Recipient().String()})
	}
	e := h.office.begin(t)
	_, err := e.Recipients(keys)
	check(t, err)
	u, err := e.Upload()
	check(t, err)
	check(t, h.Push(t.Context(), h.Admin, approve(t, u, map[string]string{"c" + Town: "town"})))
}
