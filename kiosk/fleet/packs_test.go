package fleet

import (
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"filippo.io/age"

	"guichet/forms/pack"
	"guichet/forms/pack/archive"
	"guichet/forms/pack/durable"
	"guichet/forms/pack/publish"
	"guichet/forms/pack/trust"
	"guichet/forms/packs"
	"guichet/kiosk/fleet/wire"
)

// today is when all is signed. Nothing of it expires while a test runs.
var today = time.Now()

func need(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func signer(name string) publish.Signer {
	seed := sha256.Sum256([]byte("fleet test key " + name))
	return publish.InMemory(ed25519.NewKeyFromSeed(seed[:]))
}

// townHall publishes; files is what its hub serves, and spoil what the hub, or
// somebody between, makes of a file.
type townHall struct {
	t      testing.TB
	now    time.Time
	files  publish.Changes
	backup publish.Changes // of files, from before
	spoil  func(name string, data []byte) ([]byte, error)
}

func newTownHall(t testing.TB) *townHall {
	h := &townHall{t: t, now: today}
	files, err := publish.Found(publish.Founding{
		Root:    []publish.Signer{signer("root-1"), signer("root-2"), signer("root-3")},
		Targets: signer("targets"), Snapshot: signer("snapshot"), Timestamp: signer("timestamp"),
	}, today)
	need(t, err)
	h.files = files
	h.change([]string{"targets", "d04"}, func(e *publish.Edit) {
		need(t, e.SetDepartment("04", 1, signer("d04").Public()))
		need(t, e.SetTown("04999", 1, signer("c04999").Public()))
	})
	return h
}

func (h *townHall) change(roles []string, edit func(*publish.Edit)) {
	h.t.Helper()
	e, err := publish.Begin(h.files, h.now)
	need(h.t, err)
	edit(e)
	u, err := e.Upload()
	need(h.t, err)
	for _, role := range roles {
		u, err = publish.Approve(u, role, signer(role))
		need(h.t, err)
	}
	hub := publish.Online{Snapshot: signer("snapshot"), Timestamp: signer("timestamp"), Now: func() time.Time { return h.now }}
	changes, err := hub.Accept(h.files, u)
	need(h.t, err)
	maps.Copy(h.files, changes)
}

func (h *townHall) publish(versions ...string) {
	h.t.Helper()
	h.change([]string{"c04999"}, func(e *publish.Edit) {
		for _, v := range versions {
			_, err := e.Publish("04999", cantine(h.t, v, nil))
			need(h.t, err)
		}
	})
}

// Fetch is the wire.
func (h *townHall) Fetch(ctx context.Context, name string, most int64) ([]byte, error) {
	data, err := publish.Source(h.files).Fetch(ctx, name, most)
	if h.spoil != nil && err == nil {
		return h.spoil(name, data)
	}
	return data, err
}

var versionLine = regexp.MustCompile(`(?m)^version: \S+`)

// cantine is the shipped pack with another version, and more files.
func cantine(t testing.TB, version string, more map[string]string) []byte {
	t.Helper()
	files := fstest.MapFS{}
	root, err := fs.Sub(packs.FS, "cantine")
	need(t, err)
	need(t, fs.WalkDir(root, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(root, name)
		if name == "pack.yaml" {
			data = versionLine.ReplaceAll(data, []byte("version: "+version))
		}
		files[name] = &fstest.MapFile{Data: data}
		return err
	}))
	for name, text := range more {
		files[name] = &fstest.MapFile{Data: []byte(text)}
	}
	data, err := archive.Build(files)
	need(t, err)
	return data
}

// hall is a kiosk as far as packs go.
type hall struct {
	*porter
	dir     string
	offered []string // the menu, as it was last offered
	keys    []age.Recipient
	steps   []string // as the hub would hear them
}

func newHall(t testing.TB, h *townHall, dir string) *hall {
	t.Helper()
	p, err := openPorter(dir, h.files["metadata/1.root.json"], "04999", slog.New(slog.DiscardHandler))
	need(t, err)
	t.Cleanup(func() { p.disk.Close() })
	a := &hall{porter: p, dir: dir}
	a.source = h
	a.rekey = func(keys []age.Recipient) error { a.keys = keys; return nil }
	a.offer = func(packs []*pack.Pack) { a.offered = names(packs) }
	a.told = func() {
		for _, s := range a.states() {
			a.steps = append(a.steps, strings.TrimSpace(fmt.Sprintf("%s %s %s", s.Version, s.Step, s.Why)))
		}
	}
	return a
}

