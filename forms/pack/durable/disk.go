package durable

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// Disk is the [Layer] of a real folder. It never leaves the folder, whatever
// the names or the links in it say.
type Disk struct{ root *os.Root }

// Open makes the folder if there is none, for its owner only, and opens it.
func Open(dir string) (*Disk, error) {
	if err := makeFolder(filepath.Clean(dir)); err != nil {
		return nil, fmt.Errorf("durable: %w", err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fmt.Errorf("durable: %w", err)
	}
	return &Disk{root}, nil
}

// makeFolder syncs every folder that got a new name.
func makeFolder(dir string) error {
	err := os.Mkdir(dir, 0o700)
	if errors.Is(err, fs.ErrNotExist) {
		if err := makeFolder(filepath.Dir(dir)); err != nil {
			return err
		}
		err = os.Mkdir(dir, 0o700)
	}
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	if err != nil {
		return err
	}
	return syncPath(filepath.Dir(dir))
}

func syncPath(name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// Close ends the use of the folder.
func (d *Disk) Close() error { return d.root.Close() }

// Read is as in [Layer].
func (d *Disk) Read(name string, max int64) ([]byte, error) {
	f, err := d.root.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return ReadAll(f, max)
}

// ReadAll reads to the end, which must come within max bytes.
func ReadAll(r io.Reader, max int64) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(r, max+1))
	if err != nil {
		return nil, err
	}
	if int64(len(data)) > max {
		return nil, fmt.Errorf("%w: more than %d bytes", ErrTooLarge, max)
	}
	return data, nil
}

// Write is as in [Layer].
func (d *Disk) Write(name string, data []byte) error { return d.root.WriteFile(name, data, 0o600) }

// Sync is as in [Layer].
func (d *Disk) Sync(name string) error {
	f, err := d.root.Open(name)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// Rename is as in [Layer].
func (d *Disk) Rename(from, to string) error { return d.root.Rename(from, to) }

// Remove is as in [Layer].
func (d *Disk) Remove(name string) error { return d.root.Remove(name) }

// Mkdir is as in [Layer].
func (d *Disk) Mkdir(name string) error { return d.root.MkdirAll(name, 0o700) }

// List is as in [Layer].
func (d *Disk) List(name string) ([]string, error) {
	entries, err := fs.ReadDir(d.root.FS(), name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	names := make([]string, 0, len(entries))
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names, err
}
