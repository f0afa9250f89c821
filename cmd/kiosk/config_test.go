package main_test

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"filippo.io/age"

	"guichet/kiosk/bench/probe"
	"guichet/kiosk/event/eventtest"
)

// ofAHub are the lines of the sample for a kiosk that was enrolled, or takes
// packs from a stick: this one did neither.
var ofAHub = []string{"hub:", "  url: https", "  ca: ", "trust:", "  root: ", "  town: \"04999\""}

// sampleWith is the sample in packaging, with a key of nobody and a folder of
// the test's own, and then each pair of texts replaced.
func sampleWith(t *testing.T, data string, pairs ...string) (file, text string) {
	t.Helper()
	sample, err := os.ReadFile("../../packaging/etc/kiosk.yaml")
	if err != nil {
		t.Fatal(err)
	}
	key, err := age.GenerateHybridIdentity()
	if err != nil {
		t.Fatal(err)
	}
	text = string(sample)
	for _, key := range ofAHub {
		text = strings.Replace(text, "\n"+key, "\n#"+key, 1)
	}
	text = withoutCalls(t, text)
	pairs = append([]string{"- age1pq1…", "- " + key.Recipient().String(), "\ndata: /var/lib/guichet", "\ndata: " + data}, pairs...)
	for i := 0; i < len(pairs); i += 2 {
		if strings.Count(text, pairs[i]) != 1 {
			t.Fatalf("the sample holds %q %d times", pairs[i], strings.Count(text, pairs[i]))
		}
		text = strings.Replace(text, pairs[i], pairs[i+1], 1)
	}
	file = filepath.Join(t.TempDir(), "kiosk.yaml")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return file, text
}

// withoutCalls leaves the section of calls out: nobody's exchange is called here.
func withoutCalls(t *testing.T, text string) string {
	t.Helper()
	before, rest, begins := strings.Cut(text, "\n# How a citizen speaks to a person")
	_, after, ends := strings.Cut(rest, "\n# The panel,")
	if !begins || !ends {
		t.Fatal("the sample has no calls before the panel")
	}
	return before + "\n# The panel," + after
}

// TestThreeFaultsAtOnce: each stands in a line with its place and its mend.
func TestThreeFaultsAtOnce(t *testing.T) {
	file, text := sampleWith(t, t.TempDir(),
		"  theme: light", "  theme: drak",
		"  idle: 45s", "  idle: 45",
		"log_level: info", "loglevel: info",
	)
	status, said := try(t, "-config", file)
	if status != 1 {
		t.Errorf("status %d, want 1", status)
	}
	for _, want := range []string{
		place(t, file, text, "theme: drak", "drak") + `"drak" is not known here (did you mean "dark"?)`,
		place(t, file, text, "idle: 45\n", "45") + "want a duration, got 45 (",
		place(t, file, text, "loglevel:", "loglevel") + `unknown key "loglevel" (did you mean "log_level"?)`,
	} {
		if !strings.Contains(said, want) {
			t.Errorf("it does not say\n%s\nit says\n%s", want, said)
		}
	}
	if n := strings.Count(said, file); n != 3 {
		t.Errorf("%d faults, want 3:\n%s", n, said)
	}
}

// place is "FILE:LINE:COLUMN: " of a word in a line of the text.
func place(t *testing.T, file, text, line, word string) string {
	t.Helper()
	before, _, ok := strings.Cut(text, line)
	if !ok {
		t.Fatalf("the file holds no %q", line)
	}
	begin := strings.LastIndex(before, "\n") + 1
	column := len(before) - begin + strings.Index(line, word) + 1
	return fmt.Sprintf("%s:%d:%d: ", file, strings.Count(before, "\n")+1, column)
}

// real is a kiosk that was started with a configuration.
type real struct {
	*testing.T
	cmd    *exec.Cmd
	screen *probe.Screen
	data   string // where submissions go
	tmp    string // its temporary folder, and where it runs
	log    eventtest.Log
}

