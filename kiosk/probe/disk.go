package probe

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"golang.org/x/sys/unix"

	"guichet/kiosk/health"
)

// A disk is nearly full below the first pair, and no more above the second: the
// log that grows and is cut does not ring twice.
const (
	fullShare, roomShare = 0.05, 0.06
	fullBytes, roomBytes = 200 << 20, 250 << 20
)

// writeEvery is how often a file is written: 4 KB a minute are 2 GB in a year. One
// that could not be is tried at each look: people are turned away meanwhile.
const writeEvery = time.Minute

// trial is the name of the file that is written.
const trial = ".guichet-probe"

// Disk watches the disk that dir is on: how much is free, and whether it takes a
// write. dir is the folder of the spool; the file that is written there is
// removed at once.
func Disk(dir string) Probe {
	d := &disk{dir: dir, write: write, stat: unix.Statfs}
	return d.probe()
}

func (d *disk) probe() Probe {
	return Probe{
		Name: DiskName, Look: d.look, Late: []Finding{{health.DiskReadOnly, true, "no answer"}},
		hurry: func() { d.written = time.Time{} },
	}
}

// DiskName is the name of [Disk]. Who meets with a full disk reports it under
// this name: the next look says whether it still is.
const DiskName = "disk"

type disk struct {
	dir   string
	write func(dir string) error
	stat  func(dir string, s *unix.Statfs_t) error

	full    bool      // by its share or its bytes
	written time.Time // when a write was tried last
	failure error     // of that write
	starved int       // how many writes must be well until there is room again
}

func (d *disk) look() []Finding {
	var s unix.Statfs_t
	if err := d.stat(d.dir, &s); err != nil {
		return []Finding{{health.DiskReadOnly, true, why(err)}}
	}
	readOnly := s.Flags&unix.ST_RDONLY != 0
	if !readOnly && (d.failure != nil || d.starved > 0 || time.Since(d.written) >= writeEvery) {
		d.try()
	}
	return []Finding{d.room(s), d.refusal(readOnly), d.noRoom()}
}

func (d *disk) try() {
	d.written, d.failure = time.Now(), d.write(d.dir)
	if isFull(d.failure) {
		d.starved = 2
	} else {
		d.starved = max(0, d.starved-1)
	}
}

// noRoom is a disk on which not even a block can be written: nothing can be kept.
// There is room again when two looks in turn say so: a log that grows and is cut
// does not open and close the kiosk.
func (d *disk) noRoom() Finding {
	switch {
	case isFull(d.failure):
		return Finding{health.SpoolBroken, true, why(d.failure)}
	case d.starved > 0:
		return Finding{health.SpoolBroken, true, why(unix.ENOSPC)}
	}
	return Finding{health.SpoolBroken, false, ""}
}

// room is how full it is. A quota is full before the disk is.
func (d *disk) room(s unix.Statfs_t) Finding {
	free := int64(s.Bavail) * int64(s.Frsize) // an int32 on some machines
	share, inodes := portion(s.Bavail, s.Blocks-s.Bfree+s.Bavail), portion(s.Ffree, s.Files)
	least := min(share, inodes)
	if d.full {
		d.full = least < roomShare || free < roomBytes
	} else {
		d.full = least < fullShare || free < fullBytes
	}
	if isFull(d.failure) {
		return Finding{health.DiskFull, true, why(d.failure)}
	}
	return Finding{health.DiskFull, d.full, fmt.Sprintf("%d MB free, %.0f %%, %.0f %% of files", free>>20, 100*share, 100*inodes)}
}

// portion is 1 where there is nothing to count: btrfs has no number of files.
func portion(free, all uint64) float64 {
	if all == 0 {
		return 1
	}
	return float64(free) / float64(all)
}

func (d *disk) refusal(readOnly bool) Finding {
	switch {
	case readOnly:
		d.written = time.Time{} // a write is tried as soon as it is writable again
		return Finding{health.DiskReadOnly, true, why(unix.EROFS)}
	case d.failure != nil && !isFull(d.failure):
		return Finding{health.DiskReadOnly, true, why(d.failure)}
	}
	return Finding{health.DiskReadOnly, false, ""}
}

func isFull(err error) bool { return errors.Is(err, unix.ENOSPC) || errors.Is(err, unix.EDQUOT) }

// why says it without the path.
func why(err error) string {
	switch {
	case errors.Is(err, unix.EROFS):
		return "read-only"
	case errors.Is(err, unix.EIO):
		return "input or output error"
	case errors.Is(err, unix.ENOSPC):
		return "full"
	case errors.Is(err, unix.EDQUOT):
		return "quota used up"
	case errors.Is(err, fs.ErrPermission):
		return "no permission"
	case errors.Is(err, fs.ErrNotExist):
		return "no such folder"
	}
	return "it cannot be written"
}

// block is what is written: one block of a file system, so that a full disk has
// no room for it.
var block = make([]byte, 4096)

// write leaves nothing behind, unless even the removal fails; the next one then
// writes the same file.
func write(dir string) (err error) {
	f, err := nameless(dir)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	if _, err := f.Write(block); err != nil {
		return err
	}
	return f.Sync()
}

// nameless is a file that no folder has, so that none stays where the program ends
// meanwhile (O_TMPFILE, open(2)).
func nameless(dir string) (*os.File, error) {
	fd, err := unix.Open(dir, unix.O_WRONLY|unix.O_TMPFILE|unix.O_CLOEXEC, 0o600)
	if errors.Is(err, unix.EOPNOTSUPP) || errors.Is(err, unix.EISDIR) {
		return unnamed(dir)
	}
	if err != nil {
		return nil, err
	}
	return os.NewFile(uintptr(fd), filepath.Join(dir, trial)), nil
}

// unnamed serves where the file system knows no such file: it is removed before
// anything is written, for a busy disk takes its time for that.
func unnamed(dir string) (*os.File, error) {
	path := filepath.Join(dir, trial)
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC|unix.O_NOFOLLOW, 0o600)
	if err != nil {
		return nil, err
	}
	if err := os.Remove(path); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return f, nil
}
