package main

import (
	"context"
	"flag"
	"fmt"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"guichet/kiosk/fleet/wire"
	"guichet/kiosk/hub/tool"
)

var kioskList = command{
	name: "kiosk list", args: "[--town CODE]",
	short: "List the kiosks of a town: how they are, what they show",
	setup: func(set *flag.FlagSet) action {
		town := flagTown(set)
		return func(ctx context.Context, p program, _ []string) error {
			c, l, err := hubClient(*town)
			if err != nil {
				return err
			}
			all, err := c.Kiosks(ctx, l.Town)
			if err == nil {
				err = p.listKiosks(all)
			}
			p.sayOlder(all)
			return hubMend(err)
		}
	},
}

// sayOlder tells that the hub has lost what was published, as its kiosks see it:
// they keep what they have until it is published again.
func (p program) sayOlder(all []tool.Kiosk) {
	older, known := 0, 0
	for _, k := range all {
		if !k.Revoked.IsZero() {
			continue
		}
		known++
		if slices.ContainsFunc(k.Beat.Alerts, func(a wire.Alert) bool { return a.Name == wire.AlertHubOlder }) {
			older++
		}
	}
	if older > 0 {
		fmt.Fprintf(p.out, "\nThe hub has lost what was published: %d of %d kiosks know a newer list, and keep to it.\n"+
			"Publish again what is missing: kioskctl pack push, kioskctl keys recipients.\n", older, known)
	}
}

// silentAfter is when a kiosk counts as silent, as at the hub.
const silentAfter = 15 * time.Minute

func (p program) listKiosks(all []tool.Kiosk) error {
	if len(all) == 0 {
		fmt.Fprintln(p.out, "no kiosk is known yet; make one known with: kioskctl kiosk code NAME")
		return nil
	}
	w := tabwriter.NewWriter(p.out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "ID\tTOWN\tNAME\tGROUP\tSTATE\tPACKS")
	for _, k := range all {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\n", k.ID, k.Town, k.Name, orDash(k.Group), kioskState(k, p.now()), orDash(packWords(k)))
	}
	return w.Flush()
}

func orDash(s string) string {
	if s == "" {
		return "-"
	}
	return s
}

// kioskState is how a kiosk is, in a few words.
func kioskState(k tool.Kiosk, now time.Time) string {
	switch {
	case !k.Revoked.IsZero():
		return "revoked"
	case k.Seen.IsZero():
		return "never seen"
	case now.Sub(k.Seen) > silentAfter:
		return "silent since " + k.Seen.Local().Format("2006-01-02 15:04")
	}
	words := []string{inWords(k.Beat.State)}
	for _, a := range k.Beat.Alerts {
		words = append(words, inWords(a.Name))
	}
	return strings.Join(words, ", ")
}

// inWords is a word of the protocol as people read it: "paper_low" is "paper
// low".
func inWords(s string) string {
	return orDash(strings.ReplaceAll(s, "_", " "))
}

// packWords is the revisions that a kiosk shows.
func packWords(k tool.Kiosk) string {
	var words []string
	for _, one := range k.Beat.Packs {
		if one.Step == "shown" {
			words = append(words, one.ID+" "+one.Version)
		}
	}
	return strings.Join(words, ", ")
}

var kioskCode = command{
	name: "kiosk code", args: "NAME [--group GROUP]", words: 1, least: 1,
	short: "Make a code that makes a new kiosk known: it lives ten minutes",
	long: `Read it out to whoever stands at the kiosk: its screen asks for it. Without a
screen, "guichetctl enrol CODE" there.`,
	setup: func(set *flag.FlagSet) action {
		town := flagTown(set)
		group := set.String("group", "", "the `group` of the kiosk; \"test\" gets every revision first")
		return func(ctx context.Context, p program, args []string) error {
			c, l, err := townClient(*town)
			if err != nil {
				return err
			}
			code, err := c.NewCode(ctx, tool.NewCode{Town: l.Town, Name: args[0], Group: *group})
			if err != nil {
				return hubMend(err)
			}
			fmt.Fprintf(p.out, "%s\nuntil %s, once\n", code.Code, code.Expires.Local().Format("15:04"))
			return nil
		}
	},
}

var kioskRevoke = command{
	name: "kiosk revoke", args: "KIOSK --yes", words: 1, least: 1,
	short: "Take a kiosk out of the fleet, at once and for good",
	long: `KIOSK is its id, or its name where only one has it. What it has sent stays; what
it still holds it can no longer send: empty it first. It comes back only with a
new code.`,
	setup: func(set *flag.FlagSet) action {
		town := flagTown(set)
		yes := set.Bool("yes", false, "yes, for good")
		return func(ctx context.Context, p program, args []string) error {
			if !*yes {
				return usagef("this cannot be undone: say --yes")
			}
			return p.onKiosk(ctx, *town, args[0], func(c *tool.Client, k tool.Kiosk) error {
				err := c.Revoke(ctx, k.ID)
				if err == nil {
					fmt.Fprintf(p.out, "revoked: %s (%s)\n", k.Name, k.ID)
				}
				return err
			})
		}
	},
}

var kioskRename = command{
	name: "kiosk rename", args: "KIOSK NAME", words: 2, least: 2,
	short: "Give a kiosk another name",
	setup: editCommand(func(s string) tool.Edit { return tool.Edit{Name: &s} }),
}

var kioskGroup = command{
	name: "kiosk group", args: "KIOSK GROUP", words: 2, least: 2,
	short: "Put a kiosk into another group: \"test\" gets every revision first",
	long:  `"" is no group.`,
	setup: editCommand(func(s string) tool.Edit { return tool.Edit{Group: &s} }),
}

// editCommand changes one thing of a kiosk to the second word.
func editCommand(edit func(string) tool.Edit) func(*flag.FlagSet) action {
	return func(set *flag.FlagSet) action {
		town := flagTown(set)
		return func(ctx context.Context, p program, args []string) error {
			return p.onKiosk(ctx, *town, args[0], func(c *tool.Client, k tool.Kiosk) error {
				k, err := c.Edit(ctx, k.ID, edit(args[1]))
				if err == nil {
					fmt.Fprintf(p.out, "%s  %s  %s\n", k.ID, k.Name, orDash(k.Group))
				}
				return err
			})
		}
	}
}

// onKiosk does something with a kiosk that is named by its id or its name.
func (p program) onKiosk(ctx context.Context, town, name string, do func(*tool.Client, tool.Kiosk) error) error {
	c, l, err := hubClient(town)
	if err != nil {
		return err
	}
	all, err := c.Kiosks(ctx, l.Town)
	if err != nil {
		return hubMend(err)
	}
	k, err := findKiosk(all, name)
	if err != nil {
		return err
	}
	return hubMend(do(c, k))
}

// findKiosk finds by id first; a name must be that of one kiosk alone.
func findKiosk(all []tool.Kiosk, name string) (found tool.Kiosk, err error) {
	n := 0
	for _, k := range all {
		if k.ID == name {
			return k, nil
		}
		if k.Name == name && k.Revoked.IsZero() {
			found, n = k, n+1
		}
	}
	if n != 1 {
		return found, fmt.Errorf("%d kiosks are called %q; say the id that \"kioskctl kiosk list\" shows", n, name)
	}
	return found, nil
}
