package main_test

import (
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"guichet/kiosk/bench/probe"
	"guichet/kiosk/event/eventtest"
	"guichet/kiosk/hub/hubtest"
	"guichet/kiosk/hub/store"
)

// systemd is what a service manager hears.
type systemd struct {
	path string
	mu   sync.Mutex
	said []string
}

func newSystemd(t *testing.T) *systemd {
	t.Helper()
	s := &systemd{path: filepath.Join(t.TempDir(), "notify")}
	l, err := net.ListenUnixgram("unixgram", &net.UnixAddr{Name: s.path, Net: "unixgram"})
	if err != nil {
		t.Fatal(err)
	}
	var all sync.WaitGroup
	all.Go(func() {
		b := make([]byte, 1<<10)
		for {
			n, err := l.Read(b)
			if err != nil {
				return
			}
			s.mu.Lock()
			s.said = append(s.said, string(b[:n]))
			s.mu.Unlock()
		}
	})
	t.Cleanup(func() { l.Close(); all.Wait() })
	return s
}

// heard counts a word.
func (s *systemd) heard(word string) (n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, one := range s.said {
		if strings.HasPrefix(one, word) {
			n++
		}
	}
	return n
}

// unboxed is a kiosk that nobody has enrolled, under systemd and on a screen of its
// own. It does not tell where its keys are: a simulated one on the same screen does.
type unboxed struct {
	*real
	hub     *hubtest.Hub
	systemd *systemd
	keys    probe.Page
}

func unbox(t *testing.T) *unboxed {
	t.Helper()
	u := &unboxed{real: &real{T: t, tmp: t.TempDir(), data: filepath.Join(t.TempDir(), "guichet")}, hub: hubtest.New(t), systemd: newSystemd(t)}
	ca := filepath.Join(t.TempDir(), "ca.pem")
	u.file(ca, string(u.hub.CA))
	file := filepath.Join(t.TempDir(), "kiosk.yaml")
	u.file(file, fmt.Sprintf("town:\n  name: Mairie de Saint-Éloi\n  contacts:\n    - {name: Accueil, phone: \"04 65 71 00 00\"}\n"+
		"data: %s\nhub:\n  url: %s\n  ca: %s\n", u.data, u.hub.URL, ca))
	u.keys = keysOf(t, u.hub.URL, ca)
	display := startDisplay(t)
	var err error
	if u.screen, err = probe.Open(display); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(u.screen.Close)
	u.runs(display, &u.log, "NOTIFY_SOCKET="+u.systemd.path, "WATCHDOG_USEC=6000000")("-config", file)
	if _, err := u.screen.Wait(u.at("next"), func(c probe.Colour) bool { return c == mainButton }, patience); err != nil {
		t.Fatalf("no page that asks for a code: %v\n%s", err, u.log.String())
	}
	return u
}

// mainButton is the colour of the filled button, see kiosk/ui.
const mainButton probe.Colour = 0x0B3D91

// keysOf are the controls of the page, as a simulated kiosk tells.
func keysOf(t *testing.T, hub, ca string) probe.Page {
	t.Helper()
	socket := filepath.Join(t.TempDir(), "touch")
	k, log := &real{T: t, tmp: t.TempDir()}, &eventtest.Log{}
	k.runs(startDisplay(t), log)("-sim", "-hub", hub, "-ca", ca, "-data", t.TempDir(), "-touchmap", socket)
	touch, err := probe.DialTouchMap(socket, patience)
	if err != nil {
		t.Fatalf("%v\n%s", err, log)
	}
	defer touch.Close()
	defer k.cmd.Process.Kill()
	h := &hall{T: t, touch: touch, log: log}
	return h.until("the page that asks for the code", func(p probe.Page) bool { return p.State == "first" && len(p.Controls) > 0 })
}

