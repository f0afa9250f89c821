package main_test

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"guichet/kiosk/bench/probe"
	"guichet/kiosk/event/eventtest"
	"guichet/kiosk/ui"
)

// patience is how long a page may take before a test gives up; no test
// asserts how long it took.
const patience = 60 * time.Second

// program is the kiosk as it is delivered, built once for all tests.
var program = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "guichet-test-")
	if err != nil {
		return "", err
	}
	file := filepath.Join(dir, "kiosk")
	cmd := exec.Command("go", "build", "-tags", "x11,gles,no_animations,no_emoji,nolibopusfile", "-o", file, ".")
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("%w: %s", err, out)
	}
	return file, nil
})

func TestMain(m *testing.M) {
	code := m.Run()
	if file, err := program(); err == nil {
		os.RemoveAll(filepath.Dir(file))
	}
	os.Exit(code)
}

// hall is a kiosk with a screen of its own, and a person in front of it.
type hall struct {
	*testing.T
	cmd    *exec.Cmd
	screen *probe.Screen
	touch  *probe.TouchMap
	dir    string // its home, its temporary folder, where it runs
	log    *eventtest.Log
}

// enter starts a display and the kiosk on it.
func enter(t *testing.T) *hall {
	t.Helper()
	file, err := program()
	if err != nil {
		t.Fatal(err)
	}
	display := startDisplay(t)
	h := &hall{T: t, dir: t.TempDir(), log: &eventtest.Log{}}
	socket := filepath.Join(t.TempDir(), "touch")
	h.cmd = exec.Command(file, "-sim", "-touchmap", socket)
	h.cmd.Dir, h.cmd.Stdout, h.cmd.Stderr = h.dir, h.log, h.log
	h.cmd.Env = append(os.Environ(), "DISPLAY="+display, "HOME="+h.dir, "TMPDIR="+h.dir, "XDG_CACHE_HOME=", "XDG_CONFIG_HOME=", "GOTRACEBACK=crash")
	h.cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	allowCores(t)
	if err := h.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { h.cmd.Process.Kill(); h.cmd.Wait() })
	if h.screen, err = probe.Open(display); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(h.screen.Close)
	if h.touch, err = probe.DialTouchMap(socket, patience); err != nil {
		t.Fatalf("%v\n%s", err, h.log)
	}
	t.Cleanup(h.touch.Close)
	h.until("the home page", func(p probe.Page) bool { return p.State == "attract" && len(p.Controls) > 0 })
	return h
}

// startDisplay starts a private X server on a free number.
func startDisplay(t *testing.T) string {
	t.Helper()
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	cmd := exec.Command("Xvfb", "-displayfd", "3", "-screen", "0", "1080x1920x24", "-nolisten", "tcp")
	cmd.ExtraFiles = []*os.File{w}
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	if err := cmd.Start(); err != nil {
		t.Fatalf("%v: this test needs the Debian package xvfb", err)
	}
	w.Close()
	t.Cleanup(func() { cmd.Process.Kill(); cmd.Wait() })
	var number int
	if _, err := fmt.Fscan(r, &number); err != nil {
		t.Fatalf("Xvfb has no display: %v", err)
	}
	return fmt.Sprintf(":%d", number)
}

// allowCores lifts the limit that the kiosk inherits, so that it is the kiosk
// that refuses.
func allowCores(t *testing.T) {
	var limit unix.Rlimit
	if err := unix.Getrlimit(unix.RLIMIT_CORE, &limit); err != nil {
		t.Fatal(err)
	}
	limit.Cur = limit.Max
	if err := unix.Setrlimit(unix.RLIMIT_CORE, &limit); err != nil {
		t.Fatal(err)
	}
}

// until waits for a page.
func (h *hall) until(what string, is func(probe.Page) bool) probe.Page {
	h.Helper()
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
		p, err := h.touch.Page()
		if err != nil {
			h.Fatalf("waiting for %s: %v\n%s", what, err, h.log)
		}
		if is(p) {
			return p
		}
	}
	p, _ := h.touch.Page()
	h.Fatalf("%s did not come; the screen shows %s %s", what, p.State, p.Title)
	return p
}

// tap presses a control, by its id or its words, and waits until the screen
// has handled it.
func (h *hall) tap(name string) {
	h.Helper()
	p := h.now()
	c, ok := p.Find(name)
	if !ok {
		h.Fatalf("%q is not on the page %s", name, p.Title)
	}
	if err := h.screen.Tap(c.Area().Centre()); err != nil {
		h.Fatal(err)
	}
	h.until("the press of "+name, func(q probe.Page) bool { return q.Presses > p.Presses })
}

// follow presses what leads to another page.
func (h *hall) follow(name string) {
	h.Helper()
	before := h.now().Page
	h.tap(name)
	h.until("what follows "+name, func(p probe.Page) bool { return p.Page != before })
	time.Sleep(ui.DoubleTap) // or the next press there is half of a double tap
}

func (h *hall) now() probe.Page {
	h.Helper()
	p, err := h.touch.Page()
	if err != nil {
		h.Fatal(err)
	}
	return p
}

// write types small letters and digits.
func (h *hall) write(text string) {
	h.Helper()
	for _, r := range text {
		h.tap("key:" + string(r))
	}
}

// holds looks for a word, as it is and in capitals, in UTF-8 and UTF-16, in
// all that the kiosk wrote anywhere.
func (h *hall) holds(words []string) (found []string) {
	h.Helper()
	look := func(name string, data []byte) {
		low := bytes.ToLower(data)
		for _, word := range words {
			if bytes.Contains(low, []byte(word)) || bytes.Contains(low, utf16(word)) {
				found = append(found, name+": "+word)
			}
		}
	}
	look("log", h.log.Bytes())
	filepath.WalkDir(h.dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return nil
		}
		if strings.Contains(strings.ToLower(path), words[0]) {
			found = append(found, "file name: "+path)
		}
		if d.Type().IsRegular() {
			data, _ := os.ReadFile(path)
			look(path, data)
		}
		return nil
	})
	return found
}

func utf16(s string) []byte {
	out := make([]byte, 0, 2*len(s))
	for _, b := range []byte(s) {
		out = append(out, b, 0)
	}
	return out
}
