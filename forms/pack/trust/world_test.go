package trust_test

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"path"
	"testing"
	"time"

	"github.com/sigstore/sigstore/pkg/signature"
	"github.com/theupdateframework/go-tuf/v2/metadata"

	"guichet/forms/pack/trust"
)

const town, otherTown = "04999", "06088"

var (
	day  = 24 * time.Hour
	noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
)

// world is a publisher with all keys in one hand, and a hub. It signs whatever
// a test asks for, right or wrong.
type world struct {
	t        testing.TB
	now      time.Time
	files    trust.Memory
	meta     map[string]*metadata.Metadata[metadata.TargetsType] // targets, d04, c04999 …
	root     *metadata.Metadata[metadata.RootType]
	terminal *trust.Keeper // see seen
	snap     *metadata.Metadata[metadata.SnapshotType]
	stamp    *metadata.Metadata[metadata.TimestampType]
	signer   map[string][]string // the names of the keys of a role
}

// key is always the same for a name: "root-1", "c04999-1".
func key(name string) ed25519.PrivateKey {
	seed := sha256.Sum256([]byte("guichet test key " + name))
	return ed25519.NewKeyFromSeed(seed[:])
}

func public(t testing.TB, name string) *metadata.Key {
	t.Helper()
	k, err := metadata.KeyFromPublicKey(key(name).Public())
	check(t, err)
	return k
}

func check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// newWorld has one town of each of two départements, and one pack each.
func newWorld(t testing.TB) *world {
	t.Helper()
	w := &world{t: t, now: noon, files: trust.Memory{}, meta: map[string]*metadata.Metadata[metadata.TargetsType]{},
		signer: map[string][]string{"root": {"root-1", "root-2"}}}
	w.root = metadata.Root(w.now.Add(trust.RootLife))
	for _, k := range []string{"root-1", "root-2", "root-3"} {
		check(t, w.root.Signed.AddKey(public(t, k), "root"))
	}
	w.root.Signed.Roles["root"].Threshold = 2
	w.root.Signed.UnrecognizedFields = map[string]any{trust.Issued: w.now.Format(time.RFC3339)}
	for _, role := range []string{"timestamp", "snapshot", "targets"} {
		check(t, w.root.Signed.AddKey(public(t, role+"-1"), role))
		w.signer[role] = []string{role + "-1"}
	}
	w.signRoot("root-1", "root-2")
	w.meta["targets"] = metadata.Targets(w.now.Add(trust.TargetsLife))
	w.snap = metadata.Snapshot(w.now.Add(trust.SnapshotLife))
	w.stamp = metadata.Timestamp(w.now.Add(trust.TimestampLife))
	w.snap.Signed.Version, w.stamp.Signed.Version = 0, 0
	for _, code := range []string{town, otherTown} {
		w.addTown(code)
		w.addPack(code, "cantine", "1.0.0", pack(code, 1))
	}
	w.commit()
	return w
}

// pack is bytes that stand for an archive: trust does not look inside.
func pack(town string, n int) []byte { return fmt.Appendf(nil, "pack of %s, revision %d", town, n) }

// signRoot writes the next root, signed by these keys.
func (w *world) signRoot(names ...string) []byte {
	w.t.Helper()
	w.root.Signatures = nil
	data := sign(w.t, w.root, names...)
	w.files[fmt.Sprintf("metadata/%d.root.json", w.root.Signed.Version)] = data
	return data
}

// sign signs with ed25519 keys and returns the file.
func sign[T metadata.Roles](t testing.TB, m *metadata.Metadata[T], names ...string) []byte {
	t.Helper()
	m.Signatures = nil
	for _, name := range names {
		signer, err := signature.LoadED25519Signer(key(name))
		check(t, err)
		_, err = m.Sign(signer)
		check(t, err)
	}
	data, err := m.ToBytes(false)
	check(t, err)
	return data
}

// delegate gives a folder to a role with one key.
func (w *world) delegate(from, to, pattern string) {
	m := w.meta[from]
	if m.Signed.Delegations == nil {
		m.Signed.Delegations = &metadata.Delegations{Keys: map[string]*metadata.Key{}}
	}
	d := m.Signed.Delegations
	k := public(w.t, to+"-1")
	id, err := k.ID()
	check(w.t, err)
	d.Keys[id] = k
	d.Roles = append(d.Roles, metadata.DelegatedRole{Name: to, KeyIDs: []string{id}, Threshold: 1, Terminating: true, Paths: []string{pattern}})
	w.signer[to] = []string{to + "-1"}
}

