package storetest

import (
	"fmt"
	"testing"
	"time"

	"guichet/kiosk/hub/store"
)

var outbox = map[string]func(*testing.T, store.Store){
	"a delivery is taken by one at a time": deliveryTaken,
	"a delivery is put off":                deliveryPutOff,
	"a delivery ends":                      deliveryEnds,
}

func post(t *testing.T, s store.Store, n int, connectors ...string) {
	t.Helper()
	i, ciphertext := Item(n, Town, 100)
	_, err := s.PutItem(t.Context(), i, ciphertext, connectors...)
	must(t, err)
}

func take(t *testing.T, s store.Store, now time.Time, limit int) []store.Delivery {
	t.Helper()
	due, err := s.TakeDeliveries(t.Context(), now, now.Add(time.Minute), limit)
	must(t, err)
	return due
}

func deliveryTaken(t *testing.T, s store.Store) {
	post(t, s, 2, "archive")
	post(t, s, 1, "archive", "desk")
	now := noon.Add(time.Hour)
	want(t, "too early", len(take(t, s, noon, 10)), 0)
	first := take(t, s, now, 2)
	want(t, "at most two", len(first), 2)
	want(t, "the longest due", first[0].Item, fmt.Sprintf("%032x", 1))
	want(t, "put off until", first[0].Next, now.Add(time.Minute))
	want(t, "the others", len(take(t, s, now, 10)), 1)
	want(t, "nothing left", len(take(t, s, now, 10)), 0)
	want(t, "due again", len(take(t, s, now.Add(time.Minute), 10)), 3)
}

func deliveryPutOff(t *testing.T, s store.Store) {
	post(t, s, 1, "archive")
	now := noon.Add(time.Hour)
	for tries := range 3 {
		d := take(t, s, now, 10)
		want(t, "due", len(d), 1)
		want(t, "tries", d[0].Tries, tries)
		now = now.Add(time.Hour)
		must(t, s.PutOff(t.Context(), d[0], now))
		want(t, "before its time", len(take(t, s, now.Add(-time.Microsecond), 10)), 0)
	}
}

func deliveryEnds(t *testing.T, s store.Store) {
	post(t, s, 1, "archive", "desk")
	d := store.Delivery{Item: fmt.Sprintf("%032x", 1), Connector: "desk"}
	for range 2 {
		must(t, s.Delivered(t.Context(), d))
	}
	must(t, s.PutOff(t.Context(), d, noon))
	n, err := s.Deliveries(t.Context())
	must(t, err)
	want(t, "waiting", n, 1)
	left := take(t, s, noon.Add(time.Hour), 10)
	want(t, "left", left[0].Connector, "archive")
}
