package publish

import (
	"crypto"
	"fmt"
	"time"

	"github.com/theupdateframework/go-tuf/v2/metadata"

	"guichet/forms/pack/trust"
)

// Founding is the keys of the first ceremony. All of them are there that day;
// afterwards they go to different people.
type Founding struct {
	Root                []Signer // three; two of them sign any later root
	Targets             Signer
	Snapshot, Timestamp Signer // of the hub
}

// RootThreshold is how many keys of the root must sign.
const RootThreshold = 2

// Found makes a new repository, with nothing in it. Départements and towns are
// entered by an [Edit] afterwards.
func Found(f Founding, now time.Time) (Changes, error) {
	now = second(now)
	root, err := f.root(now)
	if err != nil {
		return nil, err
	}
	targets := metadata.Targets(now.Add(trust.TargetsLife))
	if err := sign(targets, f.Targets); err != nil {
		return nil, err
	}
	changes := Changes{}
	if changes[versioned(1, "root")], err = marshal(root); err != nil {
		return nil, err
	}
	if changes[versioned(1, "targets")], err = marshal(targets); err != nil {
		return nil, err
	}
	hub := Online{Snapshot: f.Snapshot, Timestamp: f.Timestamp, Now: func() time.Time { return now }}
	meta := map[string]*metadata.MetaFiles{"targets.json": metadata.MetaFile(1)}
	return changes, hub.state(changes, 1, 1, meta)
}

// root is the first root, signed with every key of it.
func (f Founding) root(now time.Time) (*metadata.Metadata[metadata.RootType], error) {
	root := metadata.Root(now.Add(trust.RootLife))
	root.Signed.UnrecognizedFields = map[string]any{trust.Issued: now.Format(time.RFC3339)}
	public := make([]crypto.PublicKey, 0, len(f.Root))
	for _, s := range f.Root {
		public = append(public, s.Public())
	}
	if err := setRootRole(&root.Signed, "root", RootThreshold, public); err != nil {
		return nil, err
	}
	if len(root.Signed.Roles["root"].KeyIDs) < 3 {
		return nil, fmt.Errorf("publish: the root needs three keys, so that one can be lost")
	}
	for role, s := range map[string]Signer{"targets": f.Targets, "snapshot": f.Snapshot, "timestamp": f.Timestamp} {
		if err := setRootRole(&root.Signed, role, 1, []crypto.PublicKey{s.Public()}); err != nil {
			return nil, err
		}
	}
	for _, s := range f.Root {
		if err := sign(root, s); err != nil {
			return nil, err
		}
	}
	return root, nil
}
