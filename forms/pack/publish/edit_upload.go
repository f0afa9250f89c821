package publish

import (
	"fmt"
	"slices"
)

// Upload ends the change.
func (e *Edit) Upload() (Upload, error) {
	u := Upload{Format: uploadFormat, Roles: map[string]Change{}, Files: e.files}
	if e.root != nil {
		if err := e.enclose(u, "root", e.repo.set.Root, e.root); err != nil {
			return u, err
		}
	}
	for role, m := range e.roles {
		base, err := e.base(role)
		if err == nil {
			err = e.enclose(u, role, base, m)
		}
		if err != nil {
			return u, err
		}
	}
	if len(u.Roles) == 0 {
		return u, refuse("upload", ErrUnknown, fmt.Errorf("nothing is changed"))
	}
	lines, err := u.Describe()
	u.Summary = lines
	return u, err
}

// base is the version before; a nil pointer in it where there is none.
func (e *Edit) base(role string) (marshaler, error) {
	if e.repo.version(role) == 0 {
		return nil, nil
	}
	return e.repo.role(role)
}

type marshaler interface{ ToBytes(bool) ([]byte, error) }

// enclose puts one role into an upload.
func (e *Edit) enclose(u Upload, role string, base, m marshaler) (err error) {
	var c Change
	if base != nil {
		if c.Base, err = base.ToBytes(false); err != nil {
			return fmt.Errorf("publish: %w", err)
		}
	}
	if c.Metadata, err = m.ToBytes(false); err != nil {
		return fmt.Errorf("publish: %w", err)
	}
	if c.Keys, c.Need, err = e.keysOf(role); err != nil {
		return err
	}
	u.Roles[role] = c
	return nil
}

// keysOf is who may sign the next version of a role, by key id, and how many
// must. A root is signed by those of the old one and of the new one.
func (e *Edit) keysOf(role string) ([]string, int, error) {
	root := e.repo.set.Root
	if e.root != nil {
		root = e.root
	}
	switch above := parent(role); {
	case role == "root":
		old := e.repo.set.Root.Signed.Roles["root"]
		now := root.Signed.Roles["root"]
		return union(old.KeyIDs, now.KeyIDs), max(old.Threshold, now.Threshold), nil
	case above == "root":
		r := root.Signed.Roles[role]
		return r.KeyIDs, r.Threshold, nil
	default:
		return e.delegated(above, role)
	}
}

func (e *Edit) delegated(above, role string) ([]string, int, error) {
	m, ok := e.roles[above]
	if !ok {
		if e.repo.version(above) == 0 {
			return nil, 0, refuse(Title(above), ErrUnknown, nil)
		}
		var err error
		if m, err = e.repo.role(above); err != nil {
			return nil, 0, err
		}
	}
	if d := m.Signed.Delegations; d != nil {
		for _, r := range d.Roles {
			if r.Name == role {
				return r.KeyIDs, r.Threshold, nil
			}
		}
	}
	return nil, 0, nil
}

func union(a, b []string) []string {
	all := slices.Concat(a, b)
	slices.Sort(all)
	return slices.Compact(all)
}
