package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"guichet/forms/pack/durable"
	"guichet/kiosk/machine"
	"guichet/kiosk/staff/badge"
	"guichet/kiosk/staff/stafftest"
)

const stickSerial = "4C530001260712117272"

// now is the clock of testProgram.
var now = time.Date(2026, 11, 21, 19, 42, 0, 0, time.UTC)

// newStick is a folder that sysfs says is on a USB stick.
func newStick(t *testing.T) string {
	t.Helper()
	sys, stick := t.TempDir(), t.TempDir()
	var st unix.Stat_t
	if err := unix.Stat(stick, &st); err != nil {
		t.Fatal(err)
	}
	device := filepath.Join(sys, "devices/usb1/1-2")
	link := filepath.Join(sys, "dev/block", fmt.Sprintf("%d:%d", unix.Major(st.Dev), unix.Minor(st.Dev)))
	if err := errors.Join(
		os.MkdirAll(filepath.Join(device, "host6/block/sdb/sdb1"), 0o755), os.MkdirAll(filepath.Dir(link), 0o755),
		os.WriteFile(filepath.Join(device, "idVendor"), []byte("0781\n"), 0o644),
		os.WriteFile(filepath.Join(device, "serial"), []byte(stickSerial+"\n"), 0o644),
		os.Symlink("../../devices/usb1/1-2/host6/block/sdb/sdb1", link),
	); err != nil {
		t.Fatal(err)
	}
	was := sysfs
	sysfs = sys
	t.Cleanup(func() { sysfs = was })
	return stick
}

// check asks the kiosk with that data folder about a stick.
func check(t *testing.T, data string, file []byte, serial string) error {
	t.Helper()
	disk, err := durable.Open(data)
	if err != nil {
		t.Fatal(err)
	}
	defer disk.Close()
	_, err = (&badge.Keeper{Disk: disk}).Check(file, serial, now)
	return err
}

// A key is made on a mounted stick, listed, opens, is revoked, and opens no more.
func TestAKeyFromTheCommandLine(t *testing.T) {
	data, stick := t.TempDir(), newStick(t)
	if r := kioskctl(t, "staff", "key", "list", "--data", data); r.status != exitDone || !strings.Contains(r.out, "no key was made") {
		t.Errorf("%+v", r)
	}
	r := kioskctl(t, "staff", "key", "make", "accueil 1", "--data", data, "--stick", stick)
	if r.status != exitDone || !regexp.MustCompile(`^[0-9a-f]{16}  accueil 1  until 2028-11-2[01]\n$`).MatchString(r.out) {
		t.Fatalf("%+v", r)
	}
	file, err := os.ReadFile(filepath.Join(stick, badge.File))
	if err != nil {
		t.Fatal(err)
	}
	if err := check(t, data, file, stickSerial); err != nil {
		t.Errorf("it does not open: %v", err)
	}
	if err := check(t, data, file, "another"); !errors.Is(err, badge.ErrOtherStick) {
		t.Errorf("a copy: %v", err)
	}
	if r := kioskctl(t, "staff", "key", "list", "--data", data); !strings.Contains(r.out, "  accueil 1  "+stickSerial+"  2026-11-21  opens until 2028-11-2") {
		t.Errorf("%+v", r)
	}
	if r := kioskctl(t, "staff", "key", "revoke", "accueil 1", "--data", data); r.status != exitDone || !strings.Contains(r.out, "revoked 2026-11-21") {
		t.Errorf("%+v", r)
	}
	if err := check(t, data, file, stickSerial); !errors.Is(err, badge.ErrRevoked) {
		t.Errorf("revoked: %v", err)
	}
	if r := kioskctl(t, "staff", "key", "revoke", "accueil 2", "--data", data); r.status != exitFailed || !strings.Contains(r.err, "there is no such key") {
		t.Errorf("%+v", r)
	}
}

// Without a stick at hand, the key goes into a file.
func TestAKeyIntoAFile(t *testing.T) {
	data, to := t.TempDir(), filepath.Join(t.TempDir(), "out", badge.File)
	r := kioskctl(t, "staff", "key", "make", "services techniques", "--data", data, "--serial", "S1", "--to", to, "--years", "1")
	file, err := os.ReadFile(to)
	if r.status != exitDone || err != nil || check(t, data, file, "S1") != nil {
		t.Errorf("%+v, %v", r, err)
	}
}

