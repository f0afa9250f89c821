package storetest

import (
	"bytes"
	"fmt"
	"reflect"
	"testing"
	"time"

	"guichet/kiosk/custody"
	"guichet/kiosk/hub/store"
)

var inbox = map[string]func(*testing.T, store.Store){
	"an item comes back as it was":          itemComesBack,
	"an item that comes twice is kept once": itemTwice,
	"an id with other bytes is refused":     itemOther,
	"an item that does not fit its header":  itemUnfit,
	"items of a town, oldest first":         itemsListed,
	"items by pages":                        itemsPaged,
	"an item is handled by who came first":  itemHandled,
	"a large item":                          itemLarge,
}

func itemComesBack(t *testing.T, s store.Store) {
	i, ciphertext := Item(7, Town, 4096)
	i.At = i.At.Add(123456 * time.Microsecond)
	received, err := s.PutItem(t.Context(), i, ciphertext)
	must(t, err)
	want(t, "received", received, i.Receipt)
	got, err := s.Item(t.Context(), i.ID)
	must(t, err)
	if !reflect.DeepEqual(got, i) {
		t.Errorf("got  %+v\nwant %+v", got, i)
	}
	bytesBack, err := s.Ciphertext(t.Context(), i.ID)
	must(t, err)
	if !bytes.Equal(bytesBack, ciphertext) {
		t.Error("other bytes came back")
	}
	missing, _ := Item(8, Town, 1)
	_, err = s.Item(t.Context(), missing.ID)
	want(t, "item", err, store.ErrNotFound)
	_, err = s.Ciphertext(t.Context(), missing.ID)
	want(t, "ciphertext", err, store.ErrNotFound)
	want(t, "handle", s.HandleItem(t.Context(), missing.ID, "alix", noon), store.ErrNotFound)
}

func itemTwice(t *testing.T, s store.Store) {
	i, ciphertext := Item(1, Town, 100)
	_, err := s.PutItem(t.Context(), i, ciphertext, "archive")
	must(t, err)
	later := i
	later.Receipt, later.Envelope = i.Receipt.Add(time.Hour), "signed.again.later"
	received, err := s.PutItem(t.Context(), later, ciphertext, "archive")
	must(t, err)
	want(t, "received", received, i.Receipt)
	list, err := s.Items(t.Context(), store.Query{Town: Town})
	must(t, err)
	if len(list) != 1 || !reflect.DeepEqual(list[0], i) {
		t.Errorf("%+v", list)
	}
	waiting, err := s.Deliveries(t.Context())
	must(t, err)
	want(t, "deliveries", waiting, 1)
}

func itemOther(t *testing.T, s store.Store) {
	Put(t, s, Town, 1)
	i, _ := Item(1, Town, 100)
	other := []byte("something else")
	i.Size, i.SHA256 = len(other), custody.Sum(other)
	_, err := s.PutItem(t.Context(), i, other)
	want(t, "other bytes", err, store.ErrTaken)
	_, whole := Item(1, Town, 200)
	got, err := s.Ciphertext(t.Context(), i.ID)
	must(t, err)
	if !bytes.Equal(got, whole) {
		t.Error("the first one is no longer what it was")
	}
}

func itemUnfit(t *testing.T, s store.Store) {
	for name, spoil := range map[string]func(*store.Item){
		"size": func(i *store.Item) { i.Size++ }, "hash": func(i *store.Item) { i.SHA256 = custody.Sum(nil) },
		"id": func(i *store.Item) { i.ID = "../1" }, "keep": func(i *store.Item) { i.KeepDays = 0 },
		"town": func(i *store.Item) { i.Town = "" }, "envelope": func(i *store.Item) { i.Envelope = "" },
	} {
		i, ciphertext := Item(1, Town, 100)
		spoil(&i)
		if _, err := s.PutItem(t.Context(), i, ciphertext); err == nil {
			t.Errorf("%s: kept", name)
		}
	}
}

func numbers(t *testing.T, s store.Store, q store.Query) string {
	t.Helper()
	list, err := s.Items(t.Context(), q)
	must(t, err)
	got := []string{}
	for _, i := range list {
		got = append(got, i.Reference[7:9])
	}
	return fmt.Sprint(got)
}

func itemsListed(t *testing.T, s store.Store) {
	Put(t, s, Town, 3, 1)
	Put(t, s, Other, 2)
	other, ciphertext := Item(4, Town, 10)
	other.Pack = "naissance"
	_, err := s.PutItem(t.Context(), other, ciphertext)
	must(t, err)
	must(t, s.HandleItem(t.Context(), fmt.Sprintf("%032x", 3), "alix", noon))
	for _, c := range []struct {
		q    store.Query
		want string
	}{
		{store.Query{Town: Town}, "[03 01 04]"}, // in the order of their arrival
		{store.Query{Town: Other}, "[02]"},
		{store.Query{Town: "01001"}, "[]"},
		{store.Query{Town: Town, Pack: "cantine"}, "[03 01]"},
		{store.Query{Town: Town, State: store.StateWaiting}, "[01 04]"},
		{store.Query{Town: Town, State: store.StateHandled}, "[03]"},
		{store.Query{Town: Town, State: store.StateWaiting, Pack: "naissance"}, "[04]"},
	} {
		want(t, fmt.Sprintf("%+v", c.q), numbers(t, s, c.q), c.want)
	}
	for _, q := range []store.Query{{}, {Town: Town, State: "lost"}} {
		if _, err := s.Items(t.Context(), q); err == nil {
			t.Errorf("%+v: no error", q)
		}
	}
}

