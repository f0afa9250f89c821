package ipp

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"guichet/drivers/printer"
)

// These stories are told with programs of others, from the packages
// cups-ipp-utils, cups, avahi-daemon and dbus, all on the loopback interface.
// Where one is missing they are skipped; GUICHET_NEED_IPP=1 makes that a
// failure.
func missing(t *testing.T, format string, args ...any) {
	t.Helper()
	if os.Getenv("GUICHET_NEED_IPP") != "" {
		t.Fatalf(format, args...)
	}
	t.Skipf(format, args...)
}

// start runs a program until the test ends.
func start(t *testing.T, env []string, name string, args ...string) (ended <-chan struct{}, said func() string) {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		missing(t, "%s is missing: apt-get install cups cups-ipp-utils avahi-daemon dbus", name)
	}
	log, err := os.Create(filepath.Join(t.TempDir(), name+".log"))
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(path, args...)
	cmd.Env, cmd.Stdout, cmd.Stderr = append(os.Environ(), append(env, "HOME="+t.TempDir())...), log, log
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	go func() { cmd.Wait(); close(done) }()
	t.Cleanup(func() {
		cmd.Process.Signal(syscall.SIGTERM)
		select {
		case <-done:
		case <-time.After(5 * time.Second):
			cmd.Process.Kill()
			<-done
		}
		log.Close()
	})
	return done, func() string { b, _ := os.ReadFile(log.Name()); return string(b) }
}

func freePort(t *testing.T) int {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port
}

// up waits until the printer answers, or its program has ended.
func up(t *testing.T, p *Printer, ended <-chan struct{}) bool {
	t.Helper()
	for ctx := within(t, enough); ctx.Err() == nil; time.Sleep(20 * time.Millisecond) {
		select {
		case <-ended:
			return false
		default:
		}
		if _, err := p.Status(ctx); err == nil {
			return true
		}
	}
	return false
}

// eve is the IPP Everywhere printer of the Printer Working Group, in software.
// It does not start without an Avahi to talk to: where the machine has none, it
// gets one of its own.
func eve(t *testing.T, args ...string) (p *Printer, spool string) {
	t.Helper()
	spool, port := t.TempDir(), freePort(t)
	args = append([]string{"-r", "off", "-n", "localhost", "-p", fmt.Sprint(port), "-k", "-d", spool}, args...)
	args = append(args, "Guichet A4")
	p, err := New(Config{URL: fmt.Sprintf("ipp://localhost:%d/ipp/print", port), Poll: 50 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	if ended, _ := start(t, nil, "ippeveprinter", args...); up(t, p, ended) {
		return p, spool
	}
	if ended, said := start(t, avahi(t), "ippeveprinter", args...); !up(t, p, ended) {
		missing(t, "ippeveprinter does not start: %s", said())
	}
	return p, spool
}

const busConfig = `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>system</type><listen>unix:path=%s</listen><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*"/><allow receive_sender="*"/><allow own="*"/></policy></busconfig>
`

const avahiConfig = `[server]
allow-interfaces=lo
use-ipv6=no
[wide-area]
enable-wide-area=no
`

// avahi starts a message bus and an Avahi that sees the loopback interface
// only, and returns the environment that leads to them.
func avahi(t *testing.T) []string {
	t.Helper()
	dir := t.TempDir()
	socket := filepath.Join(dir, "bus")
	bus, conf := filepath.Join(dir, "bus.conf"), filepath.Join(dir, "avahi.conf")
	write(t, bus, fmt.Sprintf(busConfig, socket))
	write(t, conf, avahiConfig)
	env := []string{"DBUS_SYSTEM_BUS_ADDRESS=unix:path=" + socket}
	start(t, nil, "dbus-daemon", "--config-file="+bus, "--nofork", "--nopidfile")
	wait(t, func() bool { _, err := os.Stat(socket); return err == nil })
	ended, said := start(t, env, "avahi-daemon", "--no-drop-root", "--no-chroot", "--no-rlimits", "-f", conf)
	ready := wait(t, func() bool {
		select {
		case <-ended:
			return true
		default:
			return strings.Contains(said(), "Server startup complete")
		}
	})
	if !ready || !strings.Contains(said(), "complete") {
		missing(t, "avahi-daemon does not start: %s", said())
	}
	return env
}

func write(t *testing.T, file, content string) {
	t.Helper()
	if err := os.WriteFile(file, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
}

func wait(t *testing.T, what func() bool) bool {
	t.Helper()
	for ctx := within(t, enough); ctx.Err() == nil; time.Sleep(20 * time.Millisecond) {
		if what() {
			return true
		}
	}
	return false
}

func TestEverywhere(t *testing.T) {
	p, spool := eve(t, "-f", "application/pdf,image/urf", "-c", "/bin/true") // without a command it sleeps
	if s, err := p.Status(within(t, enough)); err != nil || !s.Ready() {
		t.Fatalf("%v, %v", s, err)
	}
	outcome, err := p.Print(within(t, enough), "receipt", sheet)
	if outcome != printer.Printed || err != nil {
		t.Fatalf("%v, %v", outcome, err)
	}
	if got := printed(t, spool); !bytes.Equal(got, sheet) {
		t.Errorf("it got %q", got)
	}
}

// printed is the only document in a spool.
func printed(t *testing.T, spool string) []byte {
	t.Helper()
	files, _ := filepath.Glob(filepath.Join(spool, "*.pdf"))
	if len(files) != 1 {
		t.Fatalf("documents in the spool: %v", files)
	}
	data, err := os.ReadFile(files[0])
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestEverywhereTakesPictures(t *testing.T) {
	p, spool := eve(t, "-f", "image/jpeg,image/pwg-raster")
	outcome, err := p.Print(within(t, enough), "receipt", sheet)
	if outcome != printer.NotPrinted || !errors.Is(err, ErrFormat) {
		t.Errorf("%v, %v", outcome, err)
	}
	if files, _ := filepath.Glob(filepath.Join(spool, "*")); len(files) > 0 {
		t.Errorf("it got %v", files)
	}
}

func TestEverywhereFails(t *testing.T) {
	p, _ := eve(t, "-f", "application/pdf", "-c", "/bin/false")
	outcome, err := p.Print(within(t, enough), "receipt", sheet)
	if outcome != printer.Unknown || !errors.Is(err, ErrAborted) {
		t.Errorf("%v, %v", outcome, err)
	}
}

func TestEverywhereNeverEnds(t *testing.T) {
	slow := filepath.Join(t.TempDir(), "slow")
	if err := os.WriteFile(slow, []byte("#!/bin/sh\nexec sleep 60\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	p, _ := eve(t, "-f", "application/pdf", "-c", slow)
	ctx := within(t, 3*time.Second)
	outcome, err := p.Print(ctx, "receipt", sheet)
	if outcome != printer.Unknown || !errors.Is(err, context.DeadlineExceeded) || errors.Is(err, ErrNotCancelled) || ctx.Err() != nil {
		t.Errorf("%v, %v", outcome, err)
	}
}
