package machine

import (
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"golang.org/x/sys/unix"

	"guichet/kiosk/event/eventtest"
)

// desk is a keeper on a made-up bus.
type desk struct {
	*keeper
	*bus
	m   *mounter
	log eventtest.Log
}

// keeping plays a story in which time costs nothing.
func keeping(t *testing.T, tell func(t *testing.T, d *desk)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		d := &desk{bus: newBus(t), m: &mounter{}}
		o := Options{Root: d.root, Mounter: d.m, Log: slog.New(slog.NewTextHandler(&d.log, nil))}
		o.defaults()
		d.keeper = newKeeper(o)
		ctx, stop := context.WithCancel(t.Context())
		defer stop()
		go d.live(ctx)
		tell(t, d)
		d.eject(t.Context())
	})
}

func fatPart(t *testing.T) part { return part{image(t, "fat12"), 512} }

// opens asks for the stick and wants it, or an error.
func (d *desk) opens(t *testing.T, label string, want error) Stick {
	t.Helper()
	s, err := d.stick(t.Context())
	isError(t, err, want)
	if s.Label != label {
		t.Errorf("the label is %q, want %q", s.Label, label)
	}
	return s
}

func (d *desk) did(t *testing.T, want string) {
	t.Helper()
	if got := d.m.since(); got != want {
		t.Errorf("did %q, want %q", got, want)
	}
}

func TestAStickIsOpenedAndLetGo(t *testing.T) {
	keeping(t, func(t *testing.T, d *desk) {
		d.plug("1-2", &stick{serial: "0123456789AB", parts: []part{fatPart(t)}, delay: time.Second})
		time.Sleep(time.Minute)
		if !d.refused("1-2") || d.sticks["1-2"].asks != 0 {
			t.Error("it was let in, and nobody had asked")
		}
		s := d.opens(t, "MAIRIE", nil)
		if s.Serial != "0123456789AB" || s.Folder != d.at("run/guichet-stick") || s.Free <= 0 {
			t.Errorf("%+v", s)
		}
		d.did(t, "mount sda1 vfat")
		if d.text(face("1-2")+"/uevent") != "add" || d.text("sys/bus/usb/drivers_probe") != "1-2:1.0" {
			t.Error("no driver was sent for")
		}
		d.opens(t, "MAIRIE", nil)
		d.did(t, "")
		check(t, d.eject(t.Context()))
		d.did(t, "unmount")
		if !d.refused("1-2") {
			t.Error("storage is still let in")
		}
		check(t, d.eject(t.Context()))
		d.did(t, "")
	})
}

// What somebody is called may be the label of his stick.
func TestNoLabelInTheLog(t *testing.T) {
	keeping(t, func(t *testing.T, d *desk) {
		d.plug("1-2", &stick{serial: "SERIAL", whole: fatPart(t)})
		d.opens(t, "MAIRIE", nil)
		check(t, d.write(t.Context(), "name.zip", []byte("text")))
		check(t, d.eject(t.Context()))
		for _, secret := range []string{"MAIRIE", "SERIAL", "name.zip"} {
			if strings.Contains(d.log.String(), secret) {
				t.Errorf("the log has %s:\n%s", secret, d.log.String())
			}
		}
		if strings.Count(d.log.String(), "\n") != 2 {
			t.Errorf("%s", d.log.String())
		}
	})
}

