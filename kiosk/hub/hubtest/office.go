package hubtest

import (
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"crypto/x509"
	"errors"
	"fmt"
	"io/fs"
	"regexp"
	"testing"
	"testing/fstest"
	"time"

	"guichet/forms/pack/archive"
	"guichet/forms/pack/publish"
	"guichet/forms/packs"
	"guichet/kiosk/hub/store"
)

// PackID is the pack that tests publish: one of those that we ship.
const PackID = "cantine"

// office is the publisher and the town in one room, with keys that are always
// the same.
type office struct {
	store  store.Store
	online publish.Online
}

func signer(name string) publish.Signer {
	seed := sha256.Sum256([]byte("guichet hubtest key " + name))
	return publish.InMemory(ed25519.NewKeyFromSeed(seed[:]))
}

// newOffice founds a repository where there is none, and enters the town.
func newOffice(t testing.TB, s store.Store) *office {
	t.Helper()
	o := &office{s, publish.Online{Snapshot: signer("snapshot"), Timestamp: signer("timestamp"), Now: time.Now}}
	if revision, err := s.FilesRevision(t.Context()); err != nil || revision > 0 {
		check(t, err)
		return o
	}
	changes, err := publish.Found(publish.Founding{
		Root:    []publish.Signer{signer("root-1"), signer("root-2"), signer("root-3")},
		Targets: signer("targets"), Snapshot: signer("snapshot"), Timestamp: signer("timestamp"),
	}, time.Now())
	check(t, err)
	o.write(t, changes)
	e := o.begin(t)
	check(t, e.SetDepartment(Town[:2], 1, signer("d04").Public()))
	check(t, e.SetTown(Town, 1, signer("town").Public()))
	u, err := e.Upload()
	check(t, err)
	changes, err = o.online.Accept(o, approve(t, u, map[string]string{"targets": "targets", "d04": "d04"}))
	check(t, err)
	o.write(t, changes)
	return o
}

func (o *office) write(t testing.TB, changes publish.Changes) {
	t.Helper()
	base, err := o.store.FilesRevision(t.Context())
	check(t, err)
	_, err = o.store.ChangeFiles(t.Context(), base, changes)
	check(t, err)
}

// Read makes the hub's files a repository for package publish.
func (o *office) Read(path string) ([]byte, error) {
	data, _, err := o.store.File(context.Background(), path)
	if errors.Is(err, store.ErrNotFound) {
		return nil, fs.ErrNotExist
	}
	return data, err
}

func (o *office) begin(t testing.TB) *publish.Edit {
	t.Helper()
	e, err := publish.Begin(o, time.Now())
	check(t, err)
	return e
}

func approve(t testing.TB, u publish.Upload, keys map[string]string) publish.Upload {
	t.Helper()
	for role, key := range keys {
		var err error
		u, err = publish.Approve(u, role, signer(key))
		check(t, err)
	}
	return u
}

// Upload is a signed upload of the cantine in this version, for kioskctl.
func (h *Hub) Upload(t testing.TB, version string) publish.Upload {
	t.Helper()
	return h.UploadOf(t, Cantine(t, version))
}

// UploadOf is a signed upload of an archive.
func (h *Hub) UploadOf(t testing.TB, archive []byte) publish.Upload {
	t.Helper()
	e := h.office.begin(t)
	_, err := e.Publish(Town, archive)
	check(t, err)
	u, err := e.Upload()
	check(t, err)
	return approve(t, u, map[string]string{"c" + Town: "town"})
}

// Publish puts the cantine in this version into the repository.
func (h *Hub) Publish(t testing.TB, version string) {
	t.Helper()
	check(t, h.Push(t.Context(), h.Admin, h.Upload(t, version)))
}

// PublishUntil is the same for a revision that is offered until a day, such as
// "2026-12-24".
func (h *Hub) PublishUntil(t testing.TB, version, until string) {
	t.Helper()
	files := cantine(t, version)
	files["pack.yaml"].Data = fmt.Appendf(files["pack.yaml"].Data, "\nvalidity: {until: %s}\n", until)
	data, err := archive.Build(files)
	check(t, err)
	check(t, h.Push(t.Context(), h.Admin, h.UploadOf(t, data)))
}

var versionLine = regexp.MustCompile(`(?m)^version: \S+`)

// Cantine is the archive of the pack that we ship, with another version.
func Cantine(t testing.TB, version string) []byte {
	t.Helper()
	data, err := archive.Build(cantine(t, version))
	check(t, err)
	return data
}

// Heavy is the same pack with a list so long that the archive has about so many
// bytes.
func Heavy(t testing.TB, version string, bytes int) []byte {
	t.Helper()
	files := cantine(t, version)
	list := files["lists/ecoles.csv"]
	for i := 0; len(list.Data) < bytes; i++ {
		list.Data = fmt.Appendf(list.Data, "e%d,École numéro %d,École numéro %d,School number %d\n", i, i, i, i)
	}
	data, err := archive.Build(files)
	check(t, err)
	return data
}

func cantine(t testing.TB, version string) fstest.MapFS {
	t.Helper()
	files := fstest.MapFS{}
	root, err := fs.Sub(packs.FS, PackID)
	check(t, err)
	check(t, fs.WalkDir(root, ".", func(name string, d fs.DirEntry, err error) error {
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
	return files
}

// TownKey is the file of the town's key, behind a passphrase, for kioskctl.
func TownKey(t testing.TB, passphrase string) []byte {
	t.Helper()
	s := signer("town")
	pkix, err := x509.MarshalPKIXPublicKey(s.Public())
	check(t, err)
	const quick = 10 // a test has no time to make guessing slow
	data, err := publish.Lock(publish.Key{
		PublicKey: publish.PublicKey{Role: "c" + Town, Holder: "test", Made: "2026-11-22", PKIX: pkix}, Signer: s,
	}, passphrase, quick)
	check(t, err)
	return data
}
