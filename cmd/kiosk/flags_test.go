package main_test

import (
	"errors"
	"os/exec"
	"strings"
	"testing"
)

// TestFlags: what cannot be meant is refused, with the status 1 and a line
// that says why; no window is opened for it.
func TestFlags(t *testing.T) {
	const either = "kiosk: give either -config FILE or -sim"
	for _, c := range []struct {
		name, args string
		status     int
		says       string // the last line
	}{
		{"nothing", "", 1, either},
		{"both", "-sim -config kiosk.yaml", 1, either},
		{"an empty name", "-config=", 1, either},
		{"a walk in the real thing", "-config kiosk.yaml -walk out", 1, "kiosk: -walk, -touchmap and -size go with -sim"},
		{"a size of the real thing", "-config kiosk.yaml -size 800x600", 1, "kiosk: -walk, -touchmap and -size go with -sim"},
		{"a socket of the real thing", "-touchmap s -config kiosk.yaml", 1, "kiosk: -walk, -touchmap and -size go with -sim"},
		{"calls of the real thing", "-config kiosk.yaml -sip sip:127.0.0.1", 1, "kiosk: -sip goes with -sim, and -calls with -sim and -walk"},
		{"calls without a walk", "-sim -calls video", 1, "kiosk: -sip goes with -sim, and -calls with -sim and -walk"},
		{"an unknown flag", "-simulate", 1, "kiosk: flag provided but not defined: -simulate"},
		{"a flag without its word", "-config", 1, "kiosk: flag needs an argument: -config"},
		{"a word too many", "-sim now", 1, `kiosk: "now" is one word too many`},
		{"the file without its flag", "kiosk.yaml", 1, `kiosk: "kiosk.yaml" is one word too many`},
		{"no size", "-sim -size big", 1, `kiosk: "big" is not a size such as 1280x800`},
		{"a size for ants", "-sim -size 80x60", 1, `kiosk: "80x60" is not a size such as 1280x800`},
		{"no such file", "-config /nothing/kiosk.yaml", 1, "kiosk: config: open /nothing/kiosk.yaml: no such file or directory"},
		{"a folder", "-config /", 1, "kiosk: config: read /: is a directory"},
		{"help", "-h", 0, "with -sim: play a visit of each pack and leave pictures in this folder"},
	} {
		t.Run(c.name, func(t *testing.T) {
			status, said := try(t, strings.Fields(c.args)...)
			lines := strings.Split(strings.TrimSpace(said), "\n")
			if last := strings.TrimSpace(lines[len(lines)-1]); status != c.status || last != c.says {
				t.Errorf("status %d, %q; want %d, %q", status, said, c.status, c.says)
			}
		})
	}
}

// try runs the program where there is no display, and gives its status and all
// that it said.
func try(t *testing.T, args ...string) (status int, said string) {
	t.Helper()
	file, err := program()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(file, args...)
	cmd.Dir, cmd.Env = t.TempDir(), []string{"HOME=" + t.TempDir(), "PATH=/usr/bin:/bin"}
	out, err := cmd.CombinedOutput()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return cmd.ProcessState.ExitCode(), string(out)
}
