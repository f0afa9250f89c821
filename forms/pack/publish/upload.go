package publish

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/theupdateframework/go-tuf/v2/metadata"

	"guichet/forms/pack/trust"
)

// MaxUpload is how large the file of an upload can be, in bytes: a few packs,
// in base64.
const MaxUpload = 48 << 20

const uploadFormat = "upload 1"

// Upload is a change on its way: new versions of some roles, and the files
// that they name. It is one file, for a stick or a mail. Nothing in it is
// trusted: the hub verifies the signatures, and what a person reads is made
// from the metadata by [Upload.Describe], not from Summary.
type Upload struct {
	Format  string            `json:"guichet"`
	Summary []string          `json:"summary"` // for who opens the file in an editor
	Roles   map[string]Change `json:"roles"`
	Files   map[string][]byte `json:"files,omitempty"` // by path of the target
}

// Change is the new version of one role.
type Change struct {
	Base     json.RawMessage `json:"base,omitempty"` // the version before; none for a first one
	Metadata json.RawMessage `json:"metadata"`
	Keys     []string        `json:"keys"` // who may sign, by key id
	Need     int             `json:"need"` // how many must
}

// ReadUpload reads the file of an upload.
func ReadUpload(data []byte) (u Upload, err error) {
	if len(data) > MaxUpload {
		return u, refuse("upload", ErrMalformed, fmt.Errorf("more than %d bytes", MaxUpload))
	}
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(&u); err != nil {
		return u, refuse("upload", ErrMalformed, err)
	}
	if _, err := d.Token(); err != io.EOF {
		return u, refuse("upload", ErrMalformed, errors.New("something follows"))
	}
	if u.Format != uploadFormat || len(u.Roles) == 0 {
		return u, refuse("upload", ErrMalformed, fmt.Errorf("format %q with %d roles", u.Format, len(u.Roles)))
	}
	return u, nil
}

// Bytes is the file of an upload.
func (u Upload) Bytes() ([]byte, error) {
	data, err := json.MarshalIndent(u, "", " ")
	if err != nil {
		return nil, refuse("upload", ErrMalformed, err)
	}
	return append(data, '\n'), nil
}

// Names is the roles that the upload changes, sorted: "c04999".
func (u Upload) Names() []string { return slices.Sorted(maps.Keys(u.Roles)) }

// Approve adds the signature of a key to the new version of a role. The upload
// itself is left as it is.
func Approve(u Upload, role string, s Signer) (Upload, error) {
	change, ok := u.Roles[role]
	if !ok {
		return u, refuse(Title(role), ErrUnknown, fmt.Errorf("the upload does not change it, but %v", u.Names()))
	}
	id, err := KeyID(s.Public())
	if err != nil {
		return u, err
	}
	if !slices.Contains(change.Keys, id) {
		return u, refuse(Title(role), ErrNotAllowed, fmt.Errorf("key %.8s is not one of its keys", id))
	}
	if slices.Contains(change.signers(), id) {
		return u, refuse(Title(role), ErrNotAllowed, fmt.Errorf("key %.8s has approved it already: the next approval is another person's", id))
	}
	if change.Metadata, err = change.signedBy(role, s); err != nil {
		return u, err
	}
	u.Roles = maps.Clone(u.Roles)
	u.Roles[role] = change
	return u, nil
}

// signedBy is the metadata with one more signature.
func (c Change) signedBy(role string, s Signer) (data []byte, err error) {
	err = safely(func() error {
		if role == "root" {
			data, err = signBytes(metadata.Root(), c.Metadata, s)
		} else {
			data, err = signBytes(metadata.Targets(), c.Metadata, s)
		}
		return err
	})
	return data, err
}

func signBytes[T metadata.Roles](m *metadata.Metadata[T], data []byte, s Signer) ([]byte, error) {
	if _, err := m.FromBytes(data); err != nil {
		return nil, refuse("upload", ErrMalformed, err)
	}
	if err := sign(m, s); err != nil {
		return nil, err
	}
	return marshal(m)
}

// Approvals counts the signatures that a role has, by their key ids alone:
// for people. The hub verifies them.
func (u Upload) Approvals(role string) (have, need int) {
	change := u.Roles[role]
	for _, id := range change.signers() {
		if slices.Contains(change.Keys, id) {
			have++
		}
	}
	return have, change.Need
}

// signers are the ids of the keys that have signed the new version; none where
// it cannot be read.
func (c Change) signers() []string {
	var file struct {
		Signatures []struct {
			KeyID string `json:"keyid"`
		} `json:"signatures"`
	}
	if json.Unmarshal(c.Metadata, &file) != nil {
		return nil
	}
	var ids []string
	for _, s := range file.Signatures {
		ids = append(ids, s.KeyID)
	}
	return ids
}

// Examine checks that the files of an upload are those that its metadata
// names, and what they are said to be: before a person approves it. The
// signatures are the hub's to verify.
func (u Upload) Examine() error {
	named := map[string]bool{}
	for _, role := range u.Names() {
		if !strings.HasPrefix(role, "c") {
			continue
		}
		if err := safely(func() error { return u.examine(role, named) }); err != nil {
			return refuse(Title(role), ErrContent, err)
		}
	}
	for name := range u.Files {
		if !named[name] {
			return refuse(fmt.Sprintf("%q", name), ErrContent, errors.New("nobody has signed for this file"))
		}
	}
	return nil
}

func (u Upload) examine(role string, named map[string]bool) error {
	m, err := metadata.Targets().FromBytes(u.Roles[role].Metadata)
	if err != nil {
		return err
	}
	list, err := trust.ReadTargets(role[1:], m.Signed.Targets)
	if err != nil {
		return err
	}
	for _, t := range list {
		named[t.Path] = true
		if data, ok := u.Files[t.Path]; ok {
			if _, err := content(t, data); err != nil {
				return fmt.Errorf("%s: %w", t.Path, err)
			}
		}
	}
	return nil
}
