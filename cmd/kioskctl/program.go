package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"strings"
	"time"

	"guichet/drivers/serial"
	"guichet/forms/strictyaml"
)

// The exit statuses. A script that prints must tell "not printed", which may
// be tried again, from "unknown", which a person must look at.
const (
	exitDone       = 0
	exitFailed     = 1
	exitUsage      = 2
	exitNotPrinted = 3
	exitUnknown    = 4
	exitNotReady   = 5
)

const exitHelp = `exit status:
  0  done, printed, ready
  1  it failed
  2  the command was not understood
  3  not printed: nothing of the document came out
  4  unknown: look at the paper before you print again
  5  the printer is not ready
`

// program is what a command sees of the world.
type program struct {
	in       io.Reader
	out, err io.Writer
	now      func() time.Time
	ports    func() ([]serial.PortInfo, error)
	notes    string // the folder of notes; "" for none
}

// exitError ends the program with a status. An empty err says nothing more:
// the command has said it.
type exitError struct {
	status int
	err    error
}

func (e *exitError) Error() string {
	if e.err == nil {
		return ""
	}
	return e.err.Error()
}

func (e *exitError) Unwrap() error { return e.err }

// usagef is a mistake of the command line.
func usagef(format string, args ...any) error {
	return &exitError{exitUsage, fmt.Errorf(format, args...)}
}

// run does what args say and returns the exit status.
func (p program) run(ctx context.Context, args []string) int {
	err := p.dispatch(ctx, args)
	if err == nil || errors.Is(err, flag.ErrHelp) {
		return exitDone
	}
	if text := err.Error(); text != "" {
		fmt.Fprintln(p.err, "kioskctl:", strings.TrimPrefix(text, "kioskctl: "))
	}
	var exit *exitError
	if errors.As(err, &exit) {
		return exit.status
	}
	return exitFailed
}

func (p program) dispatch(ctx context.Context, args []string) error {
	if len(args) == 0 || args[0] == "help" || isHelp(args[0]) {
		p.listCommands("")
		return nil
	}
	if c, rest, ok := find(args); ok {
		return p.execute(ctx, c, rest)
	}
	if inGroup(args[0]) && (len(args) == 1 || isHelp(args[1])) {
		p.listCommands(args[0])
		return nil
	}
	return unknownCommand(strings.Join(args[:min(len(args), 2)], " "))
}

// unknownCommand names the one that was meant, where one is near.
func unknownCommand(typed string) error {
	var names []string
	for _, c := range commands {
		names = append(names, c.name)
	}
	if mend := strictyaml.MendName(typed, names); strings.HasPrefix(mend, "did you mean") {
		return usagef("there is no command %q; %s", typed, mend)
	}
	return usagef("there is no command %q; see \"kioskctl help\"", typed)
}

func isHelp(s string) bool { return s == "-h" || s == "-help" || s == "--help" }

// execute reads the flags of c and runs it. Flags may stand behind the
// arguments too.
func (p program) execute(ctx context.Context, c command, args []string) error {
	set := flag.NewFlagSet(c.name, flag.ContinueOnError)
	set.SetOutput(p.out)
	set.Usage = func() { c.usage(set) }
	act := c.setup(set)
	words, err := parse(set, args)
	if errors.Is(err, flag.ErrHelp) {
		return err
	}
	if err == nil {
		err = c.count(words)
	}
	if err != nil {
		return usagef("%w; see \"kioskctl %s --help\"", err, c.name)
	}
	return act(ctx, p, words)
}

// parse reads flags and words in any order; behind "--" all are words. The
// library would print a mistake with the whole usage; one line is enough.
func parse(set *flag.FlagSet, args []string) (words []string, err error) {
	usage, out := set.Usage, set.Output()
	set.Usage = func() {}
	set.SetOutput(io.Discard)
	for len(args) > 0 && err == nil {
		err = set.Parse(args)
		rest := set.Args()
		if used := len(args) - len(rest); len(rest) == 0 || used > 0 && args[used-1] == "--" {
			words, args = append(words, rest...), nil
		} else {
			words, args = append(words, rest[0]), rest[1:]
		}
	}
	set.SetOutput(out)
	if errors.Is(err, flag.ErrHelp) {
		usage()
	}
	return words, err
}
