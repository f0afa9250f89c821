// Command kiosk is the terminal in the entrance hall.
//
//	kiosk -config /etc/guichet/kiosk.yaml    the real thing
//	kiosk -sim                               a simulated printer, nothing to configure
//	kiosk -sim -hub URL -data DIR            the same, enrolled at a hub
//	kiosk -sim -walk DIR                     plays a visit of each pack and leaves pictures
//	kiosk preview PACK                       draws every page and paper of a pack, and a sheet to show
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
	"time"

	"guichet/kiosk"
	"guichet/kiosk/call"
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
	hub      string
	ca       string
	data     string
	sip      string
	calls    string
	talk     time.Duration
}

const usage = `usage:
  kiosk -config FILE    the terminal of the entrance hall
  kiosk -sim            the same with a simulated printer, nothing to configure
  kiosk preview PACK    draws every page and paper of a pack, and a sheet to show;
                        "kiosk preview -h" says more

`

func parse(args []string, out io.Writer) (flags, error) {
	var f flags
	set := flag.NewFlagSet("kiosk", flag.ContinueOnError)
	set.SetOutput(out)
	set.Usage = func() {
		fmt.Fprint(out, usage)
		set.PrintDefaults()
	}
	set.StringVar(&f.config, "config", "", "the configuration `file`")
	set.BoolVar(&f.sim, "sim", false, "simulate the printer; nothing is configured and nothing is kept")
	set.StringVar(&f.walk, "walk", "", "with -sim: play a visit of each pack and leave pictures in this `folder`")
	set.StringVar(&f.touchmap, "touchmap", "", "with -sim: tell where the controls are, on this unix `socket`")
	set.StringVar(&f.size, "size", "", "with -sim: size of the screen in `pixels`, such as 1280x800")
	set.StringVar(&f.hub, "hub", "", "with -sim: the `address` of a hub")
	set.StringVar(&f.ca, "ca", "", "with -hub: the `file` of the authority that signed its certificate")
	set.StringVar(&f.data, "data", "", "with -hub: the `folder` in which this kiosk was enrolled; what is saved is kept there")
	set.StringVar(&f.sip, "sip", "", "with -sim: the `address` of a telephone exchange that wants no password, such as sip:127.0.0.1:5060")
	set.StringVar(&f.calls, "calls", "", "with -walk: then call somebody by these `ways`: video, voice or video,voice")
	set.DurationVar(&f.talk, "talk", 0, "with -calls: how long to measure what a call by video takes")
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
	case !f.sim && f.hub+f.ca+f.data != "":
		return errors.New("-hub, -ca and -data go with -sim; a real kiosk has them in its configuration")
	case !f.sim && f.sip+f.calls != "", f.walk == "" && f.calls != "":
		return errors.New("-sip goes with -sim, and -calls with -sim and -walk")
	case f.calls == "" && f.talk != 0:
		return errors.New("-talk goes with -calls")
	case (f.hub == "") != (f.data == ""), f.hub == "" && f.ca != "":
		return errors.New("give both -hub and -data, or neither")
	}
	return nil
}

func run(args []string, out io.Writer) error {
	if len(args) > 0 && args[0] == "preview" {
		return runPreview(args[1:], out)
	}
	f, err := parse(args, out)
	if err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if f.sim {
		return kiosk.Simulate(ctx, f.simulation(out))
	}
	cfg, err := config.Read(f.config)
	if err != nil {
		return err
	}
	return kiosk.Run(ctx, cfg, kiosk.Options{Log: logger(out, cfg.LogLevel)})
}

func (f flags) simulation(out io.Writer) kiosk.Simulation {
	s := kiosk.Simulation{
		Walk: f.walk, TouchMap: f.touchmap, Size: f.size, Data: f.data, SIP: f.sip, Talk: f.talk,
		Log: slog.New(slog.NewTextHandler(out, nil)),
	}
	if f.hub != "" {
		s.Hub = &config.Hub{URL: f.hub, CA: f.ca}
	}
	for way := range strings.SplitSeq(f.calls, ",") {
		if way != "" {
			s.Calls = append(s.Calls, call.Way(way))
		}
	}
	return s
}

// logger writes a line of JSON for each event. Every level that a
// configuration may name is one of slog's.
func logger(out io.Writer, level string) *slog.Logger {
	var least slog.Level
	least.UnmarshalText([]byte(level))
	return slog.New(slog.NewJSONHandler(out, &slog.HandlerOptions{Level: least}))
}
