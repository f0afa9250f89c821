package publish_test

import (
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"io/fs"
	"regexp"
	"testing"
	"testing/fstest"
	"time"

	"guichet/forms/pack/archive"
	"guichet/forms/pack/publish"
	"guichet/forms/pack/trust"
	"guichet/forms/packs"
)

const town, otherTown = "04999", "04998"

var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

func check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// key is always the same for a name.
func key(name string) publish.Signer {
	seed := sha256.Sum256([]byte("guichet test key " + name))
	return publish.InMemory(ed25519.NewKeyFromSeed(seed[:]))
}

// office is a publisher, a town and a hub in one room.
type office struct {
	t     testing.TB
	now   time.Time
	files publish.Changes
	hub   publish.Online
}

// newOffice has two towns of one département; the first needs two approvals.
func newOffice(t testing.TB) *office {
	t.Helper()
	o := &office{t: t, now: noon}
	o.hub = publish.Online{Snapshot: key("snapshot"), Timestamp: key("timestamp"), Now: func() time.Time { return o.now }}
	files, err := publish.Found(publish.Founding{Root: []publish.Signer{key("root-1"), key("root-2"), key("root-3")},
		Targets: key("targets"), Snapshot: key("snapshot"), Timestamp: key("timestamp")}, o.now)
	check(t, err)
	o.files = files
	e := o.begin()
	check(t, e.SetDepartment("04", 1, key("d04").Public()))
	check(t, e.SetTown(town, 2, key("c04999-a").Public(), key("c04999-b").Public()))
	check(t, e.SetTown(otherTown, 1, key("c04998").Public()))
	o.accept(o.approve(o.upload(e), "targets", "targets", "d04", "d04"))
	return o
}

func (o *office) begin() *publish.Edit {
	o.t.Helper()
	e, err := publish.Begin(o.files, o.now)
	check(o.t, err)
	return e
}

func (o *office) upload(e *publish.Edit) publish.Upload {
	o.t.Helper()
	u, err := e.Upload()
	check(o.t, err)
	return u
}

// approve signs roles with keys, given in pairs, and sends the upload through
// its file between any two.
func (o *office) approve(u publish.Upload, pairs ...string) publish.Upload {
	o.t.Helper()
	for i := 0; i < len(pairs); i += 2 {
		data, err := u.Bytes()
		check(o.t, err)
		u, err = publish.ReadUpload(data)
		check(o.t, err)
		u, err = publish.Approve(u, pairs[i], key(pairs[i+1]))
		check(o.t, err)
	}
	return u
}

func (o *office) accept(u publish.Upload) {
	o.t.Helper()
	changes, err := o.hub.Accept(o.files, u)
	check(o.t, err)
	o.apply(changes)
}

func (o *office) apply(changes publish.Changes) {
	for name, data := range changes {
		o.files[name] = data
	}
}

// look is what a terminal fresh from the factory sees.
func (o *office) look(town string) ([]trust.Target, error) {
	return trust.Look(context.Background(), publish.Source(o.files), o.files["metadata/1.root.json"], town, o.now)
}

var versionLine = regexp.MustCompile(`(?m)^version: \S+`)

// cantine is the archive of the shipped pack, with another version.
func cantine(t testing.TB, version string) []byte {
	t.Helper()
	files := fstest.MapFS{}
	root, err := fs.Sub(packs.FS, "cantine")
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
	data, err := archive.Build(files)
	check(t, err)
	return data
}
