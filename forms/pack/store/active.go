package store

import (
	"errors"
	"io/fs"
	"slices"

	"guichet/forms/pack"
)

// Active loads the pack that counts of every procedure, sorted by id, and
// verifies each once more. What is refused is told beside it, with the
// revision that stands in for it, if there is one.
func (s *Store) Active() ([]*pack.Pack, []Refused) {
	s.mu.Lock()
	defer s.mu.Unlock()
	ids, err := s.ids()
	if err != nil {
		return nil, []Refused{{Kind: Disk, Err: err}}
	}
	var packs []*pack.Pack
	var out []Refused
	for _, id := range ids {
		p, faults := s.active(id)
		if p != nil {
			packs = append(packs, p)
		}
		out = append(out, faults...)
	}
	return packs, out
}

// active tries the revisions of a procedure in their order.
func (s *Store) active(id string) (*pack.Pack, []Refused) {
	var out []Refused
	for _, r := range s.order(id, &out) {
		p, err := s.load(r)
		if err == nil {
			for i := range out {
				out[i].Instead = r.Version
			}
			return p, out
		}
		out = append(out, Refused{ID: id, Version: r.Version, Kind: KindOf(err), Err: err})
	}
	return nil, out
}

// order is the active revision and the one before it; all there are, newest
// first, where the pointer is damaged. None before the first Activate.
func (s *Store) order(id string, out *[]Refused) []Revision {
	p, err := s.pointer(id)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err == nil {
		return slices.DeleteFunc([]Revision{p.Active, p.Previous}, func(r Revision) bool { return r == Revision{} })
	}
	*out = append(*out, Refused{ID: id, Kind: KindOf(err), Err: err})
	list, err := s.revisions(id)
	if err != nil {
		*out = append(*out, Refused{ID: id, Kind: Disk, Err: err})
	}
	slices.Reverse(list)
	return list
}