func TestKeysThatCannotBeMade(t *testing.T) {
	data, stick := t.TempDir(), newStick(t)
	full := filepath.Join(t.TempDir(), "full")
	if err := os.MkdirAll(filepath.Join(full, badge.File, "x"), 0o755); err != nil { // a folder in the place of the file
		t.Fatal(err)
	}
	for _, x := range []struct {
		want   string
		status int
		args   []string
	}{
		{"--to wants --serial", exitUsage, []string{"a", "--to", "x"}},
		{"--serial wants", exitUsage, []string{"a", "--serial", "x"}},
		{"--years is 1 to 10", exitUsage, []string{"a", "--years", "11", "--stick", stick}},
		{"NAME has 1 to 40", exitUsage, []string{strings.Repeat("a", 41), "--stick", stick}},
		{"no such file", exitFailed, []string{"a", "--stick", "/nowhere"}},
		{"is a directory", exitFailed, []string{"a", "--stick", full, "--serial", "S"}},
	} {
		r := kioskctl(t, append([]string{"staff", "key", "make", "--data", data}, x.args...)...)
		if r.status != x.status || !strings.Contains(r.err, x.want) {
			t.Errorf("%v: %+v, want %s", x.args, r, x.want)
		}
	}
	if r := kioskctl(t, "staff", "key", "list", "--data", data); strings.Contains(r.out, "opens until") {
		t.Errorf("a key that is on no stick opens: %s", r.out)
	}
	sysfs = t.TempDir()
	if r := kioskctl(t, "staff", "key", "make", "a", "--data", data, "--stick", stick); !strings.Contains(r.err, "on no USB stick") {
		t.Errorf("%+v", r)
	}
}

// helperSaying answers as the helper of a kiosk does, and keeps what is written.
func helperSaying(t *testing.T, status int, stick any) (written map[string]string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "h")
	l, err := net.Listen("unix", path)
	if err != nil {
		t.Fatal(err)
	}
	written = map[string]string{}
	s := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		data, _ := io.ReadAll(q.Body)
		written[q.Method+" "+q.URL.Path] = string(data)
		if q.Method != "GET" {
			w.WriteHeader(http.StatusNoContent)
			return
		}
		w.WriteHeader(status)
		json.NewEncoder(w).Encode(stick)
	})}
	done := make(chan error, 1)
	go func() { done <- s.Serve(l) }()
	was := helperSocket
	helperSocket = path
	t.Cleanup(func() { s.Close(); <-done; helperSocket = was })
	return written
}

// On a kiosk no stick is mounted: its helper opens it, writes the key and lets
// it go.
func TestAKeyThroughTheHelper(t *testing.T) {
	data := t.TempDir()
	written := helperSaying(t, 200, machine.Stick{Serial: stickSerial})
	r := kioskctl(t, "staff", "key", "make", "accueil 1", "--data", data)
	if file := written["PUT /stick/"+badge.File]; r.status != exitDone || check(t, data, []byte(file), stickSerial) != nil {
		t.Errorf("%+v: %q", r, file)
	}
	if _, gone := written["DELETE /stick"]; !gone {
		t.Error("the stick is not let go")
	}
	written = helperSaying(t, 200, machine.Stick{Serial: stickSerial})
	if r := kioskctl(t, "staff", "key", "make", strings.Repeat("a", 41), "--data", data); r.status != exitUsage {
		t.Errorf("a name that is too long: %+v", r)
	}
	if _, gone := written["DELETE /stick"]; !gone {
		t.Error("the stick on which nothing was written is not let go")
	}
	helperSaying(t, 200, machine.Stick{})
	if r := kioskctl(t, "staff", "key", "make", "a", "--data", data); r.status != exitFailed || !strings.Contains(r.err, "has no serial number") {
		t.Errorf("%+v", r)
	}
	helperSaying(t, 404, map[string]string{"error": "no_stick"})
	if r := kioskctl(t, "staff", "key", "make", "a", "--data", data); r.status != exitFailed || !strings.Contains(r.err, "there is no USB stick: plug") {
		t.Errorf("%+v", r)
	}
	helperSocket = filepath.Join(t.TempDir(), "none")
	if r := kioskctl(t, "staff", "key", "make", "a", "--data", data); r.status != exitFailed || !strings.Contains(r.err, "no helper runs") {
		t.Errorf("%+v", r)
	}
}

// The kiosk tells what the stick in it is worth.
func TestAKeyIsChecked(t *testing.T) {
	data, to := t.TempDir(), filepath.Join(t.TempDir(), badge.File)
	kioskctl(t, "staff", "key", "make", "accueil 1", "--data", data, "--serial", stickSerial, "--to", to)
	file, err := os.ReadFile(to)
	if err != nil {
		t.Fatal(err)
	}
	k, socket := newKiosk(t)
	for want, stick := range map[string]stafftest.Stick{
		"there is no USB stick":         {},
		"nothing for this kiosk":        {In: true},
		"accueil 1  4C530001":           {In: true, Key: file, Serial: stickSerial},
		"copied from another":           {In: true, Key: file, Serial: "S2"},
		"this is not the file of a key": {In: true, Key: []byte("sesame"), Serial: stickSerial},
	} {
		k.Set(func(s *stafftest.State) { s.Stick = stick })
		r := kioskctl(t, "staff", "key", "check", "--data", data, "--socket", socket)
		if (r.status == exitDone) != strings.HasPrefix(want, "accueil") || !strings.Contains(r.out+r.err, want) {
			t.Errorf("%+v, want %s", r, want)
		}
	}
}
