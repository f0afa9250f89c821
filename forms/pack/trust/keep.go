package trust

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"time"

	"guichet/forms/pack/durable"
)

// The files of a [Keeper].
const (
	rootFolder   = "root"
	acceptedFile = "accepted.json"
	acceptedCopy = "accepted.copy.json"
	floorFile    = "floor.json"
)

// maxState is the five files in base64.
const maxState = 2 * (MaxTimestamp + MaxSnapshot + MaxTargets + MaxDepartment + MaxTown)

func rootFile(version int64) string { return fmt.Sprintf("%s/%d.root.json", rootFolder, version) }

// load reads what is kept. c stands at the factory root; the newest root is
// the last of an unbroken row of files, each signed by the one before.
func (k *Keeper) load(c *chain) {
	first := c.set.Root.Signed
	k.root, k.version = k.factory, first.Version
	k.floor = floor{IssuedAt(first.UnrecognizedFields), first.Version}
	k.damage = errors.Join(k.loadFloor(), k.loadRoots(c), k.loadState())
}

func (k *Keeper) loadFloor() error {
	data, err := k.disk.Read(floorFile, 4<<10)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fault(floorFile, err)
	}
	f, err := readFloor(data)
	k.floor = k.floor.raise(f)
	return err
}

func (k *Keeper) loadRoots(c *chain) error {
	for version := k.version + 1; ; version++ {
		data, err := k.disk.Read(rootFile(version), MaxRoot)
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err == nil {
			err = c.addRoot(data)
		}
		if err != nil {
			return fault(rootFile(version), err)
		}
		k.setRoot(version, data)
	}
}

func (k *Keeper) setRoot(version int64, data []byte) {
	k.root, k.version = data, version
	k.floor = k.floor.raise(floor{Root: version})
}

// loadState takes the first copy that verifies.
func (k *Keeper) loadState() error {
	var faults error
	for _, name := range []string{acceptedFile, acceptedCopy} {
		data, err := k.disk.Read(name, maxState)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err == nil {
			err = k.restore(data)
		}
		if err == nil {
			return faults
		}
		faults = errors.Join(faults, fault(name, err))
	}
	return faults
}

// restore verifies a kept state under the root that it was accepted under,
// and at no date: a key that was revoked since must not stop a terminal that
// has not seen what came after it.
func (k *Keeper) restore(data []byte) error {
	var s state
	if err := json.Unmarshal(data, &s); err != nil {
		return fmt.Errorf("%w: %w", ErrMalformed, err)
	}
	c, err := k.chainAt(s)
	if err != nil {
		return err
	}
	if err := c.follow(context.Background(), s.source(c)); err != nil {
		return err
	}
	list, err := c.published()
	if err != nil {
		return err
	}
	k.show(c, list)
	return nil
}

// chainAt is a chain from the factory root to the root of a state.
func (k *Keeper) chainAt(s state) (*chain, error) {
	c, err := newChain(k.factory, k.town, nil, time.Time{})
	if err != nil {
		return nil, err
	}
	for c.set.Root.Signed.Version < s.Root {
		data, err := k.disk.Read(rootFile(c.set.Root.Signed.Version+1), MaxRoot)
		if err == nil {
			err = c.addRoot(data)
		}
		if err != nil {
			return nil, err
		}
	}
	return c, nil
}

// source serves the files of a state under whatever version they are asked.
func (s state) source(c *chain) Source {
	department := DepartmentRole(Department(c.town))
	return stateSource{"timestamp": s.Timestamp, "snapshot": s.Snapshot, "targets": s.Targets,
		department: s.Department, TownRole(c.town): s.Town}
}

// stateSource holds metadata by role.
type stateSource map[string][]byte

func (s stateSource) Fetch(_ context.Context, name string, max int64) ([]byte, error) {
	data := s[roleOf(name)]
	if data == nil {
		return nil, fs.ErrNotExist
	}
	return data, nil
}

func (s state) equal(t state) bool {
	return s.Root == t.Root && bytes.Equal(s.Timestamp, t.Timestamp) && bytes.Equal(s.Snapshot, t.Snapshot) &&
		bytes.Equal(s.Targets, t.Targets) && bytes.Equal(s.Department, t.Department) && bytes.Equal(s.Town, t.Town)
}

// keepRoot writes a new root before it counts.
func (k *Keeper) keepRoot(version int64, data []byte) error {
	if err := durable.Replace(k.disk, rootFile(version), data); err != nil {
		return fmt.Errorf("trust: root %d is not kept: %w", version, err)
	}
	if err := k.raise(floor{Root: version}); err != nil {
		return err
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	k.setRoot(version, data)
	return nil
}

// keepState writes the state twice, one after the other, so that one that was
// damaged later does not stop the terminal.
func (k *Keeper) keepState(s state) error {
	if _, old := k.newest(); old != nil && old.equal(s) && k.Damage() == nil {
		return nil // flash memory wears out
	}
	data, err := json.Marshal(s)
	if err != nil {
		return fmt.Errorf("trust: %w", err)
	}
	for _, name := range []string{acceptedFile, acceptedCopy} {
		if err := durable.Replace(k.disk, name, data); err != nil {
			return fmt.Errorf("trust: what was accepted is not kept: %w", err)
		}
	}
	return nil
}

// raise keeps a higher floor, on disk first.
func (k *Keeper) raise(f floor) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	next := k.floor.raise(f)
	if next.Root == k.floor.Root && next.Time.Equal(k.floor.Time) && k.damage == nil {
		return nil
	}
	data, err := json.Marshal(next)
	if err == nil {
		err = durable.Replace(k.disk, floorFile, data)
	}
	if err != nil {
		return fmt.Errorf("trust: the date is not kept: %w", err)
	}
	k.floor = next
	return nil
}
