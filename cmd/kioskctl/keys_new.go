package main

import (
	"context"
	"crypto"
	"crypto/rand"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"

	"guichet/forms/pack/durable"
	"guichet/forms/pack/publish"
	"guichet/forms/pack/trust"
)

// chance is where keys come from.
var chance = rand.Reader

var keysNew = command{
	name: "keys new", args: "--town CODE FOLDER", words: 1, least: 1,
	short: "Begin: make every key, and an empty place to publish in",
	long: `One command makes everything that a publisher with its first town needs: the
root, the keys below it, the keys that open submissions, and a repository with
nothing in it yet. Each subfolder of FOLDER goes to one person or one machine;
the command says which. Do it on a computer without a network; read "kioskctl
keys ceremony" first. A small town alone does the same, and puts the folders in
different places.

With --passphrase-file every key has the same passphrase: good for a trial.`,
	setup: setupKeysNew,
}

func setupKeysNew(set *flag.FlagSet) action {
	town := set.String("town", "", "the COG `code` of the first town: 04999")
	second := set.Bool("second-approval", false, "what the town publishes needs two people")
	s := flagPassphrase(set)
	return func(_ context.Context, p program, args []string) error {
		if err := trust.CheckTown(*town); err != nil {
			return usagef("--town: %w", err)
		}
		c := &ceremony{maker: maker{p, s}, dir: args[0], town: *town}
		if *second {
			c.threshold = 2
		} else {
			c.threshold = 1
		}
		p.sayTown(*town)
		return c.run()
	}
}

// ceremony is the first day.
type ceremony struct {
	maker
	dir       string
	town      string
	threshold int

	founding   publish.Founding
	department publish.Key
	towns      []publish.Key
	online     publish.OnlineKeys
	files      publish.Changes
}

// The folders of the ceremony, in the order in which they are handed over.
var rootFolders = []string{"1-root-a", "2-root-b", "3-root-c"}

const (
	publisherFolder  = "4-publisher"
	townFolder       = "5-town"
	secondFolder     = "6-town-second"
	agentsFolder     = "7-agents"
	safeFolder       = "8-safe"
	escrowFolder     = "9-escrow"
	hubFolder        = "hub"
	repositoryName   = "repository"
	factoryFolder    = "kiosk"
	onlineFile       = "online.keys"
	recipientsSuffix = ".age"
)

func (c *ceremony) run() error {
	if entries, err := os.ReadDir(c.dir); err == nil && len(entries) > 0 {
		return fmt.Errorf("%s is not empty: keys are never mixed with others", c.dir)
	}
	for _, step := range []func() error{c.rootKeys, c.publisherKeys, c.townKeys, c.hubKeys, c.found, c.enter, c.write} {
		if err := step(); err != nil {
			return err
		}
	}
	return c.say()
}

func (c *ceremony) rootKeys() error {
	for i, folder := range rootFolders {
		letter := string(rune('a' + i))
		k, err := c.key(filepath.Join(c.dir, folder), "root-"+letter, "root", "keeper "+letter+" of the root")
		if err != nil {
			return err
		}
		c.founding.Root = append(c.founding.Root, k.Signer)
	}
	return nil
}

func (c *ceremony) publisherKeys() error {
	folder := filepath.Join(c.dir, publisherFolder)
	targets, err := c.key(folder, "targets", "targets", "the publisher")
	if err != nil {
		return err
	}
	c.founding.Targets = targets.Signer
	role := trust.DepartmentRole(trust.Department(c.town))
	c.department, err = c.key(folder, role, role, "the publisher")
	return err
}

func (c *ceremony) townKeys() error {
	role := trust.TownRole(c.town)
	first, err := c.key(filepath.Join(c.dir, townFolder), role, role, "the town hall")
	if err != nil {
		return err
	}
	c.towns = append(c.towns, first)
	if c.threshold < 2 {
		return nil
	}
	second, err := c.key(filepath.Join(c.dir, secondFolder), role+"-second", role, "who gives the second approval")
	c.towns = append(c.towns, second)
	return err
}

func (c *ceremony) hubKeys() (err error) {
	if c.online, err = publish.NewOnlineKeys(c.day(), chance); err != nil {
		return err
	}
	data, err := c.online.Bytes()
	if err != nil {
		return err
	}
	hub, err := c.online.Online(c.p.now)
	if err != nil {
		return err
	}
	c.founding.Snapshot, c.founding.Timestamp = hub.Snapshot, hub.Timestamp
	return create(filepath.Join(c.dir, hubFolder), onlineFile, data)
}

func (c *ceremony) found() (err error) {
	c.files, err = publish.Found(c.founding, c.p.now())
	return err
}

// enter makes the département, the town and its recipients known, and signs
// for all of them: today every key is here.
func (c *ceremony) enter() error {
	hub, err := c.online.Online(c.p.now)
	if err != nil {
		return err
	}
	for _, make := range []func() (publish.Upload, error){c.enterTown, c.enterRecipients} {
		u, err := make()
		if err != nil {
			return err
		}
		changes, err := hub.Accept(c.files, u)
		if err != nil {
			return err
		}
		for name, data := range changes {
			c.files[name] = data
		}
	}
	return nil
}

func (c *ceremony) enterTown() (u publish.Upload, err error) {
	e, err := publish.Begin(c.files, c.p.now())
	if err != nil {
		return u, err
	}
	var keys []crypto.PublicKey
	for _, k := range c.towns {
		keys = append(keys, k.Signer.Public())
	}
	code := trust.Department(c.town)
	if err := errors.Join(e.SetDepartment(code, 1, c.department.Signer.Public()), e.SetTown(c.town, c.threshold, keys...)); err != nil {
		return u, err
	}
	if u, err = e.Upload(); err != nil {
		return u, err
	}
	if u, err = publish.Approve(u, "targets", c.founding.Targets); err != nil {
		return u, err
	}
	return publish.Approve(u, c.department.Role, c.department)
}

func (c *ceremony) enterRecipients() (u publish.Upload, err error) {
	folders := map[string]string{trust.Agents: agentsFolder, trust.Safe: safeFolder, trust.Escrow: escrowFolder}
	r, err := c.recipients(c.town, 1, func(holder string) string { return filepath.Join(c.dir, folders[holder]) })
	if err != nil {
		return u, err
	}
	e, err := publish.Begin(c.files, c.p.now())
	if err != nil {
		return u, err
	}
	if _, err := e.Recipients(r); err != nil {
		return u, err
	}
	if u, err = e.Upload(); err != nil {
		return u, err
	}
	for _, k := range c.towns {
		if u, err = publish.Approve(u, k.Role, k); err != nil {
			return u, err
		}
	}
	return u, nil
}

func (c *ceremony) write() error {
	disk, err := durable.Open(filepath.Join(c.dir, repositoryName))
	if err != nil {
		return err
	}
	defer disk.Close()
	if err := publish.Write(disk, c.files); err != nil {
		return err
	}
	return create(filepath.Join(c.dir, factoryFolder), "root.json", c.files["metadata/1.root.json"])
}
