package publish

import (
	"crypto"
	"time"

	"github.com/theupdateframework/go-tuf/v2/metadata"

	"guichet/forms/pack/trust"
)

// Signers is the keys of a role and how many of them must sign, with this
// change: to replace one of several.
func (e *Edit) Signers(role string) (keys []crypto.PublicKey, threshold int, err error) {
	known, ids, threshold, err := e.known(role)
	if err != nil {
		return nil, 0, err
	}
	for _, id := range ids {
		key, err := known[id].ToPublicKey()
		if err != nil {
			return nil, 0, refuse(Title(role), ErrDamaged, err)
		}
		keys = append(keys, key)
	}
	if len(keys) == 0 {
		return nil, 0, refuse(Title(role), ErrUnknown, nil)
	}
	return keys, threshold, nil
}

func (e *Edit) known(role string) (map[string]*metadata.Key, []string, int, error) {
	above := parent(role)
	if above == "root" {
		root := e.repo.set.Root
		if e.root != nil {
			root = e.root
		}
		ids, keys, threshold := signersOf(root, role)
		return keys, ids, threshold, nil
	}
	m := e.roles[above]
	if m == nil {
		var err error
		if m, err = e.repo.role(above); err != nil {
			return nil, nil, 0, err
		}
	}
	ids, keys, threshold := signersOf(m, role)
	return keys, ids, threshold, nil
}

// Standing is how one role stands: for people.
type Standing struct {
	Role      string
	Version   int64 // for people: VersionWords
	Expires   time.Time
	Threshold int
	KeyIDs    []string
}

// Show is how every role on the way to a town stands, from the root down.
func Show(current Files, town string) ([]Standing, error) {
	e, err := Begin(current, time.Time{})
	if err != nil {
		return nil, err
	}
	r := e.repo
	all := []Standing{
		{Role: "root", Version: r.set.Root.Signed.Version, Expires: r.set.Root.Signed.Expires},
		{Role: "timestamp", Version: r.stamp.Version, Expires: r.stamp.Expires},
		{Role: "snapshot", Version: r.snap.Version, Expires: r.snap.Expires},
	}
	for _, role := range below(town) {
		one := Standing{Role: role, Version: r.version(role)}
		if one.Version > 0 {
			m, err := r.role(role)
			if err != nil {
				return nil, err
			}
			one.Expires = m.Signed.Expires
		}
		all = append(all, one)
	}
	for i := range all {
		if all[i].KeyIDs, all[i].Threshold, err = e.keysOf(all[i].Role); err != nil {
			return nil, err
		}
	}
	return all, nil
}

func below(town string) []string {
	roles := []string{"targets"}
	if town != "" {
		roles = append(roles, trust.DepartmentRole(trust.Department(town)), trust.TownRole(town))
	}
	return roles
}

// Root is the newest root, as a file: its fingerprint is compared by people.
func Root(current Files) ([]byte, error) {
	r, err := open(current)
	if err != nil {
		return nil, err
	}
	return r.bytes("root")
}
