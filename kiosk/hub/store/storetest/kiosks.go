package storetest

import (
	"errors"
	"fmt"
	"reflect"
	"testing"
	"time"

	"guichet/kiosk/fleet/wire"
	"guichet/kiosk/hub/store"
)

var kiosks = map[string]func(*testing.T, store.Store){
	"a kiosk comes back as it was":    kioskComesBack,
	"a kiosk is added once":           kioskOnce,
	"kiosks by town and name":         kiosksSorted,
	"keys of all kiosks":              keysOfAll,
	"a kiosk is edited":               kioskEdited,
	"a kiosk is revoked once":         kioskRevoked,
	"the last heartbeat stays":        lastBeat,
	"a thousand heartbeats in one go": manyBeats,
	"a strange kiosk says nothing":    strangeBeat,
	"a heartbeat from the future":     futureBeat,
	"an id that is not that of a key": wrongID,
	"a key that no row can have":      impossibleKey,
}

func kioskComesBack(t *testing.T, s store.Store) {
	k := Kiosk(Town, "Hall d’accueil")
	k.Group, k.X, k.Y = "test", 0.25, 0.75
	k.EnrolledAt = noon.Add(1234567 * time.Microsecond)
	must(t, s.AddKiosk(t.Context(), k))
	got, err := s.Kiosk(t.Context(), k.ID)
	must(t, err)
	if !reflect.DeepEqual(got, k) {
		t.Errorf("got  %+v\nwant %+v", got, k)
	}
	_, err = s.Kiosk(t.Context(), "ffffffffffffffff")
	want(t, "another kiosk", err, store.ErrNotFound)
}

// What a stranger writes into an address is not found, and is no fault of the database.
func impossibleKey(t *testing.T, s store.Store) {
	look := map[string]func(key string) error{
		"kiosk":      func(key string) error { _, err := s.Kiosk(t.Context(), key); return err },
		"file":       func(key string) error { _, _, err := s.File(t.Context(), key); return err },
		"item":       func(key string) error { _, err := s.Item(t.Context(), key); return err },
		"ciphertext": func(key string) error { _, err := s.Ciphertext(t.Context(), key); return err },
		"roll-out":   func(key string) error { _, err := s.Rollout(t.Context(), key); return err },
		"user":       func(key string) error { _, err := s.User(t.Context(), key); return err },
		"subject":    func(key string) error { _, err := s.UserByOIDC(t.Context(), key); return err },
	}
	for what, find := range look {
		for _, key := range []string{"a\x00b", "a\xff"} {
			want(t, fmt.Sprintf("%s %q", what, key), find(key), store.ErrNotFound)
		}
	}
}

func kioskOnce(t *testing.T, s store.Store) {
	k := Kiosk(Town, "Hall")
	must(t, s.AddKiosk(t.Context(), k))
	must(t, s.AddKiosk(t.Context(), k))
	moved := k
	moved.Town = Other
	want(t, "in another town", s.AddKiosk(t.Context(), moved), store.ErrTaken)
	must(t, s.RevokeKiosk(t.Context(), k.ID, noon))
	want(t, "after it was revoked", s.AddKiosk(t.Context(), k), store.ErrTaken)
}

func wrongID(t *testing.T, s store.Store) {
	k := Kiosk(Town, "Hall")
	k.ID = Kiosk(Town, "").ID
	if err := s.AddKiosk(t.Context(), k); err == nil {
		t.Error("the id of another key was taken")
	}
}

func kiosksSorted(t *testing.T, s store.Store) {
	for _, k := range []store.Kiosk{Kiosk(Town, "b"), Kiosk(Other, "a"), Kiosk(Town, "a"), Kiosk(Town, "c")} {
		must(t, s.AddKiosk(t.Context(), k))
		if k.Name == "b" {
			must(t, s.RevokeKiosk(t.Context(), k.ID, noon))
		}
	}
	for town, wanted := range map[string]string{
		Town: "[26362 a 26362 c 26362 b]", Other: "[38185 a]", "": "[26362 a 26362 c 38185 a 26362 b]", "01001": "[]",
	} {
		list, err := s.Kiosks(t.Context(), town)
		must(t, err)
		names := []string{}
		for _, k := range list {
			names = append(names, k.Town+" "+k.Name)
		}
		want(t, "town "+town, fmt.Sprint(names), wanted)
	}
}

