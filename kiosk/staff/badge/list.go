package badge

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"time"

	"guichet/forms/pack/durable"
)

// Entry is a key in the list of a kiosk.
type Entry struct {
	Badge
	Revoked time.Time `json:",omitzero"` // zero: it opens
}

const (
	listFile = "badges.json"
	maxList  = 256 << 10
	// mostKeys keeps the list below maxList: an entry has 600 bytes at most.
	mostKeys = 400
)

var (
	errList = errors.New("badge: " + listFile + " is damaged: no key opens; remove it, and make the keys anew")
	errFull = fmt.Errorf("badge: the list has %d keys: remove %s, and make those anew that are used", mostKeys, listFile)
	// ErrTwo is a name that several keys have.
	ErrTwo = errors.New("badge: several keys have this name: say the id")
)

// List gives all keys that were made, the oldest first.
func (k *Keeper) List() ([]Entry, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.readList()
}

// Revoke ends a key for good, by its id, or by its name where only one that
// opens has it. One that was revoked before stays as it was. Errors: ErrUnknown,
// ErrTwo, or what the disk says.
func (k *Keeper) Revoke(which string, now time.Time) (gone Entry, err error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	err = k.change(func(all []Entry) ([]Entry, error) {
		i, err := find(all, which)
		if err != nil {
			return nil, err
		}
		if all[i].Revoked.IsZero() {
			all[i].Revoked = now.Truncate(time.Second)
		}
		gone = all[i]
		return all, nil
	})
	return gone, err
}

func find(all []Entry, which string) (int, error) {
	if i := slices.IndexFunc(all, func(e Entry) bool { return e.ID == which }); i >= 0 {
		return i, nil
	}
	named := func(e Entry) bool { return e.Name == which && e.Revoked.IsZero() }
	i := slices.IndexFunc(all, named)
	switch {
	case i < 0:
		return 0, ErrUnknown
	case slices.ContainsFunc(all[i+1:], named):
		return 0, ErrTwo
	}
	return i, nil
}

// listed wants a key in the list, not revoked.
func listed(all []Entry, id string) error {
	i := slices.IndexFunc(all, func(e Entry) bool { return e.ID == id })
	switch {
	case i < 0:
		return ErrUnknown
	case !all[i].Revoked.IsZero():
		return ErrRevoked
	}
	return nil
}

// change writes the list anew, synced.
func (k *Keeper) change(f func([]Entry) ([]Entry, error)) error {
	all, err := k.readList()
	if err != nil {
		return err
	}
	if all, err = f(all); err != nil {
		return err
	}
	if len(all) > mostKeys {
		return errFull
	}
	data, err := json.MarshalIndent(all, "", "\t")
	if err != nil {
		return fmt.Errorf("badge: %w", err)
	}
	if err := durable.Replace(k.Disk, listFile, data); err != nil {
		return fmt.Errorf("badge: %w", err)
	}
	return nil
}

func (k *Keeper) readList() ([]Entry, error) {
	data, err := k.Disk.Read(listFile, maxList)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("badge: %w", err)
	}
	var all []Entry
	if json.Unmarshal(data, &all) != nil {
		return nil, errList
	}
	return all, nil
}
