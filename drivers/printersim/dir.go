package printersim

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"golang.org/x/sys/unix"
)

// ownDir is a private folder for the link to the pty. A lock on a file in it
// ends with the process, however that ends, and says to the next simulator
// that the folder may go.
type ownDir struct {
	path string
	lock *os.File
}

const (
	dirPattern = "printersim-dir-*"
	lockName   = "lock"
	// young is the time in which a folder may have no lock yet.
	young = time.Minute
)

// makeDir makes one in the folder parent, after removing those of the dead.
func makeDir(parent string) (*ownDir, error) {
	sweep(parent)
	path, err := os.MkdirTemp(parent, dirPattern)
	if err != nil {
		return nil, fmt.Errorf("printersim: %w", err)
	}
	lock, err := os.OpenFile(filepath.Join(path, lockName), os.O_CREATE|os.O_RDWR, 0o600)
	if err == nil {
		err = unix.Flock(int(lock.Fd()), unix.LOCK_EX|unix.LOCK_NB)
	}
	if err != nil {
		os.RemoveAll(path)
		return nil, fmt.Errorf("printersim: %w", err)
	}
	return &ownDir{path, lock}, nil
}

func (d *ownDir) remove() {
	os.RemoveAll(d.path)
	d.lock.Close()
}

// sweep removes the folders whose process was killed. What it cannot remove
// belongs to somebody else.
func sweep(parent string) {
	dirs, _ := filepath.Glob(filepath.Join(parent, dirPattern))
	for _, dir := range dirs {
		if info, err := os.Lstat(dir); err == nil && info.IsDir() && time.Since(info.ModTime()) > young && dead(dir) {
			os.RemoveAll(dir)
		}
	}
}

// dead says whether nobody holds the folder's lock.
func dead(dir string) bool {
	lock, err := os.Open(filepath.Join(dir, lockName))
	if err != nil {
		return errors.Is(err, os.ErrNotExist)
	}
	defer lock.Close()
	return unix.Flock(int(lock.Fd()), unix.LOCK_SH|unix.LOCK_NB) == nil
}
