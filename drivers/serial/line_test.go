package serial_test

import (
	"context"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"guichet/drivers/serial/pty"
)

func openLine(t testing.TB) *pty.Line {
	t.Helper()
	line, err := pty.Open()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { line.Close() })
	return line
}

// change sets the computer's end of the line from the device's end.
func change(t *testing.T, line *pty.Line, f func(*unix.Termios)) {
	t.Helper()
	settings := settingsOf(t, line)
	f(settings)
	control(t, line, func(fd int) error { return unix.IoctlSetTermios(fd, unix.TCSETS2, settings) })
}

func settingsOf(t *testing.T, line *pty.Line) (settings *unix.Termios) {
	t.Helper()
	control(t, line, func(fd int) (err error) {
		settings, err = unix.IoctlGetTermios(fd, unix.TCGETS2)
		return err
	})
	return settings
}

func control(t *testing.T, line *pty.Line, f func(fd int) error) {
	t.Helper()
	raw, err := line.Device.SyscallConn()
	if err != nil {
		t.Fatal(err)
	}
	var inner error
	if err := raw.Control(func(fd uintptr) { inner = f(int(fd)) }); err != nil || inner != nil {
		t.Fatal(err, inner)
	}
}

func soon(t *testing.T) context.Context {
	ctx, cancel := context.WithTimeout(t.Context(), 80*time.Millisecond)
	t.Cleanup(cancel)
	return ctx
}
