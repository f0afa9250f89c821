// Package serialtest holds the stories that every backend of package serial
// must live through, each on a real pair of pseudo-terminals.
package serialtest

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"guichet/drivers/serial"
	"guichet/drivers/serial/pty"
)

const (
	xon, xoff = 0x11, 0x13
	// soon ends a call that is meant to end by its deadline.
	soon = 80 * time.Millisecond
	// quiet is how long a line says nothing before a test takes it for empty.
	quiet = 60 * time.Millisecond
	// never is a deadline that only a fault reaches.
	never = 20 * time.Second
)

type story struct {
	name string
	run  func(*testing.T, *bench)
}

// Run runs every story with the named backend.
func Run(t *testing.T, backend string) {
	stories := []story{
		{"every byte value passes both ways", everyByte},
		{"a long write arrives whole at a slow reader", longWrite},
		{"silence is a time-out", silence},
		{"a cancelled read is not a time-out", cancelled},
		{"XOFF stops a write and XON resumes it", held},
		{"drop forgets what waits", drop},
		{"an urgent command passes XOFF", urgent},
		{"XOFF outlives an urgent command", holdOutlivesUrgent},
		{"XON and XOFF at once leave the line held", heldAgain},
		{"an XOFF behind the XON is not forgotten", heldInTheRest},
		{"a reader hears XON and does not see it", readerHearsXON},
		{"a write that waits leaves the answers", writerAndReader},
		{"drop does not throw XON away", dropKeepsXON},
		{"a device that never says XON again is not held for ever", heldAndSwitchedOff},
		{"an XOFF said anew counts anew", heldAnew},
		{"status bytes do not restart a held line", statusWhileHeld},
		{"unplugging ends a read", unplugRead},
		{"unplugging ends a look without patience", unplugLook},
		{"unplugging ends a write", unplugWrite},
		{"closing ends a read and a held write", closing},
		{"a second open is refused", second},
		{"old input is forgotten at open", oldInput},
		{"mistakes in the configuration are named", mistakes},
	}
	for _, m := range Moments {
		stories = append(stories, story{"a job abandoned by " + m.Name + " leaves nothing", abandoned(m)})
	}
	for _, s := range stories {
		t.Run(s.name, func(t *testing.T) { s.run(t, newBench(t, backend)) })
	}
}

// bench is a line with the port open at one end.
type bench struct {
	cfg  serial.Config
	line *pty.Line
	port serial.Port
}

func newBench(t *testing.T, backend string) *bench {
	t.Helper()
	line, err := pty.Open()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { line.Close() })
	b := &bench{line: line, cfg: serial.Config{
		Path: line.Path, Baud: 38400, Flow: serial.FlowXonXoff, Backend: backend,
	}}
	b.open(t)
	return b
}

func (b *bench) open(t *testing.T) {
	t.Helper()
	port, err := serial.Open(b.cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { port.Close() })
	b.port = port
}

func (b *bench) say(t *testing.T, bytes ...byte) {
	t.Helper()
	if _, err := b.line.Device.Write(bytes); err != nil {
		t.Fatal(err)
	}
}

// hold says XOFF and waits until the kernel has obeyed.
func (b *bench) hold(t *testing.T) {
	t.Helper()
	b.say(t, xoff)
	for late := time.Now().Add(never); time.Now().Before(late); time.Sleep(time.Millisecond) {
		if _, err := b.port.Write(within(t, 10*time.Millisecond), []byte("?")); errors.Is(err, serial.ErrTimeout) {
			b.line.ReadFor(quiet, 1<<20)
			return
		}
	}
	t.Fatal("XOFF does not stop the line")
}

func within(t *testing.T, d time.Duration) context.Context {
	ctx, cancel := context.WithTimeout(context.Background(), d)
	t.Cleanup(cancel)
	return ctx
}

func want(t *testing.T, got, target error) {
	t.Helper()
	if !errors.Is(got, target) {
		t.Fatalf("error = %v, want %v", got, target)
	}
}

func same(t *testing.T, got, want []byte) {
	t.Helper()
	if !bytes.Equal(got, want) {
		t.Fatalf("got %d bytes %.40q, want %d bytes %.40q", len(got), got, len(want), want)
	}
}

// fetch reads exactly n bytes from the port.
func (b *bench) fetch(t *testing.T, n int) []byte {
	t.Helper()
	got, buf := []byte{}, make([]byte, n)
	for len(got) < n {
		m, err := b.port.Read(within(t, never), buf[:n-len(got)])
		if err != nil {
			t.Fatalf("after %d bytes: %v", len(got), err)
		}
		got = append(got, buf[:m]...)
	}
	return got
}

func file(t *testing.T) string {
	name := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(name, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}
