package serial_test

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"testing"
	"time"

	tarm "github.com/tarm/serial"
	bugst "go.bug.st/serial"
	"golang.org/x/sys/unix"

	"guichet/drivers/serial"
	"guichet/drivers/serial/pty"
	"guichet/drivers/serial/serialtest"
)

const quiet = 60 * time.Millisecond

var (
	backends = []string{serial.Bugst, serial.Tarm}
	// secret is the job that somebody gives up: 120 bytes.
	secret = bytes.Repeat([]byte("SECRET"), 20)
)

// The printer says XOFF, a job is given up, the printer says XON. With the
// library alone the job comes out then, and the next citizen reads it.
func TestAbandonedJobLeavesNothing(t *testing.T) {
	for _, backend := range backends {
		t.Run(backend, func(t *testing.T) {
			naive := naiveClose(t, backend)
			if naive == 0 {
				t.Error("the library alone leaves nothing either: this test proves nothing")
			}
			for _, m := range serialtest.Moments {
				t.Run(m.Name, func(t *testing.T) {
					report(t, naive, serialtest.Abandon(t, backend, m, secret))
				})
			}
			t.Run("killed", func(t *testing.T) { report(t, naiveKilled(t, backend), killed(t, backend)) })
		})
	}
}

func report(t *testing.T, naive, ours int) {
	t.Helper()
	t.Logf("naive: %d of %d, ours: %d of %d", naive, len(secret), ours, len(secret))
	if ours != 0 {
		t.Errorf("%d bytes of an abandoned job came out", ours)
	}
}

// naiveClose gives the job up with the library's own Close, and counts what
// comes out after that.
func naiveClose(t *testing.T, backend string) int {
	line := openLine(t)
	lib := openNaive(t, line, backend)
	line.Device.Write([]byte{0x13})
	time.Sleep(quiet)
	go lib.Write(secret)
	time.Sleep(quiet)
	go lib.Close() // bugst returns at once, tarm waits for the Write
	time.Sleep(quiet)
	if early := line.ReadFor(quiet, 1<<20); len(early) > 0 {
		t.Fatalf("%d bytes passed XOFF", len(early))
	}
	line.Device.Write([]byte{0x11})
	return len(line.ReadFor(10*quiet, len(secret)))
}

// openNaive opens the library's port and gives it the XON/XOFF for which it
// has no setting.
func openNaive(t *testing.T, line *pty.Line, backend string) io.WriteCloser {
	t.Helper()
	lib, err := openLibrary(line.Path, backend)
	if err != nil {
		t.Fatal(err)
	}
	change(t, line, xonXoff)
	return lib
}

func openLibrary(path, backend string) (io.WriteCloser, error) {
	if backend == serial.Tarm {
		return tarm.OpenPort(&tarm.Config{Name: path, Baud: 9600})
	}
	return bugst.Open(path, &bugst.Mode{BaudRate: 9600})
}

func xonXoff(s *unix.Termios) {
	s.Iflag |= unix.IXON
	s.Cc[unix.VSTART], s.Cc[unix.VSTOP] = 0x11, 0x13
}

const childPort, childBackend, childNaive = "SERIAL_TEST_PORT", "SERIAL_TEST_BACKEND", "SERIAL_TEST_NAIVE"

// TestMain is also the kiosk that is killed in the middle of a receipt.
func TestMain(m *testing.M) {
	if path := os.Getenv(childPort); path != "" {
		writeUntilKilled(path, os.Getenv(childBackend), os.Getenv(childNaive) != "")
	}
	os.Exit(m.Run())
}

func writeUntilKilled(path, backend string, naive bool) {
	write, err := openAnyhow(path, backend, naive)
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	fmt.Println("open")
	bufio.NewReader(os.Stdin).ReadString('\n')
	fmt.Println("writing")
	n, err := write(secret)
	fmt.Println("written", n, err)
	os.Exit(1)
}

func openAnyhow(path, backend string, naive bool) (write func([]byte) (int, error), err error) {
	if naive {
		lib, err := openLibrary(path, backend)
		return lib.Write, err
	}
	port, err := serial.Open(serial.Config{
		Path: path, Baud: 9600, Flow: serial.FlowXonXoff, Backend: backend, WriteTimeout: time.Hour,
	})
	return func(b []byte) (int, error) { return port.Write(context.Background(), b) }, err
}

// killed: nobody is left to drop anything. What the kernel had not sent goes
// with the last close, and what it kept all the same goes at our next Open.
func killed(t *testing.T, backend string) int {
	line := openLine(t)
	kill(t, line, backend, "")
	port, err := serial.Open(serial.Config{Path: line.Path, Baud: 9600, Flow: serial.FlowXonXoff, Backend: backend})
	if err != nil {
		t.Fatal(err)
	}
	defer port.Close()
	line.Device.Write([]byte{0x11})
	out := line.ReadFor(quiet, 1<<20)
	if _, err := port.Write(context.Background(), []byte("NEXT")); err != nil {
		t.Fatal(err)
	}
	for late := time.Now().Add(20 * time.Second); !bytes.HasSuffix(out, []byte("NEXT")); {
		if time.Now().After(late) {
			t.Fatalf("the next job is not there: %q", out)
		}
		out = append(out, line.ReadFor(quiet, 1<<20)...)
	}
	return len(out) - len("NEXT")
}

// naiveKilled counts what comes out with nobody there. The signal ends the
// library's write as well, so on a pty it is nothing; a UART still has up to a
// page in its own buffer.
func naiveKilled(t *testing.T, backend string) int {
	line := openLine(t)
	kill(t, line, backend, "yes")
	line.Device.Write([]byte{0x11})
	return len(line.ReadFor(quiet, 1<<20))
}

// kill lets another process write at XOFF, and kills it.
func kill(t *testing.T, line *pty.Line, backend, naive string) {
	t.Helper()
	alive, err := os.OpenFile(line.Path, os.O_RDWR|unix.O_NOCTTY|unix.O_NONBLOCK, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer alive.Close()
	child := exec.Command(os.Args[0])
	child.Env = append(os.Environ(), childPort+"="+line.Path, childBackend+"="+backend, childNaive+"="+naive)
	in, _ := child.StdinPipe()
	out, _ := child.StdoutPipe()
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	says := bufio.NewReader(out)
	hear(t, says, "open\n")
	change(t, line, xonXoff)
	line.Device.Write([]byte{0x13})
	time.Sleep(quiet)
	in.Write([]byte("\n"))
	hear(t, says, "writing\n")
	time.Sleep(quiet)
	child.Process.Kill()
	child.Wait()
	// The last close would do this. A pty.Line keeps its other end open.
	unix.IoctlSetInt(int(alive.Fd()), unix.TIOCNXCL, 0)
}

func hear(t *testing.T, r *bufio.Reader, want string) {
	t.Helper()
	if got, err := r.ReadString('\n'); got != want {
		t.Fatalf("the other process says %q (%v), want %q", got, err, want)
	}
}
