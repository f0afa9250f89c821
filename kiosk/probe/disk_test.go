package probe

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"golang.org/x/sys/unix"

	"guichet/kiosk/health"
)

// made is a made-up disk.
type made struct {
	disk
	free   uint64 // blocks of 4 KB, of all
	all    uint64
	inodes uint64 // of 1000
	flags  int64
	fault  error // of a write
	writes int
}

// plenty has 10 GB, half of them free.
func plenty() *made {
	m := &made{all: 10 << 18, free: 5 << 18, inodes: 500}
	m.stat = func(_ string, s *unix.Statfs_t) error {
		*s = unix.Statfs_t{Frsize: 4096, Blocks: m.all, Bfree: m.free, Bavail: m.free, Files: 1000, Ffree: m.inodes, Flags: m.flags}
		return nil
	}
	m.write = func(string) error { m.writes++; return m.fault }
	return m
}

// says is what a look says of the two conditions: empty where it does not hold.
func says(t *testing.T, look func() []Finding) (full, readOnly string) {
	t.Helper()
	for _, f := range look() {
		switch {
		case !f.Holds:
		case f.Name == health.DiskFull:
			full = f.Detail
		case f.Name == health.DiskReadOnly:
			readOnly = f.Detail
		case f.Name == health.SpoolBroken && full == f.Detail: // not a block finds room
		default:
			t.Errorf("it says %s", f.Name)
		}
	}
	return full, readOnly
}

// The levels are the mean: 5 % and 6 %, 200 MB and 250 MB.
func TestNearlyFullHasTwoLevels(t *testing.T) {
	const mb = 256 // blocks
	m := plenty()
	for _, c := range []struct {
		what         string
		free, inodes uint64
		full         bool
	}{
		{"half", 5 << 18, 500, false},
		{"5.1 %", 51 << 18 / 100, 500, false},
		{"4.9 %", 49 << 18 / 100, 500, true},
		{"5.5 %: still", 55 << 18 / 100, 500, true},
		{"6.1 %: no more", 61 << 18 / 100, 500, false},
		{"few files left", 5 << 18, 49, true},
		{"some more", 5 << 18, 55, true},
		{"enough of them", 5 << 18, 61, false},
	} {
		m.free, m.inodes = c.free, c.inodes
		if full, readOnly := says(t, m.look); (full != "") != c.full || readOnly != "" {
			t.Errorf("%s: full %q, read-only %q", c.what, full, readOnly)
		}
	}
	m.all, m.inodes = 2000*mb, 500
	for _, c := range []struct {
		free uint64
		full bool
	}{{201, false}, {199, true}, {249, true}, {251, false}, {249, false}} {
		m.free = c.free * mb
		if full, _ := says(t, m.look); (full != "") != c.full {
			t.Errorf("%d MB: full %q", c.free, full)
		}
	}
}

// A disk that says why it refuses is told apart.
func TestWhyADiskRefuses(t *testing.T) {
	for _, c := range []struct {
		fault          error
		full, readOnly string
	}{
		{nil, "", ""},
		{unix.EROFS, "", "read-only"},
		{unix.EIO, "", "input or output error"},
		{unix.ENOSPC, "full", ""},
		{unix.EDQUOT, "quota used up", ""},
		{unix.EACCES, "", "no permission"},
		{unix.ENOENT, "", "no such folder"},
		{unix.EUCLEAN, "", "it cannot be written"},
	} {
		m := plenty()
		if c.fault != nil {
			m.fault = &fs.PathError{Op: "write", Path: "/data/secret", Err: c.fault}
		}
		if full, readOnly := says(t, m.look); full != c.full || readOnly != c.readOnly {
			t.Errorf("%v: full %q, read-only %q", c.fault, full, readOnly)
		}
	}
}

// A disk with no room for a block keeps nothing, whatever its figures say; one that
// is nearly full does. It is tried again at each look, until two were well.
func TestNotABlockFindsRoom(t *testing.T) {
	for fault, keeps := range map[error]bool{nil: true, unix.ENOSPC: false, unix.EDQUOT: false, unix.EIO: true} {
		m := plenty()
		m.free, m.fault = 1<<18, fault // 1 GB
		for _, want := range []bool{keeps, keeps, true} {
			i := slices.IndexFunc(m.look(), func(f Finding) bool { return f.Name == health.SpoolBroken && f.Holds })
			if (i < 0) != want {
				t.Errorf("%v: it keeps nothing: %v", m.fault, i >= 0)
			}
			m.fault = nil
		}
	}
}

// A disk on which a block finds room at one look and none at the next is one alert.
func TestADiskOnTheEdge(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var b health.Board
		var told []bool
		b.Watch(func(c health.Change) {
			if c.Name == health.SpoolBroken {
				told = append(told, c.Raised)
			}
		})
		m := plenty()
		d := m.probe()
		look := d.Look
		d.Look = func() []Finding {
			m.fault, m.written = unix.ENOSPC, time.Time{}
			if m.writes%2 == 1 {
				m.fault = nil
			}
			return look()
		}
		run(t, &b, 15*second, d)
		time.Sleep(10 * time.Minute)
		synctest.Wait()
		if !slices.Equal(told, []bool{true}) {
			t.Errorf("told %v", told)
		}
	})
}

