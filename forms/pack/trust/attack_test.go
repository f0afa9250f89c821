package trust_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/theupdateframework/go-tuf/v2/metadata"

	"guichet/forms/pack/trust"
)

// attack is one row of the table: a terminal that has accepted the good
// repository is shown another one.
type attack struct {
	name string
	do   func(w *world) trust.Memory // what the terminal is shown
	want error
}

// evil is bytes that must never come out of a Download.
var evil = []byte("evil pack")

var attacks = []attack{
	{"the state before this one", func(w *world) trust.Memory {
		old := w.copy()
		w.release("1.1.0", pack(town, 2))
		w.seen()
		return old
	}, trust.ErrRolledBack},
	{"yesterday's timestamp of the same snapshot", func(w *world) trust.Memory {
		old := w.copy()
		w.stampOf(w.files["metadata/1.snapshot.json"])
		w.seen()
		return old
	}, trust.ErrRolledBack},
	{"no news for eight days", func(w *world) trust.Memory {
		w.now = w.now.Add(8 * day)
		return w.files
	}, trust.ErrExpired},
	{"targets edited without a key", func(w *world) trust.Memory {
		w.meta["c04999"].Signed.Version++
		w.addPack(town, "cantine", "6.6.6", evil)
		w.commit()
		name := "metadata/2.c04999.json"
		w.files[name] = bytes.Replace(w.files[name], []byte("6.6.6"), []byte("6.6.7"), 2)
		return w.files
	}, trust.ErrNotTrusted},
	{"a repository of the attacker's own", func(w *world) trust.Memory {
		w.signer["timestamp"] = []string{"mallory"}
		w.commit()
		return w.files
	}, trust.ErrNotTrusted},
	{"a new root signed by one of two", func(w *world) trust.Memory {
		w.root.Signed.Version++
		w.signRoot("root-1")
		return w.files
	}, trust.ErrNotTrusted},
	{"a new root signed twice by the same", func(w *world) trust.Memory {
		w.root.Signed.Version++
		data := w.signRoot("root-1")
		var file map[string]any
		check(w.t, json.Unmarshal(data, &file))
		signatures := file["signatures"].([]any)
		file["signatures"] = append(signatures, signatures[0])
		data, err := json.Marshal(file)
		check(w.t, err)
		w.files["metadata/2.root.json"] = data
		return w.files
	}, trust.ErrNotTrusted},
	{"a root with threshold 0", func(w *world) trust.Memory {
		w.root.Signed.Version++
		w.root.Signed.Roles["timestamp"].Threshold = 0
		w.signRoot("root-1", "root-2")
		w.commit()
		return w.files
	}, trust.ErrNotTrusted},
	{"a town with threshold 0", func(w *world) trust.Memory {
		w.meta["d04"].Signed.Version++
		w.meta["d04"].Signed.Delegations.Roles[0].Threshold = 0
		w.meta["c04999"].Signed.Version++
		w.addPack(town, "cantine", "6.6.6", evil)
		w.signer["c04999"] = []string{"mallory"}
		w.commit()
		return w.files
	}, trust.ErrNotTrusted},
	{"the snapshot of another day", func(w *world) trust.Memory {
		old := w.files["metadata/1.snapshot.json"]
		w.release("1.1.0", pack(town, 2))
		w.files["metadata/2.snapshot.json"] = old
		return w.files
	}, trust.ErrNotTrusted},
	{"a new timestamp of an old snapshot", func(w *world) trust.Memory {
		old := w.files["metadata/1.snapshot.json"]
		w.release("1.1.0", pack(town, 2))
		w.seen()
		w.snap.Signed.Version = 1
		w.stampOf(old)
		return w.files
	}, trust.ErrRolledBack},
	{"a snapshot that takes one role back", func(w *world) trust.Memory {
		w.release("1.1.0", pack(town, 2))
		w.seen()
		w.meta["c04999"].Signed.Version = 1
		w.commit()
		return w.files
	}, trust.ErrRolledBack},
	{"a snapshot that has lost the town", func(w *world) trust.Memory {
		delete(w.meta, "c04999")
		w.commit()
		return w.files
	}, trust.ErrNotTrusted},
	{"metadata that is no JSON", func(w *world) trust.Memory {
		w.files["metadata/timestamp.json"] = []byte(`{"signed":{"_type":"timestamp"`)
		return w.files
	}, trust.ErrMalformed},
	{"a timestamp that names no snapshot", func(w *world) trust.Memory {
		w.stamp.Signed.Version++
		w.stamp.Signed.Meta = map[string]*metadata.MetaFiles{}
		w.files["metadata/timestamp.json"] = sign(w.t, w.stamp, "timestamp-1")
		return w.files
	}, trust.ErrMalformed},
	{"a timestamp of one megabyte", func(w *world) trust.Memory {
		w.files["metadata/timestamp.json"] = bytes.Repeat([]byte(" "), 1<<20)
		return w.files
	}, trust.ErrTooLarge},
	{"a key file that was half copied", func(w *world) trust.Memory {
		w.release("1.1.0", pack(town, 2))
		delete(w.files, "metadata/2.c04999.json")
		return w.files
	}, trust.ErrIncomplete},
	{"an empty stick", func(w *world) trust.Memory { return trust.Memory{} }, trust.ErrIncomplete},
	{"metadata of another town under our name", func(w *world) trust.Memory {
		w.release("1.1.0", pack(town, 2))
		w.meta["c06088"].Signed.Version = 2
		w.files["metadata/2.c04999.json"] = sign(w.t, w.meta["c06088"], "c06088-1")
		return w.files
	}, trust.ErrWrongTown},
	{"a town that signs for another", func(w *world) trust.Memory {
		w.meta["c04999"].Signed.Version++
		w.addTarget("c04999", trust.PackPath(otherTown, "cantine", "6.6.6"), evil, trust.Custom{Kind: "pack", ID: "cantine", Version: "6.6.6"})
		w.commit()
		return w.files
	}, trust.ErrWrongTown},
	{"a town folder handed to a wider pattern", func(w *world) trust.Memory {
		w.meta["d04"].Signed.Version++
		w.meta["d04"].Signed.Delegations.Roles[0].Paths = []string{"*/*/*"}
		w.commit()
		return w.files
	}, trust.ErrMalformed},
	{"a town that was taken out", func(w *world) trust.Memory {
		w.meta["d04"].Signed.Version++
		w.meta["d04"].Signed.Delegations.Roles = nil
		w.commit()
		return w.files
	}, trust.ErrUnknownTown},
	{"a pack that describes itself as another", func(w *world) trust.Memory {
		w.meta["c04999"].Signed.Version++
		w.addTarget("c04999", trust.PackPath(town, "cantine", "6.6.6"), evil, trust.Custom{Kind: "pack", ID: "cantine", Version: "1.0.0"})
		w.commit()
		return w.files
	}, trust.ErrMalformed},
	{"a timestamp signed after the last day of the others", func(w *world) trust.Memory {
		w.now = noon.Add(trust.TownLife + 100*day)
		w.snap.Signed.Expires = w.now.Add(day)
		w.commit()
		w.now = noon
		return w.files
	}, trust.ErrExpired},
}

