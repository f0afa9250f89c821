package main

import (
	"context"
	"crypto"
	"flag"
	"fmt"
	"os"
	"path/filepath"

	"guichet/forms/pack/publish"
	"guichet/forms/pack/trust"
)

var keysTown = command{
	name: "keys town", args: "--town CODE FOLDER", words: 1, least: 1,
	short: "Make the key of a town, and enter the town",
	long: `The town makes its key, and sends the .pub file to the publisher:
  kioskctl keys town --town 04998 FOLDER
The publisher enters it (two --public for a second approval):
  kioskctl keys town --town 04998 --repo R --public c04998.pub --key d04.key FOLDER
and publishes the upload that this writes into FOLDER. The first town of a
département also needs --new-department d13.pub and the key of the targets.`,
	setup: setupKeysTown,
}

// entry is a town to be made or entered.
type entry struct {
	town, repo, department string
	public, keys           words
}

func setupKeysTown(set *flag.FlagSet) action {
	var in entry
	set.StringVar(&in.town, "town", "", "the COG `code` of the town")
	set.StringVar(&in.repo, "repo", "", "where packs are published: a `folder` or an address; the hub of \"hub login\" if left out")
	set.StringVar(&in.department, "new-department", "", "the .pub `file` of a département that is not entered yet")
	set.Var(&in.public, "public", "the .pub `file` of the town; twice for a second approval")
	set.Var(&in.keys, "key", "the .key `file` that signs; several times for several")
	s := flagPassphrase(set)
	return func(_ context.Context, p program, args []string) error {
		if err := trust.CheckTown(in.town); err != nil {
			return usagef("--town: %w", err)
		}
		p.sayTown(in.town)
		if len(in.public) == 0 {
			return makeTown(maker{p, s}, in.town, args[0])
		}
		return enterTown(p, s, in, args[0])
	}
}

func makeTown(m maker, town, dir string) error {
	role := trust.TownRole(town)
	if _, err := m.key(dir, role, role, "the town hall"); err != nil {
		return err
	}
	fmt.Fprintf(m.p.out, "written: %s\nSend %s.pub to the publisher. Keep %s.key here, and its passphrase elsewhere.\n", dir, role, role)
	return nil
}

func enterTown(p program, s *secrets, in entry, dir string) error {
	files, err := repository(in.repo)
	if err != nil {
		return err
	}
	e, err := publish.Begin(files, p.now())
	if err != nil {
		return err
	}
	if in.department != "" {
		keys, err := publicKeys([]string{in.department})
		if err != nil {
			return err
		}
		if err := e.SetDepartment(trust.Department(in.town), 1, keys...); err != nil {
			return err
		}
	}
	keys, err := publicKeys(in.public)
	if err != nil {
		return err
	}
	if err := e.SetTown(in.town, len(keys), keys...); err != nil {
		return err
	}
	return p.finish(e, s, in.keys, filepath.Join(dir, "town-"+in.town+".upload"))
}

// finish signs a change with the keys there are, and writes it.
func (p program) finish(e *publish.Edit, s *secrets, keys []string, out string) error {
	u, err := e.Upload()
	if err == nil {
		u, err = approveAll(u, s, keys)
	}
	if err != nil {
		return err
	}
	return p.saveUpload(out, u)
}

// publicKeys reads .pub files.
func publicKeys(names []string) (keys []crypto.PublicKey, err error) {
	for _, name := range names {
		k, err := publicKey(name)
		if err != nil {
			return nil, err
		}
		keys = append(keys, k)
	}
	return keys, nil
}

func publicKey(name string) (crypto.PublicKey, error) {
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	p, err := publish.ReadPublic(data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return p.Crypto()
}
