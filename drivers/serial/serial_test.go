package serial_test

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"runtime"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"guichet/drivers/serial"
	"guichet/drivers/serial/pty"
	"guichet/drivers/serial/serialtest"
)

func TestBugst(t *testing.T) { serialtest.Run(t, serial.Bugst) }

func TestTarm(t *testing.T) { serialtest.Run(t, serial.Tarm) }

// A pty has no CTS pin; that the setting is made, and made anew after an
// urgent command, is what can be seen here.
func TestRtsCts(t *testing.T) {
	for _, backend := range backends {
		line := openLine(t)
		port, err := serial.Open(serial.Config{Path: line.Path, Baud: 9600, Flow: serial.FlowRtsCts, Backend: backend})
		if err != nil {
			t.Fatal(err)
		}
		defer port.Close()
		wantFlow(t, line, 0, unix.CRTSCTS)
		if err := port.Urgent(context.Background(), []byte("!")); err != nil {
			t.Fatal(err)
		}
		if got := line.ReadFor(time.Second, 1); string(got) != "!" {
			t.Fatalf("%s: read %q", backend, got)
		}
		wantFlow(t, line, 0, unix.CRTSCTS)
	}
}

// IXOFF would put XON and XOFF into the dots of a picture.
func TestXonXoffIsIXONAlone(t *testing.T) {
	for _, backend := range backends {
		line := openLine(t)
		port, err := serial.Open(serial.Config{Path: line.Path, Baud: 9600, Flow: serial.FlowXonXoff, Backend: backend})
		if err != nil {
			t.Fatal(err)
		}
		defer port.Close()
		wantFlow(t, line, unix.IXON, 0)
	}
}

func wantFlow(t *testing.T, line *pty.Line, iflag, cflag uint32) {
	t.Helper()
	settings := settingsOf(t, line)
	if settings.Cflag&unix.CRTSCTS != cflag || settings.Iflag&(unix.IXON|unix.IXOFF|unix.IXANY) != iflag {
		t.Errorf("cflag %o, iflag %o", settings.Cflag, settings.Iflag)
	}
}

// The select(2) of go.bug.st/serial panics on a descriptor above 1023; tarm is
// the backend for a process that has so many.
func TestTooManyOpenFiles(t *testing.T) {
	line := openLine(t)
	cfg := serial.Config{Path: line.Path, Baud: 9600, Backend: serial.Bugst}
	for {
		f, err := os.Open(os.DevNull)
		if err != nil {
			t.Skip("this user may not open so many files")
		}
		defer f.Close()
		if f.Fd() >= 1022 {
			break
		}
	}
	port, err := serial.Open(cfg)
	if err == nil {
		port.Close()
	}
	if !errors.Is(err, unix.EMFILE) {
		t.Fatalf("error = %v, want EMFILE", err)
	}
	cfg.Backend = serial.Tarm
	if port, err = serial.Open(cfg); err != nil {
		t.Fatal(err)
	}
	defer port.Close()
	line.Device.Write([]byte("x"))
	buf := make([]byte, 4)
	if n, err := port.Read(t.Context(), buf); string(buf[:n]) != "x" {
		t.Fatalf("read %q, %v", buf[:n], err)
	}
}

func TestTarmKnowsStandardSpeedsOnly(t *testing.T) {
	line := openLine(t)
	cfg := serial.Config{Path: line.Path, Baud: 250000, Backend: serial.Tarm}
	_, err := serial.Open(cfg)
	var mistake *serial.ConfigError
	if !errors.As(err, &mistake) || mistake.Field != "Baud" {
		t.Fatalf("error = %v, want a ConfigError about Baud", err)
	}
	cfg.Backend = serial.Bugst
	port, err := serial.Open(cfg)
	if err != nil {
		t.Fatalf("bugst takes any speed: %v", err)
	}
	port.Close()
}

func TestEveryMistakeAtOnce(t *testing.T) {
	err := serial.Config{Baud: 1, Flow: "x", Backend: "y"}.Check()
	if n := len(err.(interface{ Unwrap() []error }).Unwrap()); n != 4 {
		t.Fatalf("%d faults, want 4: %v", n, err)
	}
}

func TestMissingDeviceIsGone(t *testing.T) {
	_, err := serial.Open(serial.Config{Path: "/dev/no-such-printer", Baud: 9600})
	if !errors.Is(err, serial.ErrGone) || !errors.Is(err, fs.ErrNotExist) {
		t.Fatalf("error = %v, want ErrGone", err)
	}
}

// Nobody may open the line: not in the group dialout, as a rule. Root is nobody
// for as long as the test lasts.
func TestForbiddenDevice(t *testing.T) {
	line := openLine(t)
	if err := os.Chmod(line.Path, 0); err != nil {
		t.Fatal(err)
	}
	if os.Geteuid() == 0 {
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		unix.SetfsuidRetUid(65534)
		defer unix.SetfsuidRetUid(0)
	}
	_, err := serial.Open(serial.Config{Path: line.Path, Baud: 9600})
	if !errors.Is(err, fs.ErrPermission) {
		t.Fatalf("error = %v, want fs.ErrPermission", err)
	}
}

// A write without a deadline of its own must end as well.
func TestWriteEndsWithoutADeadline(t *testing.T) {
	line := openLine(t)
	port, err := serial.Open(serial.Config{
		Path: line.Path, Baud: 9600, Flow: serial.FlowXonXoff, WriteTimeout: 30 * time.Millisecond,
	})
	if err != nil {
		t.Fatal(err)
	}
	defer port.Close()
	line.Device.Write([]byte{0x13})
	for {
		_, err = port.Write(context.Background(), []byte("x"))
		if err != nil {
			break
		}
	}
	if !errors.Is(err, serial.ErrTimeout) {
		t.Fatalf("error = %v, want ErrTimeout", err)
	}
}
