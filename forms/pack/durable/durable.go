// Package durable writes files so that a cut of the power leaves either the
// old content or the new one, whole.
//
// A file is written under another name, synced, renamed over the old one, and
// the folder is synced (see ext4(5) "auto_da_alloc" and "All File Systems Are
// Not Created Equal", OSDI 2014: a rename without the first sync may leave an
// empty file, without the second it may not have happened). The steps go
// through a [Layer], so that a test can cut the power between any two.
package durable

import (
	"errors"
	"io/fs"
	"path"
	"strings"
)

// unfinished ends the name of a file that is being written.
const unfinished = ".new"

// Layer is the few operations that writing is made of. Names are
// slash-separated and inside one folder; "." is the folder itself.
type Layer interface {
	// Read returns a file of at most max bytes; [ErrTooLarge] for a longer
	// one, [fs.ErrNotExist] for none.
	Read(name string, max int64) ([]byte, error)
	// Write makes or overwrites a file. What it wrote may still be lost.
	Write(name string, data []byte) error
	// Sync brings a file, or the names in a folder, to the disk.
	Sync(name string) error
	Rename(from, to string) error
	Remove(name string) error
	// Mkdir makes a folder and what is above it; one that exists is no error.
	Mkdir(name string) error
	// List returns the names in a folder, sorted; none for a missing folder.
	List(name string) ([]string, error)
}

// ErrTooLarge is a file longer than the reader takes.
var ErrTooLarge = errors.New("durable: file too large")

// Replace writes a file in whole. After an error the file is the old one or
// the new one; only a nil error promises that the new one stays.
func Replace(l Layer, name string, data []byte) error {
	part := name + unfinished
	if err := write(l, part, data); err != nil {
		l.Remove(part) // makes room on a full disk; the error that counts is above
		return err
	}
	return Rename(l, part, name)
}

func write(l Layer, name string, data []byte) error {
	if err := l.Write(name, data); err != nil {
		return err
	}
	return l.Sync(name)
}

// Rename renames and syncs the folder of the new name.
func Rename(l Layer, from, to string) error {
	if err := l.Rename(from, to); err != nil {
		return err
	}
	return l.Sync(path.Dir(to))
}

// Remove removes a file if there is one, and syncs its folder.
func Remove(l Layer, name string) error {
	err := l.Remove(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	return l.Sync(path.Dir(name))
}

// Mkdir makes a folder whose name survives a cut.
func Mkdir(l Layer, name string) error {
	if err := l.Mkdir(name); err != nil {
		return err
	}
	for dir := path.Dir(name); ; dir = path.Dir(dir) {
		if err := l.Sync(dir); err != nil || dir == "." {
			return err
		}
	}
}

// IsUnfinished says whether a name is that of a file that Replace was writing
// when the power went.
func IsUnfinished(name string) bool { return strings.HasSuffix(name, unfinished) }
