package hub

import (
	"context"
	"crypto/ed25519"
	"errors"
	"sync"
	"time"

	"guichet/kiosk/hub/store"
)

var (
	errUnknownKiosk = errors.New("hub: unknown kiosk")
	errRevoked      = errors.New("hub: kiosk is revoked")
	errOtherTown    = errors.New("hub: not this kiosk's town")
)

// kiosk is what a request needs to know of who sent it.
type kiosk struct {
	id, town string
	key      ed25519.PublicKey
	revoked  bool
	read     time.Time
}

// trusted is how long a kiosk is believed without a look at the database. A
// revocation does not wait for it: a notice says it at once, and notices are
// counted, so that none is missed. Ten heartbeats cost one look.
//
// But one that was read before this hub began to listen may have been revoked in
// between: what is read in the first minute is good for a minute.
const (
	trusted  = 10 * time.Minute
	settling = time.Minute
)

// kioskBook remembers kiosks.
type kioskBook struct {
	store store.Kiosks
	now   func() time.Time
	began time.Time

	mu    sync.RWMutex
	known map[string]kiosk
	epoch int           // grows with each forget: what was read before it is not kept
	met   chan struct{} // closed when all were read for the first time; nil: nobody has begun
}

func newKioskBook(s store.Kiosks, now func() time.Time) *kioskBook {
	return &kioskBook{store: s, now: now, began: now(), known: map[string]kiosk{}}
}

// get gives a kiosk that may speak: errUnknownKiosk, errRevoked.
func (b *kioskBook) get(ctx context.Context, id string) (kiosk, error) {
	k, ok, epoch := b.find(id)
	if !ok {
		b.wait(ctx)
		k, ok, epoch = b.find(id)
	}
	if !ok || b.now().Sub(k.read).Abs() > b.trusted(k) {
		var err error
		if k, err = b.read(ctx, id, epoch); err != nil {
			return kiosk{}, err
		}
	}
	if k.revoked {
		return kiosk{}, errRevoked
	}
	return k, nil
}

func (b *kioskBook) find(id string) (_ kiosk, ok bool, epoch int) {
	b.mu.RLock()
	defer b.mu.RUnlock()
	k, ok := b.known[id]
	return k, ok, b.epoch
}

// listPatience is how long a request waits for the list of all kiosks.
const listPatience = 5 * time.Second

// wait lets those who come while the list is being read wait for it: thousands
// of questions beside it would make it, and each other, slow.
func (b *kioskBook) wait(ctx context.Context) {
	b.mu.RLock()
	met := b.met
	b.mu.RUnlock()
	if met == nil {
		return
	}
	over := time.NewTimer(listPatience)
	defer over.Stop()
	select {
	case <-met:
	case <-over.C:
	case <-ctx.Done():
	}
}

func (b *kioskBook) trusted(k kiosk) time.Duration {
	if k.read.Sub(b.began) < settling {
		return settling
	}
	return trusted
}

func (b *kioskBook) read(ctx context.Context, id string, epoch int) (kiosk, error) {
	row, err := b.store.Kiosk(ctx, id)
	if errors.Is(err, store.ErrNotFound) {
		return kiosk{}, errUnknownKiosk
	}
	if err != nil {
		return kiosk{}, err
	}
	k := b.kioskOf(row)
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.epoch == epoch {
		b.known[id] = k
	}
	return k, nil
}

func (b *kioskBook) kioskOf(row store.Kiosk) kiosk {
	return kiosk{id: row.ID, town: row.Town, key: row.Key, revoked: !row.RevokedAt.IsZero(), read: b.now()}
}

// meet reads all of them at once, for the first time: a hub that begins is asked
// for each within a minute.
func (b *kioskBook) meet(ctx context.Context) error {
	met := make(chan struct{})
	defer close(met)
	b.mu.Lock()
	b.met = met
	b.mu.Unlock()
	return b.fill(ctx)
}

func (b *kioskBook) fill(ctx context.Context) error {
	b.mu.RLock()
	epoch := b.epoch
	b.mu.RUnlock()
	rows, err := b.store.Keys(ctx)
	if err != nil {
		return err
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.epoch != epoch {
		return nil // somebody was revoked meanwhile: each is read in its turn
	}
	for _, row := range rows {
		b.known[row.ID] = b.kioskOf(row)
	}
	return nil
}

// forget makes the next request of a kiosk look at the database.
func (b *kioskBook) forget(id string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	delete(b.known, id)
	b.epoch++
}
