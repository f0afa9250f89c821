package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"

	"guichet/kiosk/config"
	"guichet/kiosk/machine"
	"guichet/kiosk/staff"
	"guichet/kiosk/staff/control"
)

// here is where the kiosk of this machine listens.
type here struct {
	config, socket string
	live           bool // what it says is shown at once
}

func flagHere(set *flag.FlagSet) *here {
	h := &here{}
	set.StringVar(&h.config, "config", "", "the configuration `file` of the kiosk, where it does not listen at "+control.Socket)
	set.StringVar(&h.socket, "socket", "", "the `path` of its socket, where it is another one")
	return h
}

func (h here) path() (string, error) {
	if h.socket != "" || h.config == "" {
		return orElse(h.socket, control.Socket), nil
	}
	cfg, err := config.Read(h.config)
	if err != nil {
		return "", err
	}
	return control.Path(cfg.Data), nil
}

func orElse(s, other string) string {
	if s == "" {
		return other
	}
	return s
}

// atKiosk makes the setup of a command that does something at the kiosk of this
// machine.
func atKiosk(use func(ctx context.Context, p program, w staff.Works, words []string) error) func(*flag.FlagSet) action {
	return func(set *flag.FlagSet) action { return flagHere(set).action(use) }
}

// action reaches the kiosk, and says in words why it could not.
func (h *here) action(use func(ctx context.Context, p program, w staff.Works, words []string) error) action {
	return func(ctx context.Context, p program, words []string) error {
		path, err := h.path()
		if err != nil {
			return err
		}
		c := control.Dial(path)
		w, err := c.Works(ctx)
		if err != nil {
			return staffMend(err)
		}
		if h.live {
			return staffMend(use(ctx, p, w, words))
		}
		return staffMend(p.heldBack(func(p program) error { return use(ctx, p, w, words) }, c.Err))
	}
}

// heldBack shows what a command says once it is sure that the kiosk has answered:
// "all is well" of a kiosk that did not would be a lie.
func (p program) heldBack(use func(program) error, missed func() error) error {
	var said bytes.Buffer
	out := p.out
	p.out = &said
	err := use(p)
	if failed := missed(); failed != nil {
		return failed
	}
	_, unsaid := said.WriteTo(out)
	return errors.Join(err, unsaid)
}

// staffMends is what is wrong at a kiosk, and what to do about it.
var staffMends = []struct {
	is   error
	what string
}{
	{control.ErrNoKiosk, "no kiosk listens on this machine: is it running? (systemctl status guichet-kiosk; --config or --socket say where it listens)"},
	{control.ErrStranger, "only root and the user that the kiosk runs as may do this: put sudo before it"},
	{control.ErrBusy, "too many ask this kiosk at once: wait a little, and say it again"},
	{control.ErrAbsent, "this kiosk has no such part"},
	{control.ErrNothing, "the kiosk does not know this command: it is of another version than kioskctl; restart it (kioskctl staff restart)"},
	{control.ErrAsked, "the kiosk does not understand this: it is of another version than kioskctl; restart it (kioskctl staff restart)"},
	{control.ErrBroken, "a mistake in the program: the kiosk goes on; tell whoever maintains it what you asked, and when"},
	{machine.ErrManySticks, "there are several USB sticks: leave one, and say it again"},
	{machine.ErrBadStick, "the USB stick cannot be used: it was pulled out, is broken, or has neither FAT nor exFAT; take another"},
	{machine.ErrFullStick, "the USB stick is full: make room on it, or take another"},
	{machine.ErrLockedStick, "the USB stick cannot be written: move its switch, or take another"},
	{staff.ErrSticks, "there are several USB sticks: leave one, and say it again"},
	{staff.ErrBadStick, "the USB stick cannot be used: it is broken, full, locked, or has neither FAT nor exFAT; take another"},
	{staff.ErrNoStick, "there is no USB stick: plug one in, wait some seconds, and say it again"},
	{staff.ErrNotOurs, "there is nothing for this kiosk on the USB stick"},
	{staff.ErrNoHub, "the hub does not answer: see to the network; nothing is lost meanwhile"},
	{staff.ErrTaken, "the front desk is at the screen, or somebody speaks to an agent: wait until they have left"},
	{staff.ErrNoHelper, "this machine cannot do that: its helper does not run (systemctl status guichet-helper)"},
	{context.DeadlineExceeded, "it took too long: look at the kiosk before you say it again"},
}

// staffMend says an error in words, and keeps the exit status that it has.
func staffMend(err error) error {
	for _, m := range staffMends {
		if !errors.Is(err, m.is) {
			continue
		}
		var exit *exitError
		if errors.As(err, &exit) {
			return &exitError{exit.status, errors.New(m.what)}
		}
		return errors.New(m.what)
	}
	return err
}

// noPart is a kiosk that does not have what the command is about.
func noPart(what string) error { return fmt.Errorf("this kiosk has no %s", what) }
