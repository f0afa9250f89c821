package control

import (
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"syscall"
	"time"
)

// Socket is where the kiosk of a machine listens; its folder is made by systemd
// (RuntimeDirectory=guichet).
const Socket = "/run/guichet/control.sock"

// Path is where a kiosk listens: [Socket], or a file of its data folder where
// the folder of Socket is not there or not ours, as on a developer's machine.
func Path(data string) string {
	if mayWrite(filepath.Dir(Socket)) {
		return Socket
	}
	return filepath.Join(data, filepath.Base(Socket))
}

// mayWrite asks the kernel, as access(2) does: 2 is W_OK.
func mayWrite(dir string) bool { return syscall.Access(dir, 2) == nil }

// ErrTaken is a socket at which another program answers.
var ErrTaken = errors.New("control: another kiosk listens there")

// Listen opens the socket, for its owner and root alone. One that a kiosk left
// behind when its power went is taken over. Errors: ErrTaken, or that of the
// folder.
func Listen(path string) (net.Listener, error) {
	if err := sweep(path); err != nil {
		return nil, err
	}
	l, err := net.Listen("unix", path)
	if err != nil {
		return nil, fmt.Errorf("control: %w", err)
	}
	// Whoever connects before this line is still asked who he is.
	if err := os.Chmod(path, 0o600); err != nil {
		l.Close()
		return nil, fmt.Errorf("control: %w", err)
	}
	return l, nil
}

// sweep removes a socket that nobody listens at, and nothing else.
func sweep(path string) error {
	info, err := os.Lstat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("control: %w", err)
	}
	if info.Mode()&fs.ModeSocket == 0 {
		return fmt.Errorf("control: %s is no socket", path)
	}
	c, err := net.DialTimeout("unix", path, time.Second)
	if err == nil {
		c.Close()
		return ErrTaken
	}
	if !errors.Is(err, syscall.ECONNREFUSED) {
		return ErrTaken
	}
	if err := os.Remove(path); err != nil {
		return fmt.Errorf("control: %w", err)
	}
	return nil
}
