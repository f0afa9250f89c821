package main

import (
	"context"
	"flag"
	"fmt"
	"os"

	"guichet/forms/pack/publish"
	"guichet/forms/pack/trust"
)

var packSign = command{
	name: "pack sign", args: "FILE.guichet … --repo R --town CODE --key KEY", words: 20,
	short: "Sign packs for publication, or withdraw one",
	long: `Writes an upload: one file, that goes to the second approval (by stick or by
mail) where there is one, and then to the hub: kioskctl pack push. It holds
what is published now, and these packs beside it. Older revisions stay, so that
a kiosk keeps what it has until it has tried the new one; take them out with
--withdraw 04/04999/cantine-1.0.0.guichet once no kiosk needs them.`,
	setup: setupPackSign,
}

// signing is what a town wants to change.
type signing struct {
	repo, town, out string
	withdraw, keys  words
}

func setupPackSign(set *flag.FlagSet) action {
	var in signing
	set.StringVar(&in.repo, "repo", "", "where packs are published: a `folder` or an address; the hub of \"hub login\" if left out")
	set.StringVar(&in.town, "town", "", "the COG `code` of the town")
	set.StringVar(&in.out, "o", "pack.upload", "the upload to write")
	set.Var(&in.withdraw, "withdraw", "a `path` to take out, as \"kioskctl keys show\" lists it; several times for several")
	set.Var(&in.keys, "key", "the town's .key `file`")
	s := flagPassphrase(set)
	return func(_ context.Context, p program, args []string) error {
		if err := trust.CheckTown(in.town); err != nil {
			return usagef("--town: %w", err)
		}
		files, err := repository(in.repo)
		if err != nil {
			return err
		}
		e, err := publish.Begin(files, p.now())
		if err == nil {
			err = p.change(in, e, args)
		}
		if err != nil {
			return err
		}
		return p.finish(e, s, in.keys, in.out)
	}
}

// change adds packs, which their check must not refuse, and withdraws others.
func (p program) change(in signing, e *publish.Edit, packs []string) error {
	for _, file := range packs {
		data, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		if err := p.good(data); err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
		if _, err := e.Publish(in.town, data); err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
	}
	for _, path := range in.withdraw {
		if err := e.Withdraw(in.town, path); err != nil {
			return err
		}
	}
	return nil
}
