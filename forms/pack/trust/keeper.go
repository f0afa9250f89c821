package trust

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"guichet/forms/pack/durable"
)

// Keeper keeps what one terminal has accepted, in a folder of its own. Its
// methods may be called from several goroutines.
//
//	root/2.root.json …   every root after the factory's, as soon as it is seen
//	accepted.json        the last accepted state, whole; accepted.copy.json the same
//	floor.json           the time that never goes back, the highest root
//
// All of it can be deleted: the terminal is then as fresh from the factory,
// with what package doc says of that.
type Keeper struct {
	disk    durable.Layer
	town    string
	now     func() time.Time
	factory []byte

	refresh sync.Mutex // one at a time

	mu       sync.Mutex // guards what follows
	root     []byte     // the newest
	version  int64      // of root
	floor    floor
	accepted *state
	targets  []Target
	expires  time.Time
	fresh    time.Time
	stamp    int64
	hub      time.Time // what the hub said last; not kept
	damage   error
}

// Open reads what is kept in dir, and verifies it again from the root that the
// terminal was delivered with. Damaged files are left out, see
// [Keeper.Damage]; an error means that nothing can be trusted or kept here.
func Open(dir string, root []byte, town string, now func() time.Time) (*Keeper, error) {
	disk, err := durable.Open(dir)
	if err != nil {
		return nil, fmt.Errorf("trust: %w", err)
	}
	return OpenLayer(disk, root, town, now)
}

// OpenLayer is [Open] on a folder that is already open.
func OpenLayer(disk durable.Layer, root []byte, town string, now func() time.Time) (*Keeper, error) {
	if err := CheckTown(town); err != nil {
		return nil, err
	}
	k := &Keeper{disk: disk, town: town, now: now, factory: root}
	c, err := newChain(root, town, nil, time.Time{})
	if err != nil {
		return nil, err
	}
	if err := durable.Mkdir(disk, rootFolder); err != nil {
		return nil, fmt.Errorf("trust: %w", err)
	}
	k.load(c)
	return k, nil
}

// Refresh reads a source, verifies every signature on the way to the town, and
// keeps what it accepts. It returns what the town publishes. After an error
// everything is as before, but for new roots, which are kept.
func (k *Keeper) Refresh(ctx context.Context, src Source) ([]Target, error) {
	k.refresh.Lock()
	defer k.refresh.Unlock()
	root, old := k.newest()
	c, err := newChain(root, k.town, old, k.time())
	if err != nil {
		return nil, err
	}
	if err := c.roots(ctx, src, k.keepRoot); err != nil {
		return nil, err
	}
	if err := k.notBelow(c); err != nil {
		return nil, err
	}
	if err := c.follow(ctx, src); err != nil {
		return nil, err
	}
	return k.accept(c)
}

func (k *Keeper) newest() ([]byte, *state) {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.root, k.accepted
}

// time is the latest of the clock, the floor, and what the hub says.
func (k *Keeper) time() time.Time {
	k.mu.Lock()
	defer k.mu.Unlock()
	return latest(k.own(), k.hub)
}

// own is the time without the hub. The lock is held.
func (k *Keeper) own() time.Time { return latest(k.now(), k.floor.Time) }

func latest(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// notBelow refuses to go on from a root that was replaced, which can only be
// after the file of the newer one was damaged.
func (k *Keeper) notBelow(c *chain) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	if v := c.set.Root.Signed.Version; v < k.floor.Root {
		return fmt.Errorf("trust: root %d: %w: root %d was seen", v, ErrRolledBack, k.floor.Root)
	}
	return nil
}

// accept keeps a followed chain, on disk first.
func (k *Keeper) accept(c *chain) ([]Target, error) {
	list, err := c.published()
	if err != nil {
		return nil, err
	}
	if err := c.dated(); err != nil {
		return nil, err
	}
	if err := k.keepState(c.next); err != nil {
		return nil, err
	}
	if err := k.raise(floor{IssuedAt(c.set.Timestamp.Signed.UnrecognizedFields), c.next.Root}); err != nil {
		return nil, err
	}
	k.show(c, list)
	return slices.Clone(list), nil
}

// dated checks that nothing had already expired when the timestamp was signed.
// So a thief of the online keys can drive the time that never goes back no
// further than the last day that the offline keys have set.
func (c *chain) dated() error {
	at := IssuedAt(c.set.Timestamp.Signed.UnrecognizedFields)
	if at.After(c.expires()) || at.After(c.set.Timestamp.Signed.Expires) {
		return fault("metadata/timestamp.json", fmt.Errorf("%w: signed at %s, after the last day", ErrExpired, at.Format(time.DateOnly)))
	}
	return nil
}

// show makes a chain the accepted one.
func (k *Keeper) show(c *chain, list []Target) {
	k.mu.Lock()
	defer k.mu.Unlock()
	next := c.next
	stamp := c.set.Timestamp.Signed
	k.accepted, k.targets, k.expires, k.fresh, k.stamp, k.damage = &next, list, c.expires(), stamp.Expires, stamp.Version, nil
}

// Look verifies a source as a terminal would that has only this root, and
// keeps nothing.
func Look(ctx context.Context, src Source, root []byte, town string, now time.Time) ([]Target, error) {
	c, err := newChain(root, town, nil, now)
	if err != nil {
		return nil, err
	}
	nothing := func(int64, []byte) error { return nil }
	if err := errors.Join(CheckTown(town), c.roots(ctx, src, nothing)); err != nil {
		return nil, err
	}
	if err := c.follow(ctx, src); err != nil {
		return nil, err
	}
	return c.published()
}