// seen lets the terminal of the test accept the state as it is now.
func (w *world) seen() {
	w.t.Helper()
	_, err := w.terminal.Refresh(context.Background(), w.files)
	check(w.t, err)
}

func TestAttacks(t *testing.T) {
	if testing.Short() {
		t.Skip("it is long")
	}
	for _, a := range attacks {
		t.Run(a.name, func(t *testing.T) {
			w := newWorld(t)
			dir := t.TempDir()
			w.terminal = w.keeperIn(dir)
			w.seen()
			shown := a.do(w)
			before := w.terminal.Targets()
			if _, err := w.terminal.Refresh(context.Background(), shown); !errors.Is(err, a.want) {
				t.Fatalf("got %v, not %v", err, a.want)
			}
			stillWorks(t, w, w.terminal, before)
			stillWorks(t, w, w.keeperIn(dir), before)
		})
	}
}

// stillWorks: a refusal changes nothing, and what was accepted is usable.
func stillWorks(t *testing.T, w *world, k *trust.Keeper, before []trust.Target) {
	t.Helper()
	if got := k.Targets(); fmt.Sprint(got) != fmt.Sprint(before) {
		t.Errorf("targets %v, before %v", got, before)
	}
	check(t, k.Verify(find(t, before, "1.0.0"), pack(town, 1)))
	if bytes.Contains(fmt.Append(nil, k.Targets()), []byte("6.6.6")) {
		t.Error("the evil pack is known")
	}
}

