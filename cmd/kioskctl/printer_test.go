package main

import (
	"context"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"guichet/drivers/all"
	"guichet/drivers/document"
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
		if r.out != tt.want || r.status != tt.status || r.err != "" {
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
	eventually(t, func() bool { return strings.Count(out.String(), " ready:") == 2 }, out.String)
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

func TestIsPort(t *testing.T) {
	sim := newSim(t)
	dir := t.TempDir()
	dangling := filepath.Join(dir, "printer")
	if err := os.Symlink("/dev/no-such-pty", dangling); err != nil {
		t.Fatal(err)
	}
	for to, want := range map[string]bool{
		sim.Path(): true, dangling: true, "/dev/ttyUSB9": true, "usb:0403:6001": true,
		filepath.Join(dir, "job.bin"): false, shortDocument: false, "-": false,
	} {
		if isPort(to) != want {
			t.Errorf("%s: %v", to, !want)
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
		if job, err := all.Encode(testPage(profile), profile); err != nil || len(job) == 0 {
			t.Errorf("%s: %v", name, err)
		}
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
	for _, words := range []string{"at 9600 bits a second", "language", "escpos", model, "DLE EOT 1", "Clones lie."} {
		if !strings.Contains(r.out, words) {
			t.Errorf("no %q in\n%s", words, r.out)
		}
	}
	r = kioskctl(t, "printer", "detect")
	if want := "/dev/no-ttyS0: not connected\n/dev/no-ttyUSB0: not connected\n"; r.out != want || r.status != exitFailed || r.err != "kioskctl: no printer answered\n" {
		t.Errorf("%+v", r)
	}
}
