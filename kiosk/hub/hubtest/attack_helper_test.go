package hubtest

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"encoding/json"
	"flag"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
	"log"
	"log/slog"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"filippo.io/age"
	"github.com/sigstore/sigstore/pkg/signature"
	"github.com/theupdateframework/go-tuf/v2/metadata"

	"guichet/forms"
	"guichet/forms/pack"
	"guichet/forms/pack/publish"
	"guichet/forms/pack/trust"
	"guichet/kiosk/event/eventtest"
	"guichet/kiosk/fleet"
	"guichet/kiosk/fleet/wire"
	"guichet/kiosk/hub"
	"guichet/kiosk/hub/store"
	"guichet/kiosk/spool"
)

// TestMain lets many tests run at a time: those against liars mostly wait.
func TestMain(m *testing.M) {
	flag.Parse()
	if err := flag.Set("test.parallel", "16"); err != nil {
		panic(err)
	}
	os.Exit(m.Run())
}

// logBook is what somebody logs, at every level.
type logBook struct{ eventtest.Log }

func (l *logBook) logger() *slog.Logger {
	return slog.New(slog.NewTextHandler(l, &slog.HandlerOptions{Level: slog.LevelDebug}))
}

// wanting is a hub's word for what it wants, put into each answer to a
// heartbeat: whoever speaks in the hub's place can say it.
type wanting struct {
	http.RoundTripper
	mu     sync.Mutex
	wanted []wire.Wanted
}

func (w *wanting) want(all ...wire.Wanted) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.wanted = all
}

func (w *wanting) RoundTrip(r *http.Request) (*http.Response, error) {
	res, err := w.RoundTripper.RoundTrip(r)
	w.mu.Lock()
	defer w.mu.Unlock()
	if err != nil || r.URL.Path != wire.PathHeartbeat || res.StatusCode != http.StatusOK || w.wanted == nil {
		return res, err
	}
	res.Body.Close()
	data, err := json.Marshal(wire.HeartbeatReply{Time: time.Now(), Wanted: w.wanted})
	res.Body = io.NopCloser(bytes.NewReader(data))
	return res, err
}

// terminal is a real kiosk without a screen.
type terminal struct {
	*fleet.Agent
	dir       string
	url       string
	spool     *spool.Spool
	key       *age.HybridIdentity
	log       *logBook
	transport *http.Transport
	wanting   *wanting
	stop      func()
}

// newTerminal is enrolled at the hub itself; afterwards it calls url, which may
// be somebody between.
func newTerminal(t testing.TB, h *Hub, url string, ca []byte) *terminal {
	t.Helper()
	k := &terminal{dir: t.TempDir(), url: url, log: &logBook{}}
	var err error
	k.key, err = age.GenerateHybridIdentity()
	check(t, err)
	code, _, err := h.NewCode(t.Context(), h.Admin, Town, "Hall", "")
	check(t, err)
	honest, err := fleet.Transport(h.CA)
	check(t, err)
	_, err = fleet.Enrol(t.Context(), h.URL, code.String(), k.dir, "1.0.0", "test", honest)
	check(t, err)
	honest.CloseIdleConnections()
	k.transport, err = fleet.Transport(ca)
	check(t, err)
	k.open(t)
	return k
}

func (k *terminal) open(t testing.TB) {
	t.Helper()
	var err error
	k.spool, err = spool.Open(filepath.Join(k.dir, "spool"), []age.Recipient{k.key.Recipient()})
	check(t, err)
	k.wanting = &wanting{RoundTripper: k.transport}
	k.Agent, err = fleet.Open(fleet.Config{
		Hub: k.url, Dir: k.dir, Transport: k.wanting,
		Offer: func([]*pack.Pack) {}, Rekey: k.spool.SetRecipients, Log: k.log.logger(),
		Look: func(context.Context) wire.Heartbeat { return wire.Heartbeat{State: "attract"} },
	})
	check(t, err)
	k.stop = sync.OnceFunc(func() { k.Close(); k.spool.Close() })
	t.Cleanup(k.stop)
}

