package publish

import (
	"cmp"
	"crypto"
	"fmt"
	"slices"

	"github.com/theupdateframework/go-tuf/v2/metadata"

	"guichet/forms/pack/trust"
)

// SetDepartment gives a département its keys: for the first time, or in place
// of those it had, which are revoked by that. What the département had signed
// is renewed, and must be signed again with the new keys.
func (e *Edit) SetDepartment(code string, threshold int, keys ...crypto.PublicKey) error {
	role := trust.DepartmentRole(code)
	if err := e.delegate("targets", role, trust.DepartmentPattern(code), threshold, keys); err != nil {
		return err
	}
	_, err := e.touch(role)
	return err
}

// SetTown gives a town its keys, as [Edit.SetDepartment] does. A threshold of
// 2 means that everything the town publishes needs a second approval. A town
// that is entered for the first time has nothing to sign yet.
func (e *Edit) SetTown(town string, threshold int, keys ...crypto.PublicKey) error {
	if err := trust.CheckTown(town); err != nil {
		return fmt.Errorf("publish: %w", err)
	}
	department, role := trust.DepartmentRole(trust.Department(town)), trust.TownRole(town)
	if err := e.delegate(department, role, trust.TownPattern(town), threshold, keys); err != nil {
		return err
	}
	if e.repo.version(role) == 0 {
		return nil
	}
	_, err := e.touch(role)
	return err
}

// RemoveTown takes a town out: its key is worth nothing any more. Terminals
// keep what they have, and get nothing new.
func (e *Edit) RemoveTown(town string) error {
	if err := trust.CheckTown(town); err != nil {
		return fmt.Errorf("publish: %w", err)
	}
	role := trust.TownRole(town)
	m, err := e.touch(parent(role))
	if err != nil {
		return err
	}
	d := m.Signed.Delegations
	if d == nil || !slices.ContainsFunc(d.Roles, func(r metadata.DelegatedRole) bool { return r.Name == role }) {
		return refuse(Title(role), ErrUnknown, nil)
	}
	remove(d, role)
	delete(e.roles, role)
	return nil
}

// delegate names the keys of a role in the role above it.
func (e *Edit) delegate(above, role, pattern string, threshold int, keys []crypto.PublicKey) error {
	m, err := e.touch(above)
	if err != nil {
		return err
	}
	ids, known, err := identify(role, threshold, keys)
	if err != nil {
		return err
	}
	if m.Signed.Delegations == nil {
		m.Signed.Delegations = &metadata.Delegations{Keys: map[string]*metadata.Key{}}
	}
	d := m.Signed.Delegations
	remove(d, role)
	for i, id := range ids {
		d.Keys[id] = known[i]
	}
	d.Roles = append(d.Roles, metadata.DelegatedRole{Name: role, KeyIDs: ids, Threshold: threshold, Terminating: true, Paths: []string{pattern}})
	slices.SortFunc(d.Roles, func(a, b metadata.DelegatedRole) int { return cmp.Compare(a.Name, b.Name) })
	return nil
}

// identify reads keys, and refuses a threshold that they cannot reach.
func identify(role string, threshold int, keys []crypto.PublicKey) (ids []string, known []*metadata.Key, err error) {
	for _, key := range keys {
		k, err := metadata.KeyFromPublicKey(key)
		if err != nil {
			return nil, nil, fmt.Errorf("publish: %s: %w", Title(role), err)
		}
		id, err := k.ID()
		if err != nil {
			return nil, nil, fmt.Errorf("publish: %s: %w", Title(role), err)
		}
		if !slices.Contains(ids, id) {
			ids, known = append(ids, id), append(known, k)
		}
	}
	if threshold < 1 || threshold > len(ids) {
		return nil, nil, fmt.Errorf("publish: %s: %d signatures are asked for, of %d keys", Title(role), threshold, len(ids))
	}
	return ids, known, nil
}

// remove takes a role out of a delegation, and the keys that only it had.
func remove(d *metadata.Delegations, role string) {
	d.Roles = slices.DeleteFunc(d.Roles, func(r metadata.DelegatedRole) bool { return r.Name == role })
	used := map[string]bool{}
	for _, r := range d.Roles {
		for _, id := range r.KeyIDs {
			used[id] = true
		}
	}
	for id := range d.Keys {
		if !used[id] {
			delete(d.Keys, id)
		}
	}
}

// SetRole gives root, targets, snapshot or timestamp its keys, in place of
// those it had. New targets are signed again by the new keys; snapshot and
// timestamp by the hub, which must have the new keys when it accepts this.
func (e *Edit) SetRole(role string, threshold int, keys ...crypto.PublicKey) error {
	m, err := e.touchRoot()
	if err != nil {
		return err
	}
	if err := setRootRole(&m.Signed, role, threshold, keys); err != nil {
		return err
	}
	if role == "targets" {
		_, err = e.touch(role)
	}
	return err
}

func setRootRole(root *metadata.RootType, role string, threshold int, keys []crypto.PublicKey) error {
	r, ok := root.Roles[role]
	if !ok {
		return refuse(Title(role), ErrUnknown, nil)
	}
	ids, known, err := identify(role, threshold, keys)
	if err != nil {
		return err
	}
	for _, id := range slices.Clone(r.KeyIDs) {
		if err := root.RevokeKey(id, role); err != nil {
			return fmt.Errorf("publish: %w", err)
		}
	}
	r.KeyIDs, r.Threshold = ids, threshold
	for i, id := range ids {
		root.Keys[id] = known[i]
	}
	return nil
}
