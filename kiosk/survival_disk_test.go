package kiosk

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"golang.org/x/sys/unix"

	"guichet/drivers/light"
	"guichet/kiosk/health"
	"guichet/kiosk/session"
	"guichet/kiosk/spool/powercut"
)

// What the screen says of a disk, in French.
const (
	notKept    = "Votre demande n’est pas partie."
	outOfOrder = "La borne est en panne"
)

// smallDisk is a real file system of 400 MB: with half of it taken, it is not
// nearly full.
func smallDisk(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=400m,mode=0700"); err != nil {
		t.Skipf("needs the right to mount: %v", err)
	}
	t.Cleanup(func() { syscall.Unmount(dir, syscall.MNT_DETACH) })
	return dir
}

// ballast takes all the room of a disk, and gives it back.
func ballast(t *testing.T, dir string) (release func()) {
	t.Helper()
	path := filepath.Join(dir, "ballast")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for size := int64(64 << 20); size >= 4096; {
		end, _ := f.Seek(0, io.SeekEnd)
		if unix.Fallocate(int(f.Fd()), 0, end, size) != nil {
			size /= 2
		}
	}
	return func() { os.Remove(path) }
}

// The disk fills up in the middle of a visit. What is not kept is not called sent;
// once there is room, the same citizen hands the same answers in, once.
func TestTheDiskIsFullAtTheMomentOfSaving(t *testing.T) {
	disk := smallDisk(t)
	data := filepath.Join(disk, deepFolder(t))
	if err := os.MkdirAll(data, 0o700); err != nil {
		t.Fatal(err)
	}
	synctest.Test(t, func(t *testing.T) {
		h := dry(t, data, withNumber)
		l := h.shines()
		time.Sleep(time.Minute)
		h.cleared(health.DiskFull)
		c := h.visitor("acte-naissance")
		c.begin()
		c.fill()
		release := ballast(t, disk)
		began := time.Now()
		c.handIn()
		h.until("the page that says that it failed", func(v session.View) bool { return v.Problem != nil })
		h.says(notKept, "Essayer encore")
		rose := h.raised(health.DiskFull)
		h.deskReads(health.SpoolBroken)
		h.shows(l, light.Red)
		time.Sleep(2 * time.Minute) // the citizen reads
		h.says(notKept)
		if n := len(h.kept()); n != 0 {
			t.Errorf("the spool holds %d submissions", n)
		}
		release()
		h.press("Essayer encore")
		ref := h.done()
		h.one(ref)
		fell := h.cleared(health.DiskFull)
		t.Logf("raised %v after the failed save, cleared %v after there was room; %v in all", rose, fell, time.Since(began))
		h.press("Terminer")
		h.at(session.Attract)
		h.off()
	})
}

// A disk that stays full is a kiosk that can keep nothing: whoever comes next must
// not answer ten questions for nothing.
func TestTheDiskStaysFull(t *testing.T) {
	disk := smallDisk(t)
	data := filepath.Join(disk, deepFolder(t))
	if err := os.MkdirAll(data, 0o700); err != nil {
		t.Fatal(err)
	}
	synctest.Test(t, func(t *testing.T) {
		h := dry(t, data, nil)
		l := h.shines()
		time.Sleep(time.Minute)
		release := ballast(t, disk)
		rose := h.homeSays(3*time.Minute, outOfOrder)
		h.shows(l, light.Red)
		release()
		fell := h.homeSays(3*time.Minute, "")
		h.one(h.visit("acte-naissance"))
		t.Logf("out of order after %v, in order again after %v", rose, fell)
		h.off()
	})
}

// homeSays waits on the home page until a sentence is there, or nothing is above it,
// and tells how long that took.
func (h *hall) homeSays(limit time.Duration, sentence string) time.Duration {
	h.Helper()
	began := time.Now()
	for {
		v := h.now()
		if sentence == "" && v.State == session.Attract && v.Overlay == nil {
			return time.Since(began)
		}
		if sentence != "" && strings.Contains(strings.Join(texts(v), "\n"), sentence) {
			return time.Since(began)
		}
		if time.Since(began) > limit {
			h.Fatalf("%q did not come in %v; the screen says %q, wrong is %+v", sentence, limit, texts(v), h.parts.staff.works.Health())
		}
		time.Sleep(100 * time.Millisecond)
	}
}

// diskVariable makes of this binary the process that has a disk.
const diskVariable = "GUICHET_TEST_DISK"

// badDisk is a disk that answers with errors. Another process has it: the one that
// uses its files must not.
type badDisk struct {
	*testing.T
	dir string
	in  io.Writer
	out *bufio.Scanner
}

func newBadDisk(t *testing.T) *badDisk {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self, "-test.run=^TestTheOtherProcess$", "-test.v")
	cmd.Env = append(os.Environ(), diskVariable+"=1")
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGTERM}
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { in.Close(); cmd.Wait() })
	d := &badDisk{T: t, in: in, out: bufio.NewScanner(out)}
	if d.dir = d.hears("disk "); d.dir == "" {
		if os.Getenv(powercut.NeedFUSE) != "" {
			t.Fatalf("no FUSE, and %s is set", powercut.NeedFUSE)
		}
		t.Skip("needs FUSE")
	}
	return d
}

