package main

import (
	"context"
	"flag"
	"fmt"
	"path/filepath"

	"filippo.io/age"

	"guichet/forms/pack/publish"
	"guichet/forms/pack/trust"
)

var keysRecipients = command{
	name: "keys recipients", args: "--repo R --town CODE --key KEY FOLDER", words: 1, least: 1,
	short: "Replace the three keys that open submissions",
	long: `Makes three new keys: for the agents, for the mayor's safe, and in escrow, each
in a file of its own behind a passphrase (they are age identities; "age -d -i"
reads them too). Kiosks encrypt to the new ones as soon as the upload that this
writes is published. KEEP THE OLD ONES as long as submissions that were sent
before are kept: nothing else opens them.`,
	setup: setupKeysRecipients,
}

func setupKeysRecipients(set *flag.FlagSet) action {
	repo := set.String("repo", "", "where packs are published: a `folder` or an address; the hub of \"hub login\" if left out")
	town := set.String("town", "", "the COG `code` of the town")
	out := set.String("o", "recipients.upload", "the upload to write")
	var keys words
	set.Var(&keys, "key", "the `file` of the town's key; several times for several")
	s := flagPassphrase(set)
	return func(_ context.Context, p program, args []string) error {
		files, err := repository(*repo)
		if err != nil {
			return err
		}
		return replaceRecipients(maker{p, s}, files, *town, args[0], *out, keys)
	}
}

func replaceRecipients(m maker, files publish.Files, town, dir, out string, keys []string) error {
	e, err := publish.Begin(files, m.p.now())
	if err != nil {
		return err
	}
	list, err := e.Published(town)
	if err != nil {
		return err
	}
	n := 1
	if newest, ok := trust.Newest(list); ok {
		if _, err := fmt.Sscan(newest.Version, &n); err != nil {
			return err
		}
		n++
	}
	r, err := m.recipients(town, n, func(holder string) string { return filepath.Join(dir, holder) })
	if err != nil {
		return err
	}
	if _, err := e.Recipients(r); err != nil {
		return err
	}
	u, err := e.Upload()
	if err == nil {
		u, err = approveAll(u, m.secrets, keys)
	}
	if err != nil {
		return err
	}
	return m.p.saveUpload(out, u)
}

// recipients makes the three keys, each in its folder, and tries each.
func (m maker) recipients(town string, n int, folder func(holder string) string) (trust.Recipients, error) {
	r := trust.Recipients{N: n, Town: town}
	for _, holder := range trust.Holders {
		id, err := age.GenerateHybridIdentity()
		if err != nil {
			return r, err
		}
		name := fmt.Sprintf("%s-%d%s", holder, n, recipientsSuffix)
		word, err := m.secrets.fresh(name + ", which opens submissions")
		if err != nil {
			return r, err
		}
		text := fmt.Sprintf("# %s of %s, list %d, made %s\n%s\n", holder, town, n, m.day(), id)
		sealed, err := publish.Seal([]byte(text), word, keyWork)
		if err != nil {
			return r, err
		}
		if err := create(folder(holder), name, sealed); err != nil {
			return r, err
		}
		r.Keys = append(r.Keys, trust.Recipient{Holder: holder, Key: id.Recipient().String()})
	}
	return r, r.Check()
}
