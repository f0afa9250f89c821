package main

import (
	"context"
	"errors"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"guichet/drivers/printersim"
	"guichet/drivers/profiles"
	"guichet/drivers/serial"
	"guichet/kiosk/event/eventtest"
)

var update = flag.Bool("update", false, "write the golden files anew")

// TestMain is kioskctl itself where a test runs it as a process. What it
// remembers stays out of the home of who tests.
func TestMain(m *testing.M) {
	if os.Getenv("KIOSKCTL_TEST") == "run" {
		main()
	}
	dir, err := os.MkdirTemp("", "kioskctl")
	if err != nil {
		panic(err)
	}
	os.Setenv("XDG_CACHE_HOME", dir)
	status := m.Run()
	os.RemoveAll(dir)
	os.Exit(status)
}

// process runs kioskctl as a process of its own and returns its exit status.
func process(t *testing.T, args ...string) (out string, status int) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0], args...)
	cmd.Env = append(os.Environ(), "KIOSKCTL_TEST=run")
	text, err := cmd.CombinedOutput()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return string(text), cmd.ProcessState.ExitCode()
}

// result is what a command said.
type result struct {
	out, err string
	status   int
}

// kioskctl runs the command table in this process.
func kioskctl(t *testing.T, args ...string) result {
	t.Helper()
	var out, err safeBuffer
	p := testProgram(&out, &err)
	status := p.run(t.Context(), args)
	return result{out.String(), err.String(), status}
}

// testProgram has two ports, no input and a clock that stands.
func testProgram(out, err *safeBuffer) program {
	return program{
		in: strings.NewReader(""), out: out, err: err, notes: notesDir(),
		now: func() time.Time { return time.Date(2026, 11, 21, 19, 42, 0, 0, time.UTC) },
		ports: func() ([]serial.PortInfo, error) {
			return []serial.PortInfo{
				{Path: "/dev/no-ttyS0", Driver: "serial"},
				{
					Path: "/dev/no-ttyUSB0", Stable: "/dev/serial/by-id/usb-FTDI_FT232R-if00-port0", Driver: "ftdi_sio",
					USB: serial.USB{Vendor: "0403", Product: "6001", Serial: "A50285BI"}, Manufacturer: "FTDI", Product: "FT232R USB UART",
				},
			}, nil
		},
	}
}

// safeBuffer is read while a command writes it.
type safeBuffer struct{ eventtest.Log }

// waitFor waits until the buffer has the words.
func (s *safeBuffer) waitFor(t *testing.T, words string) {
	t.Helper()
	eventually(t, func() bool { return strings.Contains(s.String(), words) }, func() string {
		return "never said " + words + ":\n" + s.String()
	})
}

// eventually waits for ok; only a test that fails waits long.
func eventually(t *testing.T, ok func() bool, why func() string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	for !ok() {
		select {
		case <-ctx.Done():
			t.Fatal(why())
		case <-time.After(5 * time.Millisecond):
		}
	}
}

// golden compares with a file of testdata.
func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil || got != string(want) {
		t.Errorf("%s differs (%v); run with -update and look at the change:\n%s", file, err, got)
	}
}

const model = "epson-tm-t20ii"

// newSim is a printer of that model.
func newSim(t *testing.T) *printersim.Sim {
	t.Helper()
	profile, err := profiles.Get(model)
	if err != nil {
		t.Fatal(err)
	}
	sim, err := printersim.New(printersim.Options{Profile: profile})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { sim.Close() })
	return sim
}