func TestWhichStick(t *testing.T) {
	exfat := func(t *testing.T) part { return part{image(t, "exfat"), 4096} }
	junk := part{make([]byte, 8192), 9000}
	for name, c := range map[string]struct {
		sticks []*stick
		label  string
		err    error
		did    string
	}{
		"none":             {nil, "", ErrNoStick, ""},
		"no partitions":    {[]*stick{{whole: fatPart(t)}}, "MAIRIE", nil, "mount sda vfat"},
		"exFAT":            {[]*stick{{parts: []part{exfat(t)}}}, "Accueil-été", nil, "mount sda1 exfat"},
		"the largest":      {[]*stick{{parts: []part{fatPart(t), exfat(t), junk}}}, "Accueil-été", nil, "mount sda2 exfat"},
		"another system":   {[]*stick{{parts: []part{junk}}}, "", ErrBadStick, ""},
		"a blank one":      {[]*stick{{whole: junk}}, "", ErrBadStick, ""},
		"an empty reader":  {[]*stick{{}}, "", ErrNoStick, ""},
		"a reader beside":  {[]*stick{{}, {whole: fatPart(t)}}, "MAIRIE", nil, "mount sd vfat"},
		"a modem beside":   {[]*stick{{kind: "sr", whole: junk}, {whole: fatPart(t)}}, "MAIRIE", nil, "mount sd vfat"},
		"two":              {[]*stick{{whole: fatPart(t)}, {whole: exfat(t), delay: 2 * time.Second}}, "", ErrManySticks, ""},
		"two, one blank":   {[]*stick{{whole: fatPart(t)}, {whole: junk, delay: 2 * time.Second}}, "", ErrManySticks, ""},
		"slower than that": {[]*stick{{whole: fatPart(t), delay: time.Minute}}, "", ErrNoStick, ""},
	} {
		t.Run(name, func(t *testing.T) {
			keeping(t, func(t *testing.T, d *desk) {
				for i, s := range c.sticks {
					d.plug([]string{"1-1", "1-4.2"}[i], s)
				}
				d.opens(t, c.label, c.err)
				if got := d.m.since(); strings.NewReplacer("sda ", "sd ", "sdb ", "sd ").Replace(got) != strings.ReplaceAll(c.did, "sda ", "sd ") {
					t.Errorf("did %q, want %q", got, c.did)
				}
			})
		})
	}
}

// Another one in the same hole, one more, none: each time it is what is there
// now that counts.
func TestSticksComeAndGo(t *testing.T) {
	keeping(t, func(t *testing.T, d *desk) {
		d.plug("1-1", &stick{whole: fatPart(t)})
		d.opens(t, "MAIRIE", nil)
		d.pull("1-1")
		d.opens(t, "", ErrNoStick)
		d.did(t, "mount sda vfat, unmount")
		d.plug("1-1", &stick{whole: part{image(t, "exfat"), 4096}})
		d.opens(t, "Accueil-été", nil)
		d.pull("1-1")
		d.plug("1-1", &stick{whole: fatPart(t)})
		d.opens(t, "MAIRIE", nil)
		d.did(t, "mount sda exfat, unmount, mount sda vfat")
		d.plug("1-2", &stick{whole: fatPart(t)})
		d.opens(t, "", ErrManySticks)
		d.did(t, "unmount")
		d.pull("1-1")
		d.opens(t, "MAIRIE", nil)
		d.did(t, "mount sdb vfat")
	})
}

// The same stick, out and back, has the same names: what was mounted is dead all
// the same.
func TestTheSameStickOutAndBack(t *testing.T) {
	keeping(t, func(t *testing.T, d *desk) {
		for range 2 {
			d.plug("1-1", &stick{serial: "A", whole: fatPart(t)})
			d.opens(t, "MAIRIE", nil)
			d.pull("1-1")
		}
		d.did(t, "mount sda vfat, unmount, mount sda vfat")
	})
}

// Nobody asks for a quarter of an hour: storage is refused again.
func TestForgottenItIsLetGo(t *testing.T) {
	keeping(t, func(t *testing.T, d *desk) {
		d.plug("1-1", &stick{whole: fatPart(t)})
		d.opens(t, "MAIRIE", nil)
		time.Sleep(unasked - time.Second)
		d.opens(t, "MAIRIE", nil)
		time.Sleep(unasked - time.Second)
		d.did(t, "mount sda vfat")
		time.Sleep(2 * time.Second)
		d.did(t, "unmount")
		if !d.refused("1-1") {
			t.Error("storage is still let in")
		}
	})
}