func (w *world) addTown(code string) {
	department := trust.DepartmentRole(trust.Department(code))
	if w.meta[department] == nil {
		w.delegate("targets", department, trust.DepartmentPattern(trust.Department(code)))
		w.meta[department] = metadata.Targets(w.now.Add(trust.DepartmentLife))
	}
	w.delegate(department, trust.TownRole(code), trust.TownPattern(code))
	w.meta[trust.TownRole(code)] = metadata.Targets(w.now.Add(trust.TownLife))
}

// addTarget enters a file in the metadata of a role, without a new version.
func (w *world) addTarget(role, name string, data []byte, custom any) {
	w.t.Helper()
	raw, err := json.Marshal(custom)
	check(w.t, err)
	msg := json.RawMessage(raw)
	sum := sha256.Sum256(data)
	w.meta[role].Signed.Targets[name] = &metadata.TargetFiles{Length: int64(len(data)), Path: name, Custom: &msg,
		Hashes: metadata.Hashes{"sha256": sum[:]}}
	w.files["targets/"+path.Dir(name)+"/"+hex.EncodeToString(sum[:])+"."+path.Base(name)] = data
}

func (w *world) addPack(code, id, version string, data []byte) {
	w.addTarget(trust.TownRole(code), trust.PackPath(code, id, version), data,
		trust.Custom{Kind: trust.KindPack, ID: id, Version: version})
}

// commit writes every role as it stands, and a new snapshot and timestamp.
func (w *world) commit() {
	w.t.Helper()
	meta := map[string]*metadata.MetaFiles{}
	for role, m := range w.meta {
		w.files[fmt.Sprintf("metadata/%d.%s.json", m.Signed.Version, role)] = sign(w.t, m, w.signer[role]...)
		meta[role+".json"] = metadata.MetaFile(m.Signed.Version)
	}
	w.snap.Signed.Version++
	w.snap.Signed.Expires, w.snap.Signed.Meta = w.now.Add(trust.SnapshotLife), meta
	w.stampOf(sign(w.t, w.snap, w.signer["snapshot"]...))
}

// stampOf writes a snapshot, and the timestamp that names it.
func (w *world) stampOf(snap []byte) {
	w.t.Helper()
	w.files[fmt.Sprintf("metadata/%d.snapshot.json", w.snap.Signed.Version)] = snap
	sum := sha256.Sum256(snap)
	w.stamp.Signed.Version++
	w.stamp.Signed.Expires = w.now.Add(trust.TimestampLife)
	w.stamp.Signed.UnrecognizedFields = map[string]any{trust.Issued: w.now.Format(time.RFC3339)}
	w.stamp.Signed.Meta = map[string]*metadata.MetaFiles{"snapshot.json": {Version: w.snap.Signed.Version,
		Length: int64(len(snap)), Hashes: metadata.Hashes{"sha256": sum[:]}}}
	w.files["metadata/timestamp.json"] = sign(w.t, w.stamp, w.signer["timestamp"]...)
}

// release publishes the next revision of the town's pack.
func (w *world) release(version string, data []byte) {
	w.t.Helper()
	w.meta[trust.TownRole(town)].Signed.Version++
	w.addPack(town, "cantine", version, data)
	w.commit()
}

// copy is the repository as it is now, to be shown again later.
func (w *world) copy() trust.Memory { return maps.Clone(w.files) }

func (w *world) factory() []byte { return w.files["metadata/1.root.json"] }

func (w *world) clock() time.Time { return w.now }

// keeper opens a terminal of the town, in a new folder.
func (w *world) keeper() *trust.Keeper { return w.keeperIn(w.t.TempDir()) }

func (w *world) keeperIn(dir string) *trust.Keeper {
	w.t.Helper()
	k, err := trust.Open(dir, w.factory(), town, w.clock)
	check(w.t, err)
	return k
}

// find returns a target by version.
func find(t testing.TB, list []trust.Target, version string) trust.Target {
	t.Helper()
	for _, one := range list {
		if one.Version == version {
			return one
		}
	}
	t.Fatalf("no version %s in %v", version, list)
	return trust.Target{}
}
