package main

import (
	"context"
	"flag"

	"guichet/forms/pack/publish"
	"guichet/forms/pack/trust"
)

var keysRevoke = command{
	name: "keys revoke", args: "--town CODE --repo R --key KEY …",
	short: "Take a town out: its key is worth nothing, and none comes after it",
	long: `For a town that leaves. Its kiosks keep the packs that they have, and get nothing
new. A key that was lost or stolen is replaced: see "kioskctl keys rotate".
Who signs, by --key: the département's key.`,
	setup: setupKeysRevoke,
}

func setupKeysRevoke(set *flag.FlagSet) action {
	town := set.String("town", "", "the COG `code` of the town")
	repo := set.String("repo", "", "where packs are published: a `folder` or an address; the hub of \"hub login\" if left out")
	out := set.String("o", "revoke.upload", "the upload to write")
	var keys words
	set.Var(&keys, "key", "the .key `file` that signs")
	s := flagPassphrase(set)
	return func(_ context.Context, p program, _ []string) error {
		if err := trust.CheckTown(*town); err != nil {
			return usagef("--town: %w", err)
		}
		files, err := repository(*repo)
		if err != nil {
			return err
		}
		e, err := publish.Begin(files, p.now())
		if err == nil {
			err = e.RemoveTown(*town)
		}
		if err != nil {
			return err
		}
		return p.finish(e, s, keys, *out)
	}
}

var keysRenew = command{
	name: "keys renew", args: "--role ROLE … --repo R --key KEY …",
	short: "Sign again before a signature ends, without another change",
	long: `ROLE is root, targets, dNN or cNNNNN; several are possible. The hub renews its
own signatures by itself. Without a hub: kioskctl pack accept --repo R --online FILE.`,
	setup: setupKeysRenew,
}

func setupKeysRenew(set *flag.FlagSet) action {
	var roles, keys words
	set.Var(&roles, "role", "whose `signature`: root, targets, d04, c04999; several times for several")
	set.Var(&keys, "key", "the .key `file` that signs; several times for several")
	repo := set.String("repo", "", "where packs are published: a `folder` or an address; the hub of \"hub login\" if left out")
	out := set.String("o", "renew.upload", "the upload to write")
	s := flagPassphrase(set)
	return func(_ context.Context, p program, _ []string) error {
		if len(roles) == 0 {
			return usagef("--role is missing")
		}
		files, err := repository(*repo)
		if err != nil {
			return err
		}
		e, err := publish.Begin(files, p.now())
		if err == nil {
			err = e.Renew(roles...)
		}
		if err != nil {
			return err
		}
		return p.finish(e, s, keys, *out)
	}
}
