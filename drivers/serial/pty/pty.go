// Package pty makes a pair of pseudo-terminals: a serial line without a wire,
// for the simulators and the tests. The device end is the master; the path of
// the other end is opened as if it were /dev/ttyUSB0.
//
// A pty has no speed, no modem lines and no waiting output (TIOCOUTQ is 0):
// whoever plays the device must pace the bytes himself. It does have XON/XOFF
// and hang-up, exactly as a USB adapter has them.
package pty

import (
	"fmt"
	"os"
	"time"

	"golang.org/x/sys/unix"
)

// Line is a pair of pseudo-terminals.
type Line struct {
	// Device is the end of the device: what it reads the computer wrote.
	Device *os.File
	// Path is what the computer opens.
	Path string

	// held keeps the computer's end alive while nobody has it open, or the
	// device would read an error.
	held *os.File
}

// Open makes a line. Its settings are raw until the computer opens it.
func Open() (*Line, error) {
	// O_NONBLOCK puts the file into Go's poller, so that Close ends a Read.
	device, err := os.OpenFile("/dev/ptmx", os.O_RDWR|unix.O_NOCTTY|unix.O_NONBLOCK, 0)
	if err != nil {
		return nil, fmt.Errorf("pty: %w", err)
	}
	l := &Line{Device: device}
	if err := l.openOther(); err != nil {
		device.Close()
		return nil, fmt.Errorf("pty: %w", err)
	}
	return l, nil
}

func (l *Line) openOther() error {
	var n int
	err := l.control(func(fd int) (err error) {
		if err = unix.IoctlSetPointerInt(fd, unix.TIOCSPTLCK, 0); err != nil {
			return err
		}
		n, err = unix.IoctlGetInt(fd, unix.TIOCGPTN)
		return err
	})
	if err != nil {
		return err
	}
	l.Path = fmt.Sprintf("/dev/pts/%d", n)
	l.held, err = os.OpenFile(l.Path, os.O_RDWR|unix.O_NOCTTY|unix.O_NONBLOCK, 0)
	if err != nil {
		return err
	}
	return l.raw()
}

// raw takes echo and line editing away: an echo would come back to the device
// as if the computer had answered.
func (l *Line) raw() error {
	return l.control(func(fd int) error {
		t, err := unix.IoctlGetTermios(fd, unix.TCGETS)
		if err != nil {
			return err
		}
		t.Iflag, t.Oflag, t.Lflag = 0, 0, 0
		t.Cflag |= unix.CS8 | unix.CREAD | unix.CLOCAL
		return unix.IoctlSetTermios(fd, unix.TCSETS, t)
	})
}

// control runs f on the device's descriptor without making it blocking, which
// os.File.Fd may do. On a master, termios calls act on the other end.
func (l *Line) control(f func(fd int) error) error {
	raw, err := l.Device.SyscallConn()
	if err != nil {
		return err
	}
	var inner error
	if err := raw.Control(func(fd uintptr) { inner = f(int(fd)) }); err != nil {
		return err
	}
	return inner
}

// ReadFor reads what comes until nothing has come for the given time, at most
// limit bytes.
func (l *Line) ReadFor(quiet time.Duration, limit int) []byte {
	var all []byte
	buf := make([]byte, 4096)
	for len(all) < limit {
		l.Device.SetReadDeadline(time.Now().Add(quiet))
		n, err := l.Device.Read(buf[:min(len(buf), limit-len(all))])
		all = append(all, buf[:n]...)
		if err != nil {
			break
		}
	}
	l.Device.SetReadDeadline(time.Time{})
	return all
}

// Close pulls the plug: whoever has Path open gets a hang-up.
func (l *Line) Close() error {
	err := l.Device.Close()
	if l.held != nil {
		l.held.Close()
	}
	return err
}