// start starts the kiosk of the sample, with no printer connected, and waits
// for its first page.
func start(t *testing.T, pairs ...string) *real {
	t.Helper()
	k := &real{T: t, data: filepath.Join(t.TempDir(), "guichet"), tmp: t.TempDir()}
	port := filepath.Join(t.TempDir(), "ttyUSB0")
	const there = "port: /dev/serial/by-id/usb-FTDI_FT232R_USB_UART_A10000-if00-port0"
	file, _ := sampleWith(t, k.data, append(pairs, there, "port: "+port)...)
	prog, err := program()
	if err != nil {
		t.Fatal(err)
	}
	display := startDisplay(t)
	if k.screen, err = probe.Open(display); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(k.screen.Close)
	k.cmd = exec.Command(prog, "-config", file)
	k.cmd.Dir, k.cmd.Stdout, k.cmd.Stderr = k.tmp, &k.log, &k.log
	k.cmd.Env = []string{"DISPLAY=" + display, "HOME=" + t.TempDir(), "TMPDIR=" + k.tmp, "PATH=" + os.Getenv("PATH")}
	k.cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
	if err := k.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { k.cmd.Process.Kill(); k.cmd.Wait() })
	k.painted()
	return k
}

// painted waits until the window covers the black of the display, corner to
// corner.
func (k *real) painted() {
	k.Helper()
	for _, at := range []probe.Point{{X: 2, Y: 400}, {X: k.screen.Width / 2, Y: k.screen.Height / 2}, {X: k.screen.Width - 3, Y: k.screen.Height - 400}} {
		if _, err := k.screen.Wait(at, func(c probe.Colour) bool { return c != 0 }, patience); err != nil {
			k.Fatalf("nothing on the screen at %v: %v\n%s", at, err, k.log.String())
		}
	}
}

// said waits for a line of the log.
func (k *real) said(line string) {
	k.Helper()
	for end := time.Now().Add(patience); !strings.Contains(k.log.String(), line); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			k.Fatalf("the log does not say %s:\n%s", line, k.log.String())
		}
	}
}

// stop ends it as a service manager does, and wants nothing left behind.
func (k *real) stop() {
	k.Helper()
	if err := k.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		k.Fatal(err)
	}
	never := time.AfterFunc(patience, func() { k.cmd.Process.Signal(syscall.SIGQUIT) })
	defer never.Stop()
	if err := k.cmd.Wait(); err != nil {
		k.Errorf("it ends with %v:\n%s", err, k.log.String())
	}
	if err := syscall.Kill(-k.cmd.Process.Pid, 0); !errors.Is(err, syscall.ESRCH) {
		k.Errorf("a process of it is left: %v", err)
	}
	k.only(k.tmp)
	k.only(k.data, "spool.db")
}

// only wants these files in a folder, and no other.
func (k *real) only(dir string, names ...string) {
	k.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		k.Fatal(err)
	}
	var found []string
	for _, e := range entries {
		found = append(found, e.Name())
	}
	if got, want := strings.Join(found, " "), strings.Join(names, " "); got != want {
		k.Errorf("in %s: %q, want %q", dir, got, want)
	}
}

// TestTheSampleServes: the file in packaging makes a kiosk that shows its home
// page although nobody has connected the printer yet, and that ends in order.
func TestTheSampleServes(t *testing.T) {
	t.Parallel()
	k := start(t)
	k.said(`"msg":"page_shown","state":"attract"`)
	k.said(`"msg":"printer_fault","fault":"gone"`)
	k.stop()
	if log := k.log.String(); !strings.Contains(log, `"session_stopped"`) || strings.Contains(log, `"level":"ERROR"`) {
		t.Errorf("the log says\n%s", log)
	}
}

// TestTheLogLevel: a level above "info" leaves the pages out of the log.
func TestTheLogLevel(t *testing.T) {
	t.Parallel()
	k := start(t, "\nlog_level: info", "\nlog_level: error")
	k.stop()
	if log := k.log.String(); strings.Contains(log, `"level":"INFO"`) {
		t.Errorf("the log says\n%s", log)
	}
}
