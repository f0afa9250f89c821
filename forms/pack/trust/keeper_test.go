package trust_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"guichet/forms/pack/trust"
)

func TestATerminalTakesWhatItsTownPublishes(t *testing.T) {
	w, ctx := newWorld(t), context.Background()
	dir := t.TempDir()
	k := w.keeperIn(dir)
	list, err := k.Refresh(ctx, w.files)
	check(t, err)
	want := trust.Target{Path: "04/04999/cantine-1.0.0.guichet", Kind: "pack", ID: "cantine", Version: "1.0.0", Town: town,
		Size: int64(len(pack(town, 1))), SHA256: list[0].SHA256}
	if len(list) != 1 || list[0] != want {
		t.Fatalf("got %v", list)
	}
	data, err := k.Download(ctx, w.files, list[0])
	check(t, err)
	if string(data) != string(pack(town, 1)) {
		t.Fatalf("got %q", data)
	}
	again := w.keeperIn(dir)
	if got := again.Targets(); len(got) != 1 || got[0] != want {
		t.Fatalf("after a restart: %v", got)
	}
	check(t, again.Verify(want, data))
}

func TestANewRevisionIsSeen(t *testing.T) {
	w, ctx := newWorld(t), context.Background()
	k := w.keeper()
	_, err := k.Refresh(ctx, w.files)
	check(t, err)
	w.release("1.1.0", pack(town, 2))
	list, err := k.Refresh(ctx, w.files)
	check(t, err)
	data, err := k.Download(ctx, w.files, find(t, list, "1.1.0"))
	check(t, err)
	if string(data) != string(pack(town, 2)) {
		t.Fatalf("got %q", data)
	}
}

func TestAnOfflineTerminalKeepsWhatItHas(t *testing.T) {
	w, ctx := newWorld(t), context.Background()
	dir := t.TempDir()
	list, err := w.keeperIn(dir).Refresh(ctx, w.files)
	check(t, err)
	w.now = w.now.AddDate(9, 0, 0)
	k := w.keeperIn(dir)
	check(t, k.Verify(list[0], pack(town, 1)))
	if !k.Expires().Before(w.now) {
		t.Errorf("expires %v", k.Expires())
	}
	if _, err := k.Refresh(ctx, w.files); !errors.Is(err, trust.ErrExpired) {
		t.Errorf("an update after nine years: %v", err)
	}
	check(t, k.Verify(list[0], pack(town, 1)))
}

func TestVerifySaysWhatIsWrong(t *testing.T) {
	w, ctx := newWorld(t), context.Background()
	k := w.keeper()
	list, err := k.Refresh(ctx, w.files)
	check(t, err)
	if err := k.Verify(list[0], []byte("something else")); !errors.Is(err, trust.ErrAltered) {
		t.Errorf("other bytes: %v", err)
	}
	forged := list[0]
	forged.SHA256 = "00"
	if err := k.Verify(forged, pack(town, 1)); !errors.Is(err, trust.ErrNotPublished) {
		t.Errorf("a target that the town never named: %v", err)
	}
	w.meta["c04999"].Signed.Version++
	clear(w.meta["c04999"].Signed.Targets)
	w.commit()
	_, err = k.Refresh(ctx, w.files)
	check(t, err)
	if err := k.Verify(list[0], pack(town, 1)); !errors.Is(err, trust.ErrNotPublished) {
		t.Errorf("withdrawn: %v", err)
	}
}

func TestAKeptFileThatIsDamagedHasACopy(t *testing.T) {
	w, ctx := newWorld(t), context.Background()
	dir := t.TempDir()
	_, err := w.keeperIn(dir).Refresh(ctx, w.files)
	check(t, err)
	check(t, os.WriteFile(filepath.Join(dir, "accepted.json"), []byte(`{"root":1,"times`), 0o600))
	k := w.keeperIn(dir)
	if len(k.Targets()) != 1 || k.Damage() == nil {
		t.Errorf("targets %v, damage %v", k.Targets(), k.Damage())
	}
	_, err = k.Refresh(ctx, w.files)
	check(t, err)
	if k := w.keeperIn(dir); k.Damage() != nil {
		t.Errorf("not mended: %v", k.Damage())
	}
}

func TestTheFingerprintFollowsTheRoot(t *testing.T) {
	w, ctx := newWorld(t), context.Background()
	k := w.keeper()
	before := k.Fingerprint()
	w.root.Signed.Version++
	w.signRoot("root-2", "root-3")
	_, err := k.Refresh(ctx, w.files)
	check(t, err)
	if k.Fingerprint() == before || k.Fingerprint() != trust.Fingerprint(w.files["metadata/2.root.json"]) || k.RootVersion() != 2 {
		t.Errorf("root %d, %s", k.RootVersion(), k.Fingerprint())
	}
}

func TestHubTimeIsBounded(t *testing.T) {
	w, ctx := newWorld(t), context.Background()
	k := w.keeper()
	_, err := k.Refresh(ctx, w.files)
	check(t, err)
	check(t, k.HubTime(noon.Add(3*day)))
	if !k.Time().Equal(noon.Add(3 * day)) {
		t.Errorf("time %v", k.Time())
	}
	check(t, k.HubTime(time.Date(2120, 1, 1, 0, 0, 0, 0, time.UTC)))
	if !k.Time().Equal(k.Expires()) {
		t.Errorf("time %v, expires %v", k.Time(), k.Expires())
	}
	w.now = k.Expires()
	for _, m := range w.meta {
		m.Signed.Version++
		m.Signed.Expires = w.now.Add(trust.TownLife)
	}
	w.commit()
	_, err = k.Refresh(ctx, w.files)
	check(t, err)
}
