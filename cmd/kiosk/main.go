// Command kiosk is the terminal in the entrance hall.
//
//	kiosk -config /etc/guichet/kiosk.yaml    the real thing
//	kiosk -sim                               a simulated printer, nothing to configure
//	kiosk -sim -walk DIR                     plays a visit of each pack and leaves pictures
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"guichet/kiosk"
	"guichet/kiosk/config"
)

func main() {
	err := run(os.Args[1:], os.Stderr)
	if err != nil && !errors.Is(err, flag.ErrHelp) {
		fmt.Fprintln(os.Stderr, "kiosk:", strings.TrimPrefix(err.Error(), "kiosk: "))
		os.Exit(1)
	}
}

type flags struct {
	config   string
	sim      bool
	walk     string
	touchmap string
	size     string
}

func parse(args []string, out io.Writer) (flags, error) {
	var f flags
	set := flag.NewFlagSet("kiosk", flag.ContinueOnError)
	set.SetOutput(out)
	set.StringVar(&f.config, "config", "", "the configuration `file`")
	set.BoolVar(&f.sim, "sim", false, "simulate the printer; nothing is configured and nothing is kept")
	set.StringVar(&f.walk, "walk", "", "with -sim: play a visit of each pack and leave pictures in this `folder`")
	set.StringVar(&f.touchmap, "touchmap", "", "with -sim: tell where the controls are, on this unix `socket`")
	set.StringVar(&f.size, "size", "", "with -sim: size of the screen in `pixels`, such as 1280x800")
	if err := set.Parse(args); err != nil {
		return f, err
	}
	if set.NArg() > 0 {
		return f, fmt.Errorf("%q is one word too many", set.Arg(0))
	}
	return f, f.check()
}

func (f flags) check() error {
	switch {
	case f.sim == (f.config != ""):
		return errors.New("give either -config FILE or -sim")
	case !f.sim && (f.walk != "" || f.touchmap != "" || f.size != ""):
		return errors.New("-walk, -touchmap and -size go with -sim")
	}
	return nil
}

func run(args []string, out io.Writer) error {
	f, err := parse(args, out)
	if err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if f.sim {
		return kiosk.Simulate(ctx, kiosk.Simulation{Walk: f.walk, TouchMap: f.touchmap, Size: f.size, Log: slog.New(slog.NewTextHandler(out, nil))})
	}
	cfg, err := config.Read(f.config)
	if err != nil {
		return err
	}
	return kiosk.Run(ctx, cfg, kiosk.Options{Log: logger(out, cfg.LogLevel)})
}

// logger writes a line of JSON for each event. Every level that a
// configuration may name is one of slog's.
func logger(out io.Writer, level string) *slog.Logger {
	var least slog.Level
	least.UnmarshalText([]byte(level))
	return slog.New(slog.NewJSONHandler(out, &slog.HandlerOptions{Level: least}))
}
