package publish

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/theupdateframework/go-tuf/v2/metadata"

	"guichet/forms/pack/trust"
)

// intake is one upload on its way through the checks of the hub.
type intake struct {
	hub     Online
	old     *repo
	upload  Upload
	root    *metadata.Metadata[metadata.RootType] // new, or nil
	roles   map[string]*metadata.Metadata[metadata.TargetsType]
	used    map[string]bool // files of the upload that a town names
	changes Changes
}

// check looks at everything but the signatures, which need the new snapshot.
func (in *intake) check() error {
	for _, step := range []func() error{in.parse, in.versions, in.ready, in.delegations, in.targets, in.leftovers} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// parse reads the metadata and puts it among the changes.
func (in *intake) parse() error {
	in.roles, in.used = map[string]*metadata.Metadata[metadata.TargetsType]{}, map[string]bool{}
	for _, role := range in.upload.Names() {
		if err := checkRole(role); err != nil {
			return err
		}
		if err := in.parseRole(role, in.upload.Roles[role].Metadata); err != nil {
			return err
		}
	}
	return nil
}

func (in *intake) parseRole(role string, data []byte) error {
	if role == "root" {
		m, err := metadata.Root().FromBytes(data)
		if err != nil {
			return refuse(Title(role), ErrMalformed, err)
		}
		in.root = m
		return in.write(role, m.Signed.Version, m)
	}
	m, err := metadata.Targets().FromBytes(data)
	if err != nil {
		return refuse(Title(role), ErrMalformed, err)
	}
	in.roles[role] = m
	return in.write(role, m.Signed.Version, m)
}

// write puts a role among the changes, unless it is longer than what a terminal
// reads.
func (in *intake) write(role string, version int64, m marshaler) error {
	data, err := m.ToBytes(false)
	if err != nil {
		return fmt.Errorf("publish: %w", err)
	}
	if len(data) > most(role) {
		return refuse(Title(role), ErrContent, fmt.Errorf("its list has %d bytes, and kiosks read %d: withdraw what no kiosk needs any more", len(data), most(role)))
	}
	in.changes[versioned(version, role)] = data
	return nil
}

// checkRole refuses a name that is none of ours. It becomes a file name.
func checkRole(role string) error {
	if role == "root" || role == "targets" {
		return nil
	}
	town, ok := strings.CutPrefix(role, "c")
	if department, is := strings.CutPrefix(role, "d"); is {
		ok, town = true, (department + "0000")[:5]
		if trust.CheckTown(town) == nil && trust.Department(town) != department {
			ok = false
		}
	}
	if !ok || trust.CheckTown(town) != nil {
		return refuse(fmt.Sprintf("%q", role), ErrMalformed, errors.New("no such role"))
	}
	return nil
}

// versions asks for a version that was made from the published one, and for an
// end that is neither past nor further away than it can be.
func (in *intake) versions() error {
	if in.root != nil {
		if err := in.follows("root", in.root.Signed.Version, in.root.Signed.Expires, nil); err != nil {
			return err
		}
	}
	for role, m := range in.roles {
		if err := in.follows(role, m.Signed.Version, m.Signed.Expires, m.Signed.UnrecognizedFields); err != nil {
			return err
		}
	}
	return nil
}

// follows is asked with the fields that the library does not know; a root has
// none that counts, its numbers have no gaps.
func (in *intake) follows(role string, version int64, expires time.Time, fields map[string]any) error {
	was, now := in.old.version(role), in.hub.Now()
	if version == was {
		return refuse(Title(role), ErrConflict, fmt.Errorf("version %d is published already: this upload, or one of the same second", version))
	}
	if !follows(was, version, fields) {
		return refuse(Title(role), ErrConflict, fmt.Errorf("version %d was not made from %d, which is published", version, was))
	}
	if err := notAhead(role, was, version, now); err != nil {
		return err
	}
	if !expires.After(now) || expires.After(now.Add(Life(role)+24*time.Hour)) {
		return refuse(Title(role), ErrContent, fmt.Errorf("it ends on %s", expires.Format(time.DateOnly)))
	}
	return nil
}

func (in *intake) ready() error {
	root := in.old.set.Root.Signed
	if in.root != nil {
		root = in.root.Signed
	}
	return in.hub.ready(in.old, root)
}

// delegations checks that every role hands down only what is its own.
func (in *intake) delegations() error {
	for role, m := range in.roles {
		d := m.Signed.Delegations
		if d == nil {
			continue
		}
		if strings.HasPrefix(role, "c") || d.SuccinctRoles != nil {
			return refuse(Title(role), ErrContent, errors.New("it hands its rights on"))
		}
		for i, to := range d.Roles {
			twice := slices.ContainsFunc(d.Roles[:i], func(r metadata.DelegatedRole) bool { return r.Name == to.Name })
			if err := handedDown(role, to); err != nil || twice {
				return refuse(Title(role), ErrContent, fmt.Errorf("%s: %w", to.Name, errors.Join(err, errTwice[twice])))
			}
		}
	}
	return nil
}

var errTwice = map[bool]error{true: errors.New("it stands twice")}

// handedDown checks one delegation: the name, the folder, the number of keys.
func handedDown(from string, to metadata.DelegatedRole) error {
	if err := checkRole(to.Name); err != nil {
		return err
	}
	if to.Name == "root" || to.Name == "targets" || parent(to.Name) != from {
		return errors.New("it is not of this place")
	}
	pattern := trust.TownPattern(to.Name[1:])
	if from == "targets" {
		pattern = trust.DepartmentPattern(to.Name[1:])
	}
	if !slices.Equal(to.Paths, []string{pattern}) || len(to.PathHashPrefixes) > 0 {
		return fmt.Errorf("its folder is not %s", pattern)
	}
	if to.Threshold < 1 || to.Threshold > len(to.KeyIDs) {
		return fmt.Errorf("%d signatures of %d keys", to.Threshold, len(to.KeyIDs))
	}
	return nil
}
