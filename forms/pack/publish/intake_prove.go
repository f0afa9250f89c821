package publish

import (
	"errors"
	"slices"

	"github.com/theupdateframework/go-tuf/v2/metadata"
)

// prove opens the new state as a terminal would, and verifies every role that
// was changed and every one that a change could have locked out.
func (in *intake) prove() error {
	if err := in.missing(); err != nil {
		return err
	}
	r, err := open(over{in.changes, in.old.files})
	if err != nil {
		return refuse("upload", ErrNotAllowed, err)
	}
	for _, role := range in.concerned(r) {
		if _, err := r.role(role); err != nil {
			return refuse(Title(role), ErrNotAllowed, err)
		}
	}
	return nil
}

// concerned is the changed roles, and the published ones below them.
func (in *intake) concerned(r *repo) []string {
	names := []string{"targets"}
	for role := range in.roles {
		names = append(names, role)
	}
	for _, above := range slices.Clone(names) {
		m, err := r.role(above)
		if err != nil || m.Signed.Delegations == nil {
			continue // an error is found again by who asked
		}
		for _, below := range m.Signed.Delegations.Roles {
			if r.version(below.Name) > 0 {
				names = append(names, below.Name)
			}
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// missing tells how many approvals a role has and needs, before the library
// says only that it is not enough.
func (in *intake) missing() error {
	if in.root != nil {
		err := errors.Join(lacks(in.old.set.Root, "root", in.root), lacks(in.root, "root", in.root))
		if err != nil {
			return err
		}
	}
	for _, role := range in.upload.Names() {
		if m, ok := in.roles[role]; ok {
			if err := in.lacking(role, m); err != nil {
				return err
			}
		}
	}
	return nil
}

func (in *intake) lacking(role string, m *metadata.Metadata[metadata.TargetsType]) error {
	above := parent(role)
	if above == "root" {
		if in.root != nil {
			return lacks(in.root, role, m)
		}
		return lacks(in.old.set.Root, role, m)
	}
	if d, ok := in.roles[above]; ok {
		return lacks(d, role, m)
	}
	d, err := in.old.role(above)
	if err != nil {
		return refuse(Title(role), ErrUnknown, err)
	}
	return lacks(d, role, m)
}