func TestOneBitInThePack(t *testing.T) {
	w, ctx := newWorld(t), context.Background()
	k := w.keeper()
	list, err := k.Refresh(ctx, w.files)
	check(t, err)
	name := list[0].Stored()
	for i := range w.files[name] {
		w.files[name] = bytes.Clone(pack(town, 1))
		w.files[name][i] ^= 4
		if data, err := k.Download(ctx, w.files, list[0]); !errors.Is(err, trust.ErrAltered) {
			t.Fatalf("byte %d: %q, %v", i, data, err)
		}
	}
	w.files[name] = append(pack(town, 1), 'x')
	if _, err := k.Download(ctx, w.files, list[0]); !errors.Is(err, trust.ErrTooLarge) {
		t.Errorf("one byte more: %v", err)
	}
	delete(w.files, name)
	if _, err := k.Download(ctx, w.files, list[0]); !errors.Is(err, trust.ErrIncomplete) {
		t.Errorf("missing: %v", err)
	}
}

// A terminal fresh from the factory cannot know that there is something newer:
// only the dates protect it. That is inherent, and documented.
func TestAFreshTerminalIsShownAnOldRepository(t *testing.T) {
	w, ctx := newWorld(t), context.Background()
	old := w.copy()
	w.now = w.now.Add(2 * day)
	w.release("1.1.0", pack(town, 2))
	if _, err := w.keeper().Refresh(ctx, old); err != nil {
		t.Errorf("within its week: %v", err)
	}
	w.now = w.now.Add(6 * day)
	if _, err := w.keeper().Refresh(ctx, old); !errors.Is(err, trust.ErrExpired) {
		t.Errorf("after its week: %v", err)
	}
}

func TestADeadClock(t *testing.T) {
	for _, c := range []struct {
		name  string
		clock time.Time
	}{
		{"1970", time.Unix(0, 0)},
		{"2020", time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)},
	} {
		t.Run(c.name, func(t *testing.T) {
			w, ctx := newWorld(t), context.Background()
			old := w.copy()
			dir := t.TempDir()
			w.now = noon.Add(30 * day)
			w.release("1.1.0", pack(town, 2))
			_, err := w.keeperIn(dir).Refresh(ctx, w.files)
			check(t, err)
			w.now = c.clock // the battery is dead, and the power went
			k := w.keeperIn(dir)
			if k.Time().Before(noon.Add(30 * day)) {
				t.Errorf("the time went back to %v", k.Time())
			}
			if _, err := k.Refresh(ctx, old); !errors.Is(err, trust.ErrRolledBack) {
				t.Errorf("the old repository: %v", err)
			}
			_, err = k.Refresh(ctx, w.files)
			check(t, err)
		})
	}
}

