package trust

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/theupdateframework/go-tuf/v2/metadata"
)

// The kinds of targets.
const (
	KindPack       = "pack"       // a revision of a procedure, as package archive makes it
	KindRecipients = "recipients" // the keys that submissions are encrypted to
)

// Target is a file that a town has published.
type Target struct {
	Path    string // "04/04999/cantine-1.1.0.guichet"
	Kind    string // KindPack, KindRecipients
	ID      string // of a pack: "cantine"
	Version string // of a pack: "1.1.0"; of recipients: "1", "2" …
	Town    string // "04999"
	Size    int64  // bytes
	SHA256  string // 64 hexadecimal digits
}

// Custom is what a town says of a target, in the field "custom" of its
// metadata.
type Custom struct {
	Kind    string `json:"kind"`
	ID      string `json:"id,omitempty"`
	Version string `json:"version,omitempty"`
	N       int    `json:"n,omitempty"`
}

// Stored is where a file of the repository holds the target:
// "targets/04/04999/<sha256>.cantine-1.1.0.guichet".
func (t Target) Stored() string {
	dir, file := path.Split(t.Path)
	return "targets/" + dir + t.SHA256 + "." + file
}

// Check compares bytes with what was published.
func (t Target) Check(data []byte) error {
	sum := sha256.Sum256(data)
	if int64(len(data)) != t.Size || hex.EncodeToString(sum[:]) != t.SHA256 {
		return &FileError{File: t.Path, err: ErrAltered}
	}
	return nil
}

// PackPath and RecipientsPath are the paths that the targets of a town have.
func PackPath(town, id, version string) string {
	return TownFolder(town) + id + "-" + version + ".guichet"
}

// RecipientsPath is as [PackPath].
func RecipientsPath(town string, n int) string {
	return TownFolder(town) + "recipients-" + strconv.Itoa(n) + ".json"
}

// ReadTargets gives the targets in the metadata of a town, by path. Metadata
// that names a file of another town, or a file that is not what its name says,
// is refused as a whole: nobody signs that by accident.
func ReadTargets(town string, files map[string]*metadata.TargetFiles) ([]Target, error) {
	targets := make([]Target, 0, len(files))
	for name, file := range files {
		t, err := readTarget(town, name, file)
		if err != nil {
			return nil, fmt.Errorf("%q: %w", name, err)
		}
		targets = append(targets, t)
	}
	slices.SortFunc(targets, func(a, b Target) int { return cmp.Compare(a.Path, b.Path) })
	return targets, nil
}

func readTarget(town, name string, file *metadata.TargetFiles) (Target, error) {
	rest, ours := strings.CutPrefix(name, TownFolder(town))
	if !ours {
		return Target{}, ErrWrongTown
	}
	if rest == "" || strings.ContainsAny(rest, "/\\") || file == nil || file.Custom == nil {
		return Target{}, ErrMalformed
	}
	hash, ok := file.Hashes["sha256"]
	if !ok || len(file.Hashes) != 1 || len(hash) != sha256.Size || file.Length < 0 {
		return Target{}, fmt.Errorf("%w: it needs a SHA-256 and nothing else", ErrMalformed)
	}
	if file.Length > MaxTarget {
		return Target{}, ErrTooLarge
	}
	custom, err := readCustom(*file.Custom)
	if err != nil {
		return Target{}, err
	}
	t := Target{Path: name, Kind: custom.Kind, ID: custom.ID, Version: custom.Version, Town: town,
		Size: file.Length, SHA256: hex.EncodeToString(hash)}
	return t, t.named(custom)
}

func readCustom(data []byte) (c Custom, err error) {
	d := json.NewDecoder(bytes.NewReader(data))
	if err := d.Decode(&c); err != nil {
		return c, fmt.Errorf("%w: %w", ErrMalformed, err)
	}
	return c, nil
}

// named checks that the path is the one that the custom fields ask for, so
// that two targets are never the same revision.
func (t *Target) named(c Custom) error {
	want := ""
	switch {
	case c.Kind == KindPack && c.ID != "" && c.Version != "":
		want = PackPath(t.Town, c.ID, c.Version)
	case c.Kind == KindRecipients && c.N > 0 && c.ID == "" && c.Version == "":
		want, t.Version = RecipientsPath(t.Town, c.N), strconv.Itoa(c.N)
	}
	if t.Path != want {
		return fmt.Errorf("%w: its name and its description differ", ErrMalformed)
	}
	return nil
}

// number is the N of recipients; 0 for anything else.
func (t Target) number() int {
	n, err := strconv.Atoi(t.Version)
	if t.Kind != KindRecipients || err != nil {
		return 0
	}
	return n
}
