package publish

import (
	"crypto/sha256"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"time"

	"github.com/theupdateframework/go-tuf/v2/metadata"

	"guichet/forms/pack"
	"guichet/forms/pack/trust"
)

// Online is the hub with its two keys. They say only "this is the newest
// state": a thief of them can withhold news, and no more.
type Online struct {
	Snapshot, Timestamp Signer
	Now                 func() time.Time
	// Trial looks at a pack that is about to be published, and at its files,
	// beyond what [pack.Load] checks; nil for nothing more.
	Trial func(*pack.Pack, fs.FS) error
}

// clockSlack is how far behind another hub's clock ours may be.
const clockSlack = 5 * time.Minute

// renewSnapshot is how long before its end a snapshot is signed again.
const renewSnapshot = 10 * 24 * time.Hour

// Renew signs the timestamp again, and the snapshot when its end is near. Call
// it once a day. Without it terminals stop to update after a week.
func (o Online) Renew(current Files) (Changes, error) {
	r, err := open(current)
	if err != nil {
		return nil, err
	}
	if err := o.ready(r, r.set.Root.Signed); err != nil {
		return nil, err
	}
	changes := Changes{}
	if r.snap.Expires.Sub(o.Now()) < renewSnapshot {
		return changes, o.state(changes, follow(r.snap.Version, o.Now()), follow(r.stamp.Version, o.Now()), r.snap.Meta)
	}
	return changes, o.stamp(changes, follow(r.stamp.Version, o.Now()), r.stamp.Meta["snapshot.json"])
}

// ready checks the keys against a root, and the clock against the last
// signature: terminals never go back in time, and would refuse ours.
func (o Online) ready(r *repo, root metadata.RootType) error {
	for role, s := range map[string]Signer{"snapshot": o.Snapshot, "timestamp": o.Timestamp} {
		id, err := KeyID(s.Public())
		if err != nil {
			return err
		}
		if !slices.Contains(root.Roles[role].KeyIDs, id) {
			return refuse("hub", ErrNotAllowed, fmt.Errorf("its %s key %.8s is not the one of the root", role, id))
		}
	}
	if last := trust.IssuedAt(r.stamp.UnrecognizedFields); o.Now().Add(clockSlack).Before(last) {
		return refuse("hub", ErrClock, fmt.Errorf("it says %s; the last signature is of %s", o.Now().UTC().Format(time.DateTime), last.Format(time.DateTime)))
	}
	return nil
}

// state signs a snapshot of these roles, and a timestamp of it.
func (o Online) state(changes Changes, snapshot, timestamp int64, meta map[string]*metadata.MetaFiles) error {
	m := metadata.Snapshot(second(o.Now()).Add(trust.SnapshotLife))
	m.Signed.Version, m.Signed.Meta = snapshot, meta
	if err := sign(m, o.Snapshot); err != nil {
		return err
	}
	data, err := marshal(m)
	if err != nil {
		return err
	}
	changes[versioned(snapshot, "snapshot")] = data
	sum := sha256.Sum256(data)
	return o.stamp(changes, timestamp, &metadata.MetaFiles{Version: snapshot, Length: int64(len(data)), Hashes: metadata.Hashes{"sha256": sum[:]}})
}

// stamp signs a timestamp.
func (o Online) stamp(changes Changes, version int64, snapshot *metadata.MetaFiles) error {
	now := second(o.Now())
	m := metadata.Timestamp(now.Add(trust.TimestampLife))
	m.Signed.Version = version
	m.Signed.Meta = map[string]*metadata.MetaFiles{"snapshot.json": snapshot}
	m.Signed.UnrecognizedFields = map[string]any{trust.Issued: now.Format(time.RFC3339)}
	if err := sign(m, o.Timestamp); err != nil {
		return err
	}
	data, err := marshal(m)
	changes[timestampFile] = data
	return err
}

// Accept checks an upload against what is published, and returns the files of
// the new state, signed with the online keys. It checks all that a terminal
// would, so that nothing is published that a terminal refuses; and that no
// town is left behind that could update before. Nothing is written here: two
// uploads at the same time are the caller's to put one behind the other.
func (o Online) Accept(current Files, u Upload) (Changes, error) {
	old, err := open(current)
	if err != nil {
		return nil, err
	}
	in := &intake{hub: o, old: old, upload: u, changes: Changes{}}
	if err := safely(in.check); err != nil {
		return nil, err
	}
	meta := maps.Clone(old.snap.Meta)
	for role, m := range in.roles {
		meta[role+".json"] = metadata.MetaFile(m.Signed.Version)
	}
	if err := o.state(in.changes, follow(old.snap.Version, o.Now()), follow(old.stamp.Version, o.Now()), meta); err != nil {
		return nil, err
	}
	if err := safely(in.prove); err != nil {
		return nil, err
	}
	return in.changes, nil
}
