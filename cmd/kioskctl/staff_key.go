package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"path/filepath"
	"time"

	"guichet/kiosk/machine"
	"guichet/kiosk/staff/badge"
)

// sysfs and helperSocket are those of the machine; tests have their own.
var (
	sysfs        = badge.Sysfs
	helperSocket = machine.Socket
)

var staffKeyMake = command{
	name: "staff key make", args: "NAME", words: 1, least: 1,
	short: "On a kiosk: make a USB stick a key that opens staff mode",
	long: `NAME is that of a place or a task, "accueil 1", not of a person. Plug in one
stick; what is on it stays. The key is good for this kiosk and this stick only:
a copy on another one opens nothing. A stick that is lost is revoked.

On a machine where sticks are mounted say --stick FOLDER. Elsewhere say the
serial number of the stick, and copy the file to its first folder yourself:
--serial S --to guichet-cle.jws.`,
	setup: setupStaffKeyMake,
}

// keyOrder is the flags of a key that is asked for.
type keyOrder struct {
	own               *ownFolder
	stick, serial, to string
	years             int
}

func setupStaffKeyMake(set *flag.FlagSet) action {
	o := keyOrder{own: flagOwnFolder(set)}
	set.StringVar(&o.stick, "stick", "", "the `folder` where the stick is mounted")
	set.StringVar(&o.serial, "serial", "", "the serial `number` of the stick, where it is not found")
	set.StringVar(&o.to, "to", "", "write the key into this `file`")
	set.IntVar(&o.years, "years", 2, "for how many `years` it opens, 1 to 10")
	return func(ctx context.Context, p program, words []string) error {
		return o.make(ctx, p, words[0])
	}
}

func (o keyOrder) make(ctx context.Context, p program, name string) error {
	if o.years < 1 || o.years > 10 {
		return usagef("--years is 1 to 10")
	}
	f, err := o.own.open()
	if err != nil {
		return err
	}
	defer f.Close()
	k, err := f.keeper()
	if err != nil {
		return err
	}
	serial, write, err := o.target(ctx)
	if err != nil {
		return keyMend(err)
	}
	data, b, err := k.Make(name, serial, time.Duration(o.years)*365*24*time.Hour, p.now())
	if err != nil {
		err = errors.Join(err, o.letGo(ctx))
	}
	if errors.Is(err, badge.ErrAsked) {
		return usagef("NAME has 1 to 40 letters, and the serial number of a stick no others than ASCII has")
	}
	if err == nil {
		if err = write(data); err != nil {
			_, undone := k.Revoke(b.ID, p.now()) // it is on no stick
			err = errors.Join(err, undone)
		}
	}
	if err = errors.Join(err, f.handOver("staff.key", "badges.json")); err != nil {
		return keyMend(err)
	}
	fmt.Fprintf(p.out, "%s  %s  until %s\n", b.ID, b.Name, b.Expires.Local().Format(time.DateOnly))
	return nil
}

// target finds the stick: its serial number, and how to write on it.
func (o keyOrder) target(ctx context.Context) (serial string, write func([]byte) error, err error) {
	switch {
	case o.to != "" && o.serial == "":
		return "", nil, usagef("--to wants --serial: the key is for one stick")
	case o.to != "":
		return o.serial, func(data []byte) error { return writeTo(o.to, data) }, nil
	case o.stick != "":
		if serial = o.serial; serial == "" {
			serial, err = badge.Serial(sysfs, o.stick)
		}
		return serial, func(data []byte) error { return writeTo(filepath.Join(o.stick, badge.File), data) }, err
	case o.serial != "":
		return "", nil, usagef("--serial wants --stick FOLDER or --to FILE: where the key is written")
	}
	return throughHelper(ctx)
}

// letGo closes a stick on which nothing was written, where the helper opened it.
func (o keyOrder) letGo(ctx context.Context) error {
	if o.to != "" || o.stick != "" {
		return nil
	}
	return machine.NewClient(helperSocket).Eject(ctx)
}

// throughHelper takes the one stick that is plugged in, by the kiosk's helper.
func throughHelper(ctx context.Context) (serial string, write func([]byte) error, err error) {
	helper := machine.NewClient(helperSocket)
	s, err := helper.Stick(ctx)
	if err == nil && s.Serial == "" {
		err = errors.Join(badge.ErrNoSerial, helper.Eject(ctx))
	}
	return s.Serial, func(data []byte) error {
		err := helper.WriteFile(ctx, badge.File, data)
		return errors.Join(err, helper.Eject(ctx))
	}, err
}

// keyMends is what is wrong with a stick or a key, and what to do about it.
var keyMends = []struct {
	is   error
	what string
}{
	{machine.ErrNoHelper, "no helper runs on this machine, or it does not know this user: put sudo before it, or say --stick FOLDER where the stick is mounted"},
	{machine.ErrNoStick, "there is no USB stick: plug one in, wait some seconds, and say it again"},
	{badge.ErrNoUSB, "this folder is on no USB stick: is it mounted? Or say --serial"},
	{badge.ErrNoSerial, "this USB stick has no serial number, so a copy would open too: take another"},
	{badge.ErrUnknown, "there is no such key; \"kioskctl staff key list\" lists them"},
	{badge.ErrTwo, "several keys have this name: say the id of one"},
	{badge.ErrUnreadable, "this is not the file of a key: make the key anew"},
	{badge.ErrForged, "another kiosk has made this key, or this one before it was set up anew: make it anew"},
	{badge.ErrOtherKiosk, "the key was made before the kiosk was enrolled at its hub: make it anew"},
	{badge.ErrOtherStick, "the key was copied from another stick: make one for this stick"},
	{badge.ErrExpired, "the key has ended: make it anew; is the date of this machine right?"},
	{badge.ErrRevoked, "the key was revoked"},
}

func keyMend(err error) error {
	for _, m := range keyMends {
		if errors.Is(err, m.is) {
			return errors.New(m.what)
		}
	}
	return staffMend(err)
}
