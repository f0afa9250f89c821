package store

import (
	"errors"
	"io/fs"

	"guichet/forms/pack/durable"
)

// Retire takes a procedure off the menu. Its revisions stay, and
// [Store.Activate] brings it back; a procedure that does not count is no error.
func (s *Store) Retire(id string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	err := durable.Remove(s.disk, pointerFile(id))
	if err == nil || errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return refused(id, "", disk(err))
}