// hears reads on to a line, and gives the rest of it; empty where none comes.
func (d *badDisk) hears(begins string) string {
	for d.out.Scan() {
		if rest, ok := strings.CutPrefix(d.out.Text(), begins); ok {
			return rest
		}
	}
	return ""
}

// is makes the disk answer every change with an error; "whole" with none.
func (d *badDisk) is(what string) {
	d.Helper()
	fmt.Fprintln(d.in, what)
	if d.hears("it is ") != what {
		d.Fatalf("the disk is not %s", what)
	}
}

var errnos = map[string]syscall.Errno{"whole": 0, "read-only": syscall.EROFS, "full": syscall.ENOSPC, "broken": syscall.EIO}

// TestTheOtherProcess is no test: it is the process that has the disk.
func TestTheOtherProcess(t *testing.T) {
	if os.Getenv(diskVariable) == "" {
		t.Skip("it has a disk for other tests")
	}
	d := powercut.Mount(t)
	fmt.Println("disk", d.Dir())
	for lines := bufio.NewScanner(os.Stdin); lines.Scan(); {
		no := errnos[lines.Text()]
		d.Strike(func(powercut.Op) syscall.Errno { return no })
		fmt.Println("it is", lines.Text())
	}
}

// The disk becomes read-only, or answers with errors, in the middle of a visit: who
// is there learns it and to whom to talk, whoever comes finds a kiosk that is out of
// order, and it is in order again by itself.
func TestTheDiskRefusesToWrite(t *testing.T) {
	for _, how := range []string{"read-only", "broken"} {
		t.Run(how, func(t *testing.T) {
			disk := newBadDisk(t)
			synctest.Test(t, func(t *testing.T) {
				h := dry(t, filepath.Join(disk.dir, "guichet"), withNumber)
				l := h.shines()
				time.Sleep(time.Second) // it has looked
				c := h.visitor("acte-naissance")
				c.begin()
				disk.is(how)
				rose := h.raised(health.DiskReadOnly)
				v := h.until("who is there is told", func(v session.View) bool { return v.Overlay != nil && v.Overlay.Kind == session.CannotSave })
				h.says("La borne ne peut pas enregistrer maintenant", "Une personne peut prendre votre demande.")
				h.shows(l, light.Red)
				h.press("Parler à quelqu’un")
				h.untilSays("Accueil de la mairie")
				h.press("Revenir à la page")
				h.parts.send(session.Stay{Page: v.Overlay.Page})
				h.until("his page again", func(v session.View) bool { return v.Overlay == nil })
				c.fill()
				c.handIn()
				h.until("the page that says that it failed", func(v session.View) bool { return v.Problem != nil })
				h.says(notKept)
				h.parts.send(session.StartAgain{Page: h.now().Page})
				h.until("the question", func(v session.View) bool { return v.Overlay != nil })
				h.press("Tout effacer")
				h.homeSays(time.Minute, outOfOrder)
				h.deskReads(health.DiskReadOnly)
				h.press("Parler à quelqu’un")
				h.untilSays("04 65 71 00 00")
				h.press("Revenir à la page")
				disk.is("whole")
				fell := h.homeSays(4*time.Minute, "")
				h.cleared(health.DiskReadOnly)
				h.one(h.visit("acte-naissance"))
				t.Logf("raised after %v, in order again after %v", rose, fell)
				h.off()
			})
		})
	}
}

// The disk refuses at the very moment of saving, and the next moment it does not.
func TestTheDiskRefusesTheSave(t *testing.T) {
	disk := newBadDisk(t)
	synctest.Test(t, func(t *testing.T) {
		h := dry(t, filepath.Join(disk.dir, "guichet"), nil)
		time.Sleep(time.Second) // it has looked
		c := h.visitor("acte-naissance")
		c.begin()
		c.fill()
		var last session.PageID
		for _, how := range []string{"broken", "full", "read-only"} {
			disk.is(how)
			if how == "broken" {
				c.handIn()
			} else {
				h.press("Essayer encore")
			}
			last = h.until("the page that says that it failed", func(v session.View) bool { return v.Problem != nil && v.Page > last }).Page
			h.says(notKept)
		}
		disk.is("whole")
		h.press("Essayer encore")
		h.one(h.done())
		h.off()
	})
}

// The disk breaks at the moment of saving: the kiosk is out of order at once, not
// when its turn comes to write to it.
func TestTheDiskBreaksAtTheMomentOfSaving(t *testing.T) {
	disk := newBadDisk(t)
	synctest.Test(t, func(t *testing.T) {
		h := dry(t, filepath.Join(disk.dir, "guichet"), withNumber)
		time.Sleep(time.Second) // it has looked
		c := h.visitor("acte-naissance")
		c.begin()
		c.fill()
		disk.is("broken")
		c.handIn()
		h.until("the page that says that it failed", func(v session.View) bool { return v.Problem != nil })
		if rose := h.raised(health.DiskReadOnly); rose > time.Second {
			t.Errorf("raised after %v", rose)
		}
		disk.is("whole")
		h.press("Essayer encore")
		h.one(h.done())
		h.press("Terminer")
		h.cleared(health.DiskReadOnly)
		h.at(session.Attract)
		h.off()
	})
}
