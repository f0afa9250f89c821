package publish

import (
	"errors"
	"slices"

	"github.com/theupdateframework/go-tuf/v2/metadata"
)

// lacks is a [MissingError] where a role has too few good signatures. It
// counts by asking the library about one key at a time.
func lacks[T, U metadata.Roles](above *metadata.Metadata[T], role string, m *metadata.Metadata[U]) error {
	ids, keys, need := signersOf(above, role)
	if len(ids) == 0 {
		return refuse(Title(role), ErrUnknown, errors.New("nobody has given it a key"))
	}
	have := 0
	for _, id := range ids {
		if signedBy(id, keys[id], m) {
			have++
		}
	}
	if have < need {
		return &MissingError{Role: role, Have: have, Need: need}
	}
	return nil
}

// signersOf is the key ids, the keys and the threshold of a role.
func signersOf[T metadata.Roles](above *metadata.Metadata[T], role string) ([]string, map[string]*metadata.Key, int) {
	switch signed := any(above.Signed).(type) {
	case metadata.RootType:
		if r := signed.Roles[role]; r != nil {
			return r.KeyIDs, signed.Keys, r.Threshold
		}
	case metadata.TargetsType:
		d := signed.Delegations
		if d == nil {
			break
		}
		if i := slices.IndexFunc(d.Roles, func(r metadata.DelegatedRole) bool { return r.Name == role }); i >= 0 {
			return d.Roles[i].KeyIDs, d.Keys, d.Roles[i].Threshold
		}
	}
	return nil, nil, 0
}

// signedBy asks about one key: is it a root of which this key is all?
func signedBy[U metadata.Roles](id string, key *metadata.Key, m *metadata.Metadata[U]) bool {
	if key == nil {
		return false
	}
	alone := metadata.Root()
	alone.Signed.Keys[id] = key
	alone.Signed.Roles["targets"] = &metadata.Role{KeyIDs: []string{id}, Threshold: 1}
	return alone.VerifyDelegate("targets", m) == nil
}
