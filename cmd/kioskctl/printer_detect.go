package main

import (
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"strconv"
	"strings"
	"text/tabwriter"

	"guichet/drivers/detect"
	"guichet/drivers/printer"
)

var printerDetect = command{
	name:  "printer detect",
	args:  "[--port PORT] [--baud 9600,19200] [--verbose]",
	short: "Ask what printer hangs on a port, without changing it",
	long: `It tries the usual speeds and sends only questions that print nothing and
change nothing (DLE EOT, GS I, ESC ACK SOH). At a wrong speed a printer hears
three bytes of noise. Nippon printers answer none of these questions.
What a printer says about itself may be a lie: "kioskctl printer test" shows
whether the profile is right.`,
	setup: setupDetect,
}

func setupDetect(set *flag.FlagSet) action {
	port := set.String("port", "", "the `port`; all of \"printer list\" if left out")
	bauds := set.String("baud", "", "the `speeds` to try, in bits a second, with commas between; the usual ones if left out")
	backend := set.String("backend", "", "the `library` that opens the port: tarm or bugst; tarm if left out, which leaves DTR up")
	verbose := set.Bool("verbose", false, "show every question and answer in hexadecimal")
	return func(ctx context.Context, p program, _ []string) error {
		speeds, err := parseSpeeds(*bauds)
		if err != nil {
			return err
		}
		paths, err := portsToAsk(p, *port)
		if err != nil {
			return err
		}
		return p.detect(ctx, paths, detect.Options{Speeds: speeds, Backend: *backend}, *verbose)
	}
}

func parseSpeeds(s string) (speeds []int, err error) {
	if s == "" {
		return nil, nil
	}
	for _, word := range strings.Split(s, ",") {
		n, err := strconv.Atoi(strings.TrimSpace(word))
		if err != nil || n <= 0 {
			return nil, usagef("--baud: %q is no speed", word)
		}
		speeds = append(speeds, n)
	}
	return speeds, nil
}

func portsToAsk(p program, port string) ([]string, error) {
	if port != "" {
		return []string{port}, nil
	}
	ports, err := p.ports()
	var paths []string
	for _, port := range ports {
		paths = append(paths, port.Path)
	}
	if err == nil && len(paths) == 0 {
		err = errors.New("no serial port found")
	}
	return paths, err
}

// detect asks port by port. It fails when no printer answered.
func (p program) detect(ctx context.Context, paths []string, opts detect.Options, verbose bool) error {
	found := false
	var last error
	for _, path := range paths {
		r, err := detect.Ask(ctx, path, opts)
		switch {
		case err == nil:
			found = true
			p.report(r, verbose)
		case ctx.Err() != nil:
			return ctx.Err()
		default:
			last = fmt.Errorf("%s: %s", path, why(err))
			if len(paths) > 1 {
				fmt.Fprintln(p.out, last)
			}
		}
	}
	switch {
	case found:
		return nil
	case len(paths) > 1:
		return errors.New("no printer answered")
	}
	return last
}

// why is why a port has no report. What a silent printer may be is said.
func why(err error) string {
	words := cmp.Or(reason(err), err.Error())
	if errors.Is(err, printer.ErrNoAnswer) {
		words += " at any of the speeds: is it switched on, and the cable in? A Nippon printer does not answer these questions"
	}
	return words
}

func (p program) report(r detect.Report, verbose bool) {
	fmt.Fprintf(p.out, "%s: a printer at %d bits a second\n", r.Path, r.Baud)
	w := tabwriter.NewWriter(p.out, 0, 0, 2, ' ', 0)
	fmt.Fprintf(w, "  driver\t%s\n", r.Driver)
	fmt.Fprintf(w, "  it says\t%s\n", says(r))
	for _, warning := range r.Warnings {
		fmt.Fprintf(w, "  warning\t%s\n", warning)
	}
	fmt.Fprintln(w, "profiles that fit:")
	for _, c := range r.Candidates {
		if c.Sure > detect.Unlikely || verbose {
			fmt.Fprintf(w, "  %s\t%s\t%s\n", c.Sure, c.Profile, c.Why)
		}
	}
	if verbose {
		fmt.Fprintln(w, "questions and answers:")
		for _, a := range r.Answers {
			fmt.Fprintf(w, "  %s\t%s\n", a.Question, cmp.Or(fmt.Sprintf("% X", a.Reply), "silence"))
		}
	}
	w.Flush()
	fmt.Fprintln(p.out, "Clones lie. To be sure: kioskctl printer test --profile PROFILE --to "+r.Path)
}

func says(r detect.Report) string {
	words := strings.TrimSpace(r.Maker + " " + r.Model + " " + r.Firmware)
	if r.Cutter != "" {
		words = strings.TrimSpace(words + ", cutter: " + r.Cutter)
	}
	return cmp.Or(strings.TrimPrefix(words, ", "), "nothing about itself")
}
