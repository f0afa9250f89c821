package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"net"
	"os"
	"os/user"
	"strconv"
	"time"

	"github.com/coreos/go-systemd/v22/activation"

	"guichet/kiosk/machine"
)

var helper = command{
	name:  "helper",
	short: "Do for the kiosk what needs root: stick, power, clock, brightness",
	long: `systemd runs it (guichet-helper.service): it serves on the socket that it is
given, and answers root and one user alone. It is not for typing.`,
	setup: setupHelper,
}

func setupHelper(set *flag.FlagSet) action {
	name := set.String("user", "guichet", "the `user` of the kiosk")
	return func(ctx context.Context, p program, _ []string) error {
		l, err := handedListener()
		if err != nil {
			return err
		}
		defer l.Close()
		return p.help(ctx, l, *name)
	}
}

// help serves on l until ctx ends.
func (p program) help(ctx context.Context, l net.Listener, name string) error {
	uid, gid, err := userIDs(name)
	if err != nil {
		return err
	}
	return machine.Serve(ctx, l, machine.Options{
		Allow: []uint32{uid}, Group: int(gid), Built: built(),
		Log: slog.New(slog.NewTextHandler(p.err, nil)),
	})
}

// handedListener is the one socket of systemd.socket(5).
func handedListener() (net.Listener, error) {
	all, err := activation.Listeners()
	if err != nil {
		return nil, fmt.Errorf("the sockets of systemd: %w", err)
	}
	if len(all) != 1 || all[0] == nil {
		return nil, errors.New("systemd gave no socket: systemctl start guichet-helper.socket")
	}
	return all[0], nil
}

// userIDs are the numbers of a user and of his first group.
func userIDs(name string) (uid, gid uint32, err error) {
	u, err := user.Lookup(name)
	if err != nil {
		return 0, 0, err
	}
	id, err := strconv.ParseUint(u.Uid, 10, 32)
	if err != nil {
		return 0, 0, fmt.Errorf("the user %s has no number: %w", name, err)
	}
	group, err := strconv.ParseUint(u.Gid, 10, 32)
	if err != nil {
		return 0, 0, fmt.Errorf("the group of %s has no number: %w", name, err)
	}
	return uint32(id), uint32(group), nil
}

// built is about when this program was made: a package gives its files the time
// of its commit. Zero where that is not known.
func built() time.Time {
	file, err := os.Executable()
	if err != nil {
		return time.Time{}
	}
	info, err := os.Stat(file)
	if err != nil {
		return time.Time{}
	}
	return info.ModTime()
}