func names(packs []*pack.Pack) []string {
	all := []string{}
	for _, p := range packs {
		all = append(all, p.String())
	}
	return all
}

func (a *hall) want(t testing.TB, version string) error {
	t.Helper()
	a.steps = nil
	return a.follow(t.Context(), []wire.Wanted{{ID: "cantine", Version: version}})
}

// From the first pack to the second, back, and off the menu.
func TestARevisionComesIn(t *testing.T) {
	h := newTownHall(t)
	h.publish("1.0.0", "1.1.0")
	a := newHall(t, h, t.TempDir())
	for _, c := range []struct{ want, steps, offered string }{
		{"1.0.0", "[1.0.0 fetching 1.0.0 installed 1.0.0 active]", "[cantine 1.0.0]"},
		{"1.0.0", "[]", "[cantine 1.0.0]"},
		{"1.1.0", "[1.1.0 fetching 1.1.0 installed 1.1.0 active]", "[cantine 1.1.0]"},
		{"1.0.0", "[1.0.0 fetching 1.0.0 installed 1.0.0 active]", "[cantine 1.0.0]"},
		{"", "[fetching]", "[]"},
	} {
		need(t, a.want(t, c.want))
		if fmt.Sprint(a.steps) != c.steps || fmt.Sprint(a.offered) != c.offered {
			t.Errorf("want %q: %v, offered %v", c.want, a.steps, a.offered)
		}
	}
}

func TestTheHomePageShowsIt(t *testing.T) {
	h := newTownHall(t)
	h.publish("1.0.0", "1.1.0")
	a := newHall(t, h, t.TempDir())
	need(t, a.want(t, "1.1.0"))
	a.steps = nil
	a.shown(map[string]string{"cantine": "1.0.0"}) // a visit was under way: still the old one
	a.shown(map[string]string{"cantine": "1.1.0"})
	if fmt.Sprint(a.steps) != "[1.1.0 shown]" {
		t.Error(a.steps)
	}
}

// Whatever the hub does, what is not the town's does not come in, and what
// serves goes on serving.
func TestAHubThatLies(t *testing.T) {
	cut := func(end string) func(string, []byte) ([]byte, error) {
		return func(name string, data []byte) ([]byte, error) {
			if strings.HasSuffix(name, end) {
				return data[:len(data)/2], nil
			}
			return data, nil
		}
	}
	for name, c := range map[string]struct {
		version string
		spoil   func(string, []byte) ([]byte, error)
		why     string
	}{
		"wants what nobody signed": {"6.6.6", nil, "not_published"},
		"cuts the pack":            {"1.1.0", cut(".guichet"), "altered"},
		"sends another pack": {"1.1.0", func(name string, data []byte) ([]byte, error) {
			if strings.HasSuffix(name, ".guichet") {
				return slices.Repeat([]byte{'x'}, len(data)), nil
			}
			return data, nil
		}, "altered"},
		"cuts the list":       {"1.1.0", cut("c04999.json"), "malformed"},
		"cuts the timestamp":  {"1.1.0", cut("timestamp.json"), "malformed"},
		"sends an empty list": {"1.1.0", func(name string, _ []byte) ([]byte, error) { return []byte("{}"), nil }, "not_trusted"},
	} {
		t.Run(name, func(t *testing.T) {
			h := newTownHall(t)
			h.publish("1.0.0")
			a := newHall(t, h, t.TempDir())
			need(t, a.want(t, "1.0.0"))
			h.publish("1.1.0")
			h.spoil = c.spoil
			if err := a.want(t, c.version); err == nil {
				t.Fatal("taken")
			}
			if got := a.steps[len(a.steps)-1]; got != c.version+" refused "+c.why {
				t.Errorf("the hub hears %q", got)
			}
			if again := newHall(t, h, a.dir); fmt.Sprint(names(again.active())) != "[cantine 1.0.0]" {
				t.Errorf("it offers %v", names(again.active()))
			}
		})
	}
}

