package powercut

import (
	"os/exec"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
)

// A program gets the error of the change that it asked for, and the disk is as
// it was.
func TestStrike(t *testing.T) {
	for _, c := range []struct {
		name   string
		op     Op
		errno  syscall.Errno
		script string
		left   string // of the file a
	}{
		{"no room to write", Write, syscall.ENOSPC, "head -c 1 /dev/zero > a", "empty"}, // cut off before
		{"no room to grow", Resize, syscall.ENOSPC, "truncate -s 9 a", "1"},
		{"a sync that fails", Sync, syscall.EIO, "sync a", "1"},
		{"a folder's sync that fails", Sync, syscall.EIO, "sync .", "1"},
		{"no new file", Create, syscall.ENOSPC, "printf 2 > b", "1"},
		{"no new folder", Mkdir, syscall.EROFS, "mkdir b", "1"},
		{"no other name", Rename, syscall.EIO, "mv a b", "1"},
		{"no second name", Link, syscall.EIO, "ln a b", "1"},
		{"not removed", Unlink, syscall.EIO, "rm a", "1"},
		{"a folder not removed", Rmdir, syscall.EIO, "rmdir f", "1"},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := Mount(t)
			var asked atomic.Int64 // the kernel's answer orders nothing for the race detector
			sh(t, d, "printf 1 > a; mkdir f")
			d.Strike(func(op Op) syscall.Errno {
				if op != c.op {
					return 0
				}
				asked.Add(1)
				return c.errno
			})
			out, err := exec.Command("sh", "-ec", `cd "$0"; `+c.script, d.Dir()).CombinedOutput()
			if err == nil || asked.Load() == 0 || !strings.Contains(string(out), c.errno.Error()[1:]) {
				t.Errorf("asked %d times, %v: %s", asked.Load(), err, out)
			}
			if got := left(t, d)["a"]; got != strings.TrimSuffix(c.left, "empty") {
				t.Errorf("%q is left, want %q", got, c.left)
			}
			d.Strike(nil)
			sh(t, d, "printf 3 > a; mv a b; rmdir f; sync b .")
		})
	}
}

// Who only syncs again after a sync that failed loses what he wrote; who writes
// it again does not.
func TestASyncThatFailedLeavesNothingToSync(t *testing.T) {
	for again, want := range map[string]string{"sync a": "1", "printf 2 > a; sync a": "2"} {
		d, failed := Mount(t), false
		sh(t, d, "printf 1 > a; sync a .")
		d.Strike(func(op Op) syscall.Errno {
			if op == Sync && !failed {
				failed = true
				return syscall.EIO
			}
			return 0
		})
		sh(t, d, "printf 2 > a; ! sync a; "+again)
		d.Cut(nil)
		if got := left(t, d)["a"]; got != want {
			t.Errorf("%s: %q is left, want %q", again, got, want)
		}
	}
}
