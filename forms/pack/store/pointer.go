package store

import (
	"encoding/json"
	"errors"
	"io/fs"
	"strings"

	"guichet/forms/pack/durable"
)

// pointer says which revision counts.
type pointer struct {
	Active   Revision `json:"active"`
	Previous Revision `json:"previous,omitzero"`
}

func (p pointer) state(r Revision) State {
	switch r {
	case p.Active:
		return Counts
	case p.Previous:
		return Before
	}
	return Standing
}

func pointerFile(id string) string { return id + "/active.json" }

// maxPointer is two revisions, in bytes.
const maxPointer = 4 << 10

// pointer reads which revision counts; [fs.ErrNotExist] where none does yet.
func (s *Store) pointer(id string) (p pointer, err error) {
	data, err := s.disk.Read(pointerFile(id), maxPointer)
	if errors.Is(err, fs.ErrNotExist) {
		return p, kind(Missing, err)
	}
	if err != nil {
		return p, disk(err)
	}
	if err := json.Unmarshal(data, &p); err != nil {
		return pointer{}, kind(Archive, err)
	}
	if !p.Active.sound(id) || p.Previous != (Revision{}) && !p.Previous.sound(id) {
		return pointer{}, kind(Archive, errors.New("active.json names no revision"))
	}
	return p, nil
}

// sound refuses what a damaged pointer could name: the fields become a path.
func (r Revision) sound(id string) bool {
	back, ok := revisionIn(id, strings.TrimPrefix(r.file(), r.ID+"/"))
	return ok && back == r && !strings.Contains(r.Version, "/")
}

// point is the one rename of Activate and Rollback.
func (s *Store) point(id string, p pointer) error {
	data, err := json.Marshal(p)
	if err != nil {
		return disk(err)
	}
	return disk(durable.Replace(s.disk, pointerFile(id), data))
}
