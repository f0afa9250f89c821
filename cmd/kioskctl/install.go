package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"log/slog"
	"os"

	"guichet/forms/pack/trust"
	"guichet/kiosk/config"
	"guichet/kiosk/fleet"
)

var packInstall = command{
	name: "pack install", args: "--config FILE STICK", words: 1, least: 1,
	short: "On a kiosk: take packs from a USB stick",
	long: `STICK is the folder that "pack stick" has written. Everything on it is verified as
if it came from a hub, each pack passes its own tests on this machine, and only
then takes the place of the one before it. Nothing older than what this kiosk has
seen is taken. Run it as the user that the kiosk runs as, and restart the kiosk.`,
	setup: setupPackInstall,
}

func setupPackInstall(set *flag.FlagSet) action {
	file := set.String("config", "", "the configuration `file` of the kiosk")
	return func(ctx context.Context, p program, words []string) error {
		if *file == "" {
			return usagef("--config FILE is missing")
		}
		cfg, err := config.Read(*file)
		if err != nil {
			return err
		}
		return p.install(ctx, cfg, words[0])
	}
}

func (p program) install(ctx context.Context, cfg *config.Config, stick string) error {
	root, err := os.OpenRoot(stick)
	if errors.Is(err, fs.ErrNotExist) {
		return usagef("there is no folder %s: is the stick in, and mounted?", stick)
	}
	if err != nil {
		return err
	}
	defer root.Close()
	l, err := fleet.LibraryOf(cfg, slog.New(slog.DiscardHandler))
	if err != nil {
		return err
	}
	defer l.Close()
	failed := stickMend(l.Import(ctx, trust.Folder(root)))
	for _, one := range l.Packs() {
		fmt.Fprintf(p.out, "This kiosk has %s.\n", one)
	}
	if keys, err := l.Recipients(); err != nil || len(keys) == 0 {
		failed = errors.Join(failed, err)
		fmt.Fprintln(p.out, "It has no keys of the town hall that are signed; those of its configuration count, if there are any.")
	}
	return failed
}
