package hub

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"sync"
	"time"

	"guichet/forms/pack/publish"
	"guichet/forms/pack/trust"
	"guichet/kiosk/hub/store"
	"guichet/kiosk/hub/users"
)

// Repository signs the newest state of the repository: a publish.Online.
type Repository interface {
	Accept(current publish.Files, u publish.Upload) (publish.Changes, error)
	Renew(current publish.Files) (publish.Changes, error)
}

// current is the repository in the database, for package publish.
type current struct {
	ctx   context.Context
	files store.Files
}

func (c current) Read(path string) ([]byte, error) {
	data, _, err := c.files.File(c.ctx, path)
	if errors.Is(err, store.ErrNotFound) {
		return nil, fs.ErrNotExist
	}
	return data, err
}

// Push takes an upload into the repository: what people have signed, checked by
// package publish. Nothing changes on a kiosk by that: see StartRollout.
func (h *Hub) Push(ctx context.Context, who store.Who, u publish.Upload) error {
	if err := mayPush(who, u); err != nil {
		return err
	}
	if h.Repository == nil {
		return ErrNoRepository
	}
	if err := h.change(ctx, func(c publish.Files) (publish.Changes, error) { return h.Repository.Accept(c, u) }); err != nil {
		return err
	}
	for _, role := range u.Names() {
		h.did(ctx, who, townOf(role), "published", role, "")
	}
	return nil
}

// mayPush asks for the right to publish in each town that the upload changes,
// and in all where it changes what is above a town. The signatures are another
// matter: they are the publisher's, whoever carries them here.
func mayPush(who store.Who, u publish.Upload) error {
	if len(u.Roles) == 0 {
		return &InputError{"upload", "it changes nothing"}
	}
	for role := range u.Roles {
		if err := may(who, users.Publish, townOf(role)); err != nil {
			return err
		}
	}
	return nil
}

// townOf is the town of a role, or "" where it is no town's.
func townOf(role string) string {
	town, ok := strings.CutPrefix(role, "c")
	if !ok || trust.CheckTown(town) != nil {
		return ""
	}
	return town
}

// change makes a change of the repository, again where another hub was faster.
func (h *Hub) change(ctx context.Context, make func(publish.Files) (publish.Changes, error)) error {
	for range 5 {
		base, err := h.Store.FilesRevision(ctx)
		if err != nil {
			return err
		}
		changes, err := make(current{ctx, h.Store})
		if err != nil || len(changes) == 0 {
			return err
		}
		if _, err = h.Store.ChangeFiles(ctx, base, changes); !errors.Is(err, store.ErrChanged) {
			h.stamps.forget()
			return err
		}
	}
	return store.ErrChanged
}

// Published is what a town has published, newest last.
func (h *Hub) Published(ctx context.Context, who store.Who, town string) ([]trust.Target, error) {
	if err := firstOf(may(who, users.SeeFleet, town), checkTown(town)); err != nil {
		return nil, err
	}
	return h.published(ctx, town)
}

func (h *Hub) published(ctx context.Context, town string) ([]trust.Target, error) {
	if _, err := h.root(ctx); err != nil {
		return nil, err
	}
	edit, err := publish.Begin(current{ctx, h.Store}, h.now())
	if err != nil {
		return nil, err
	}
	targets, err := edit.Published(town)
	if errors.Is(err, publish.ErrUnknown) {
		return nil, nil
	}
	return targets, err
}

// renewBefore is how much of a timestamp's life must be left: it is signed each
// day, by whichever hub is first.
const renewBefore = trust.TimestampLife - 24*time.Hour

// renew signs the timestamp anew when it is a day old.
func (h *Hub) renew(ctx context.Context) error {
	if h.Repository == nil {
		return nil
	}
	ends, err := h.freshUntil(ctx)
	if errors.Is(err, store.ErrNotFound) || err == nil && ends.Sub(h.now()) > renewBefore {
		return nil
	}
	if err != nil {
		return err
	}
	return h.change(ctx, h.Repository.Renew)
}

// freshUntil is when the timestamp of the repository expires: ErrNotFound where
// there is no repository.
func (h *Hub) freshUntil(ctx context.Context) (time.Time, error) {
	s, err := h.stamp(ctx)
	return s.Expires, err
}

// stamp is what the hub itself reads of timestamp.json.
type stamp struct {
	Version int64     `json:"version"`
	Expires time.Time `json:"expires"`
}

func (h *Hub) stamp(ctx context.Context) (stamp, error) {
	data, _, err := h.Store.File(ctx, "metadata/timestamp.json")
	if err != nil {
		return stamp{}, err
	}
	var file struct {
		Signed stamp `json:"signed"`
	}
	if err := json.Unmarshal(data, &file); err != nil {
		return stamp{}, fmt.Errorf("hub: timestamp.json: %w", err)
	}
	return file.Signed, nil
}

// stampBook remembers the number of the repository for those who send
// heartbeats.
type stampBook struct {
	mu      sync.Mutex
	number  int64
	until   time.Time
	reading bool // somebody reads it: the others do not wait for the database
}

// stamped is how long the number is believed: another hub may have published.
const stamped = 5 * time.Second

// of is the number of the repository's timestamp; 0 where there is none. Where it
// cannot be read it is the last one, and kiosks look by themselves some hours
// later.
func (b *stampBook) of(ctx context.Context, h *Hub) int64 {
	b.mu.Lock()
	known, due := b.number, !b.reading && time.Now().After(b.until)
	b.reading = b.reading || due
	b.mu.Unlock()
	if !due {
		return known
	}
	s, err := h.stamp(ctx)
	b.mu.Lock()
	defer b.mu.Unlock()
	b.reading, b.until = false, time.Now().Add(stamped)
	if err == nil {
		b.number = s.Version
	}
	return b.number
}

// forget makes the next question read.
func (b *stampBook) forget() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.until = time.Time{}
}
