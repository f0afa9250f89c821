package main

import (
	"context"
	"fmt"
	"image/png"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"guichet/drivers/all"
	"guichet/drivers/document"
	"guichet/drivers/printer"
	"guichet/drivers/printersim"
	"guichet/drivers/profiles"
	"guichet/drivers/serial"
)

func TestList(t *testing.T) {
	golden(t, "list.txt", kioskctl(t, "printer", "list").out)
	var out, errs safeBuffer
	p := testProgram(&out, &errs)
	p.ports = func() ([]serial.PortInfo, error) { return nil, nil }
	if status := p.run(t.Context(), []string{"printer", "list"}); status != exitDone || out.String() != "no serial port found\n" {
		t.Errorf("%d, %q", status, out.String())
	}
}

// What is wrong with a printer is a line and an exit status.
func TestStatus(t *testing.T) {
	for _, tt := range []struct {
		name    string
		happens func(*printersim.Sim)
		want    string
		status  int
	}{
		{"well", func(*printersim.Sim) {}, "ready: paper ok\n", exitDone},
		{"near end", (*printersim.Sim).NearEnd, "ready: paper near end\n", exitDone},
		{"no paper", (*printersim.Sim).PaperOut, "not ready: paper out\n", exitNotReady},
		{"cover", (*printersim.Sim).OpenCover, "not ready: cover open, paper unknown\n", exitNotReady},
		{"silent", (*printersim.Sim).PowerOff, "no answer\n", exitNotReady},
		{"no cable", (*printersim.Sim).Unplug, "not connected\n", exitNotReady},
	} {
		sim := newSim(t)
		tt.happens(sim)
		r := kioskctl(t, "printer", "status", "--profile", model, "--port", sim.Path())
		if r.out != tt.want || r.status != tt.status || strings.Contains(r.err, "detect --port") != (tt.name == "silent") {
			t.Errorf("%s: %+v, want %q, %d", tt.name, r, tt.want, tt.status)
		}
		sim.Close()
	}
}

// With --watch each change is a line, until it is interrupted.
func TestWatch(t *testing.T) {
	sim := newSim(t)
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	var out, errs safeBuffer
	p := testProgram(&out, &errs)
	done := make(chan int)
	go func() {
		done <- p.run(ctx, []string{"printer", "status", "--watch", "--profile", model, "--port", sim.Path()})
	}()
	out.waitFor(t, "19:42:00 ready: paper ok\n")
	sim.OpenCover()
	out.waitFor(t, "19:42:00 not ready: cover open, paper unknown\n")
	sim.CloseCover()
	eventually(t, func() bool { return strings.Count(out.String(), ":00 ready:") == 2 }, out.String)
	stop()
	if status := <-done; status != exitDone || errs.String() != "" {
		t.Errorf("%d, %s", status, errs.String())
	}
}

const shortDocument = "testdata/short.yaml"

// The outcome is said in words and by the exit status, by the process too.
func TestPrint(t *testing.T) {
	for _, tt := range []struct {
		name    string
		happens func(*printersim.Sim)
		want    string
		status  int
		text    string
	}{
		{"well", func(*printersim.Sim) {}, "printed\n", exitDone, "Reçu n° 1\nDéposé le                             21/11/2026"},
		{"no paper", (*printersim.Sim).PaperOut, "not printed: nothing of it came out\nkioskctl: printer: paper out\n", exitNotPrinted, ""},
		{"the wire breaks", func(s *printersim.Sim) { s.MuteAfter(40) }, "unknown: look at the paper before you print again\n", exitUnknown, "Reçu n° 1\nDéposé le                             21/11/2026"},
	} {
		sim := newSim(t)
		tt.happens(sim)
		out, status := process(t, "printer", "print", "--profile", model, "--to", sim.Path(), "--timeout", "3s", shortDocument)
		if !strings.HasPrefix(out, tt.want) || status != tt.status || sim.Text() != tt.text {
			t.Errorf("%s: %d, %s\nthe paper says %q", tt.name, status, out, sim.Text())
		}
		sim.Close()
	}
}

