package main

import (
	"context"
	"flag"
	"fmt"
	"slices"
	"strings"
	"text/tabwriter"
)

// action is a command whose flags were read; words are its other arguments.
type action func(ctx context.Context, p program, words []string) error

// command is one thing that kioskctl does.
type command struct {
	name   string // group and verb: "printer list"
	args   string // for its usage: "--profile P DOC.yaml"
	short  string // one line
	long   string // the rest of its help
	words  int    // how many arguments it takes besides flags
	least  int    // how many it must have
	setup  func(*flag.FlagSet) action
	outlet bool // its help tells the exit statuses
}

// commands is the list; a command is added here, by hand.
var commands = []command{
	printerList,
	printerDetect,
	printerStatus,
	printerTest,
	printerPrint,
	printerSim,
	printerProfiles,
	packNew,
	packCheck,
	packDiff,
	packBuild,
	packExample,
	packSchema,
	packManual,
	packNotice,
	packSign,
	packApprove,
	packAccept,
	packStick,
	packInstall,
	keysNew,
	keysTown,
	keysRecipients,
	keysTest,
	keysShow,
	keysRenew,
	keysRotate,
	keysRevoke,
	keysCeremony,
	packPush,
	packRollout,
	packPause,
	packResume,
	packNext,
	packBack,
	packStatus,
	hubLogin,
	kioskList,
	kioskCode,
	kioskRevoke,
	kioskRename,
	kioskGroup,
	enrol,
	guide,
	helper,
	inboxList,
	inboxRead,
	inboxExport,
	inboxHandled,
	configCheck,
	staffHealth,
	staffPaper,
	staffFeed,
	staffTest,
	staffRoll,
	staffWaiting,
	staffDeliver,
	staffPacks,
	staffInstall,
	staffBack,
	staffCalls,
	staffLevels,
	staffPicture,
	staffCall,
	staffBrightness,
	staffVolume,
	staffClean,
	staffFacts,
	staffClock,
	staffLog,
	staffVisit,
	staffExport,
	staffEject,
	staffRestart,
	staffReboot,
	staffPowerOff,
	staffPin,
	staffKeyMake,
	staffKeyList,
	staffKeyRevoke,
	staffKeyCheck,
}

// find returns the command that args begin with, and what follows.
func find(args []string) (command, []string, bool) {
	for _, c := range commands {
		words := strings.Fields(c.name)
		if len(args) >= len(words) && slices.Equal(args[:len(words)], words) {
			return c, args[len(words):], true
		}
	}
	return command{}, nil, false
}

func inGroup(name string) bool {
	return slices.ContainsFunc(commands, func(c command) bool { return strings.HasPrefix(c.name, name+" ") })
}

// count refuses too few and too many words.
func (c command) count(words []string) error {
	if len(words) > c.words {
		return fmt.Errorf("%q is one word too many", words[c.words])
	}
	if len(words) < c.least {
		return fmt.Errorf("%s takes %s", c.name, c.args)
	}
	return nil
}

// usage writes the help of one command.
func (c command) usage(set *flag.FlagSet) {
	out := set.Output()
	fmt.Fprintf(out, "usage: kioskctl %s\n\n%s.\n", strings.TrimSpace(c.name+" "+c.args), c.short)
	if c.long != "" {
		fmt.Fprintf(out, "\n%s\n", c.long)
	}
	if hasFlags(set) {
		fmt.Fprintln(out)
		set.PrintDefaults()
	}
	if c.outlet {
		fmt.Fprint(out, "\n", exitHelp)
	}
}

func hasFlags(set *flag.FlagSet) bool {
	any := false
	set.VisitAll(func(*flag.Flag) { any = true })
	return any
}

// listCommands writes what there is, of one group or all.
func (p program) listCommands(group string) {
	fmt.Fprint(p.out, "usage: kioskctl COMMAND [flags]\n\n")
	w := tabwriter.NewWriter(p.out, 0, 0, 2, ' ', 0)
	for _, c := range commands {
		if group == "" || strings.HasPrefix(c.name, group+" ") {
			fmt.Fprintf(w, "  %s\t%s\n", c.name, c.short)
		}
	}
	w.Flush()
	fmt.Fprint(p.out, "\n\"kioskctl COMMAND --help\" says more.\n\n", exitHelp)
}
