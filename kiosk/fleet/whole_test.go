package fleet_test

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"filippo.io/age"

	"guichet/forms"
	"guichet/forms/pack"
	"guichet/kiosk/fleet"
	"guichet/kiosk/fleet/wire"
	"guichet/kiosk/health"
	"guichet/kiosk/hub/hubtest"
	"guichet/kiosk/hub/store"
	"guichet/kiosk/inbox"
	"guichet/kiosk/spool"
)

// kiosk is a real one, without a screen.
type kiosk struct {
	*fleet.Agent
	dir   string
	spool *spool.Spool
	key   *age.HybridIdentity
	board *health.Board

	mu      sync.Mutex
	offered []string
	stop    func()
}

func need(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// enrolled is a kiosk that was made known to a hub, and runs.
func enrolled(t *testing.T, h *hubtest.Hub, group string) *kiosk {
	t.Helper()
	k := &kiosk{dir: t.TempDir(), board: &health.Board{}}
	var err error
	k.key, err = age.GenerateHybridIdentity()
	need(t, err)
	code, _, err := h.NewCode(t.Context(), h.Admin, hubtest.Town, "Hall", group)
	need(t, err)
	transport, err := fleet.Transport(h.CA)
	need(t, err)
	_, err = fleet.Enrol(t.Context(), h.URL, code.String(), k.dir, "1.0.0", "test", transport)
	need(t, err)
	k.start(t, h)
	return k
}

func (k *kiosk) start(t *testing.T, h *hubtest.Hub) {
	t.Helper()
	transport, err := fleet.Transport(h.CA)
	need(t, err)
	k.spool, err = spool.Open(filepath.Join(k.dir, "spool"), []age.Recipient{k.key.Recipient()})
	need(t, err)
	k.Agent, err = fleet.Open(fleet.Config{
		Hub: h.URL, Dir: k.dir, Transport: transport,
		Offer: k.offer, Rekey: k.spool.SetRecipients, Log: slog.New(slog.DiscardHandler), Board: k.board,
		Look: func(context.Context) wire.Heartbeat { return wire.Heartbeat{State: "attract"} },
	})
	need(t, err)
	ctx, cancel := context.WithCancel(context.Background())
	var all sync.WaitGroup
	all.Go(func() { k.Run(ctx, k.spool) })
	k.stop = sync.OnceFunc(func() {
		cancel()
		all.Wait()
		k.Close()
		k.spool.Close()
		transport.CloseIdleConnections()
	})
	t.Cleanup(k.stop)
}

// offer is a home page that shows what it is given at once.
func (k *kiosk) offer(packs []*pack.Pack) {
	versions := map[string]string{}
	k.mu.Lock()
	k.offered = nil
	for _, p := range packs {
		versions[p.ID] = p.Version
		k.offered = append(k.offered, p.String())
	}
	k.mu.Unlock()
	go k.Shown(versions)
}

func (k *kiosk) menu() string {
	k.mu.Lock()
	defer k.mu.Unlock()
	return strings.Join(k.offered, ", ")
}

// eventually waits for a condition; the time is only how long a machine under
// load is given.
func eventually(t *testing.T, what string, holds func() bool) {
	t.Helper()
	for end := time.Now().Add(90 * time.Second); !holds(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("never: %s", what)
		}
	}
}

func submission(n int) forms.Submission {
	reference, err := forms.NewReference(rand.Reader)
	if err != nil {
		panic(err) // there is no chance left in the world
	}
	return forms.Submission{
		ID: fmt.Sprintf("%032x", n), Reference: reference, Pack: hubtest.PackID, Version: "1.1.0",
		Lang: forms.French, At: time.Now(), KeepDays: 400,
		Entries: []forms.Entry{{Page: "remarque", Type: forms.ShortText, Label: "Une remarque ?", Shown: []string{"Quatrebarbes-Œuvrard"}}},
	}
}

func (k *kiosk) submit(t *testing.T, numbers ...int) {
	t.Helper()
	for _, n := range numbers {
		need(t, k.spool.Put(t.Context(), submission(n)))
	}
	k.Saved()
}

