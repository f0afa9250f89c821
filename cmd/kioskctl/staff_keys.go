package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"text/tabwriter"
	"time"

	"guichet/kiosk/staff"
	"guichet/kiosk/staff/badge"
)

var staffKeyList = command{
	name: "staff key list", short: "On a kiosk: list the USB keys that were made for it",
	setup: func(set *flag.FlagSet) action {
		own := flagOwnFolder(set)
		return own.withKeys(func(_ context.Context, p program, k *badge.Keeper, _ []string) error {
			all, err := k.List()
			if err != nil {
				return err
			}
			return p.keys(all)
		})
	},
}

func (p program) keys(all []badge.Entry) error {
	if len(all) == 0 {
		fmt.Fprintln(p.out, "no key was made; make one with: kioskctl staff key make NAME")
		return nil
	}
	w := tabwriter.NewWriter(p.out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "ID\tNAME\tSTICK\tMADE\tSTATE")
	for _, e := range all {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\n", e.ID, e.Name, e.Serial, e.Issued.Local().Format(time.DateOnly), keyState(e, p.now()))
	}
	return w.Flush()
}

func keyState(e badge.Entry, now time.Time) string {
	switch {
	case !e.Revoked.IsZero():
		return "revoked " + e.Revoked.Local().Format(time.DateOnly)
	case !now.Before(e.Expires):
		return "ended " + e.Expires.Local().Format(time.DateOnly)
	}
	return "opens until " + e.Expires.Local().Format(time.DateOnly)
}

var staffKeyRevoke = command{
	name: "staff key revoke", args: "KEY", words: 1, least: 1,
	short: "On a kiosk: end a USB key, at once and for good",
	long:  "KEY is its id, or its name where only one that opens has it.",
	setup: func(set *flag.FlagSet) action {
		own := flagOwnFolder(set)
		return own.withKeys(func(_ context.Context, p program, k *badge.Keeper, words []string) error {
			e, err := k.Revoke(words[0], p.now())
			if err != nil {
				return keyMend(err)
			}
			return p.keys([]badge.Entry{e})
		})
	},
}

// withKeys opens the list of keys of a kiosk.
func (o *ownFolder) withKeys(use func(context.Context, program, *badge.Keeper, []string) error) action {
	return func(ctx context.Context, p program, words []string) error {
		f, err := o.open()
		if err != nil {
			return err
		}
		defer f.Close()
		k, err := f.keeper()
		if err != nil {
			return err
		}
		return errors.Join(use(ctx, p, k, words), f.handOver("staff.key", "badges.json"))
	}
}

var staffKeyCheck = command{
	name: "staff key check", short: "On a kiosk: say whether the USB stick that is plugged in opens staff mode, and if not, why",
	setup: func(set *flag.FlagSet) action {
		own := flagOwnFolder(set)
		h := &here{}
		set.StringVar(&h.socket, "socket", "", "the `path` of the kiosk's socket, where it is another one")
		return own.withKeys(func(ctx context.Context, p program, k *badge.Keeper, _ []string) error {
			return h.action(withSticks(func(ctx context.Context, p program, s staff.Sticks) error {
				file, serial, err := s.Key(ctx)
				defer s.Close()
				if err != nil {
					return err
				}
				b, err := k.Check(file, serial, p.now())
				if err != nil {
					return keyMend(err)
				}
				return p.keys([]badge.Entry{{Badge: b}})
			}))(ctx, p, nil)
		})
	},
}