// A network that fails is no refusal: the next order tries again.
func TestNoNetwork(t *testing.T) {
	h := newTownHall(t)
	h.publish("1.0.0")
	a := newHall(t, h, t.TempDir())
	h.spoil = func(string, []byte) ([]byte, error) { return nil, errors.New("network: connection reset by peer") }
	if err := a.want(t, "1.0.0"); err == nil || fmt.Sprint(a.steps) != "[1.0.0 fetching]" {
		t.Errorf("%v, %v", a.steps, err)
	}
	h.spoil = nil
	if err := a.want(t, "1.0.0"); err != nil || fmt.Sprint(a.offered) != "[cantine 1.0.0]" {
		t.Errorf("offered %v, %v", a.offered, err)
	}
}

// What the hub refuses for good is not fetched with every heartbeat.
func TestARefusedRevisionIsNotFetchedAgain(t *testing.T) {
	h := newTownHall(t)
	h.publish("1.0.0")
	h.publishUntrue("1.1.0")
	a := newHall(t, h, t.TempDir())
	need(t, a.want(t, "1.0.0"))
	if err := a.want(t, "1.1.0"); err == nil || a.steps[len(a.steps)-1] != "1.1.0 refused trial" {
		t.Fatalf("%v, %v", a.steps, err)
	}
	fetched := 0
	h.spoil = func(_ string, data []byte) ([]byte, error) { fetched++; return data, nil }
	if err := a.want(t, "1.1.0"); err != nil || fetched != 0 || len(a.steps) != 0 {
		t.Errorf("%d files were fetched, steps %v, %v", fetched, a.steps, err)
	}
	if fmt.Sprint(names(a.active())) != "[cantine 1.0.0]" {
		t.Errorf("it offers %v", names(a.active()))
	}
}

// publishUntrue publishes a revision that fails its own test.
func (h *townHall) publishUntrue(version string) {
	h.t.Helper()
	h.change([]string{"c04999"}, func(e *publish.Edit) {
		_, err := e.Publish("04999", cantine(h.t, version, map[string]string{"tests/faux.yaml": falseTest}))
		need(h.t, err)
	})
}

// falseTest can be run, and does not come true.
const falseTest = `tests:
  - name: "Une attente qui ne tient pas"
    day: 2026-11-21
    answers: {}
    expect: {ends: "exit:autre_ecole"}
`

func TestRecipients(t *testing.T) {
	h := newTownHall(t)
	a := newHall(t, h, t.TempDir())
	if keys, err := a.kept(); err != nil || keys != nil {
		t.Fatalf("before: %d keys, %v", len(keys), err)
	}
	for n := 1; n <= 2; n++ {
		h.change([]string{"c04999"}, func(e *publish.Edit) {
			_, err := e.Recipients(recipients(t, n))
			need(t, err)
		})
		a.looked = time.Time{}
		need(t, a.follow(t.Context(), nil))
		if len(a.keys) != 3 || a.keyed != fmt.Sprint(n) {
			t.Fatalf("after %d: %d keys, number %q", n, len(a.keys), a.keyed)
		}
	}
	again := newHall(t, h, a.dir)
	keys, err := again.kept()
	if err != nil || fmt.Sprint(keys) != fmt.Sprint(a.keys) {
		t.Errorf("after a restart: %d keys, %v", len(keys), err)
	}
	need(t, durable.Replace(a.disk, recipientsFile, recipients(t, 2).Bytes())) // somebody else's
	if keys, err := newHall(t, h, a.dir).kept(); err == nil {
		t.Errorf("%d keys that nobody signed are taken", len(keys))
	}
}

// The power goes after the newest list of keys was seen and before it was
// fetched: the one before still serves, so that citizens are served; the next
// order fetches.
func TestRecipientsOfBefore(t *testing.T) {
	h := newTownHall(t)
	a := newHall(t, h, t.TempDir())
	for n := 1; n <= 2; n++ {
		h.change([]string{"c04999"}, func(e *publish.Edit) {
			_, err := e.Recipients(recipients(t, n))
			need(t, err)
		})
		if n == 1 {
			need(t, a.follow(t.Context(), nil))
		}
	}
	lost := errors.New("network: connection reset by peer")
	h.spoil = func(name string, data []byte) ([]byte, error) {
		if strings.Contains(name, "recipients-2") {
			return nil, lost
		}
		return data, nil
	}
	a.looked = time.Time{}
	if err := a.follow(t.Context(), nil); !errors.Is(err, trust.ErrUnreachable) {
		t.Fatalf("%v", err)
	}
	again := newHall(t, h, a.dir)
	if keys, err := again.kept(); err != nil || fmt.Sprint(keys) != fmt.Sprint(a.keys) || again.keyed != "1" {
		t.Fatalf("after a restart: %d keys of list %q, %v", len(keys), again.keyed, err)
	}
	h.spoil = nil
	for _, one := range []*hall{a, again} { // at once, not some hours later
		need(t, one.follow(t.Context(), nil))
		if one.keyed != "2" {
			t.Errorf("list %q is in use", one.keyed)
		}
	}
	h.change([]string{"c04999"}, func(e *publish.Edit) {
		need(t, e.Withdraw("04999", trust.RecipientsPath("04999", 2)))
	})
	need(t, a.keeperSees(t))
	if keys, err := newHall(t, h, a.dir).kept(); !errors.Is(err, trust.ErrNotPublished) {
		t.Errorf("%d keys that the town has withdrawn are taken: %v", len(keys), err)
	}
}

