package main

import (
	"context"
	"flag"
	"fmt"

	"guichet/kiosk/hub/tool"
)

var packRollout = command{
	name: "pack rollout", args: "PACK VERSION [--by-hand] [--no-wait]", words: 2, least: 2,
	short: "Bring a published revision to the kiosks: the test group, 10 %, all",
	long: `Shows how far each kiosk is, until the last shows the revision on its home page.
A kiosk that refuses it, or has a fault with it, stops the roll-out: exit status
1. Interrupted, the roll-out goes on at the hub: "pack status --watch".`,
	setup: setupPackRollout,
}

func setupPackRollout(set *flag.FlagSet) action {
	town := flagTown(set)
	byHand := set.Bool("by-hand", false, "wait for \"pack next\" at the end of each stage")
	noWait := set.Bool("no-wait", false, "do not wait for the kiosks")
	return func(ctx context.Context, p program, args []string) error {
		c, l, err := townClient(*town)
		if err != nil {
			return err
		}
		return p.rollout(ctx, c, tool.Start{Town: l.Town, Pack: args[0], Version: args[1], Auto: !*byHand}, !*noWait)
	}
}

// rollout begins one, and shows it.
func (p program) rollout(ctx context.Context, c *tool.Client, s tool.Start, wait bool) error {
	r, err := c.Start(ctx, s)
	if err != nil {
		return hubMend(err)
	}
	fmt.Fprintf(p.out, "rolling out: %s %s\n", s.Pack, s.Version)
	if !wait {
		return nil
	}
	return p.watchRollout(ctx, c, r.ID)
}

// A turn is a command that turns the roll-out of a pack.
func turnCommand(verb, turn, short, long string) command {
	return command{
		name: "pack " + verb, args: "PACK", words: 1, least: 1, short: short, long: long,
		setup: func(set *flag.FlagSet) action {
			town := flagTown(set)
			return func(ctx context.Context, p program, args []string) error {
				c, l, err := townClient(*town)
				if err != nil {
					return err
				}
				r, err := newest(ctx, c, l.Town, args[0])
				if err == nil {
					r, err = c.Turn(ctx, r.ID, turn)
				}
				if err != nil {
					return hubMend(err)
				}
				fmt.Fprintln(p.out, rolloutWords(r))
				return nil
			}
		},
	}
}

var (
	packPause  = turnCommand("pause", tool.Pause, "Let a roll-out reach no more kiosks", "Those that have the revision keep it.")
	packResume = turnCommand("resume", tool.Resume, "Go on with a roll-out that was paused or stopped by itself", "What kiosks said before does not stop it again.")
	packNext   = turnCommand("next", tool.Next, "Go to the next stage of a roll-out now", "Whatever the kiosks of this stage say.")
	packBack   = turnCommand("rollback", tool.RollBack, "Bring the revision before back to every kiosk, at once", "A pack that had none before leaves the menu.")
)

// newest is the newest roll-out of a pack.
func newest(ctx context.Context, c *tool.Client, town, pack string) (tool.Rollout, error) {
	all, err := c.Rollouts(ctx, town)
	if err != nil {
		return tool.Rollout{}, err
	}
	for _, r := range all {
		if r.Pack == pack {
			return r, nil
		}
	}
	return tool.Rollout{}, fmt.Errorf("%s was never rolled out in %s", pack, town)
}

var packStatus = command{
	name: "pack status", args: "[PACK] [--watch]", words: 1,
	short: "Say how far roll-outs are, kiosk by kiosk",
	long: `Without PACK: the newest roll-out of each. With --watch it shows PACK until every
kiosk has it, or the roll-out stops: exit status 1.`,
	setup: setupPackStatus,
}

func setupPackStatus(set *flag.FlagSet) action {
	town := flagTown(set)
	watch := set.Bool("watch", false, "show every change until it ends")
	return func(ctx context.Context, p program, args []string) error {
		c, l, err := townClient(*town)
		switch {
		case err != nil:
			return err
		case len(args) == 0 && *watch:
			return usagef("--watch needs the name of a pack")
		case len(args) == 0:
			return hubMend(p.listRollouts(ctx, c, l.Town))
		}
		r, err := newest(ctx, c, l.Town, args[0])
		if err != nil {
			return hubMend(err)
		}
		if *watch {
			return p.watchRollout(ctx, c, r.ID)
		}
		progress, err := c.Progress(ctx, r.ID)
		if err != nil {
			return hubMend(err)
		}
		p.showProgress(progress)
		return nil
	}
}

func (p program) listRollouts(ctx context.Context, c *tool.Client, town string) error {
	all, err := c.Rollouts(ctx, town)
	if kiosks, err := c.Kiosks(ctx, town); err == nil {
		defer p.sayOlder(kiosks)
	}
	seen := map[string]bool{}
	for _, r := range all {
		if !seen[r.Pack] {
			fmt.Fprintln(p.out, rolloutWords(r))
		}
		seen[r.Pack] = true
	}
	if err == nil && len(all) == 0 {
		fmt.Fprintln(p.out, "nothing was rolled out yet")
	}
	return err
}
