package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"guichet/drivers/profiles"
	"guichet/forms/strictyaml"
	"guichet/kiosk/config"
)

var configCheck = command{
	name: "config check", args: "[--alone] FILE", words: 1, least: 1,
	short: "Say whether the configuration of a kiosk is good",
	long: `Every fault has its line, its column and its mend, and there are all of them at
once; the exit status is 1 then. The files that it names must be there and hold
what they should: run it on the kiosk, as the user that the kiosk runs as. It does
not look whether a device is plugged in, nor whether the hub answers.`,
	setup: func(set *flag.FlagSet) action {
		alone := set.Bool("alone", false, "look at the file alone: the kiosk is another machine")
		return func(_ context.Context, p program, words []string) error { return p.checkConfig(words[0], *alone) }
	},
}

func (p program) checkConfig(file string, alone bool) error {
	data, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	cfg, err := config.Parse(file, data)
	var faults strictyaml.Faults
	if err != nil && !errors.As(err, &faults) {
		return err
	}
	if cfg != nil {
		faults = profileFaults(file, data, cfg)
		if !alone {
			faults = append(faults, fileFaults(file, data, cfg)...)
		}
		faults.Sort()
	}
	if len(faults) > 0 {
		fmt.Fprintln(p.out, faults)
		return &exitError{status: exitFailed}
	}
	fmt.Fprintf(p.out, "%s is good: %s\n", file, legible(cfg.Town.Name))
	return nil
}

// profileFaults looks for the printer's model, which package config does not
// know. A profile of one's own is a file of the kiosk.
func profileFaults(file string, data []byte, cfg *config.Config) strictyaml.Faults {
	if cfg.Printer == nil || filepath.IsAbs(cfg.Printer.Profile) {
		return nil
	}
	if _, err := profiles.Load(cfg.Printer.Profile); err == nil {
		return nil
	}
	doc, faults := strictyaml.Parse(file, data)
	if faults != nil {
		return faults
	}
	what := fmt.Sprintf("there is no profile %q", cfg.Printer.Profile)
	return strictyaml.Faults{doc.At("printer", "profile").Fault(what, "there are "+strings.Join(profiles.Names(), ", "))}
}
