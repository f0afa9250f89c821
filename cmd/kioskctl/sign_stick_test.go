package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"guichet/forms/pack/store"
	"guichet/forms/pack/trust"
)

// must runs a command that must succeed.
func must(t *testing.T, args ...string) {
	t.Helper()
	if r := kioskctl(t, args...); r.status != exitDone {
		t.Fatalf("%v: %+v", args, r)
	}
}

// madeStick is a stick with a pack, from nothing; and the kiosk's root.
func madeStick(t *testing.T) (stick, root string) {
	t.Helper()
	t.Chdir(t.TempDir())
	if err := os.WriteFile("word", []byte("five words are good enough\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	must(t, "keys", "new", "--town", "04999", "--passphrase-file", "word", "our")
	must(t, "pack", "new", "--yes", "p")
	must(t, "pack", "build", "p", "-o", "p.guichet")
	must(t, "pack", "sign", "p.guichet", "--repo", "our/repository", "--town", "04999", "--key", "our/5-town/c04999.key",
		"--passphrase-file", "word", "-o", "p.upload")
	must(t, "pack", "accept", "p.upload", "--repo", "our/repository", "--online", "our/hub/online.keys")
	must(t, "pack", "stick", "stick", "--repo", "our/repository", "--town", "04999")
	return "stick", filepath.Join("our", "kiosk", "root.json")
}

// From the first key to a form on a kiosk that has no network: the stick goes
// the way that the hub goes.
func TestAStickReachesAKiosk(t *testing.T) {
	stick, rootFile := madeStick(t)
	ctx := context.Background()
	factory, err := os.ReadFile(rootFile)
	if err != nil {
		t.Fatal(err)
	}
	k, err := trust.Open("kiosk/trust", factory, "04999", time.Now)
	if err != nil {
		t.Fatal(err)
	}
	s, err := store.Open("kiosk/packs", k, store.Options{Town: "04999"})
	if err != nil {
		t.Fatal(err)
	}
	root, err := os.OpenRoot(stick)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	done, err := s.Update(ctx, k, trust.Folder(root), store.Newest)
	if err != nil || len(done) != 1 {
		t.Fatalf("%v, %v", done, err)
	}
	if err := s.Activate(done[0].ID, done[0].Version); err != nil {
		t.Fatal(err)
	}
	active, refused := s.Active()
	if len(active) != 1 || len(refused) != 0 {
		t.Errorf("active %v, refused %v", active, refused)
	}
	halfCopied(t, ctx, s, k, root, done[0])
}

// halfCopied: the pack is missing on the stick; what is there stays.
func halfCopied(t *testing.T, ctx context.Context, s *store.Store, k *trust.Keeper, root *os.Root, target trust.Target) {
	t.Helper()
	if err := root.Remove(filepath.FromSlash(target.Stored())); err != nil {
		t.Fatal(err)
	}
	if done, err := s.Update(ctx, k, trust.Folder(root), store.Newest); err != nil || len(done) != 1 {
		t.Errorf("installed already: %v, %v", done, err)
	}
	fresh, err := store.Open("kiosk/packs2", k, store.Options{Town: "04999"})
	if err != nil {
		t.Fatal(err)
	}
	if done, err := fresh.Update(ctx, k, trust.Folder(root), store.Newest); !errors.Is(err, trust.ErrIncomplete) || len(done) != 0 {
		t.Errorf("a new kiosk: %v, %v", done, err)
	}
}