func keysOfAll(t *testing.T, s store.Store) {
	stays, goes := Kiosk(Town, "Hall"), Kiosk(Other, "Hall")
	must(t, s.AddKiosk(t.Context(), stays))
	must(t, s.AddKiosk(t.Context(), goes))
	must(t, s.RevokeKiosk(t.Context(), goes.ID, noon))
	list, err := s.Keys(t.Context())
	must(t, err)
	got := map[string]store.Kiosk{}
	for _, k := range list {
		got[k.ID] = k
	}
	wanted := map[string]store.Kiosk{
		stays.ID: {ID: stays.ID, Town: Town, Key: stays.Key},
		goes.ID:  {ID: goes.ID, Town: Other, Key: goes.Key, RevokedAt: noon},
	}
	if !reflect.DeepEqual(got, wanted) {
		t.Errorf("got  %+v\nwant %+v", got, wanted)
	}
}

func kioskEdited(t *testing.T, s store.Store) {
	k := Kiosk(Town, "Hall")
	must(t, s.AddKiosk(t.Context(), k))
	edited := k
	edited.Name, edited.Group, edited.X, edited.Y = "État civil", "test", 0.5, 0.125
	wrong := edited
	wrong.Town = Other // not to be edited
	must(t, s.EditKiosk(t.Context(), wrong))
	got, err := s.Kiosk(t.Context(), k.ID)
	must(t, err)
	if !reflect.DeepEqual(got, edited) {
		t.Errorf("got %+v", got)
	}
	want(t, "no such kiosk", s.EditKiosk(t.Context(), Kiosk(Town, "x")), store.ErrNotFound)
}

func kioskRevoked(t *testing.T, s store.Store) {
	k := Kiosk(Town, "Hall")
	must(t, s.AddKiosk(t.Context(), k))
	must(t, s.RevokeKiosk(t.Context(), k.ID, noon))
	must(t, s.RevokeKiosk(t.Context(), k.ID, noon.Add(time.Hour)))
	got, err := s.Kiosk(t.Context(), k.ID)
	must(t, err)
	want(t, "first time", got.RevokedAt, noon)
	want(t, "no such kiosk", s.RevokeKiosk(t.Context(), "ffffffffffffffff", noon), store.ErrNotFound)
}

func beat(waiting int) wire.Heartbeat {
	return wire.Heartbeat{
		At: noon, Version: "1.0", State: "attract", Spool: wire.Spool{Waiting: waiting, Oldest: noon},
		Packs:  []wire.PackState{{ID: "cantine", Version: "1.2.0", Step: wire.Shown}},
		Alerts: []wire.Alert{{Name: "paper_low", Since: noon, Who: "staff"}},
	}
}

func lastBeat(t *testing.T, s store.Store) {
	k := Kiosk(Town, "Hall")
	must(t, s.AddKiosk(t.Context(), k))
	at := func(seconds, waiting int) store.Beat {
		return store.Beat{Kiosk: k.ID, At: noon.Add(time.Duration(seconds) * time.Second), Beat: beat(waiting)}
	}
	must(t, s.Beats(t.Context(), nil))
	must(t, s.Beats(t.Context(), []store.Beat{at(1, 1)}))
	must(t, s.Beats(t.Context(), []store.Beat{at(5, 5), at(3, 3)})) // one that was overtaken
	must(t, s.Beats(t.Context(), []store.Beat{at(4, 4)}))
	got, err := s.Kiosk(t.Context(), k.ID)
	must(t, err)
	want(t, "time", got.BeatAt, noon.Add(5*time.Second))
	if !reflect.DeepEqual(got.Beat, beat(5)) {
		t.Errorf("got %+v", got.Beat)
	}
}

