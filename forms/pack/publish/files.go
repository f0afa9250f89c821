package publish

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"guichet/forms/pack/durable"
	"guichet/forms/pack/trust"
)

// Files is a repository as it is now. Read returns [fs.ErrNotExist] for a file
// that is not there.
type Files interface {
	Read(path string) ([]byte, error)
}

// Changes are files to be written, by path. No file of a repository is ever
// overwritten but metadata/timestamp.json, and none is removed.
type Changes map[string][]byte

const timestampFile = "metadata/timestamp.json"

// Read makes changes a repository of their own.
func (c Changes) Read(name string) ([]byte, error) {
	if data, ok := c[name]; ok {
		return data, nil
	}
	return nil, fs.ErrNotExist
}

// Order is the paths in the order to write them in: the timestamp last, so
// that who reads meanwhile sees the old state or the new one, whole.
func (c Changes) Order() []string {
	names := make([]string, 0, len(c))
	for name := range c {
		names = append(names, name)
	}
	slices.SortFunc(names, func(a, b string) int {
		if (a == timestampFile) != (b == timestampFile) {
			if a == timestampFile {
				return 1
			}
			return -1
		}
		return strings.Compare(a, b)
	})
	return names
}

// Write writes changes into a folder, each file whole and synced.
func Write(l durable.Layer, c Changes) error {
	for _, name := range c.Order() {
		if err := durable.Mkdir(l, path.Dir(name)); err != nil {
			return fmt.Errorf("publish: %w", err)
		}
		if err := durable.Replace(l, name, c[name]); err != nil {
			return fmt.Errorf("publish: %w", err)
		}
	}
	return nil
}

// Folder is the repository in a folder.
func Folder(l durable.Layer) Files { return folder{l} }

type folder struct{ durable.Layer }

func (f folder) Read(name string) ([]byte, error) { return f.Layer.Read(name, trust.MaxTarget) }

// over is a repository with changes laid over it.
type over struct {
	changes Changes
	below   Files
}

func (o over) Read(name string) ([]byte, error) {
	if data, ok := o.changes[name]; ok {
		return data, nil
	}
	return o.below.Read(name)
}

// Source lets package trust read a repository.
func Source(f Files) trust.Source { return source{f} }

type source struct{ files Files }

func (s source) Fetch(_ context.Context, name string, max int64) ([]byte, error) {
	data, err := s.files.Read(name)
	if err == nil && int64(len(data)) > max || errors.Is(err, durable.ErrTooLarge) {
		return nil, trust.ErrTooLarge
	}
	return data, err
}
