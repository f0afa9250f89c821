package store

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"guichet/forms/pack/durable"
	"guichet/forms/pack/trust"
)

// State is what a revision is used for.
type State string

// The states of a revision.
const (
	Counts   State = "active"
	Before   State = "previous"
	Standing State = "installed" // not active yet, or no longer
)

// Revision is one installed revision of a procedure.
type Revision struct {
	ID      string `json:"id"`
	Version string `json:"version"`
	SHA256  string `json:"sha256"`
	State   State  `json:"-"`
}

const suffix = ".guichet"

func revisionOf(t trust.Target) Revision {
	return Revision{ID: t.ID, Version: t.Version, SHA256: t.SHA256}
}

func (r Revision) file() string { return r.ID + "/" + r.Version + "." + r.SHA256 + suffix }

// target is what the revision is published as.
func (r Revision) target(town string, size int) trust.Target {
	return trust.Target{Path: trust.PackPath(town, r.ID, r.Version), Kind: trust.KindPack, ID: r.ID,
		Version: r.Version, Town: town, Size: int64(size), SHA256: r.SHA256}
}

// revisionIn reads the name of a file.
func revisionIn(id, name string) (Revision, bool) {
	name, ok := strings.CutSuffix(name, suffix)
	dot := len(name) - 65
	if !ok || dot < 1 || name[dot] != '.' {
		return Revision{}, false
	}
	return Revision{ID: id, Version: name[:dot], SHA256: name[dot+1:]}, true
}

// revisions is the installed revisions of a procedure, the oldest first.
func (s *Store) revisions(id string) ([]Revision, error) {
	names, err := s.disk.List(id)
	if err != nil {
		return nil, err
	}
	var list []Revision
	for _, name := range names {
		if r, ok := revisionIn(id, name); ok {
			list = append(list, r)
		}
	}
	slices.SortFunc(list, func(a, b Revision) int {
		return cmp.Or(Compare(a.Version, b.Version), cmp.Compare(a.SHA256, b.SHA256))
	})
	return list, nil
}

// Revisions is everything that is installed, by procedure and version, with
// what it is used for. Nothing is verified.
func (s *Store) Revisions() ([]Revision, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	ids, err := s.ids()
	if err != nil {
		return nil, fmt.Errorf("store: %w", err)
	}
	var all []Revision
	for _, id := range ids {
		list, err := s.revisions(id)
		if err != nil {
			return nil, fmt.Errorf("store: %s: %w", id, err)
		}
		p, _ := s.pointer(id)
		for _, r := range list {
			r.State = p.state(r)
			all = append(all, r)
		}
	}
	return all, nil
}

// Clean removes the revisions that are older than the active one, but for the one
// before it, and what interrupted installations left. Newer ones stay: they may
// wait for their activation.
func (s *Store) Clean() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	ids, err := s.ids()
	if err != nil {
		return fmt.Errorf("store: %w", err)
	}
	for _, id := range ids {
		if err := s.clean(id); err != nil {
			return fmt.Errorf("store: %s: %w", id, err)
		}
	}
	s.sweep()
	return nil
}

func (s *Store) clean(id string) error {
	p, err := s.pointer(id)
	if err != nil {
		return nil // nothing counts yet, or nobody knows what does: keep all
	}
	list, err := s.revisions(id)
	if err != nil {
		return err
	}
	for _, r := range list {
		if p.state(r) == Standing && Compare(r.Version, p.Active.Version) < 0 {
			if err := durable.Remove(s.disk, r.file()); err != nil {
				return err
			}
		}
	}
	return nil
}

// sweep removes half-written files. One that stays is no harm.
func (s *Store) sweep() {
	ids, _ := s.ids()
	for _, id := range ids {
		names, _ := s.disk.List(id)
		for _, name := range names {
			if durable.IsUnfinished(name) {
				s.disk.Remove(id + "/" + name)
			}
		}
	}
}
