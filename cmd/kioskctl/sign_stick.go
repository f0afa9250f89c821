package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"

	"guichet/forms/pack/durable"
	"guichet/forms/pack/publish"
	"guichet/forms/pack/store"
	"guichet/forms/pack/trust"
)

var packStick = command{
	name: "pack stick", args: "FOLDER --repo R --town CODE", words: 1, least: 1,
	short: "Copy what a town's kiosks need to a USB stick",
	long: `FOLDER is on the stick. A kiosk checks a stick exactly as it checks the hub: a
stick that was altered, is too old or was pulled out too early is refused, and
nothing is changed. A stick is good for seven days: the hub's signature is.`,
	setup: setupPackStick,
}

func setupPackStick(set *flag.FlagSet) action {
	repo := set.String("repo", "", "where packs are published: a `folder` or an address; the hub of \"hub login\" if left out")
	town := set.String("town", "", "the COG `code` of the town")
	return func(ctx context.Context, p program, args []string) error {
		files, err := repository(*repo)
		if err != nil {
			return err
		}
		return p.stick(ctx, files, *town, args[0])
	}
}

// stick copies, and looks at the copy as a kiosk would.
func (p program) stick(ctx context.Context, files publish.Files, town, dir string) error {
	copied, err := publish.Stick(files, town)
	if err != nil {
		return err
	}
	disk, err := durable.Open(filepath.Clean(dir))
	if err != nil {
		return err
	}
	defer disk.Close()
	if err := publish.Write(disk, copied); err != nil {
		return err
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return err
	}
	defer root.Close()
	list, err := trust.Look(ctx, trust.Folder(root), copied["metadata/1.root.json"], town, p.now())
	if err != nil {
		return fmt.Errorf("the stick does not read back: %w", err)
	}
	fmt.Fprintf(p.out, "%d files on %s, checked as a kiosk does. It holds:\n", len(copied), dir)
	for _, t := range list {
		fmt.Fprintf(p.out, "  %s\n", t.Path)
	}
	p.sayNewest(list)
	return nil
}

// sayNewest names the revision that a kiosk will show, where there are several:
// a roll-back at the hub is not on a stick.
func (p program) sayNewest(list []trust.Target) {
	revisions := map[string]int{}
	for _, t := range list {
		revisions[t.ID]++
	}
	for _, t := range store.Newest(list) {
		if t.Kind == trust.KindPack && revisions[t.ID] > 1 {
			fmt.Fprintf(p.out, "Of %s a kiosk takes %s, the newest, also where the hub went back: pack sign --withdraw takes it out.\n", t.ID, t.Version)
		}
	}
}
