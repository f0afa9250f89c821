package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"runtime/debug"
	"strings"
	"text/tabwriter"
	"time"

	"guichet/kiosk/fleet/wire"
)

// The exit statuses, as those of kioskctl.
const (
	exitDone   = 0
	exitFailed = 1
	exitUsage  = 2
)

const exitHelp = `exit status:
  0  done
  1  it failed
  2  the command was not understood, or the configuration is wrong
`

// program is what a command sees of the world.
type program struct {
	out, err io.Writer
	now      func() time.Time
}

// action is a command whose flags were read; words are its other arguments.
type action func(ctx context.Context, p program, words []string) error

// command is one thing that kioskhub does.
type command struct {
	name  string
	args  string // for its usage
	short string // one line
	long  string
	least int // how many arguments it must have besides flags
	words int // how many it may have
	setup func(*flag.FlagSet) action
}

// commands is the list.
var commands = []command{initCommand, serveCommand, checkCommand, backupCommand, importCommand, userCommand, tokenCommand}

// usageError is a mistake of the command line or of the configuration.
type usageError struct{ err error }

func (e *usageError) Error() string { return e.err.Error() }
func (e *usageError) Unwrap() error { return e.err }

func usagef(format string, args ...any) error { return &usageError{fmt.Errorf(format, args...)} }

// run does what args say and returns the exit status.
func (p program) run(ctx context.Context, args []string) int {
	err := p.dispatch(ctx, args)
	if err == nil || errors.Is(err, flag.ErrHelp) {
		return exitDone
	}
	fmt.Fprintln(p.err, "kioskhub:", err)
	var usage *usageError
	if errors.As(err, &usage) {
		return exitUsage
	}
	return exitFailed
}

func (p program) dispatch(ctx context.Context, args []string) error {
	if len(args) == 0 || args[0] == "help" || strings.TrimLeft(args[0], "-") == "help" || args[0] == "-h" {
		p.help()
		return nil
	}
	if args[0] == "version" {
		fmt.Fprintln(p.out, version())
		return nil
	}
	for _, c := range commands {
		if c.name == args[0] {
			return p.execute(ctx, c, args[1:])
		}
	}
	return usagef("there is no command %q; see \"kioskhub help\"", args[0])
}

func (p program) execute(ctx context.Context, c command, args []string) error {
	set := flag.NewFlagSet(c.name, flag.ContinueOnError)
	set.SetOutput(io.Discard)
	act := c.setup(set)
	words, err := parse(set, args)
	if errors.Is(err, flag.ErrHelp) {
		p.usage(c, set)
		return err
	}
	if err == nil && (len(words) < c.least || len(words) > c.words) {
		err = fmt.Errorf("%s takes %s", c.name, c.args)
	}
	if err != nil {
		return usagef("%w; see \"kioskhub %s --help\"", err, c.name)
	}
	return act(ctx, p, words)
}

// parse reads flags and words in any order.
func parse(set *flag.FlagSet, args []string) (words []string, err error) {
	for {
		if err := set.Parse(args); err != nil {
			return nil, err
		}
		if set.NArg() == 0 {
			return words, nil
		}
		words, args = append(words, set.Arg(0)), set.Args()[1:]
	}
}

func (p program) help() {
	fmt.Fprint(p.out, "usage: kioskhub COMMAND [flags]\n\n")
	w := tabwriter.NewWriter(p.out, 0, 0, 2, ' ', 0)
	for _, c := range commands {
		fmt.Fprintf(w, "  %s\t%s\n", c.name, c.short)
	}
	fmt.Fprintf(w, "  version\tSay which version this is\n")
	w.Flush()
	fmt.Fprint(p.out, "\n\"kioskhub COMMAND --help\" says more.\n\n", exitHelp)
}

func (p program) usage(c command, set *flag.FlagSet) {
	fmt.Fprintf(p.out, "usage: kioskhub %s %s\n\n%s.\n", c.name, c.args, c.short)
	if c.long != "" {
		fmt.Fprintf(p.out, "\n%s\n", c.long)
	}
	fmt.Fprintln(p.out)
	set.SetOutput(p.out)
	set.PrintDefaults()
	fmt.Fprint(p.out, "\n", exitHelp)
}

// version is that of the module, where Go was told it, else that of all programs
// of this tree.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Version == "" || info.Main.Version == "(devel)" {
		return wire.Version
	}
	return info.Main.Version
}

// configFlag is the flag that most commands have.
func configFlag(set *flag.FlagSet) *string {
	return set.String("config", "/etc/guichet/kioskhub.yaml", "the configuration `file`")
}
