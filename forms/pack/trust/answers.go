package trust

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"time"
)

// Targets is what the town published when a source was last accepted. It needs
// no network, and does not ask for the date.
func (k *Keeper) Targets() []Target {
	k.mu.Lock()
	defer k.mu.Unlock()
	return slices.Clone(k.targets)
}

// Expires is the first day on which people must have renewed a signature; the
// zero time while nothing was accepted. Packs stay usable after it.
func (k *Keeper) Expires() time.Time {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.expires
}

// Fresh is until when the last accepted state counts as new: the hub renews it
// every day, so that a day in the past means no contact with the hub.
func (k *Keeper) Fresh() time.Time {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.fresh
}

// Stamp is the number of the last accepted timestamp; 0 while nothing was
// accepted. Another number at the hub says that there is something to look at.
func (k *Keeper) Stamp() int64 {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.stamp
}

// Damage is what Open could not read of what was kept; nil again after the
// next Refresh.
func (k *Keeper) Damage() error {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.damage
}

// Time is the time that expiry is measured with: the latest of the clock, the
// last date that was signed, and what the hub says.
func (k *Keeper) Time() time.Time { return k.time() }

// HubTime tells the time that the hub has answered with. It counts until the hub
// says another, as far as the day on which people must renew. What is kept of it,
// where the clock of the machine stands, goes no further than the end of the last
// timestamp: a hub that lies once must not make what is signed the day after look
// expired for a year.
func (k *Keeper) HubTime(t time.Time) error {
	k.mu.Lock()
	k.hub = earliest(t, k.expires)
	kept, own := earliest(t, k.fresh), k.own()
	k.mu.Unlock()
	if kept.Sub(own) < clockStands {
		return nil // as good as ours, and each change is a write to the disk
	}
	return k.raise(floor{Time: kept})
}

// clockStands is how far a clock is behind before the hub's counts.
const clockStands = time.Hour

func earliest(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

// Download reads a target that the town publishes, and verifies it.
func (k *Keeper) Download(ctx context.Context, src Source, t Target) ([]byte, error) {
	if err := k.known(t); err != nil {
		return nil, err
	}
	data, err := fetch(ctx, src, t.Stored(), t.Size)
	if err != nil {
		return nil, err
	}
	return data, t.Check(data)
}

// Verify compares bytes with what the town published when a source was last
// accepted. Call it at each load. The error is [ErrNotPublished] where the
// town has withdrawn the target, [ErrAltered] where the bytes are others.
func (k *Keeper) Verify(t Target, data []byte) error {
	if err := k.known(t); err != nil {
		return err
	}
	return t.Check(data)
}

func (k *Keeper) known(t Target) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	if !slices.Contains(k.targets, t) {
		return fmt.Errorf("trust: %s: %w", t.Path, ErrNotPublished)
	}
	return nil
}

// Fingerprint names the newest root, to be compared with the publisher's over
// the telephone: 64 hexadecimal digits.
func (k *Keeper) Fingerprint() string {
	root, _ := k.newest()
	return Fingerprint(root)
}

// RootVersion counts the roots: 1 is the first ceremony's.
func (k *Keeper) RootVersion() int64 {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.version
}

// Fingerprint is the SHA-256 of a root.json.
func Fingerprint(root []byte) string {
	sum := sha256.Sum256(root)
	return hex.EncodeToString(sum[:])
}
