package serial

import (
	"fmt"
	"io"
	"syscall"
	"time"

	tarm "github.com/tarm/serial"
	bugst "go.bug.st/serial"
	"golang.org/x/sys/unix"
)

// libraryTimeout is how long the library's own Read may take. We read only
// when bytes wait, so it matters only when another program took them away; but
// without it both libraries block for ever, and tarm's Close with them.
const libraryTimeout = 100 * time.Millisecond

// maxFD is where go.bug.st/serial panics: it reads through select(2), whose
// set holds 1024 descriptors.
const maxFD = 1024

// Open opens the port that cfg names and throws away what lies in its
// buffers, ours and those of a process that died here. The error is a *ConfigError for a mistake in cfg (several are
// joined), or wraps ErrGone or ErrBusy, or fs.ErrPermission.
func Open(cfg Config) (Port, error) {
	if err := cfg.Check(); err != nil {
		return nil, err
	}
	cfg = cfg.withDefaults()
	path, err := cfg.locate()
	if err != nil {
		return nil, err
	}
	cfg.Path = path
	fd, err := openControl(cfg.Path)
	if err != nil {
		return nil, err
	}
	lib, err := openPrivate(cfg, fd)
	if err != nil {
		unix.Close(fd)
		return nil, err
	}
	p, err := newPort(cfg, fd, lib)
	if err != nil {
		lib.Close()
		unix.Close(fd)
		return nil, err
	}
	return p, nil
}

// openControl opens our own descriptor. It comes before the library's: after
// that, TIOCEXCL would refuse it to anybody but root.
func openControl(path string) (int, error) {
	fd, err := unix.Open(path, unix.O_RDWR|unix.O_NOCTTY|unix.O_NONBLOCK|unix.O_CLOEXEC, 0)
	if err != nil {
		return -1, classify("open", err)
	}
	if err := claim(fd, path); err != nil {
		unix.Close(fd)
		return -1, err
	}
	return fd, nil
}

// claim refuses what is no serial line, and a line that another program has:
// flock stops root as well, which TIOCEXCL does not. It stops only who asks for
// the lock, so stty still reaches a port of the tarm backend.
func claim(fd int, path string) error {
	if _, err := getTermios(fd); err == unix.ENOTTY {
		return &ConfigError{"Path", path, "is not a serial port"}
	} else if err != nil {
		return classify("open", err)
	}
	return classify("open", unix.Flock(fd, unix.LOCK_EX|unix.LOCK_NB))
}

// openPrivate opens the library's port so that no program that we start
// inherits it: go.bug.st/serial opens it without O_CLOEXEC, and a child that
// has it keeps the line open, and busy, after our Close.
func openPrivate(cfg Config, fd int) (io.ReadCloser, error) {
	syscall.ForkLock.RLock()
	defer syscall.ForkLock.RUnlock()
	lib, err := openLibrary(cfg)
	if err != nil {
		return nil, err
	}
	highest, err := closeOnExec(fd)
	if err == nil && cfg.Backend == Bugst && highest >= maxFD {
		err = fmt.Errorf("%w: the bugst backend cannot read beside %d open files, tarm can", unix.EMFILE, maxFD)
	}
	if err != nil {
		lib.Close()
		return nil, fmt.Errorf("serial: open: %w", err)
	}
	return lib, nil
}

func openLibrary(cfg Config) (io.ReadCloser, error) {
	if cfg.Backend == Tarm {
		return openTarm(cfg)
	}
	return openBugst(cfg)
}

func openBugst(cfg Config) (io.ReadCloser, error) {
	lib, err := bugst.Open(cfg.Path, &bugst.Mode{BaudRate: cfg.Baud})
	if err != nil {
		return nil, bugstError(err)
	}
	if err := lib.SetReadTimeout(libraryTimeout); err != nil {
		lib.Close()
		return nil, bugstError(err)
	}
	return lib, nil
}

func bugstError(err error) error {
	pe, ok := err.(*bugst.PortError)
	if !ok {
		return classify("open", err)
	}
	switch pe.Code() {
	case bugst.PortBusy:
		return fmt.Errorf("%w: open", ErrBusy)
	case bugst.PortNotFound, bugst.PortClosed:
		return fmt.Errorf("%w: open", ErrGone)
	case bugst.PermissionDenied:
		return classify("open", unix.EACCES)
	case bugst.InvalidSpeed:
		return &ConfigError{"Baud", "", "this port does not have that speed"}
	}
	return fmt.Errorf("serial: open: %w", err)
}

func openTarm(cfg Config) (io.ReadCloser, error) {
	if !standardSpeed(cfg.Baud) {
		return nil, &ConfigError{"Baud", cfg.Baud, "the tarm backend knows the standard speeds only"}
	}
	lib, err := tarm.OpenPort(&tarm.Config{Name: cfg.Path, Baud: cfg.Baud, ReadTimeout: libraryTimeout})
	if err != nil {
		return nil, classify("open", err)
	}
	return lib, nil
}

// standardSpeed says whether tarm has a constant for baud.
func standardSpeed(baud int) bool {
	switch baud {
	case 50, 75, 110, 134, 150, 200, 300, 600, 1200, 1800, 2400, 4800, 9600,
		19200, 38400, 57600, 115200, 230400, 460800, 500000, 576000, 921600,
		1000000, 1152000, 1500000, 2000000, 2500000, 3000000, 3500000, 4000000:
		return true
	}
	return false
}