func itemsPaged(t *testing.T, s store.Store) {
	Put(t, s, Town, 1, 2, 3, 4, 5)
	q := store.Query{Town: Town, Limit: 2}
	want(t, "page 1", numbers(t, s, q), "[01 02]")
	q.After = fmt.Sprintf("%032x", 2)
	want(t, "page 2", numbers(t, s, q), "[03 04]")
	if _, err := s.ExpireItems(t.Context(), noon.AddDate(0, 0, 30).Add(4*time.Second), 10); err != nil {
		t.Fatal(err)
	}
	q.After = fmt.Sprintf("%032x", 4) // deleted meanwhile
	want(t, "page 3", numbers(t, s, q), "[05]")
	q.After = fmt.Sprintf("%032x", 5)
	want(t, "page 4", numbers(t, s, q), "[]")
	q.After = fmt.Sprintf("%032x", 99)
	_, err := s.Items(t.Context(), q)
	want(t, "after an item that never was", err, store.ErrNotFound)
}

func itemHandled(t *testing.T, s store.Store) {
	Put(t, s, Town, 1)
	i, _ := Item(1, Town, 200)
	must(t, s.HandleItem(t.Context(), i.ID, "alix", noon))
	must(t, s.HandleItem(t.Context(), i.ID, "camille", noon.Add(time.Hour)))
	got, err := s.Item(t.Context(), i.ID)
	must(t, err)
	want(t, "by", got.HandledBy, "alix")
	want(t, "at", got.HandledAt, noon)
	if _, err := s.Ciphertext(t.Context(), i.ID); err != nil {
		t.Error(err)
	}
}

func itemLarge(t *testing.T, s store.Store) {
	i, ciphertext := Item(1, Town, 4<<20)
	_, err := s.PutItem(t.Context(), i, ciphertext)
	must(t, err)
	got, err := s.Ciphertext(t.Context(), i.ID)
	must(t, err)
	want(t, "hash", custody.Sum(got), i.SHA256)
}

var expiry = map[string]func(*testing.T, store.Store){
	"an item is deleted when its time is over": itemExpires,
	"a late copy of a deleted item":            lateCopy,
	"no more are deleted than asked for":       expireLimit,
}

func itemExpires(t *testing.T, s store.Store) {
	i, ciphertext := Item(1, Town, 100)
	i.KeepDays = 3
	_, err := s.PutItem(t.Context(), i, ciphertext, "archive")
	must(t, err)
	Put(t, s, Town, 2) // 30 days
	over := i.Receipt.AddDate(0, 0, 3)
	gone, err := s.ExpireItems(t.Context(), over.Add(-time.Microsecond), 10)
	must(t, err)
	want(t, "too early", len(gone), 0)
	gone, err = s.ExpireItems(t.Context(), over, 10)
	must(t, err)
	want(t, "gone", fmt.Sprint(gone), fmt.Sprint([]store.Expired{{ID: i.ID, Reference: i.Reference, Town: Town, Pack: i.Pack, At: i.Receipt}}))
	_, err = s.Ciphertext(t.Context(), i.ID)
	want(t, "ciphertext", err, store.ErrNotFound)
	want(t, "left", numbers(t, s, store.Query{Town: Town}), "[02]")
	waiting, err := s.Deliveries(t.Context())
	must(t, err)
	want(t, "deliveries", waiting, 0)
}

func lateCopy(t *testing.T, s store.Store) {
	Put(t, s, Town, 1)
	i, ciphertext := Item(1, Town, 200)
	_, err := s.ExpireItems(t.Context(), noon.AddDate(1, 0, 0), 10)
	must(t, err)
	late := i
	late.Receipt = noon.AddDate(1, 0, 1)
	received, err := s.PutItem(t.Context(), late, ciphertext, "archive")
	must(t, err)
	want(t, "received", received, i.Receipt)
	want(t, "kept", numbers(t, s, store.Query{Town: Town}), "[]")
	waiting, err := s.Deliveries(t.Context())
	must(t, err)
	want(t, "deliveries", waiting, 0)
}

func expireLimit(t *testing.T, s store.Store) {
	Put(t, s, Town, 1, 2, 3)
	for _, n := range []int{2, 1, 0} {
		gone, err := s.ExpireItems(t.Context(), noon.AddDate(1, 0, 0), 2)
		must(t, err)
		want(t, "gone", len(gone), n)
	}
}
