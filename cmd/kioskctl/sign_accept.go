package main

import (
	"context"
	"flag"
	"fmt"
	"os"

	"guichet/forms/pack/durable"
	"guichet/forms/pack/publish"
)

var packAccept = command{
	name: "pack accept", args: "[FILE.upload …] --repo FOLDER --online FILE", words: 9,
	short: "Without a hub: check uploads as a hub does, and publish in a folder",
	long: `For a town that carries everything by stick. Without an upload it renews the
signatures of the hub: do that every few days, or use a hub, which does it by
itself.`,
	setup: setupPackAccept,
}

func setupPackAccept(set *flag.FlagSet) action {
	repo := set.String("repo", "", "the `folder` that packs are published in")
	online := set.String("online", "", "the `file` of the hub's keys: hub/online.keys")
	return func(_ context.Context, p program, args []string) error {
		disk, err := repositoryFolder(*repo)
		if err != nil {
			return err
		}
		defer disk.Close()
		hub, err := p.hub(*online)
		if err != nil {
			return err
		}
		if len(args) == 0 {
			changes, err := hub.Renew(publish.Folder(disk))
			if err != nil {
				return err
			}
			fmt.Fprintln(p.out, "renewed")
			return publish.Write(disk, changes)
		}
		for _, file := range args {
			if err := p.accept(hub, disk, file); err != nil {
				return fmt.Errorf("%s: %w", file, err)
			}
		}
		return nil
	}
}

func (p program) hub(file string) (publish.Online, error) {
	if file == "" {
		return publish.Online{}, usagef("--online is missing: the file of the hub's keys, hub/online.keys")
	}
	data, err := os.ReadFile(file)
	if err != nil {
		return publish.Online{}, err
	}
	keys, err := publish.ReadOnlineKeys(data)
	if err != nil {
		return publish.Online{}, err
	}
	hub, err := keys.Online(p.now)
	hub.Trial = p.tried
	return hub, err
}

func (p program) accept(hub publish.Online, disk durable.Layer, file string) error {
	u, err := readUpload(file)
	if err != nil {
		return err
	}
	changes, err := hub.Accept(publish.Folder(disk), u)
	if err != nil {
		return err
	}
	if err := publish.Write(disk, changes); err != nil {
		return err
	}
	fmt.Fprintf(p.out, "published: %s\n", file)
	return nil
}
