package publish

import (
	"fmt"
	"strconv"
	"time"

	"github.com/theupdateframework/go-tuf/v2/metadata"

	"guichet/forms/pack/trust"
)

// touch begins the next version of a role. Whoever signs it next also renews
// it.
func (e *Edit) touch(role string) (*metadata.Metadata[metadata.TargetsType], error) {
	if m, ok := e.roles[role]; ok {
		return m, nil
	}
	if err := e.mayBegin(role); err != nil {
		return nil, err
	}
	version := e.repo.version(role)
	m := metadata.Targets()
	if version > 0 {
		old, err := e.repo.role(role)
		if err != nil {
			return nil, err
		}
		if m, err = next(old); err != nil {
			return nil, err
		}
	}
	m.Signed.Version, m.Signed.Expires = follow(version, e.now), e.now.Add(Life(role))
	if m.Signed.UnrecognizedFields == nil {
		m.Signed.UnrecognizedFields = map[string]any{}
	}
	m.Signed.UnrecognizedFields[afterField] = strconv.FormatInt(version, 10)
	e.roles[role] = m
	return m, nil
}

// mayBegin refuses a role that nobody has given keys to.
func (e *Edit) mayBegin(role string) error {
	if role == "targets" {
		return nil
	}
	keys, _, err := e.keysOf(role)
	if err == nil && len(keys) == 0 {
		err = refuse(Title(role), ErrUnknown, fmt.Errorf("the publisher has not entered it"))
	}
	return err
}

// next is a copy without signatures.
func next[T metadata.Roles](old *metadata.Metadata[T]) (*metadata.Metadata[T], error) {
	data, err := marshal(old)
	if err != nil {
		return nil, err
	}
	m, err := new(metadata.Metadata[T]).FromBytes(data)
	if err != nil {
		return nil, fmt.Errorf("publish: %w", err)
	}
	m.Signatures = []metadata.Signature{}
	return m, nil
}

// Renew begins new versions without any other change, so that they expire
// later. "root" is one of the roles.
func (e *Edit) Renew(roles ...string) error {
	for _, role := range roles {
		var err error
		if role == "root" {
			_, err = e.touchRoot()
		} else {
			_, err = e.touch(role)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// touchRoot begins the next root.
func (e *Edit) touchRoot() (*metadata.Metadata[metadata.RootType], error) {
	if e.root != nil {
		return e.root, nil
	}
	m, err := next(e.repo.set.Root)
	if err != nil {
		return nil, err
	}
	m.Signed.Version++
	m.Signed.Expires = e.now.Add(Life("root"))
	if m.Signed.UnrecognizedFields == nil {
		m.Signed.UnrecognizedFields = map[string]any{}
	}
	m.Signed.UnrecognizedFields[trust.Issued] = e.now.Format(time.RFC3339)
	e.root = m
	return m, nil
}

// Life is how long the signatures of a role are good for.
func Life(role string) time.Duration {
	switch {
	case role == "root":
		return trust.RootLife
	case role == "timestamp":
		return trust.TimestampLife
	case role == "snapshot":
		return trust.SnapshotLife
	case role == "targets":
		return trust.TargetsLife
	case role != "" && role[0] == 'd':
		return trust.DepartmentLife
	}
	return trust.TownLife
}
