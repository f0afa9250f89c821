package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"path/filepath"

	"guichet/forms/pack/publish"
)

var packApprove = command{
	name: "pack approve", args: "FILE.upload --key KEY", words: 1, least: 1,
	short: "Give the second approval: look at what is changed, and sign it",
	long: `Says what the upload changes, asks, and adds the signature to the file. With
--repo the change is compared with what is really published; without it, with
what the file itself says was published before.

--extract writes the packs of the upload into a folder and does no more, to look
at them first: kioskctl pack check, pack diff, kiosk preview.

For any upload: a root or a key that is replaced is approved in the same way.`,
	setup: setupPackApprove,
}

func setupPackApprove(set *flag.FlagSet) action {
	repo := set.String("repo", "", "where packs are published: a `folder` or an address")
	yes := set.Bool("yes", false, "do not ask: for scripts")
	folder := set.String("extract", "", "a `folder` to write the packs of the upload into, to look at them")
	var keys words
	set.Var(&keys, "key", "the .key `file` that signs; several times for several")
	s := flagPassphrase(set)
	return func(_ context.Context, p program, args []string) error {
		u, err := readUpload(args[0])
		if err == nil && *repo != "" {
			u, err = rebase(u, *repo)
		}
		if err != nil {
			return err
		}
		if *folder != "" {
			return p.extract(u, *folder)
		}
		if len(keys) == 0 {
			return usagef("--key is missing")
		}
		if err := p.agree(u, *yes); err != nil {
			return err
		}
		if u, err = approveAll(u, s, keys); err != nil {
			return err
		}
		return p.approved(args[0], u)
	}
}

func (p program) approved(file string, u publish.Upload) error {
	data, err := u.Bytes()
	if err == nil {
		err = writeWhole(file, data)
	}
	if err != nil {
		return err
	}
	fmt.Fprintf(p.out, "approved: %s\n", file)
	p.sayMissing(file, u)
	return nil
}

// extract writes the files of an upload under their last names, which Examine
// has found to be those of a pack.
func (p program) extract(u publish.Upload, dir string) error {
	if err := u.Examine(); err != nil {
		return err
	}
	for name, data := range u.Files {
		if err := create(dir, filepath.Base(name), data); err != nil {
			return err
		}
		fmt.Fprintf(p.out, "written: %s\n", filepath.Join(dir, filepath.Base(name)))
	}
	return nil
}

func rebase(u publish.Upload, repo string) (publish.Upload, error) {
	files, err := repository(repo)
	if err != nil {
		return u, err
	}
	return u.Rebase(files)
}

// agree shows what an upload does, and asks.
func (p program) agree(u publish.Upload, yes bool) error {
	if err := u.Examine(); err != nil {
		return err
	}
	lines, err := u.Describe()
	if err != nil {
		return err
	}
	for _, line := range lines {
		fmt.Fprintln(p.out, line)
	}
	if yes {
		return nil
	}
	fmt.Fprint(p.out, "\nApprove this? Type yes: ")
	var answer string
	if _, err := fmt.Fscanln(p.in, &answer); err != nil || answer != "yes" && answer != "oui" {
		return errors.New("not approved; nothing was written")
	}
	return nil
}
