package publish

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"time"

	"github.com/theupdateframework/go-tuf/v2/metadata"

	"guichet/forms/pack"
	"guichet/forms/pack/archive"
	"guichet/forms/pack/trust"
)

// Edit is a change in the making. It begins at what is published, collects new
// versions of the roles that it touches, and ends as an [Upload] without
// signatures.
type Edit struct {
	repo  *repo
	now   time.Time
	root  *metadata.Metadata[metadata.RootType]
	roles map[string]*metadata.Metadata[metadata.TargetsType]
	files map[string][]byte
}

// Begin verifies what is published, and starts a change from there.
func Begin(current Files, now time.Time) (*Edit, error) {
	r, err := open(current)
	if err != nil {
		return nil, err
	}
	return &Edit{repo: r, now: second(now), files: map[string][]byte{},
		roles: map[string]*metadata.Metadata[metadata.TargetsType]{}}, nil
}

// second is the precision of dates in metadata.
func second(t time.Time) time.Time { return t.UTC().Truncate(time.Second) }

// Publish adds a revision to what a town publishes. The older ones stay, so
// that a terminal that has one keeps it until it has tried the new one.
func (e *Edit) Publish(town string, data []byte) (trust.Target, error) {
	p, err := loadPack(data)
	if err != nil {
		return trust.Target{}, err
	}
	return e.add(town, trust.PackPath(town, p.ID, p.Version), data, trust.Custom{Kind: trust.KindPack, ID: p.ID, Version: p.Version})
}

// loadPack opens an archive as a terminal does.
func loadPack(data []byte) (*pack.Pack, error) {
	files, err := archive.Open(data)
	if err != nil {
		return nil, refuse("pack", ErrContent, err)
	}
	p, err := pack.Load(files)
	if err != nil {
		return nil, refuse("pack", ErrContent, err)
	}
	return p, nil
}

// Recipients makes a town's terminals encrypt to other keys from now on. The
// lists before stay published: what was sent earlier was encrypted to them.
func (e *Edit) Recipients(r trust.Recipients) (trust.Target, error) {
	if err := r.Check(); err != nil {
		return trust.Target{}, refuse("recipients", ErrContent, err)
	}
	return e.add(r.Town, trust.RecipientsPath(r.Town, r.N), r.Bytes(), trust.Custom{Kind: trust.KindRecipients, N: r.N})
}

// add names a file in the metadata of a town. A path that is published already
// with other bytes is refused: a revision never changes.
func (e *Edit) add(town, path string, data []byte, custom trust.Custom) (trust.Target, error) {
	m, err := e.town(town)
	if err != nil {
		return trust.Target{}, err
	}
	raw, err := json.Marshal(custom)
	if err != nil {
		return trust.Target{}, fmt.Errorf("publish: %w", err)
	}
	sum := sha256.Sum256(data)
	file := &metadata.TargetFiles{Length: int64(len(data)), Hashes: metadata.Hashes{"sha256": sum[:]}, Custom: (*json.RawMessage)(&raw), Path: path}
	if old, ok := m.Signed.Targets[path]; ok && !old.Equal(*file) {
		return trust.Target{}, refuse(path, ErrConflict, fmt.Errorf("it is published with other content: give the pack a new version"))
	}
	m.Signed.Targets[path], e.files[path] = file, data
	list, err := trust.ReadTargets(town, map[string]*metadata.TargetFiles{path: file})
	if err != nil {
		return trust.Target{}, refuse(path, ErrContent, err)
	}
	return list[0], nil
}

// Withdraw takes a target out of what a town publishes. Terminals stop to
// offer it as soon as they know.
func (e *Edit) Withdraw(town, path string) error {
	m, err := e.town(town)
	if err != nil {
		return err
	}
	if _, ok := m.Signed.Targets[path]; !ok {
		return refuse(path, ErrUnknown, nil)
	}
	delete(m.Signed.Targets, path)
	delete(e.files, path)
	return nil
}

// Published is what a town publishes, with this change.
func (e *Edit) Published(town string) ([]trust.Target, error) {
	m, ok := e.roles[trust.TownRole(town)]
	if !ok {
		if e.repo.version(trust.TownRole(town)) == 0 {
			return nil, nil
		}
		var err error
		if m, err = e.repo.role(trust.TownRole(town)); err != nil {
			return nil, err
		}
	}
	return trust.ReadTargets(town, m.Signed.Targets)
}

func (e *Edit) town(town string) (*metadata.Metadata[metadata.TargetsType], error) {
	if err := trust.CheckTown(town); err != nil {
		return nil, fmt.Errorf("publish: %w", err)
	}
	return e.touch(trust.TownRole(town))
}