// futureBeat: the hub's clock was ahead for a moment, by a year. Its kiosks are
// not silent for that year.
func futureBeat(t *testing.T, s store.Store) {
	k := Kiosk(Town, "Hall")
	must(t, s.AddKiosk(t.Context(), k))
	must(t, s.Beats(t.Context(), []store.Beat{{Kiosk: k.ID, At: noon.AddDate(1, 0, 0), Beat: beat(1)}}))
	must(t, s.Beats(t.Context(), []store.Beat{{Kiosk: k.ID, At: noon, Beat: beat(2)}}))
	got, err := s.Kiosk(t.Context(), k.ID)
	must(t, err)
	want(t, "time", got.BeatAt, noon)
	want(t, "waiting", got.Beat.Spool.Waiting, 2)
}

func strangeBeat(t *testing.T, s store.Store) {
	k := Kiosk(Town, "Hall")
	must(t, s.AddKiosk(t.Context(), k))
	must(t, s.Beats(t.Context(), []store.Beat{{Kiosk: "ffffffffffffffff", At: noon}, {Kiosk: k.ID, At: noon}}))
	got, err := s.Kiosk(t.Context(), k.ID)
	must(t, err)
	want(t, "time", got.BeatAt, noon)
	_, err = s.Kiosk(t.Context(), "ffffffffffffffff")
	want(t, "the strange one", err, store.ErrNotFound)
}

func manyBeats(t *testing.T, s store.Store) {
	var beats []store.Beat
	for n := range 1000 {
		k := Kiosk(Town, fmt.Sprintf("%04d", n))
		beats = append(beats, store.Beat{Kiosk: k.ID, At: noon, Beat: beat(n)})
		if n < 50 { // adding them all takes its time
			must(t, s.AddKiosk(t.Context(), k))
		}
	}
	must(t, s.Beats(t.Context(), beats))
	list, err := s.Kiosks(t.Context(), Town)
	must(t, err)
	for n, k := range list {
		want(t, k.Name, k.Beat.Spool.Waiting, n)
	}
	want(t, "kiosks", len(list), 50)
}

var codes = map[string]func(*testing.T, store.Store){
	"a code works once":      codeOnce,
	"a code becomes too old": codeTooOld,
}

func sampleCode(n byte) store.Code {
	return store.Code{
		Hash: [32]byte{n}, Town: Town, Name: "Hall", Group: "test", By: "alix", Expires: noon.Add(10 * time.Minute),
	}
}

func codeOnce(t *testing.T, s store.Store) {
	must(t, s.AddCode(t.Context(), sampleCode(1)))
	want(t, "the same again", s.AddCode(t.Context(), sampleCode(1)), store.ErrTaken)
	got, err := s.TakeCode(t.Context(), [32]byte{1}, noon)
	must(t, err)
	want(t, "code", got, sampleCode(1))
	for _, n := range []byte{1, 2} {
		got, err = s.TakeCode(t.Context(), [32]byte{n}, noon)
		want(t, "taken or never there", err, store.ErrNotFound)
		want(t, "taken or never there", got, store.Code{})
	}
}

func codeTooOld(t *testing.T, s store.Store) {
	must(t, s.AddCode(t.Context(), sampleCode(1)))
	must(t, s.AddCode(t.Context(), sampleCode(2)))
	_, err := s.TakeCode(t.Context(), [32]byte{1}, noon.Add(10*time.Minute))
	want(t, "too old", err, store.ErrNotFound)
	_, err = s.TakeCode(t.Context(), [32]byte{2}, noon)
	if !errors.Is(err, store.ErrNotFound) {
		t.Errorf("one that was too old at a later time: %v", err)
	}
}