// Somebody asks just as the time is over: the clock that has rung does not take
// his stick.
func TestAskedAtTheLastMoment(t *testing.T) {
	keeping(t, func(t *testing.T, d *desk) {
		d.plug("1-1", &stick{whole: fatPart(t)})
		d.opens(t, "MAIRIE", nil)
		time.Sleep(unasked - time.Second)
		d.forgotten()
		d.did(t, "mount sda vfat")
		d.leave.Stop()
		time.Sleep(time.Second)
		d.forgotten()
		d.did(t, "unmount")
	})
}

// One that was asked for in vain must not be let in when it comes later.
func TestAskedForInVain(t *testing.T) {
	keeping(t, func(t *testing.T, d *desk) {
		d.opens(t, "", ErrNoStick)
		d.plug("1-1", &stick{whole: fatPart(t)})
		time.Sleep(time.Minute)
		if !d.refused("1-1") {
			t.Error("it was let in")
		}
	})
}

// A disk that the machine works with is neither a stick nor refused.
func TestTheMachinesOwnDisk(t *testing.T) {
	for name, use := range map[string]func(d *desk){
		"mounted":       func(d *desk) { d.file("proc/self/mountinfo", "30 1 8:17 / /srv rw - vfat /dev/x rw\n") },
		"whole mounted": func(d *desk) { d.file("proc/self/mountinfo", "30 1 8:16 / /srv rw - vfat /dev/x rw\n") },
		"swap":          func(d *desk) { d.file("proc/swaps", "Filename Type\n/dev/sda1 partition 1 0 -2\n") },
		"encrypted": func(d *desk) {
			dirs, err := filepath.Glob(d.at(face("1-1") + "/host1/*/*/block/sda/sda1/holders"))
			check(d.t, err)
			d.file(strings.TrimPrefix(dirs[0], d.root)+"/dm-0", "")
		},
	} {
		t.Run(name, func(t *testing.T) {
			keeping(t, func(t *testing.T, d *desk) {
				d.plug("1-1", &stick{parts: []part{fatPart(t)}})
				d.file(face("1-1")+"/authorized", "1")
				time.Sleep(time.Second)
				use(d)
				d.reset()
				if d.refused("1-1") {
					t.Error("the machine lost its disk")
				}
				d.opens(t, "", ErrNoStick)
				d.plug("1-2", &stick{whole: fatPart(t)})
				d.opens(t, "MAIRIE", nil)
				check(t, d.eject(t.Context()))
				if d.refused("1-1") || !d.refused("1-2") {
					t.Error("the wrong one was refused")
				}
			})
		})
	}
}

// A helper that was killed leaves a stick open; the machine may start with one.
func TestTheHelperPutsItsHouseInOrder(t *testing.T) {
	keeping(t, func(t *testing.T, d *desk) {
		d.plug("1-1", &stick{whole: fatPart(t)})
		d.file(face("1-1")+"/authorized", "1")
		time.Sleep(time.Second)
		d.file("proc/self/mountinfo", "40 1 8:16 / /run/guichet-stick ro - vfat /dev/sda ro\n")
		d.reset()
		d.did(t, "unmount")
		if !d.refused("1-1") {
			t.Error("storage is still let in")
		}
	})
}

func TestAFileIsWritten(t *testing.T) {
	keeping(t, func(t *testing.T, d *desk) {
		d.plug("1-1", &stick{whole: fatPart(t)})
		check(t, d.write(t.Context(), "guichet.zip", []byte("one")))
		check(t, d.write(t.Context(), "guichet.zip", []byte("two")))
		d.did(t, "mount sda vfat, write vfat, read vfat, write vfat, read vfat")
		if got := d.text("run/guichet-stick/guichet.zip"); got != "two" {
			t.Errorf("the stick has %q", got)
		}
		if names, _ := os.ReadDir(d.at("run/guichet-stick")); len(names) != 1 {
			t.Errorf("the stick has %v", names)
		}
	})
}

// One that was killed while the kernel mounted leaves two, one below the other;
// what came late is gone before another is mounted over it.
func TestWhatWasLeftIsUnmountedWhole(t *testing.T) {
	keeping(t, func(t *testing.T, d *desk) {
		left := "40 1 8:16 / /run/guichet-stick ro - vfat /dev/sda ro\n"
		d.file("proc/self/mountinfo", left+left)
		d.reset()
		d.did(t, "unmount, unmount")
		d.file("proc/self/mountinfo", left)
		d.plug("1-1", &stick{whole: fatPart(t)})
		d.opens(t, "MAIRIE", nil)
		d.did(t, "unmount, mount sda vfat")
	})
}