func (k *kiosk) waiting(t *testing.T) int {
	t.Helper()
	c, err := k.spool.Count(t.Context())
	need(t, err)
	return c.Waiting
}

func arrived(t *testing.T, h *hubtest.Hub) []store.Item {
	t.Helper()
	items, err := h.Store.Items(t.Context(), store.Query{Town: hubtest.Town, Limit: 1000})
	need(t, err)
	return items
}

// From an empty machine to a submission that only the town hall can read.
func TestTheWholeWay(t *testing.T) {
	h := hubtest.New(t)
	h.Publish(t, "1.1.0")
	k := enrolled(t, h, store.StageTest)
	r, err := h.StartRollout(t.Context(), h.Admin, hubtest.Town, hubtest.PackID, "1.1.0", true)
	need(t, err)
	eventually(t, "the revision is offered", func() bool { return k.menu() == "cantine 1.1.0" })
	eventually(t, "the hub knows that it is shown", func() bool {
		p, err := h.Progress(t.Context(), h.Admin, r.ID)
		need(t, err)
		return len(p.Kiosks) == 1 && p.Kiosks[0].Step == wire.Shown
	})

	k.submit(t, 1, 2, 3)
	eventually(t, "nothing waits", func() bool { return k.waiting(t) == 0 })
	items := arrived(t, h)
	if len(items) != 3 {
		t.Fatalf("%d arrived", len(items))
	}
	for _, i := range items {
		data, err := h.Store.Ciphertext(t.Context(), i.ID)
		need(t, err)
		s, err := inbox.Open(i.Header, data, k.key)
		if err != nil || s.Entries[0].Shown[0] != "Quatrebarbes-Œuvrard" {
			t.Errorf("%s: %v", i.Reference, err)
		}
	}

	// The kiosk knows after a restart, without a network, what it offers.
	h.Stop()
	k.stop()
	k.start(t, h)
	if packs := k.Packs(); len(packs) != 1 || packs[0].String() != "cantine 1.1.0" {
		t.Errorf("after a restart: %v", packs)
	}
}

// A kiosk that was taken out of the fleet keeps what it has.
func TestRevoked(t *testing.T) {
	h := hubtest.New(t)
	k := enrolled(t, h, "")
	need(t, h.RevokeKiosk(t.Context(), h.Admin, k.Identity().Kiosk))
	k.submit(t, 1)
	time.Sleep(time.Second)
	if n := k.waiting(t); n != 1 || len(arrived(t, h)) != 0 {
		t.Errorf("%d wait, %d arrived", n, len(arrived(t, h)))
	}
}

// A code works once.
func TestACodeWorksOnce(t *testing.T) {
	h := hubtest.New(t)
	code, _, err := h.NewCode(t.Context(), h.Admin, hubtest.Town, "Hall", "")
	need(t, err)
	transport, err := fleet.Transport(h.CA)
	need(t, err)
	for i, want := range []error{nil, fleet.ErrSpent} {
		_, err := fleet.Enrol(t.Context(), h.URL, code.String(), t.TempDir(), "1.0.0", "test", transport)
		if !errors.Is(err, want) {
			t.Errorf("time %d: %v", i+1, err)
		}
	}
	if _, err := fleet.Enrol(t.Context(), h.URL, code.String(), t.TempDir(), "1.0.0", "test", nil); err == nil {
		t.Error("a hub whose certificate nobody knows is believed")
	}
}

// The hub goes away and comes back while citizens hand in.
func TestTheHubRestarts(t *testing.T) {
	h := hubtest.New(t)
	k := enrolled(t, h, "")
	var want []string
	for n := range 30 {
		if n%10 == 5 {
			h.Restart(t)
		}
		k.submit(t, n)
		want = append(want, submission(n).ID)
	}
	eventually(t, "nothing waits", func() bool { k.Saved(); return k.waiting(t) == 0 })
	var got []string
	for _, i := range arrived(t, h) {
		got = append(got, i.ID)
	}
	slices.Sort(got)
	if !slices.Equal(got, want) {
		t.Errorf("arrived %v", got)
	}
}