// A fresh terminal with a dead clock takes the date of its factory root.
func TestADeadClockInAFreshTerminal(t *testing.T) {
	w, ctx := newWorld(t), context.Background()
	old := w.copy()
	w.now = noon.Add(60 * day)
	w.root.Signed.Version++
	w.root.Signed.UnrecognizedFields[trust.Issued] = w.now.Format(time.RFC3339)
	factory := w.signRoot("root-1", "root-3")
	k, err := trust.Open(t.TempDir(), factory, town, func() time.Time { return time.Unix(0, 0) })
	check(t, err)
	if _, err := k.Refresh(ctx, old); !errors.Is(err, trust.ErrExpired) {
		t.Errorf("a repository that had expired when the terminal was made: %v", err)
	}
	w.commit()
	_, err = k.Refresh(ctx, w.files)
	check(t, err)
}

// A clock in 2038 cannot update, and does no lasting harm.
func TestAClockInTheFuture(t *testing.T) {
	w, ctx := newWorld(t), context.Background()
	dir := t.TempDir()
	list, err := w.keeperIn(dir).Refresh(ctx, w.files)
	check(t, err)
	w.now = time.Date(2038, 1, 19, 3, 14, 8, 0, time.UTC)
	k := w.keeperIn(dir)
	if _, err := k.Refresh(ctx, w.files); !errors.Is(err, trust.ErrExpired) {
		t.Errorf("in 2038: %v", err)
	}
	check(t, k.Verify(list[0], pack(town, 1)))
	w.now = noon.Add(day)
	w.commit()
	_, err = w.keeperIn(dir).Refresh(ctx, w.files)
	check(t, err)
}

// revoke replaces the keys of timestamp, snapshot and targets by a new root.
func (w *world) revoke() {
	w.t.Helper()
	w.root.Signed.Version++
	for _, role := range []string{"timestamp", "snapshot", "targets"} {
		id, err := public(w.t, role+"-1").ID()
		check(w.t, err)
		check(w.t, w.root.Signed.RevokeKey(id, role))
		check(w.t, w.root.Signed.AddKey(public(w.t, role+"-2"), role))
		w.signer[role] = []string{role + "-2"}
	}
	w.signRoot("root-1", "root-2")
	w.meta["targets"].Signed.Version++
	w.commit()
}

// The bold one: the thief of revoked keys shows a chain from the first root,
// with version numbers as high as he likes, to a program that has restarted
// from its factory root.
func TestRevokedKeysAfterARestart(t *testing.T) {
	w, ctx := newWorld(t), context.Background()
	thief := newWorld(t)
	dir := t.TempDir()
	_, err := w.keeperIn(dir).Refresh(ctx, w.files)
	check(t, err)
	w.revoke()
	_, err = w.keeperIn(dir).Refresh(ctx, w.files)
	check(t, err)
	thief.stamp.Signed.Version, thief.snap.Signed.Version = 100, 100
	thief.release("6.6.6", evil)
	k := w.keeperIn(dir)
	if k.RootVersion() != 2 {
		t.Errorf("it starts from root %d", k.RootVersion())
	}
	if _, err := k.Refresh(ctx, thief.files); !errors.Is(err, trust.ErrNotTrusted) {
		t.Errorf("revoked keys: %v", err)
	}
}

// The same, when the terminal has seen only the new root, as on a stick that
// was pulled out: it keeps what it had, and knows of the revocation.
func TestARevocationThatCameAlone(t *testing.T) {
	w, ctx := newWorld(t), context.Background()
	thief := newWorld(t)
	dir := t.TempDir()
	list, err := w.keeperIn(dir).Refresh(ctx, w.files)
	check(t, err)
	w.revoke()
	half := trust.Memory{"metadata/2.root.json": w.files["metadata/2.root.json"]}
	if _, err := w.keeperIn(dir).Refresh(ctx, half); !errors.Is(err, trust.ErrIncomplete) {
		t.Errorf("half a stick: %v", err)
	}
	k := w.keeperIn(dir)
	check(t, k.Verify(list[0], pack(town, 1)))
	thief.release("6.6.6", evil)
	if _, err := k.Refresh(ctx, thief.files); !errors.Is(err, trust.ErrNotTrusted) {
		t.Errorf("revoked keys: %v", err)
	}
	_, err = k.Refresh(ctx, w.files)
	check(t, err)
}