// runs starts the program with some arguments.
func (k *real) runs(display string, log *eventtest.Log, env ...string) func(args ...string) {
	prog, err := program()
	if err != nil {
		k.Fatal(err)
	}
	return func(args ...string) {
		k.Helper()
		k.cmd = exec.Command(prog, args...)
		k.cmd.Dir, k.cmd.Stdout, k.cmd.Stderr = k.tmp, log, log
		k.cmd.Env = append(env, "DISPLAY="+display, "HOME="+k.TempDir(), "TMPDIR="+k.tmp, "PATH="+os.Getenv("PATH"))
		k.cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
		if err := k.cmd.Start(); err != nil {
			k.Fatal(err)
		}
		cmd := k.cmd
		k.Cleanup(func() { cmd.Process.Kill(); cmd.Wait() })
	}
}

func (k *real) file(name, text string) {
	k.Helper()
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		k.Fatal(err)
	}
}

// at is a place on a control where no letter is.
func (u *unboxed) at(id string) probe.Point {
	u.Helper()
	c, ok := u.keys.Find(id)
	if !ok {
		u.Fatalf("there is no %s on the page", id)
	}
	area := c.Area()
	return probe.Point{X: area.X + area.W/12, Y: area.Y + area.H/4}
}

func (u *unboxed) tap(id string) {
	u.Helper()
	if err := u.screen.Tap(u.at(id)); err != nil {
		u.Fatal(err)
	}
}

// hears waits until systemd has heard a word so often.
func (u *unboxed) hears(word string, times int) {
	u.Helper()
	for end := time.Now().Add(patience); u.systemd.heard(word) < times; time.Sleep(20 * time.Millisecond) {
		if time.Now().After(end) {
			u.Fatalf("systemd does not hear %s:\n%s", word, u.log.String())
		}
	}
}

// leaves ends it as a service manager does.
func (u *unboxed) leaves() {
	u.Helper()
	began := time.Now()
	if err := u.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		u.Fatal(err)
	}
	never := time.AfterFunc(patience, func() { u.cmd.Process.Signal(syscall.SIGQUIT) })
	defer never.Stop()
	if err := u.cmd.Wait(); err != nil {
		u.Errorf("it ends with %v:\n%s", err, u.log.String())
	}
	u.Logf("it left after %v", time.Since(began).Round(time.Millisecond))
	u.hears("STOPPING=1", 1)
}

// On the true screen: the code is typed with a finger, group after group, and the
// home page follows in the same program. systemd hears that it lives all the while,
// and that it stops at the end alone.
func TestTheFirstStartOnTheScreen(t *testing.T) {
	if testing.Short() {
		t.Skip("it is long")
	}
	t.Parallel()
	u := unbox(t)
	u.hub.PublishKeys(t, 1)
	u.hub.Publish(t, "1.1.0")
	if _, err := u.hub.StartRollout(t.Context(), u.hub.Admin, hubtest.Town, hubtest.PackID, "1.1.0", true); err != nil {
		t.Fatal(err)
	}
	code, _, err := u.hub.NewCode(t.Context(), u.hub.Admin, hubtest.Town, "Hall", store.StageTest)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range strings.ToLower(strings.ReplaceAll(code.String(), "-", "")) {
		u.tap("key:" + string(c))
	}
	u.tap("next")
	u.said(`"msg":"kiosk_enrolled"`)
	u.said(`"msg":"page_shown","state":"attract"`)
	u.hears("WATCHDOG=1", u.systemd.heard("WATCHDOG=1")+2)
	log := u.log.String()
	if u.systemd.heard("READY=1") != 1 || u.systemd.heard("STOPPING=1") != 0 || strings.Contains(log, "watchdog_not_fed") || strings.Contains(log, `"level":"ERROR"`) {
		t.Errorf("systemd hears %q\n%s", u.systemd.said, log)
	}
	u.leaves()
}

// Stopped on its first page, it leaves in order.
func TestStoppedOnTheFirstPage(t *testing.T) {
	t.Parallel()
	u := unbox(t)
	u.said(`"name":"not_enrolled"`)
	u.leaves()
}
