package main

import (
	"context"
	"image/png"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"guichet/drivers/printersim"
	"guichet/drivers/profiles"
)

// simulated is "kioskctl printer sim" under way.
type simulated struct {
	t    *testing.T
	in   *io.PipeWriter
	out  safeBuffer
	stop context.CancelFunc
	done chan int
	path string
}

func startSim(t *testing.T, args ...string) *simulated {
	t.Helper()
	read, write := io.Pipe()
	ctx, stop := context.WithCancel(t.Context())
	s := &simulated{t: t, in: write, stop: stop, done: make(chan int, 1)}
	p := testProgram(&s.out, &s.out)
	p.in = read
	go func() {
		defer read.Close()
		s.done <- p.run(ctx, append([]string{"printer", "sim"}, args...))
	}()
	s.out.waitFor(t, "--port ")
	_, rest, _ := strings.Cut(s.out.String(), "--port ")
	s.path = strings.TrimSpace(rest)
	t.Cleanup(stop)
	return s
}

// line types one line and waits for words that come after it.
func (s *simulated) line(line, want string) {
	s.t.Helper()
	before := len(s.out.String())
	if _, err := io.WriteString(s.in, line+"\n"); err != nil {
		s.t.Fatal(err)
	}
	eventually(s.t, func() bool { return strings.Contains(s.out.String()[before:], want) }, func() string {
		return line + ": never said " + want + ":\n" + s.out.String()[before:]
	})
}

func (s *simulated) wantEnd(status int) {
	s.t.Helper()
	if got := <-s.done; got != status {
		s.t.Errorf("exit status %d, want %d\n%s", got, status, s.out.String())
	}
}

// A technician starts a printer, prints on it, takes its paper and opens its
// cover, and finds each sheet in a folder.
func TestSimStory(t *testing.T) {
	dir := t.TempDir()
	s := startSim(t, "--model", model, "--png", dir, "--link", t.TempDir())
	print := []string{"printer", "print", shortDocument, "--profile", model, "--to", s.path}
	if out, status := process(t, print...); status != exitDone || out != "printed\n" {
		t.Fatalf("%d, %s", status, out)
	}
	s.out.waitFor(t, "  | Reçu n° 1\n  | Déposé le                             21/11/2026\n")
	s.line("paper out", "not ready: paper out")
	if r := kioskctl(t, print...); r.status != exitNotPrinted || !strings.Contains(r.err, "paper out") {
		t.Errorf("%+v", r)
	}
	s.line("paper load", "ready: paper ok")
	s.line("cover open", "not ready: cover open")
	s.line("cover close", "ready: paper ok")
	s.line("unplug", "unplugged")
	if r := kioskctl(t, "printer", "status", "--profile", model, "--port", s.path); r.status != exitNotReady || r.out != "not connected\n" {
		t.Errorf("%+v", r)
	}
	s.line("plug", "ready: paper ok")
	s.line("power off", "switched off")
	s.line("power on", "ready")
	s.line("dance", "not understood")
	s.line("help", "cutter free")
	s.line("quit", "")
	s.wantEnd(exitDone)
	wantSheet(t, dir, "Reçu n° 1")
}

// wantSheet looks for the words in the sheets, and at the picture of the sheet.
func wantSheet(t *testing.T, dir, words string) {
	t.Helper()
	texts, err := filepath.Glob(filepath.Join(dir, "sheet-*.txt"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range texts {
		text, err := os.ReadFile(file)
		if err != nil || !strings.Contains(string(text), words) {
			continue
		}
		f, err := os.Open(strings.TrimSuffix(file, ".txt") + ".png")
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		if img, err := png.Decode(f); err != nil || img.Bounds().Dx() != 576 {
			t.Errorf("the picture: %v", err)
		}
		return
	}
	t.Errorf("%q is on none of %q", words, texts)
}

// A fault that comes in the middle of a document leaves it unknown, and what
// hangs out is the last sheet.
func TestSimFaultLater(t *testing.T) {
	dir := t.TempDir()
	s := startSim(t, "--png", dir)
	s.line("mute after 40 bytes", "ready")
	r := kioskctl(t, "printer", "print", shortDocument, "--profile", model, "--to", s.path, "--timeout", "3s")
	if r.status != exitUnknown {
		t.Errorf("%+v", r)
	}
	s.line("speak", "ready")
	s.line("paper out after 5 mm", "ready")
	if r := kioskctl(t, "printer", "print", shortDocument, "--profile", model, "--to", s.path, "--timeout", "3s"); r.status == exitDone {
		t.Errorf("%+v", r)
	}
	for _, bad := range []string{"mute after", "mute after 0 bytes", "mute after x mm", "mute after 3 miles", "paper load after 3 mm"} {
		s.line(bad, "not understood")
	}
	s.in.Close() // nobody types any more, and it goes on
	if r := kioskctl(t, "printer", "status", "--profile", model, "--port", s.path); r.out == "not connected\n" {
		t.Errorf("%+v", r)
	}
	s.stop()
	s.wantEnd(exitDone)
	wantSheet(t, dir, "Reçu n° 1")
}

// Every fault of the simulator has its words, and they undo each other.
func TestEveryFaultHasWords(t *testing.T) {
	known := map[printersim.Fault]bool{}
	for _, h := range happenings {
		known[h.fault] = true
	}
	for _, f := range printersim.Faults() {
		if !known[f] {
			t.Errorf("%v has no words", f)
		}
	}
	sim := newSim(t)
	well := stateWords(sim.State())
	for _, h := range happenings {
		for _, line := range []string{h.begin, h.end} {
			if err := happen(sim, line); err != nil {
				t.Errorf("%q: %v", line, err)
			}
		}
		if now := stateWords(sim.State()); now != well {
			t.Errorf("after %q and %q it is %q, was %q", h.begin, h.end, now, well)
		}
	}
}

// Every model can be simulated, under the name of its profile.
func TestSimModels(t *testing.T) {
	for _, name := range profiles.Names() {
		s := startSim(t, "--model", name, "--baud", "9600", "--takes")
		s.line("state", "ready")
		s.stop()
		s.wantEnd(exitDone)
	}
}

// A sheet that cannot be written is an error at the end.
func TestSimCannotWrite(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "sheets")
	s := startSim(t, "--png", dir)
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	if r := kioskctl(t, "printer", "print", shortDocument, "--profile", model, "--to", s.path); r.status != exitDone {
		t.Errorf("%+v", r)
	}
	s.line("quit", "")
	s.wantEnd(exitFailed)
}
