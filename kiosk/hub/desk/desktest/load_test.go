package desktest_test

import (
	"crypto/ed25519"
	"crypto/rand"
	"runtime"
	"sync"
	"testing"
	"time"

	"guichet/kiosk/call"
	"guichet/kiosk/call/wire"
	"guichet/kiosk/custody"
	"guichet/kiosk/hub/desk/desktest"
	"guichet/kiosk/hub/hubtest"
	"guichet/kiosk/hub/store"
	"guichet/kiosk/hub/store/storetest"
)

// crowd are kiosks that are enrolled without the ceremony.
func (w *world) crowd(n int) []*hubtest.Kiosk {
	w.Helper()
	client := w.kiosks.Client()
	all := make([]*hubtest.Kiosk, n)
	var group sync.WaitGroup
	for i := range all {
		group.Go(func() {
			public, secret, _ := ed25519.GenerateKey(rand.Reader)
			k := store.Kiosk{ID: custody.KioskID(public), Town: hubtest.Town, Name: "Hall", Key: public, EnrolledAt: time.Now()}
			if err := w.kiosks.Store.AddKiosk(w.Context(), k); err != nil {
				w.Error(err)
			}
			all[i] = &hubtest.Kiosk{ID: k.ID, Key: secret, Hub: w.kiosks, HTTP: client, Now: w.clock.Now}
		})
	}
	group.Wait()
	return all
}

// thousand is how many wait at once.
const thousand = 1000

// aThousandWait: each is told a place of its own, and moves on when the first is
// taken; the desk sees the first of them.
func aThousandWait(t *testing.T, w *world) {
	a := w.onDuty("camille")
	w.staffed(w.kiosk("Hall"), "accueil", 1)
	kiosks, ids := make([]*desktest.Kiosk, thousand), make([]string, thousand)
	crowd := w.crowd(thousand)
	before := memory()
	began := time.Now()
	var group sync.WaitGroup
	for n, k := range crowd {
		group.Go(func() {
			kiosks[n] = desktest.DialKiosk(t, k)
			ids[n] = kiosks[n].Ask("accueil", call.Shared{Lang: "fr"})
			kiosks[n].Until(wire.Queued)
		})
	}
	group.Wait()
	t.Logf("%d kiosks connected and in the line after %v", thousand, time.Since(began))
	t.Logf("%d kB a call, with both ends of its connection", (memory()-before)/thousand>>10)
	w.places(t, kiosks, ids)
	line := a.Find(func(m wire.Message) bool { return m.Type == wire.Waiting && len(m.Line) == 100 }, "the first hundred")
	if size := len(line.Write()); size > wire.MaxMessage {
		t.Errorf("%d bytes", size)
	}
	w.firstIsTaken(t, a, kiosks, ids)
}

// memory is what this process has in use.
func memory() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapInuse + m.StackInuse
}

// places: who asks again, when all have come, has a place of his own.
func (w *world) places(t *testing.T, kiosks []*desktest.Kiosk, ids []string) {
	t.Helper()
	time.Sleep(time.Second)
	var mu sync.Mutex
	places := map[int]bool{}
	var group sync.WaitGroup
	for n, k := range kiosks {
		group.Go(func() {
			k.Passed()
			k.Resume(ids[n])
			place := k.Until(wire.Queued).Queue.Place
			mu.Lock()
			defer mu.Unlock()
			places[place] = true
		})
	}
	group.Wait()
	if len(places) != thousand || !places[1] || !places[thousand] {
		t.Errorf("%d different places", len(places))
	}
}

// firstIsTaken: how long until everybody behind knows.
func (w *world) firstIsTaken(t *testing.T, a *desktest.Agent, kiosks []*desktest.Kiosk, ids []string) {
	t.Helper()
	time.Sleep(2 * time.Second) // all that was on its way has come
	first := a.Line()[0].Call
	for _, k := range kiosks {
		k.Passed()
	}
	began := time.Now()
	a.Take(first)
	a.Until(wire.Taken)
	took := time.Since(began)
	for n, k := range kiosks {
		if ids[n] == first {
			k.Until(wire.Taken)
		} else {
			k.Until(wire.Queued)
		}
	}
	t.Logf("taken after %v, and all %d knew their new place after %v", took, thousand-1, time.Since(began))
}

func TestAThousandWait(t *testing.T) {
	if testing.Short() {
		t.Skip("it is long")
	}
	t.Run("sqlite", func(t *testing.T) { aThousandWait(t, onSQLite(t, desktest.Settings())) })
	t.Run("postgres", func(t *testing.T) {
		aThousandWait(t, onPostgres(t, storetest.Postgres(t, storetest.Fast...), desktest.Settings()))
	})
}
