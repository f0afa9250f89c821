package trust

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strconv"
	"time"

	"github.com/theupdateframework/go-tuf/v2/metadata"
	"github.com/theupdateframework/go-tuf/v2/metadata/trustedmetadata"
)

// state is what was accepted: the files as they were read, so that they can be
// verified again.
type state struct {
	Root       int64  `json:"root"` // the version of the root it was accepted under
	Timestamp  []byte `json:"timestamp"`
	Snapshot   []byte `json:"snapshot"`
	Targets    []byte `json:"targets"`
	Department []byte `json:"department"`
	Town       []byte `json:"town"`
}

// chain follows the signatures from a root to a town.
type chain struct {
	set  *trustedmetadata.TrustedMetadata
	town string
	old  *state // the last accepted; its files need not be fetched again
	next state
}

// newChain begins at a root that is trusted already. Expiry is measured at now.
func newChain(root []byte, town string, old *state, now time.Time) (c *chain, err error) {
	if old == nil {
		old = &state{}
	}
	err = safely(func() error {
		set, err := trustedmetadata.New(root)
		if err != nil {
			return err
		}
		set.RefTime = now
		c = &chain{set: set, town: town, old: old}
		return nil
	})
	return c, fault("root", err)
}

// roots follows the new roots of a source, one version after the other, and
// hands each to keep before anything else is looked at: a root that revokes a
// key must not be forgotten.
func (c *chain) roots(ctx context.Context, src Source, keep func(version int64, data []byte) error) error {
	for range maxRoots {
		version := c.set.Root.Signed.Version + 1
		name := fmt.Sprintf("metadata/%d.root.json", version)
		data, err := fetch(ctx, src, name, MaxRoot)
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err != nil {
			return err
		}
		if err := c.addRoot(data); err != nil {
			return fault(name, err)
		}
		if err := keep(version, data); err != nil {
			return err
		}
	}
	return nil
}

func (c *chain) addRoot(data []byte) error {
	return safely(func() error {
		_, err := c.set.UpdateRoot(data)
		return err
	})
}

// fetch tells a file that is not there or is too large from a source that
// cannot be read.
func fetch(ctx context.Context, src Source, name string, max int64) ([]byte, error) {
	data, err := src.Fetch(ctx, name, max)
	if err == nil && int64(len(data)) > max {
		err = ErrTooLarge
	}
	return data, faultOr(name, err, ErrUnreachable)
}

// follow goes from the root to the town. Afterwards next is complete.
func (c *chain) follow(ctx context.Context, src Source) error {
	for _, step := range []func(context.Context, Source) error{c.timestamp, c.snapshot, c.targets, c.department, c.townRole} {
		if err := step(ctx, src); err != nil {
			return err
		}
	}
	c.next.Root = c.set.Root.Signed.Version
	return nil
}

// timestamp loads the old one first: nothing older is accepted after it. An
// old one that the newest root does not verify is forgotten, as the
// specification asks (5.3.11), so that a publisher can mend a version number
// that a thief has driven up.
func (c *chain) timestamp(ctx context.Context, src Source) error {
	const name = "metadata/timestamp.json"
	add := func(data []byte) error {
		return safely(func() error { _, err := c.set.UpdateTimestamp(data); return err })
	}
	if c.old.Timestamp != nil {
		_ = add(c.old.Timestamp)
	}
	data, err := fetch(ctx, src, name, MaxTimestamp)
	if err != nil {
		return err
	}
	err = add(data)
	c.next.Timestamp = data
	if errors.Is(err, &metadata.ErrEqualVersionNumber{}) {
		c.next.Timestamp, err = c.old.Timestamp, nil
		if c.set.Timestamp.Signed.IsExpired(c.set.RefTime) {
			err = fmt.Errorf("%w: it was good until %s", ErrExpired, c.set.Timestamp.Signed.Expires.Format(time.DateTime))
		}
	}
	if err == nil && c.set.Timestamp.Signed.Meta["snapshot.json"] == nil {
		err = ErrMalformed
	}
	return fault(name, err)
}

// snapshot uses the old one if it is the one that the timestamp names.
func (c *chain) snapshot(ctx context.Context, src Source) error {
	meta := c.set.Timestamp.Signed.Meta["snapshot.json"]
	add := func(data []byte, trusted bool) error {
		return safely(func() error { _, err := c.set.UpdateSnapshot(data, trusted); return err })
	}
	if c.old.Snapshot != nil && add(c.old.Snapshot, true) == nil && meta.VerifyLengthHashes(c.old.Snapshot) == nil {
		c.next.Snapshot = c.old.Snapshot
		return nil
	}
	name := versioned(meta.Version, "snapshot")
	data, err := fetch(ctx, src, name, MaxSnapshot)
	if err != nil {
		return err
	}
	c.next.Snapshot = data
	return fault(name, add(data, false))
}

func versioned(version int64, role string) string {
	return "metadata/" + strconv.FormatInt(version, 10) + "." + role + ".json"
}