// A file gets the bytes that the printer would get, and only its owner reads
// it.
func TestPrintToFile(t *testing.T) {
	file := filepath.Join(t.TempDir(), "job.bin")
	r := kioskctl(t, "printer", "print", shortDocument, "--profile", model, "--to", file)
	profile, err := profiles.Get(model)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := document.Read(shortDocument)
	if err != nil {
		t.Fatal(err)
	}
	want, err := all.Encode(doc, profile)
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(file)
	if err != nil || string(got) != string(want) || r.status != exitDone || !strings.HasPrefix(r.out, "written: ") {
		t.Errorf("%+v, %v, wrote % x", r, err, got)
	}
	if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
	if r := kioskctl(t, "printer", "print", shortDocument, "--profile", model, "--to", "-"); r.out != string(want) {
		t.Errorf("to the standard output: %q", r.out)
	}
}

func TestPrintRefusesDocument(t *testing.T) {
	file := filepath.Join(t.TempDir(), "doc.yaml")
	if err := os.WriteFile(file, []byte("name: x\nblocks:\n  - txt: a\n  - gap: much\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	r := kioskctl(t, "printer", "print", file, "--profile", model, "--to", "-")
	if r.status != exitFailed || !strings.Contains(r.err, "3:5: this is no block") || !strings.Contains(r.err, "4:10: this must be a whole number") {
		t.Errorf("%+v", r)
	}
}

// The document in the help is one.
func TestHelpDocument(t *testing.T) {
	_, text, _ := strings.Cut(documentHelp, "\n\n")
	dir := t.TempDir()
	logo, err := os.Create(filepath.Join(dir, "logo.png"))
	if err != nil {
		t.Fatal(err)
	}
	defer logo.Close()
	if err := png.Encode(logo, greys()); err != nil {
		t.Fatal(err)
	}
	doc, err := document.ParseIn([]byte(text), os.DirFS(dir))
	if err != nil || len(doc.Blocks) != 8 {
		t.Errorf("%d blocks, %v", len(doc.Blocks), err)
	}
}

// A printer that went, with its link, is no file.
func TestFileOf(t *testing.T) {
	sim := newSim(t)
	dir := t.TempDir()
	dangling, there := filepath.Join(dir, "printer"), filepath.Join(dir, "job")
	if err := os.Symlink("/dev/no-such-pty", dangling); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(there, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for to, want := range map[string]string{
		sim.Path(): "", dangling: "", "/dev/ttyUSB9": "", "usb:0403:6001": "",
		filepath.Join(dir, "job.bin"): filepath.Join(dir, "job.bin"), there: there, shortDocument: shortDocument, "-": "-",
		"file:hall/printer": "hall/printer", "file:-": "-", "file:" + sim.Path(): sim.Path(),
	} {
		if got, err := fileOf(to); got != want || err != nil {
			t.Errorf("%s: %q, %v", to, got, err)
		}
	}
	for _, to := range []string{"", "file:", "printer", filepath.Join(dir, "none")} {
		if got, err := fileOf(to); got != "" || err == nil {
			t.Errorf("%s: %q, no error", to, got)
		}
	}
}

// Why a port cannot be used is said, not only that the printer is not there.
func TestPortTrouble(t *testing.T) {
	sim := newSim(t)
	port, err := serial.Open(serial.Config{Path: sim.Path(), Baud: 9600})
	if err != nil {
		t.Fatal(err)
	}
	defer port.Close()
	for path, want := range map[string]string{
		sim.Path(): "busy: another program has the port open", "/dev/null": "is not a serial port", "/dev/no-such-port": "not connected\n",
	} {
		r := kioskctl(t, "printer", "status", "--profile", model, "--port", path)
		if r.status != exitNotReady || !strings.Contains(r.out, want) || r.err != "" {
			t.Errorf("%s: %+v, want %s", path, r, want)
		}
	}
	if got := reason(fmt.Errorf("%w: %w", printer.ErrGone, fs.ErrPermission)); !strings.HasPrefix(got, "not allowed") {
		t.Error(got)
	}
}

// The first document has no slip in front; the one after an unknown has, and so
// has one that is told of leftovers.
func TestLeftovers(t *testing.T) {
	sim := newSim(t)
	test := []string{"printer", "print", shortDocument, "--profile", model, "--to", sim.Path(), "--timeout", "3s"}
	for _, step := range []struct {
		name    string
		happens func(*printersim.Sim)
		args    []string
		status  int
		sheets  int
	}{
		{"first", func(*printersim.Sim) {}, nil, exitDone, 1},
		{"second", func(*printersim.Sim) {}, nil, exitDone, 2},
		{"told", func(*printersim.Sim) {}, []string{"--leftovers"}, exitDone, 4},
		{"not printed", (*printersim.Sim).OpenCover, nil, exitNotPrinted, 4},
		{"after it", (*printersim.Sim).CloseCover, nil, exitDone, 5},
		{"unknown", func(s *printersim.Sim) { s.MuteAfter(40) }, nil, exitUnknown, 6},
		{"not printed after it", func(s *printersim.Sim) { s.Speak(); s.OpenCover() }, nil, exitNotPrinted, 6},
		{"after both", (*printersim.Sim).CloseCover, nil, exitDone, 8},
		{"as before", func(*printersim.Sim) {}, nil, exitDone, 9},
		{"unplugged", func(s *printersim.Sim) { s.UnplugAfter(40) }, nil, exitUnknown, 10},
		{"after it, on another line", func(s *printersim.Sim) { s.Plug() }, nil, exitDone, 12},
	} {
		step.happens(sim)
		r := kioskctl(t, append(slices.Clone(test), step.args...)...)
		if got := len(sim.Sheets()); r.status != step.status || got != step.sheets {
			t.Errorf("%s: %+v; %d sheets, want %d", step.name, r, got, step.sheets)
		}
	}
}

// Nothing is known where nothing can be remembered.
func TestNoNotes(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, dir := range []string{"", filepath.Join(file, "below")} {
		n := noteFor(dir, "/dev/ttyUSB0")
		if n.begin() {
			t.Errorf("%q: it says that nothing was abandoned", dir)
		}
		if err := n.end(false, printer.NotPrinted); err != nil {
			t.Error(err)
		}
	}
}

// The page shows what the profile says of every model.
func TestTestPage(t *testing.T) {
	for _, name := range profiles.Names() {
		profile, err := profiles.Get(name)
		if err != nil {
			t.Fatal(err)
		}
		if job, err := all.Encode(testPage(profile), profile); err != nil || len(job) == 0 || strings.Contains(fmt.Sprint(testPage(profile)), tooNarrow) {
			t.Errorf("%s: %v", name, err)
		}
	}
	narrow, err := profiles.Get("generic-58mm")
	if err != nil {
		t.Fatal(err)
	}
	narrow.Columns, narrow.Dots = 20, 160
	if job, err := all.Encode(testPage(narrow), narrow); err != nil || len(job) == 0 || strings.Count(fmt.Sprint(testPage(narrow)), tooNarrow) != 3 {
		t.Errorf("on narrow paper: %v, %v", testPage(narrow), err)
	}
	sim := newSim(t)
	if r := kioskctl(t, "printer", "test", "--profile", model, "--to", sim.Path()); r.status != exitDone || r.out != "printed\n" {
		t.Fatalf("%+v", r)
	}
	for _, words := range []string{
		french, "Epson TM-T20II", model, "....+....1....+....2....+....3....+....4....+..|",
		"L’œuvre coûte 7,18 € à « Saint-Éloi »…", "04230 SAINT-ELOI", "La coupe vient après cette ligne.",
	} {
		if !strings.Contains(sim.Text(), words) {
			t.Errorf("the page does not say %q:\n%s", words, sim.Text())
		}
	}
	if cuts := sim.State().Cuts; cuts == 0 {
		t.Error("the page was not cut")
	}
}

// Without a port every port is asked; with one, its printer is described.
func TestDetect(t *testing.T) {
	sim := newSim(t)
	r := kioskctl(t, "printer", "detect", "--verbose", "--port", sim.Path())
	if r.status != exitDone || r.err != "" {
		t.Errorf("%+v", r)
	}
	for _, words := range []string{"at 9600 bits a second", "driver", "escpos", "profiles that fit:", model, "DLE EOT 1", "Clones lie."} {
		if !strings.Contains(r.out, words) {
			t.Errorf("no %q in\n%s", words, r.out)
		}
	}
	sim.PowerOff()
	r = kioskctl(t, "printer", "detect", "--baud", "9600", "--port", sim.Path())
	if want := "kioskctl: " + sim.Path() + ": no answer at any of the speeds: is it switched on"; r.status != exitFailed || !strings.HasPrefix(r.err, want) {
		t.Errorf("%+v", r)
	}
	r = kioskctl(t, "printer", "detect")
	if want := "/dev/no-ttyS0: not connected\n/dev/no-ttyUSB0: not connected\n"; r.out != want || r.status != exitFailed || r.err != "kioskctl: no printer answered\n" {
		t.Errorf("%+v", r)
	}
}