// A thief of the online keys has driven the version numbers up; the publisher
// replaces the keys, and the terminals follow.
func TestAfterVersionNumbersWereDrivenUp(t *testing.T) {
	w, ctx := newWorld(t), context.Background()
	k := w.keeper()
	honest := w.copy()
	w.stamp.Signed.Version, w.snap.Signed.Version = 1_000_000, 1_000_000
	w.commit()
	_, err := k.Refresh(ctx, w.files)
	check(t, err)
	if _, err := k.Refresh(ctx, honest); !errors.Is(err, trust.ErrRolledBack) {
		t.Errorf("before the new keys: %v", err)
	}
	w.stamp.Signed.Version, w.snap.Signed.Version = 2, 2
	w.revoke()
	_, err = k.Refresh(ctx, w.files)
	check(t, err)
}

// A root that was kept and is damaged: the terminal does not go back behind it.
func TestADamagedRootIsNotForgotten(t *testing.T) {
	w, ctx := newWorld(t), context.Background()
	thief := newWorld(t)
	dir := t.TempDir()
	w.revoke()
	_, err := w.keeperIn(dir).Refresh(ctx, w.files)
	check(t, err)
	check(t, os.WriteFile(filepath.Join(dir, "root", "2.root.json"), []byte("{"), 0o600))
	thief.release("6.6.6", evil)
	k := w.keeperIn(dir)
	if !errors.Is(k.Damage(), trust.ErrMalformed) {
		t.Errorf("damage: %v", k.Damage())
	}
	if _, err := k.Refresh(ctx, thief.files); !errors.Is(err, trust.ErrRolledBack) {
		t.Errorf("behind the damaged root: %v", err)
	}
	_, err = k.Refresh(ctx, w.files)
	check(t, err)
	if k := w.keeperIn(dir); k.RootVersion() != 2 || k.Damage() != nil {
		t.Errorf("not mended: root %d, %v", k.RootVersion(), k.Damage())
	}
}

// Three levels of delegation are one too many.
func TestATownCannotHandItsFolderOn(t *testing.T) {
	w, ctx := newWorld(t), context.Background()
	k := w.keeper()
	w.meta["c04999"].Signed.Version++
	w.delegate("c04999", "friend", "04/04999/*")
	w.meta["friend"] = metadata.Targets(w.now.Add(trust.TownLife))
	w.addTarget("friend", trust.PackPath(town, "cantine", "6.6.6"), evil, trust.Custom{Kind: "pack", ID: "cantine", Version: "6.6.6"})
	w.commit()
	list, err := k.Refresh(ctx, w.files)
	check(t, err)
	if len(list) != 1 || list[0].Version != "1.0.0" {
		t.Errorf("got %v", list)
	}
}

// Nobody above the town publishes in its place.
func TestAPublisherHasNoTargets(t *testing.T) {
	w, ctx := newWorld(t), context.Background()
	for _, role := range []string{"targets", "d04"} {
		w.meta[role].Signed.Version++
		w.addTarget(role, trust.PackPath(town, "cantine", "6.6.6"), evil, trust.Custom{Kind: "pack", ID: "cantine", Version: "6.6.6"})
	}
	w.commit()
	list, err := w.keeper().Refresh(ctx, w.files)
	check(t, err)
	if len(list) != 1 || list[0].Version != "1.0.0" {
		t.Errorf("got %v", list)
	}
}

func TestAnErrorSaysWhichFileAndWhatToDo(t *testing.T) {
	w := newWorld(t)
	w.now = w.now.Add(8 * day)
	_, err := w.keeper().Refresh(context.Background(), w.files)
	for _, want := range []string{"trust: metadata/timestamp.json: too old", "timestamp.json is expired"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("no %q in %v", want, err)
		}
	}
}
