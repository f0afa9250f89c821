package main

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"strings"

	"guichet/drivers/printer"
	"guichet/drivers/printersim"
	"guichet/drivers/profiles"
)

var printerSim = command{
	name:  "printer sim",
	args:  "[--model P] [--png DIR] [flags]",
	short: "Be a printer on a pseudo-terminal, with every fault",
	long: `It says which path to open, takes what happens to it as lines on the standard
input, and shows each sheet of paper: its text, and with --png a picture.
It ends with "quit" or a signal; at the end of its input it goes on.

lines:
` + simHelp(),
	setup: setupSim,
}

func setupSim(set *flag.FlagSet) action {
	var opts printersim.Options
	model := set.String("model", "epson-tm-t20ii", "the `profile` of the model")
	pngs := set.String("png", "", "the `folder` for each sheet, as sheet-001.png and sheet-001.txt")
	set.IntVar(&opts.Baud, "baud", 0, "the speed of the line in `bits` a second; 0 is as fast as it goes")
	set.IntVar(&opts.Speed, "speed", 0, "the speed of the paper in `millimetres` a second; 0 is at once")
	set.StringVar(&opts.Dir, "link", "", "the `folder` in which \"printer\" leads to the pseudo-terminal; a new one if left out")
	set.BoolVar(&opts.Lies, "lies", false, "say to be an EPSON TM-T88V, as clones do")
	set.BoolVar(&opts.Takes, "takes", false, "somebody takes each paper as soon as the presenter holds it out")
	return func(ctx context.Context, p program, _ []string) error {
		profile, err := profiles.Get(*model)
		if err != nil {
			return usagef("--model: there is no profile %q; there are %s", *model, strings.Join(profiles.Names(), ", "))
		}
		if opts.Baud < 0 || opts.Speed < 0 {
			return usagef("--baud and --speed are not negative")
		}
		opts.Model, opts.Profile = *model, profile
		return p.simulate(ctx, opts, *pngs)
	}
}

// simulate runs the printer until "quit" or the end of ctx.
func (p program) simulate(ctx context.Context, opts printersim.Options, pngs string) error {
	if pngs != "" {
		if err := os.MkdirAll(pngs, 0o755); err != nil {
			return err
		}
	}
	sim, err := printersim.New(opts)
	if err != nil {
		return err
	}
	tray := &tray{sim: sim, out: &lockedWriter{w: p.out}, dir: pngs}
	sim.OnChange(tray.collect)
	fmt.Fprintf(tray.out, "%s at %s\n", opts.Profile.Model, sim.Path())
	fmt.Fprintf(tray.out, "try: kioskctl printer status --profile %s --port %s\n", opts.Profile.Name, sim.Path())
	select {
	case <-ctx.Done():
	case <-p.obey(sim, tray):
	}
	sim.Close()
	tray.collect()
	tray.last()
	return tray.err
}

// obey reads lines until "quit", which closes what it returns.
func (p program) obey(sim *printersim.Sim, tray *tray) <-chan struct{} {
	quit := make(chan struct{})
	go func() {
		for lines := bufio.NewScanner(p.in); lines.Scan(); {
			line := strings.Join(strings.Fields(lines.Text()), " ")
			if line == "quit" {
				close(quit)
				return
			}
			fmt.Fprintln(tray.out, reply(sim, line))
		}
	}()
	return quit
}

// reply does what a line says and tells what one sees then.
func reply(sim *printersim.Sim, line string) string {
	if line == "help" {
		return simHelp()
	}
	if err := happen(sim, line); err != nil {
		return err.Error()
	}
	return stateWords(sim.State())
}

// stateWords is what one sees of the printer, in one line.
func stateWords(s printersim.State) string {
	switch {
	case !s.Plugged:
		return "unplugged"
	case !s.Powered:
		return "switched off"
	}
	status := printer.Status{
		Online: s.Online, Paper: printer.PaperOK, CoverOpen: s.CoverOpen,
		Cutter: s.CutterError || s.PaperJam, Hot: s.Hot, Broken: s.Broken,
	}
	switch {
	case s.PaperOut:
		status.Paper = printer.PaperOut
	case s.NearEnd:
		status.Paper = printer.PaperNearEnd
	}
	words := statusWords(status, nil)
	for _, extra := range []struct {
		on   bool
		word string
	}{{s.Muted, "mute"}, {s.Held, "says wait"}, {s.Holding, "holds a paper out"}} {
		if extra.on {
			words += ", " + extra.word
		}
	}
	return words
}

var errNotUnderstood = errors.New("not understood; \"help\" lists what can happen")
