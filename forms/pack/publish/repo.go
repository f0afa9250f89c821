package publish

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"time"

	"github.com/theupdateframework/go-tuf/v2/metadata"
	"github.com/theupdateframework/go-tuf/v2/metadata/trustedmetadata"

	"guichet/forms/pack/trust"
)

// repo is a repository that was verified from its first root up. Dates are not
// asked: it may have expired, and be renewed.
type repo struct {
	files Files
	set   *trustedmetadata.TrustedMetadata
	stamp *metadata.TimestampType
	snap  *metadata.SnapshotType
}

// open verifies roots, timestamp and snapshot.
func open(files Files) (*repo, error) {
	r := &repo{files: files}
	if err := safely(r.open); err != nil {
		return nil, fmt.Errorf("publish: %w: %w", ErrDamaged, err)
	}
	return r, nil
}

func (r *repo) open() error {
	if err := r.roots(); err != nil {
		return err
	}
	data, err := r.files.Read(timestampFile)
	if err != nil {
		return fmt.Errorf("%s: %w", timestampFile, err)
	}
	stamp, err := r.set.UpdateTimestamp(data)
	if err != nil {
		return fmt.Errorf("%s: %w", timestampFile, err)
	}
	r.stamp = &stamp.Signed
	name := versioned(stamp.Signed.Meta["snapshot.json"].Version, "snapshot")
	if data, err = r.files.Read(name); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	snap, err := r.set.UpdateSnapshot(data, false)
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	r.snap = &snap.Signed
	return nil
}

func (r *repo) roots() error {
	data, err := r.files.Read(versioned(1, "root"))
	if err != nil {
		return fmt.Errorf("root 1: %w", err)
	}
	if r.set, err = trustedmetadata.New(data); err != nil {
		return fmt.Errorf("root 1: %w", err)
	}
	r.set.RefTime = time.Time{}
	for {
		next := r.set.Root.Signed.Version + 1
		data, err := r.files.Read(versioned(next, "root"))
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err == nil {
			_, err = r.set.UpdateRoot(data)
		}
		if err != nil {
			return fmt.Errorf("root %d: %w", next, err)
		}
	}
}

// version is the published version of a role; 0 where it has none yet.
func (r *repo) version(role string) int64 {
	if role == "root" {
		return r.set.Root.Signed.Version
	}
	if meta := r.snap.Meta[role+".json"]; meta != nil {
		return meta.Version
	}
	return 0
}

// role verifies and returns the metadata of a role, and of those above it.
func (r *repo) role(name string) (*metadata.Metadata[metadata.TargetsType], error) {
	if m, ok := r.set.Targets[name]; ok {
		return m, nil
	}
	above := parent(name)
	if above != "root" {
		up, err := r.role(above)
		if err != nil {
			return nil, err
		}
		if !delegates(up, name) {
			return nil, refuse(Title(name), ErrUnknown, errors.New("it was never entered, or was taken out"))
		}
	}
	file := versioned(r.version(name), name)
	data, err := r.files.Read(file)
	if err != nil {
		return nil, fmt.Errorf("publish: %s: %w: %w", file, ErrUnknown, err)
	}
	var m *metadata.Metadata[metadata.TargetsType]
	err = safely(func() error { m, err = r.set.UpdateDelegatedTargets(data, name, above); return err })
	if err != nil {
		return nil, fmt.Errorf("publish: %s: %w: %w", file, ErrDamaged, err)
	}
	return m, nil
}

func delegates(above *metadata.Metadata[metadata.TargetsType], name string) bool {
	d := above.Signed.Delegations
	return d != nil && slices.ContainsFunc(d.Roles, func(r metadata.DelegatedRole) bool { return r.Name == name })
}

// parent is the role that names the keys of a role.
func parent(role string) string {
	switch {
	case strings.HasPrefix(role, "c"):
		return trust.DepartmentRole(trust.Department(role[1:]))
	case strings.HasPrefix(role, "d"):
		return "targets"
	}
	return "root"
}

func versioned(version int64, role string) string {
	return fmt.Sprintf("metadata/%d.%s.json", version, role)
}

// safely turns a panic of the library into an error.
func safely(do func() error) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%w: %v", ErrMalformed, r)
		}
	}()
	return do()
}
