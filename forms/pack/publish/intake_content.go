package publish

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strconv"
	"strings"

	"guichet/forms/pack"
	"guichet/forms/pack/archive"
	"guichet/forms/pack/trust"
)

// targets checks what towns publish. Nobody else has targets.
func (in *intake) targets() error {
	for role, m := range in.roles {
		if !strings.HasPrefix(role, "c") {
			if len(m.Signed.Targets) > 0 {
				return refuse(Title(role), ErrContent, errors.New("only towns publish"))
			}
			continue
		}
		list, err := trust.ReadTargets(role[1:], m.Signed.Targets)
		if err != nil {
			return refuse(Title(role), ErrContent, err)
		}
		for _, t := range list {
			if err := in.target(t); err != nil {
				return refuse(t.Path, ErrContent, err)
			}
		}
	}
	return nil
}

// target finds the bytes: in the upload, where their content is checked, or
// among what is published, where it was.
func (in *intake) target(t trust.Target) error {
	data, ok := in.upload.Files[t.Path]
	if !ok {
		return in.published(t)
	}
	in.used[t.Path] = true
	p, err := content(t, data)
	if err != nil {
		return err
	}
	in.changes[t.Stored()] = data
	if p == nil || in.hub.Trial == nil {
		return nil
	}
	files, err := archive.Open(data)
	if err != nil {
		return err
	}
	return in.hub.Trial(p, files)
}

// content checks that the bytes are what the target says; the pack in them, if
// it is one.
func content(t trust.Target, data []byte) (*pack.Pack, error) {
	if err := t.Check(data); err != nil {
		return nil, err
	}
	if t.Kind == trust.KindRecipients {
		return nil, checkRecipients(t, data)
	}
	p, err := loadPack(data)
	if err == nil && (p.ID != t.ID || p.Version != t.Version) {
		err = fmt.Errorf("it holds %s", p)
	}
	return p, err
}

func (in *intake) published(t trust.Target) error {
	data, err := in.old.files.Read(t.Stored())
	if errors.Is(err, fs.ErrNotExist) {
		return errors.New("the file is not in the upload")
	}
	if err != nil {
		return err
	}
	return t.Check(data)
}

func checkRecipients(t trust.Target, data []byte) error {
	r, err := trust.ReadRecipients(data)
	if err == nil && (r.Town != t.Town || strconv.Itoa(r.N) != t.Version) {
		err = fmt.Errorf("it holds recipients %d of %s", r.N, r.Town)
	}
	return err
}

// leftovers refuses files that no town names.
func (in *intake) leftovers() error {
	for name := range in.upload.Files {
		if !in.used[name] {
			return refuse(path.Clean("/" + name)[1:], ErrContent, errors.New("nobody has signed for this file"))
		}
	}
	return nil
}
