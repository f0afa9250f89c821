// Package powercut is a disk that forgets what was not synced, for tests.
//
// To kill a process proves little about a power cut: the kernel has what was
// written and puts it on the disk later. Here a file system in memory, mounted
// by FUSE, knows of each file what was synced. [Disk.Cut] takes the rest away,
// as a power cut may. Files of which the folder was not synced are gone as well.
//
// [Disk.Strike] makes it a disk that answers with errors.
//
// A test that loses nothing here must be able to lose: run the same with the
// syncing switched off, and see that it does.
//
// The process that has the disk must not use the files on it: a page fault, or
// a fork with [os/exec.Cmd.Dir] on the disk, would wait for this very process
// while it waits for them, and all of it would stand still. Let a child process
// write, which goes there itself, and read what is left with [Disk.Salvage].
package powercut

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"syscall"
	"testing"

	"github.com/hanwen/go-fuse/v2/fs"
	"github.com/hanwen/go-fuse/v2/fuse"
)

// NeedFUSE is the variable that turns "skipped, no FUSE here" into a failure.
const NeedFUSE = "GUICHET_NEED_FUSE"

// Disk is a file system that is mounted until the test ends.
type Disk struct {
	tb     testing.TB
	dir    string
	server *fuse.Server

	mu     sync.Mutex // guards every file and folder
	root   *folder
	last   uint64 // number of a file
	gentle bool
	fault  func(Op) syscall.Errno // nil: none
}

// Mount mounts an empty disk. The test is skipped where that is not allowed.
func Mount(tb testing.TB) *Disk {
	tb.Helper()
	d := &Disk{tb: tb, dir: mountPoint(tb)}
	d.root = d.newFolder(0o755)
	if err := d.mount(); err != nil {
		if os.Getenv(NeedFUSE) != "" {
			tb.Fatalf("no FUSE (%v), and %s is set", err, NeedFUSE)
		}
		tb.Skipf("needs FUSE: %v", err)
	}
	tb.Cleanup(d.unmount)
	return d
}

// mountPoint can be entered by other users, which [testing.TB.TempDir] cannot:
// PostgreSQL is one.
func mountPoint(tb testing.TB) string {
	tb.Helper()
	dir, err := os.MkdirTemp("", "powercut-")
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { os.Remove(dir) })
	if err := os.Chmod(dir, 0o755); err != nil {
		tb.Fatal(err)
	}
	return dir
}

// Dir is where it is mounted.
func (d *Disk) Dir() string { return d.dir }

// Gentle makes the sync of a new file keep its name as well, as ext4 and XFS
// do. PostgreSQL relies on that; it is not promised (fsync(2)).
func (d *Disk) Gentle() { d.gentle = true }

func (d *Disk) mount() (err error) {
	d.server, err = fs.Mount(d.dir, &node{disk: d, folder: d.root}, &fs.Options{
		MountOptions: fuse.MountOptions{DirectMount: true, AllowOther: os.Geteuid() == 0, FsName: "powercut"},
	})
	keepFromChildren()
	return err
}

// keepFromChildren closes the kernel's end of every mount in processes that are
// started from now on; go-fuse 2.12.1 leaves it open. A child that had it would
// keep the disk alive when this process is killed, with nobody to answer: it
// would hang, and so would whoever looks there.
func keepFromChildren() {
	all, _ := filepath.Glob("/proc/self/fd/*")
	for _, link := range all {
		if to, err := os.Readlink(link); err == nil && to == "/dev/fuse" {
			if fd, err := strconv.Atoi(filepath.Base(link)); err == nil {
				syscall.CloseOnExec(fd)
			}
		}
	}
}

func (d *Disk) unmount() {
	if d.server == nil {
		return
	}
	if err := d.server.Unmount(); err != nil {
		d.tb.Errorf("powercut: %v: does a process still use the disk?", err)
	}
	d.server = nil
}

// Settle syncs everything.
func (d *Disk) Settle() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.root.settle()
}

// Cut takes away what was not synced and mounts the disk again. No process may
// have a file of it open. With a source of chance, of what was not synced some
// pages and names survive, as when the disk was just writing; without, none.
func (d *Disk) Cut(chance *rand.Rand) {
	d.tb.Helper()
	d.unmount()
	d.mu.Lock()
	d.root.cut(chance)
	d.mu.Unlock()
	if err := d.mount(); err != nil {
		d.tb.Fatal(err)
	}
}

// Salvage copies the disk into an ordinary folder.
func (d *Disk) Salvage() (dir string) {
	d.tb.Helper()
	d.mu.Lock()
	defer d.mu.Unlock()
	dir = d.tb.TempDir()
	if err := d.root.copyTo(dir); err != nil {
		d.tb.Fatal(err)
	}
	return dir
}

func (f *folder) copyTo(dir string) error {
	for name, e := range f.now {
		path := filepath.Join(dir, name)
		if e.folder == nil {
			if err := os.WriteFile(path, e.file.now, 0o600); err != nil {
				return err
			}
			continue
		}
		if err := os.Mkdir(path, 0o700); err != nil {
			return err
		}
		if err := e.folder.copyTo(path); err != nil {
			return err
		}
	}
	return nil
}
