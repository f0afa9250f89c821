package publish

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/theupdateframework/go-tuf/v2/metadata"

	"guichet/forms/pack/trust"
)

// Describe says in words what an upload changes. It is made from the metadata
// that is signed, compared with the version before that is in the upload: who
// did not make the upload calls [Upload.Rebase] first, if he can. What a town
// publishes is listed whole, so that nothing hides behind a false base.
func (u Upload) Describe() (lines []string, err error) {
	err = safely(func() error {
		for _, role := range u.Names() {
			more, err := u.describe(role)
			if err != nil {
				return refuse(Title(role), ErrMalformed, err)
			}
			lines = append(lines, more...)
		}
		return nil
	})
	return lines, err
}

func (u Upload) describe(role string) ([]string, error) {
	change := u.Roles[role]
	if role == "root" {
		return describeRoot(change)
	}
	base, now, err := both(metadata.Targets, change)
	if err != nil {
		return nil, err
	}
	lines := []string{head(role, now.Signed.Version, now.Signed.Expires.Format("2 January 2006"))}
	lines = append(lines, describeTargets(base.Signed.Targets, now.Signed.Targets)...)
	return append(lines, describeKeys(handed(base), handed(now))...), nil
}

func head(role string, version int64, expires string) string {
	return fmt.Sprintf("%s, version %s, good until %s", Title(role), VersionWords(version), expires)
}

// both reads the version before, empty where there was none, and the new one.
func both[T metadata.Roles](empty func(...time.Time) *metadata.Metadata[T], c Change) (base, now *metadata.Metadata[T], err error) {
	base = empty()
	if len(c.Base) > 0 {
		if base, err = empty().FromBytes(c.Base); err != nil {
			return nil, nil, err
		}
	}
	now, err = empty().FromBytes(c.Metadata)
	return base, now, err
}

func describeTargets(base, now map[string]*metadata.TargetFiles) (lines []string) {
	for _, path := range slices.Sorted(maps.Keys(now)) {
		if old := base[path]; old == nil {
			lines = append(lines, "  publishes "+describeTarget(path, now[path]))
		} else if !old.Equal(*now[path]) {
			lines = append(lines, "  REPLACES "+describeTarget(path, now[path]))
		} else {
			lines = append(lines, "  keeps "+describeTarget(path, now[path]))
		}
	}
	for _, path := range slices.Sorted(maps.Keys(base)) {
		if now[path] == nil {
			lines = append(lines, "  withdraws "+describeTarget(path, base[path]))
		}
	}
	return lines
}

func describeTarget(path string, file *metadata.TargetFiles) string {
	what := path
	var custom trust.Custom
	if file.Custom != nil && json.Unmarshal(*file.Custom, &custom) == nil {
		switch custom.Kind {
		case trust.KindPack:
			what = fmt.Sprintf("%s %s", custom.ID, custom.Version)
		case trust.KindRecipients:
			what = fmt.Sprintf("the keys that open submissions, list %d", custom.N)
		}
	}
	return fmt.Sprintf("%s (%d bytes, sha256 %.16s…)", what, file.Length, file.Hashes["sha256"].String())
}

// handed is who signs for whom: "2 of key 1a2b…, key 3c4d…" by role.
func handed(m *metadata.Metadata[metadata.TargetsType]) map[string]string {
	keys := map[string]string{}
	if d := m.Signed.Delegations; d != nil {
		for _, r := range d.Roles {
			keys[r.Name] = signers(r.Threshold, r.KeyIDs)
		}
	}
	return keys
}

func signers(threshold int, ids []string) string {
	short := make([]string, 0, len(ids))
	for _, id := range ids {
		short = append(short, "key "+id[:min(8, len(id))])
	}
	return fmt.Sprintf("%d of %s", threshold, strings.Join(short, ", "))
}

func describeKeys(base, now map[string]string) (lines []string) {
	for _, role := range slices.Sorted(maps.Keys(now)) {
		switch old := base[role]; old {
		case now[role]:
		case "":
			lines = append(lines, fmt.Sprintf("  enters %s: signs with %s", Title(role), now[role]))
		default:
			lines = append(lines, fmt.Sprintf("  REPLACES the keys of %s: signs with %s", Title(role), now[role]))
		}
	}
	for _, role := range slices.Sorted(maps.Keys(base)) {
		if now[role] == "" {
			lines = append(lines, fmt.Sprintf("  REMOVES %s", Title(role)))
		}
	}
	return lines
}

func describeRoot(c Change) ([]string, error) {
	base, now, err := both(metadata.Root, c)
	if err != nil {
		return nil, err
	}
	lines := []string{head("root", now.Signed.Version, now.Signed.Expires.Format("2 January 2006"))}
	return append(lines, describeKeys(rootKeys(base), rootKeys(now))...), nil
}

func rootKeys(m *metadata.Metadata[metadata.RootType]) map[string]string {
	keys := map[string]string{}
	for name, r := range m.Signed.Roles {
		keys[name] = signers(r.Threshold, r.KeyIDs)
	}
	return keys
}

// Rebase puts the published versions in the place of the bases that the upload
// came with.
func (u Upload) Rebase(current Files) (Upload, error) {
	r, err := open(current)
	if err != nil {
		return u, err
	}
	u.Roles = maps.Clone(u.Roles)
	for _, role := range u.Names() {
		change := u.Roles[role]
		if change.Base, err = r.bytes(role); err != nil {
			return u, err
		}
		u.Roles[role] = change
	}
	return u, nil
}

// bytes is the published version of a role; nil where there is none.
func (r *repo) bytes(role string) ([]byte, error) {
	version := r.version(role)
	if version == 0 {
		return nil, nil
	}
	return r.files.Read(versioned(version, role))
}
