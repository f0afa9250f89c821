package serial_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"

	"guichet/drivers/serial"
	"guichet/drivers/serial/pty"
)

// What differs between the libraries, and is the reason to choose tarm.

// HUPCL makes the kernel let DTR fall at the last close; some printers eject
// or reset then. A pty has no DTR: the flag is what can be seen.
func TestOnlyTarmKeepsDTRUpAtClose(t *testing.T) {
	for backend, falls := range map[string]bool{serial.Bugst: true, serial.Tarm: false} {
		line := openLine(t)
		change(t, line, func(s *unix.Termios) { s.Cflag |= unix.HUPCL })
		openPort(t, line, backend)
		if got := settingsOf(t, line).Cflag&unix.HUPCL != 0; got != falls {
			t.Errorf("%s: HUPCL is %v, want %v", backend, got, falls)
		}
	}
}

// A technician who is not root looks at the line while the kiosk has it open.
func TestOnlyTarmSharesThePort(t *testing.T) {
	for backend, shared := range map[string]bool{serial.Bugst: false, serial.Tarm: true} {
		line := openLine(t)
		if err := os.Chmod(line.Path, 0o666); err != nil {
			t.Fatal(err)
		}
		openPort(t, line, backend)
		out, err := sttyAsNobody(t, line.Path)
		if got := err == nil; got != shared {
			t.Errorf("%s: stty says %q, %v", backend, out, err)
		}
		if !shared && !strings.Contains(out, "busy") {
			t.Errorf("%s: stty fails for another reason: %q", backend, out)
		}
	}
}

// sttyAsNobody: root passes TIOCEXCL, so it must be somebody else.
func sttyAsNobody(t *testing.T, path string) (string, error) {
	t.Helper()
	stty, err := exec.LookPath("stty")
	if err != nil {
		t.Skip("no stty on this machine")
	}
	cmd := exec.Command(stty, "-F", path)
	cmd.Env, cmd.Dir = []string{"LC_ALL=C"}, "/"
	if os.Geteuid() == 0 {
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
	}
	out, err := cmd.CombinedOutput()
	return string(out), err
}

// A program that the kiosk starts, such as the one that speaks, must not have
// the printer's line.
func TestNoProgramInheritsThePort(t *testing.T) {
	for _, backend := range backends {
		line := openLine(t)
		openPort(t, line, backend)
		found := 0
		for _, fd := range descriptors(t, line.Path) {
			flags, err := unix.FcntlInt(uintptr(fd), unix.F_GETFD, 0)
			if err != nil || flags&unix.FD_CLOEXEC == 0 {
				t.Errorf("%s: descriptor %d is inherited (%v)", backend, fd, err)
			}
			found++
		}
		if found < 3 { // the line's own, ours, the library's
			t.Errorf("%s: %d descriptors", backend, found)
		}
	}
}

// descriptors are those of this process that are open on path.
func descriptors(t *testing.T, path string) (fds []int) {
	t.Helper()
	links, err := filepath.Glob("/proc/self/fd/*")
	if err != nil {
		t.Fatal(err)
	}
	for _, link := range links {
		if target, err := os.Readlink(link); err == nil && target == path {
			fd, _ := strconv.Atoi(filepath.Base(link))
			fds = append(fds, fd)
		}
	}
	return fds
}

func openPort(t *testing.T, line *pty.Line, backend string) serial.Port {
	t.Helper()
	port, err := serial.Open(serial.Config{Path: line.Path, Baud: 9600, Flow: serial.FlowXonXoff, Backend: backend})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { port.Close() })
	return port
}
