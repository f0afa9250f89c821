package fleet_test

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"testing"

	"filippo.io/age"

	"guichet/forms/pack"
	"guichet/kiosk/fleet"
	"guichet/kiosk/fleet/wire"
	"guichet/kiosk/hub/hubtest"
	"guichet/kiosk/spool"
)

// join makes a machine known to a hub, in a town.
func join(t *testing.T, h *hubtest.Hub, town, dir string) error {
	t.Helper()
	code, _, err := h.NewCode(t.Context(), h.Admin, town, "Hall", "")
	need(t, err)
	transport, err := fleet.Transport(h.CA)
	need(t, err)
	defer transport.CloseIdleConnections()
	_, err = fleet.Enrol(t.Context(), h.URL, code.String(), dir, "1.0.0", "test", transport)
	return err
}

// A machine goes from one hub to another, whose root has a lower number; and
// comes back to be made known at home again, which costs it nothing.
func TestAKioskMovesToAnotherHub(t *testing.T) {
	from, to := hubtest.New(t), hubtest.New(t)
	dir := t.TempDir()
	need(t, join(t, from, hubtest.Town, dir))
	floor := filepath.Join(dir, "trust", "floor.json")
	need(t, os.MkdirAll(filepath.Dir(floor), 0o700))
	need(t, os.WriteFile(floor, []byte(`{"time":"2026-11-01T00:00:00Z","root":3}`), 0o600))
	need(t, join(t, from, hubtest.Town, dir))
	if _, err := os.Stat(floor); err != nil {
		t.Errorf("made known again at home: %v", err)
	}
	need(t, join(t, to, hubtest.Town, dir))
	to.Publish(t, "1.1.0")
	transport, err := fleet.Transport(to.CA)
	need(t, err)
	defer transport.CloseIdleConnections()
	a, err := fleet.Open(fleet.Config{Hub: to.URL, Dir: dir, Transport: transport,
		Offer: func([]*pack.Pack) {}, Rekey: func([]age.Recipient) error { return nil }, Log: slog.New(slog.DiscardHandler),
		Look: func(context.Context) wire.Heartbeat { return wire.Heartbeat{State: "attract"} },
	})
	need(t, err)
	defer a.Close()
	if _, err := to.StartRollout(t.Context(), to.Admin, hubtest.Town, hubtest.PackID, "1.1.0", true); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the other hub's packs come in", func() bool { return a.Sync(t.Context()) == nil && len(a.Packs()) == 1 })
}

// What waits for one town is not sent to another.
func TestAKioskMovesToAnotherTown(t *testing.T) {
	h := hubtest.New(t)
	dir := t.TempDir()
	need(t, join(t, h, hubtest.Town, dir))
	key, err := age.GenerateHybridIdentity()
	need(t, err)
	s, err := spool.Open(dir, []age.Recipient{key.Recipient()})
	need(t, err)
	defer s.Close()
	need(t, s.Put(t.Context(), submission(1)))
	was, err := fleet.ReadIdentity(dir)
	need(t, err)
	if err := join(t, h, "06088", dir); !errors.Is(err, fleet.ErrUnsent) {
		t.Errorf("with a submission of the town before: %v", err)
	}
	if is, err := fleet.ReadIdentity(dir); err != nil || is.Kiosk != was.Kiosk {
		t.Errorf("it is %s of %s now, %v", is.Kiosk, is.Town, err)
	}
	need(t, s.Erase(t.Context(), submission(1).ID))
	need(t, join(t, h, "06088", dir))
}