// keeperSees reads the repository and takes nothing.
func (a *hall) keeperSees(t testing.TB) error {
	_, err := a.keeper.Refresh(t.Context(), a.source)
	return err
}

func recipients(t testing.TB, n int) trust.Recipients {
	t.Helper()
	r := trust.Recipients{N: n, Town: "04999"}
	for _, holder := range trust.Holders {
		key, err := age.GenerateHybridIdentity()
		need(t, err)
		r.Keys = append(r.Keys, trust.Recipient{Holder: holder, Key: key.Recipient().String()})
	}
	return r
}

// A kiosk without a network is served by a stick, through the same door. What it
// has and is newer stays; a stick of long ago brings nothing.
func TestStick(t *testing.T) {
	h := newTownHall(t)
	h.publish("1.0.0", "1.1.0")
	h.change([]string{"c04999"}, func(e *publish.Edit) {
		_, err := e.Recipients(recipients(t, 1))
		need(t, err)
	})
	dir := t.TempDir()
	old := maps.Clone(h.files)
	l, err := OpenLibrary(dir, h.files["metadata/1.root.json"], "04999", slog.New(slog.DiscardHandler))
	need(t, err)
	defer l.Close()
	need(t, l.Import(t.Context(), publish.Source(old)))
	if keys, err := l.Recipients(); err != nil || len(keys) != 3 || fmt.Sprint(names(l.Packs())) != "[cantine 1.1.0]" {
		t.Fatalf("%v, %d keys, %v", names(l.Packs()), len(keys), err)
	}
	h.publish("1.2.0")
	need(t, l.Import(t.Context(), publish.Source(h.files)))
	if err := l.Import(t.Context(), publish.Source(old)); !errors.Is(err, trust.ErrRolledBack) {
		t.Errorf("a stick of long ago: %v", err)
	}
	if fmt.Sprint(names(l.Packs())) != "[cantine 1.2.0]" {
		t.Errorf("it offers %v", names(l.Packs()))
	}
}

// The hub's clock counts where the machine's stands still, and only forward.
func TestHubClock(t *testing.T) {
	h := newTownHall(t)
	h.publish("1.0.0")
	a := newHall(t, h, t.TempDir())
	need(t, a.want(t, "1.0.0"))
	a.clock(today.AddDate(0, 0, 3))
	if got := a.keeper.Time(); got.Before(today.AddDate(0, 0, 2)) {
		t.Errorf("it still is %v", got)
	}
	a.clock(today)
	if got := a.keeper.Time(); got.Before(today.AddDate(0, 0, 2)) {
		t.Errorf("time went back to %v", got)
	}
}

// A hub that has lied about the year, once, is believed while it does; what the
// town signs the day after is taken again.
func TestAHubThatLiedAboutTheYear(t *testing.T) {
	h := newTownHall(t)
	h.publish("1.0.0")
	a := newHall(t, h, t.TempDir())
	need(t, a.want(t, "1.0.0"))
	a.clock(today.AddDate(0, 11, 0))
	h.now = today.Add(time.Hour)
	h.publish("1.1.0")
	if err := a.want(t, "1.1.0"); !errors.Is(err, trust.ErrExpired) {
		t.Errorf("in eleven months: %v", err)
	}
	for name, one := range map[string]*hall{"the same": a, "restarted": newHall(t, h, a.dir)} {
		one.clock(today.Add(time.Hour))
		if err := one.want(t, "1.1.0"); err != nil || fmt.Sprint(names(one.active())) != "[cantine 1.1.0]" {
			t.Errorf("%s, told the truth: %v, it offers %v", name, err, names(one.active()))
		}
	}
}