// run lets the kiosk live until the test ends, or the function is called.
func (k *terminal) run(t testing.TB) (end func()) {
	ctx, cancel := context.WithCancel(context.Background())
	var all sync.WaitGroup
	all.Go(func() { k.Run(ctx, k.spool) })
	end = sync.OnceFunc(func() { cancel(); all.Wait() })
	t.Cleanup(end)
	return end
}

// again starts the kiosk anew, as after a power cut.
func (k *terminal) again(t testing.TB) {
	t.Helper()
	k.stop()
	k.open(t)
}

// serves is what the kiosk offers, as verified from its disk.
func (k *terminal) serves() string {
	var all []string
	for _, p := range k.Packs() {
		all = append(all, p.String())
	}
	return strings.Join(all, ", ")
}

func (k *terminal) waiting(t testing.TB) int {
	t.Helper()
	c, err := k.spool.Count(t.Context())
	check(t, err)
	return c.Waiting
}

// handIn saves a submission and gives its id.
func (k *terminal) handIn(t testing.TB, n int, entries ...forms.Entry) string {
	t.Helper()
	id := sha256.Sum256([]byte(fmt.Sprint(t.Name(), n)))
	s := forms.Submission{
		ID: fmt.Sprintf("%x", id[:16]), Reference: fmt.Sprintf("%09d A", n), Pack: PackID, Version: "1.0.0",
		Lang: forms.French, At: time.Now(), KeepDays: 400, Entries: entries,
	}
	check(t, k.spool.Put(t.Context(), s))
	return s.ID
}

// inboxOf is how often each id is in the hub's inbox.
func inboxOf(t testing.TB, h *Hub) map[string]int {
	t.Helper()
	items, err := h.Store.Items(t.Context(), store.Query{Town: Town, Limit: 1000})
	check(t, err)
	all := map[string]int{}
	for _, i := range items {
		all[i.ID]++
	}
	return all
}

func revisionOf(t testing.TB, h *Hub) int64 {
	t.Helper()
	n, err := h.Store.FilesRevision(t.Context())
	check(t, err)
	return n
}

// eventually waits until a condition holds; only a test that fails waits long.
func eventually(t testing.TB, what string, holds func() bool) {
	t.Helper()
	for end := time.Now().Add(60 * time.Second); !holds(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("never: %s", what)
		}
	}
}

// allocated is how many bytes f allocates, with what runs beside it.
func allocated(f func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	f()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}

// unlimited lets many kiosks enrol from one address.
func unlimited(c *hub.Config) { c.Limits.Enrols, c.Limits.Address = 10_000, 10_000 }

// edited is the folder of the cantine with some files changed or added; "" takes
// one away.
func edited(t testing.TB, version string, files map[string]string) map[string][]byte {
	t.Helper()
	all := map[string][]byte{}
	folder := cantine(t, version)
	check(t, fs.WalkDir(folder, ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			all[name], err = fs.ReadFile(folder, name)
		}
		return err
	}))
	for name, text := range files {
		if all[name] = []byte(text); text == "" {
			delete(all, name)
		}
	}
	return all
}

// zipped is laid out as package archive does, whatever is in it: so that what is
// refused is refused for its content.
func zipped(t testing.TB, files map[string][]byte) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		data := files[name]
		entry, err := w.CreateRaw(&zip.FileHeader{
			Name: name, Method: zip.Store, CRC32: crc32.ChecksumIEEE(data), CreatorVersion: 20, ReaderVersion: 20,
			CompressedSize64: uint64(len(data)), UncompressedSize64: uint64(len(data)),
		})
		check(t, err)
		_, err = entry.Write(data)
		check(t, err)
	}
	check(t, w.Close())
	return out.Bytes()
}

