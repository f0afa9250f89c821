package kiosk

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"os"
	"runtime"
	"strings"
	"time"

	"golang.org/x/sys/unix"

	"guichet/kiosk/fleet/wire"
	"guichet/kiosk/machine"
	"guichet/kiosk/staff"
	"guichet/kiosk/staff/badge"
)

// helper does what needs root: [machine.Client] on a kiosk.
type helper interface {
	Stick(context.Context) (machine.Stick, error)
	WriteFile(ctx context.Context, name string, data []byte) error
	Eject(context.Context) error
	Reboot(context.Context) error
	PowerOff(context.Context) error
	SetClock(context.Context, time.Time) error
	Brightness(context.Context) (int, error)
	SetBrightness(ctx context.Context, percent int) error
}

var _ helper = (*machine.Client)(nil)

// known turns the helper's errors into those that the front desk's pages have
// words for.
func known(err error) error {
	switch {
	case errors.Is(err, machine.ErrNoHelper):
		return errors.Join(staff.ErrNoHelper, err)
	case errors.Is(err, machine.ErrNoStick):
		return errors.Join(staff.ErrNoStick, err)
	case errors.Is(err, machine.ErrManySticks):
		return errors.Join(staff.ErrSticks, err)
	case errors.Is(err, machine.ErrBadStick), errors.Is(err, machine.ErrFullStick), errors.Is(err, machine.ErrLockedStick):
		return errors.Join(staff.ErrBadStick, err)
	}
	return err
}

// machineWorks is the computer.
type machineWorks struct {
	helper  helper
	link    *link // nil: there is no hub
	data    string
	hub     string
	now     func() time.Time
	started time.Time
	restart func()
}

func (w *machineWorks) Facts(context.Context) staff.Facts {
	f := staff.Facts{
		Version: wire.Version, System: system(), Addresses: addresses(), Proxy: proxy(),
		Hub: w.hub, Now: w.now(), Started: w.started,
	}
	f.DiskFree, f.DiskSize = disk(w.data)
	if w.link == nil {
		return f
	}
	id := w.link.Identity()
	f.Name, f.Town, f.Kiosk = id.Name, id.Town, id.Kiosk
	f.HubAnswers, f.ClockOff = w.link.Answers(), w.link.ClockOff()
	return f
}

func (w *machineWorks) SetClock(ctx context.Context) error {
	if w.link == nil || !w.link.Answers() {
		return staff.ErrNoHub
	}
	return known(w.helper.SetClock(ctx, time.Now().Add(w.link.ClockOff())))
}

func (w *machineWorks) Restart() error                     { w.restart(); return nil }
func (w *machineWorks) Reboot(ctx context.Context) error   { return known(w.helper.Reboot(ctx)) }
func (w *machineWorks) PowerOff(ctx context.Context) error { return known(w.helper.PowerOff(ctx)) }

// system is "Debian GNU/Linux 12 (bookworm), 6.1.0-40-amd64, x86_64".
func system() string {
	parts := []string{release(), runtime.GOARCH}
	var u unix.Utsname
	if unix.Uname(&u) == nil {
		parts = []string{release(), unix.ByteSliceToString(u.Release[:]), unix.ByteSliceToString(u.Machine[:])}
	}
	return strings.Join(parts, ", ")
}

// release is PRETTY_NAME of os-release(5).
func release() string {
	data, _ := os.ReadFile("/etc/os-release")
	for line := range strings.Lines(string(data)) {
		if name, ok := strings.CutPrefix(line, "PRETTY_NAME="); ok {
			return strings.Trim(strings.TrimSpace(name), `"`)
		}
	}
	return runtime.GOOS
}

// addresses are those by which the machine can be reached.
func addresses() (all []string) {
	found, _ := net.InterfaceAddrs()
	for _, a := range found {
		if ip, ok := a.(*net.IPNet); ok && ip.IP.IsGlobalUnicast() {
			all = append(all, ip.IP.String())
		}
	}
	return all
}

// proxy is the address alone: what stands before it may be a password.
func proxy() string {
	address := os.Getenv("HTTPS_PROXY")
	if i := strings.LastIndex(address, "@"); i >= 0 {
		address = address[i+1:]
	}
	return address
}

// disk is what is free in a folder, and the size of its disk; bytes.
func disk(dir string) (free, size int64) {
	var s unix.Statfs_t
	if unix.Statfs(dir, &s) != nil {
		return 0, 0
	}
	return int64(s.Bavail) * s.Bsize, int64(s.Blocks) * s.Bsize
}

// stickWorks are USB sticks.
type stickWorks struct {
	helper helper
	write  func(w io.Writer) error // the diagnostics
	now    func() time.Time
}

func (w *stickWorks) Key(ctx context.Context) (file []byte, serial string, err error) {
	stick, err := w.helper.Stick(ctx)
	if err != nil {
		return nil, "", known(err)
	}
	root, err := os.OpenRoot(stick.Folder)
	if err != nil {
		return nil, "", err
	}
	defer root.Close()
	f, err := root.Open(badge.File)
	if err != nil {
		return nil, "", errors.Join(staff.ErrNotOurs, err)
	}
	defer f.Close()
	file, err = io.ReadAll(io.LimitReader(f, badge.MaxFile+1))
	return file, stick.Serial, err
}

// Export writes on the stick what a technician asks for.
func (w *stickWorks) Export(ctx context.Context) (name string, err error) {
	if _, err := w.helper.Stick(ctx); err != nil {
		return "", known(err)
	}
	var b bytes.Buffer
	if err := w.write(&b); err != nil {
		return "", err
	}
	name = "guichet-" + w.now().Format("2006-01-02-1504") + ".zip"
	return name, known(w.helper.WriteFile(ctx, name, b.Bytes()))
}

func (w *stickWorks) Close() error {
	ctx, cancel := context.WithTimeout(context.Background(), ejectPatience)
	defer cancel()
	err := known(w.helper.Eject(ctx))
	if errors.Is(err, staff.ErrNoHelper) {
		return nil // none was opened
	}
	return err
}

// ejectPatience: what is written must reach the stick.
const ejectPatience = 30 * time.Second