// What the kernel says of a stick is said in words: it was pulled out in the
// middle, it is full, its switch is set.
func TestWhatTheKernelSaysOfAStick(t *testing.T) {
	for errno, want := range map[unix.Errno]error{
		unix.EIO: ErrBadStick, unix.ENODEV: ErrBadStick, unix.ENXIO: ErrBadStick, unix.ENOMEDIUM: ErrBadStick,
		unix.ENOSPC: ErrFullStick, unix.EROFS: ErrLockedStick, unix.EACCES: ErrLockedStick, unix.EISDIR: unix.EISDIR,
	} {
		err := stickFault(&os.PathError{Op: "write", Path: "a", Err: errno})
		isError(t, err, want)
		isError(t, err, errno)
	}
	if stickFault(nil) != nil {
		t.Error("nothing is a fault")
	}
}

func TestAStickThatIsPulledOutWhileItIsWritten(t *testing.T) {
	keeping(t, func(t *testing.T, d *desk) {
		d.m.refuse = map[string]error{"write": unix.EIO}
		d.plug("1-1", &stick{whole: fatPart(t)})
		isError(t, d.write(t.Context(), "a", nil), ErrBadStick)
	})
}

// The switch of a stick, or a table that is broken.
func TestAStickThatCannotBeWritten(t *testing.T) {
	keeping(t, func(t *testing.T, d *desk) {
		d.m.refuse = map[string]error{"write": unix.EROFS}
		d.plug("1-1", &stick{whole: fatPart(t)})
		isError(t, d.write(t.Context(), "a", nil), ErrLockedStick)
		d.did(t, "mount sda vfat, write vfat")
		d.opens(t, "MAIRIE", nil)
	})
}

// It must not stay writable: better none.
func TestAStickThatStaysWritableIsLetGo(t *testing.T) {
	keeping(t, func(t *testing.T, d *desk) {
		d.m.refuse = map[string]error{"read": unix.EIO}
		d.plug("1-1", &stick{whole: fatPart(t)})
		isError(t, d.write(t.Context(), "a", nil), unix.EIO)
		d.did(t, "mount sda vfat, write vfat, read vfat, unmount")
	})
}

func TestAStickThatTheKernelRefuses(t *testing.T) {
	keeping(t, func(t *testing.T, d *desk) {
		d.m.refuse = map[string]error{"mount": unix.EINVAL}
		d.plug("1-1", &stick{whole: fatPart(t)})
		d.opens(t, "", ErrBadStick)
		d.m.refuse = nil
		d.opens(t, "MAIRIE", nil)
	})
}

// Whoever goes away does not wait for a stick.
func TestTheOneWhoAsksGoesAway(t *testing.T) {
	keeping(t, func(t *testing.T, d *desk) {
		d.plug("1-1", &stick{whole: fatPart(t), delay: time.Minute})
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		_, err := d.stick(ctx)
		isError(t, err, context.DeadlineExceeded)
	})
}

// A kiosk is told to end while its stick is being mounted: nobody is left to let it
// go, so the helper does. Who asks next has it.
func TestWhoeverAskedEndsDuringTheMount(t *testing.T) {
	keeping(t, func(t *testing.T, d *desk) {
		d.m.hangs = newHang()
		d.plug("1-1", &stick{whole: fatPart(t)})
		ctx, ends := context.WithCancel(t.Context())
		answer := make(chan error)
		go func() { _, err := d.stick(ctx); answer <- err }()
		<-d.m.hangs.began
		ends()
		d.m.hangs.end()
		isError(t, <-answer, context.Canceled)
		d.did(t, "mount sda vfat, unmount")
		if !d.refused("1-1") {
			t.Error("storage is still let in")
		}
		d.opens(t, "MAIRIE", nil)
		d.did(t, "mount sda vfat")
	})
}
