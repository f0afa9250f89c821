package main

import (
	"fmt"
	"path/filepath"
	"strings"

	"guichet/forms/pack/trust"
)

// say tells what was made, who keeps what, and what comes next.
func (c *ceremony) say() error {
	c.p.out.Write([]byte("Made in " + c.dir + ":\n\n"))
	for _, line := range c.handover() {
		fmt.Fprintf(c.p.out, "  %-14s %s\n", line[0], line[1])
	}
	fmt.Fprintf(c.p.out, "\nFingerprint of the root, to write down and to compare by telephone:\n  %s\n",
		group(trust.Fingerprint(c.files["metadata/1.root.json"])))
	fmt.Fprintf(c.p.out, `
Next:
  1. Try the keys that open submissions, each one; it cannot be skipped:
     kioskctl keys test --repo %[1]s --town %[2]s %[3]s
  2. Move the folders to the people above, on sticks. Keep no copy here.
  3. Publish a pack:
     kioskctl pack sign cantine-1.0.0.guichet --repo %[1]s --town %[2]s --key %[4]s
`, filepath.Join(c.dir, repositoryName), c.town, c.openers(),
		filepath.Join(c.dir, townFolder, trust.TownRole(c.town)+".key"))
	return nil
}

// openers are the files of the keys that open submissions.
func (c *ceremony) openers() string {
	var files []string
	for _, k := range [][2]string{{agentsFolder, trust.Agents}, {safeFolder, trust.Safe}, {escrowFolder, trust.Escrow}} {
		files = append(files, filepath.Join(c.dir, k[0], k[1]+"-1"+recipientsSuffix))
	}
	return strings.Join(files, " ")
}

func (c *ceremony) handover() [][2]string {
	list := [][2]string{
		{rootFolders[0], "first keeper of the root: a safe of the publisher"},
		{rootFolders[1], "second keeper of the root: another house"},
		{rootFolders[2], "third keeper of the root: a third house; any two can act"},
		{publisherFolder, "who enters towns: the publisher's computer"},
		{townFolder, "who publishes packs: the town hall's computer"},
	}
	if c.threshold > 1 {
		list = append(list, [2]string{secondFolder, "who gives the second approval: another person's computer"})
	}
	return append(list, [][2]string{
		{agentsFolder, "opens submissions every day: the agents' computers"},
		{safeFolder, "opens submissions if that is lost: the mayor's safe, with its passphrase on paper"},
		{escrowFolder, "opens submissions if both are lost: the intercommunality or the publisher"},
		{hubFolder, "the hub's own keys: its machine, readable for the hub only"},
		{repositoryName, "what is published: the hub's folder of packs"},
		{factoryFolder, "root.json: into every kiosk"},
	}...)
}