// Somebody could not save: the disk is written at once, not a minute after the
// last time.
func TestItWritesAtOnceWhereSomebodyCouldNot(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var b health.Board
		m, failed := plenty(), make(chan struct{}, 1)
		run(t, &b, 15*second, m.probe().Soon(failed))
		time.Sleep(20 * second)
		want(t, &b)
		m.fault = unix.EIO
		failed <- struct{}{}
		want(t, &b, health.DiskReadOnly)
	})
}

func TestItWritesOnceAMinute(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := plenty()
		for range 60 {
			m.look()
			time.Sleep(10 * time.Second)
		}
		if m.writes != 10 {
			t.Errorf("%d writes in ten minutes", m.writes)
		}
	})
}

// A disk that was remounted is seen at the next look, not at the next write, and
// is tried at once when it is writable again.
func TestARemount(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := plenty()
		says(t, m.look)
		m.flags, m.fault = unix.ST_RDONLY, unix.EROFS
		if _, readOnly := says(t, m.look); readOnly != "read-only" {
			t.Errorf("read-only: %q", readOnly)
		}
		m.flags = 0
		if _, readOnly := says(t, m.look); readOnly != "read-only" {
			t.Errorf("writable, but the write fails: %q", readOnly)
		}
		m.fault = nil
		time.Sleep(writeEvery)
		if _, readOnly := says(t, m.look); readOnly != "" {
			t.Errorf("writable: %q", readOnly)
		}
	})
}

func TestATrialLeavesNothing(t *testing.T) {
	dir := t.TempDir()
	if full, readOnly := says(t, Disk(dir).Look); readOnly != "" {
		t.Errorf("a good folder: full %q, read-only %q", full, readOnly)
	}
	if left, _ := os.ReadDir(dir); len(left) != 0 {
		t.Errorf("it leaves %v", left)
	}
	if err := os.Symlink(filepath.Join(dir, "elsewhere"), filepath.Join(dir, trial)); err != nil {
		t.Fatal(err)
	}
	if _, err := unnamed(dir); err == nil {
		t.Error("a file that has a name followed a link")
	}
	if err := write(dir); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(filepath.Join(dir, "elsewhere")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("it followed a link: %v", err)
	}
	if _, readOnly := says(t, Disk(filepath.Join(dir, "none")).Look); readOnly != "no such folder" {
		t.Errorf("no folder: %q", readOnly)
	}
}

// A program that ends in the middle of a write leaves nothing either.
func TestATrialHasNoNameWhileItIsWritten(t *testing.T) {
	for name, create := range map[string]func(string) (*os.File, error){"no name": nameless, "a name that is taken away": unnamed} {
		dir := t.TempDir()
		f, err := create(dir)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		if left, err := os.ReadDir(dir); err != nil || len(left) != 0 {
			t.Errorf("%s: before it is written there are %v, %v", name, left, err)
		}
		if _, err := f.Write(block); err != nil {
			t.Error(err)
		}
	}
}

// mount is a tmpfs of 1 MB, for who may mount.
func mount(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := unix.Mount("tmpfs", dir, "tmpfs", 0, "size=1m"); err != nil {
		t.Skipf("no right to mount: %v", err)
	}
	t.Cleanup(func() { unix.Unmount(dir, 0) })
	return dir
}

// fill writes until nothing more fits.
func fill(t *testing.T, path string) {
	t.Helper()
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for range 1000 {
		if _, err = f.Write(block); err != nil {
			break
		}
	}
	if !errors.Is(err, unix.ENOSPC) {
		t.Fatalf("the disk does not fill up: %v", err)
	}
}

func TestARealDiskThatIsFull(t *testing.T) {
	dir := mount(t)
	d := &disk{dir: dir, write: write, stat: unix.Statfs}
	if _, readOnly := says(t, d.look); readOnly != "" {
		t.Errorf("empty: read-only %q", readOnly)
	}
	fill(t, filepath.Join(dir, "log"))
	d.written = time.Time{}
	if full, readOnly := says(t, d.look); full != "full" || readOnly != "" {
		t.Errorf("full %q, read-only %q", full, readOnly)
	}
	if _, err := os.Stat(filepath.Join(dir, trial)); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the trial stays on a full disk: %v", err)
	}
	os.Remove(filepath.Join(dir, "log"))
	d.look() // the first of two that must be well
	if full, _ := says(t, d.look); full == "full" {
		t.Error("room was made, and it is still full")
	}
}

func TestARealDiskThatIsRemounted(t *testing.T) {
	dir := mount(t)
	p := Disk(dir)
	if _, readOnly := says(t, p.Look); readOnly != "" {
		t.Errorf("writable: %q", readOnly)
	}
	if err := unix.Mount("", dir, "", unix.MS_REMOUNT|unix.MS_RDONLY, ""); err != nil {
		t.Fatal(err)
	}
	if _, readOnly := says(t, p.Look); readOnly != "read-only" {
		t.Errorf("read-only: %q", readOnly)
	}
	if err := unix.Mount("", dir, "", unix.MS_REMOUNT, ""); err != nil {
		t.Fatal(err)
	}
	if _, readOnly := says(t, p.Look); readOnly != "" {
		t.Errorf("writable again: %q", readOnly)
	}
}