// target is what a town signs of bytes.
func target(path string, data []byte, custom trust.Custom) *metadata.TargetFiles {
	sum := sha256.Sum256(data)
	raw, err := json.Marshal(custom)
	if err != nil {
		panic(err)
	}
	return &metadata.TargetFiles{Length: int64(len(data)), Hashes: metadata.Hashes{"sha256": sum[:]}, Custom: (*json.RawMessage)(&raw), Path: path}
}

// thief has the keys of the town and of the hub, and no judgement: what he is
// told to sign, he signs. Nobody but the kiosk is left to refuse.
type thief struct {
	t testing.TB
	h *Hub
}

func (x thief) read(name string) []byte {
	x.t.Helper()
	data, err := x.h.office.Read(name)
	check(x.t, err)
	return data
}

// signed is metadata with the signature of one key.
func signed[T metadata.Roles](t testing.TB, m *metadata.Metadata[T], key string) []byte {
	t.Helper()
	seed := sha256.Sum256([]byte("guichet hubtest key " + key))
	s, err := signature.LoadED25519Signer(ed25519.NewKeyFromSeed(seed[:]))
	check(t, err)
	m.Signatures = nil
	_, err = m.Sign(s)
	check(t, err)
	data, err := m.ToBytes(false)
	check(t, err)
	return data
}

// town is what the town says next, signed with a key.
func (x thief) town(key string, change func(*metadata.TargetsType)) []byte {
	x.t.Helper()
	m := metadata.Targets(time.Now().Add(trust.TownLife))
	if v := x.snapshot().Signed.Meta["c"+Town+".json"]; v != nil {
		var err error
		m, err = metadata.Targets().FromBytes(x.read(fmt.Sprintf("metadata/%d.c%s.json", v.Version, Town)))
		check(x.t, err)
		m.Signed.Version++
	}
	change(&m.Signed)
	return signed(x.t, m, key)
}

func (x thief) snapshot() *metadata.Metadata[metadata.SnapshotType] {
	x.t.Helper()
	stamp, err := metadata.Timestamp().FromBytes(x.read("metadata/timestamp.json"))
	check(x.t, err)
	snap, err := metadata.Snapshot().FromBytes(x.read(fmt.Sprintf("metadata/%d.snapshot.json", stamp.Signed.Meta["snapshot.json"].Version)))
	check(x.t, err)
	return snap
}

// publish puts metadata of the town and files into the repository, past every
// check of the hub.
func (x thief) publish(town []byte, files map[string][]byte) {
	x.t.Helper()
	m, err := metadata.Targets().FromBytes(town)
	check(x.t, err)
	stamp, err := metadata.Timestamp().FromBytes(x.read("metadata/timestamp.json"))
	check(x.t, err)
	snap := x.snapshot()
	snap.Signed.Version++
	snap.Signed.Meta["c"+Town+".json"] = metadata.MetaFile(m.Signed.Version)
	changes := publish.Changes{}
	changes[fmt.Sprintf("metadata/%d.c%s.json", m.Signed.Version, Town)] = town
	data := signed(x.t, snap, "snapshot")
	changes[fmt.Sprintf("metadata/%d.snapshot.json", snap.Signed.Version)] = data
	sum := sha256.Sum256(data)
	stamp.Signed.Version++
	stamp.Signed.Meta["snapshot.json"] = &metadata.MetaFiles{Version: snap.Signed.Version, Length: int64(len(data)), Hashes: metadata.Hashes{"sha256": sum[:]}}
	changes["metadata/timestamp.json"] = signed(x.t, stamp, "timestamp")
	maps.Copy(changes, files)
	x.h.office.write(x.t, changes)
}

// stored is where the repository holds the bytes of a path.
func stored(path string, data []byte) string {
	t := trust.Target{Path: path, SHA256: fmt.Sprintf("%x", sha256.Sum256(data))}
	return t.Stored()
}

var discarded = log.New(io.Discard, "", 0)

func liarKey(t testing.TB) ed25519.PrivateKey {
	t.Helper()
	_, key, err := ed25519.GenerateKey(rand.Reader)
	check(t, err)
	return key
}
