package main

import (
	"context"
	"errors"
	"net"
	"os"
	"os/user"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"guichet/kiosk/machine"
)

// The helper answers the kiosk on the socket that systemd hands over, and ends
// when it is told.
func TestHelperServes(t *testing.T) {
	me, err := user.Current()
	if err != nil {
		t.Fatal(err)
	}
	socket := filepath.Join(t.TempDir(), "s")
	l, err := net.Listen("unix", socket)
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	var out, text safeBuffer
	done := make(chan error, 1)
	go func() { done <- testProgram(&out, &text).help(ctx, l, me.Username) }()
	// Far from when this test was compiled: nothing is set.
	if err := machine.NewClient(socket).SetClock(ctx, time.Date(1970, 1, 1, 0, 0, 0, 0, time.UTC)); !errors.Is(err, machine.ErrTime) {
		t.Error(err)
	}
	stop()
	if err := <-done; err != nil {
		t.Error(err)
	}
}

// By hand there is no socket, and nothing is served.
func TestHelperWithoutSystemd(t *testing.T) {
	r := kioskctl(t, "helper")
	if r.status != exitFailed || !strings.Contains(r.err, "systemctl start guichet-helper.socket") {
		t.Errorf("%+v", r)
	}
}

func TestHelperForNobody(t *testing.T) {
	l, err := net.Listen("unix", filepath.Join(t.TempDir(), "s"))
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	var out, text safeBuffer
	if err := testProgram(&out, &text).help(t.Context(), l, "nobody-of-this-name"); err == nil {
		t.Error("it serves a user that there is not")
	}
}

func TestTheDateOfAProgram(t *testing.T) {
	info, err := os.Stat(os.Args[0])
	if err != nil {
		t.Fatal(err)
	}
	if got := built(); !got.Equal(info.ModTime()) {
		t.Errorf("%v, want %v", got, info.ModTime())
	}
}
