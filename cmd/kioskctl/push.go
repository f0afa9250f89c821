package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"guichet/forms/pack"
	"guichet/forms/pack/archive"
	"guichet/forms/pack/publish"
	"guichet/forms/pack/trust"
	"guichet/kiosk/fleet/wire"
	"guichet/kiosk/hub/tool"
)

var packPush = command{
	name: "pack push", args: "FILE|FOLDER [--key KEY] [--rollout]", words: 1, least: 1,
	short: "Publish at the hub: an upload, or a pack that is signed on the way",
	long: `FILE is an upload of "pack sign", with all its approvals. Or it is a pack, the
folder or the .guichet file: then it is built, signed with --key, and pushed.
No kiosk changes by that: --rollout begins to bring it to them, the test group
first, and shows how far each kiosk is.`,
	setup: setupPackPush,
}

// pushing is what a push is asked for.
type pushing struct {
	town    string
	keys    words
	secrets *secrets
	rollout bool
	byHand  bool
}

func setupPackPush(set *flag.FlagSet) action {
	var in pushing
	town := flagTown(set)
	set.Var(&in.keys, "key", "the town's .key `file`, for a pack that is not signed yet")
	set.BoolVar(&in.rollout, "rollout", false, "bring it to the kiosks, and show how far each is")
	set.BoolVar(&in.byHand, "by-hand", false, "with --rollout: wait for \"pack next\" at the end of each stage")
	in.secrets = flagPassphrase(set)
	return func(ctx context.Context, p program, args []string) error {
		in.town = *town
		return p.push(ctx, in, args[0])
	}
}

func (p program) push(ctx context.Context, in pushing, path string) error {
	c, l, err := hubClient(in.town)
	if err != nil {
		return err
	}
	in.town = l.Town
	u, err := p.uploadOf(ctx, c, in, path)
	if err != nil {
		return err
	}
	if err := allApproved(u, path, len(in.keys) == 0); err != nil {
		return err
	}
	data, err := u.Bytes()
	if err != nil {
		return err
	}
	if err := c.Upload(ctx, data); err != nil {
		return hubMend(err)
	}
	fmt.Fprintf(p.out, "published: %s\n", path)
	return p.pushed(ctx, c, in, u)
}

// uploadOf is the upload in a file, or that of a pack which is signed now.
func (p program) uploadOf(ctx context.Context, c *tool.Client, in pushing, path string) (publish.Upload, error) {
	data, err := packBytes(path)
	if err != nil {
		return publish.Upload{}, err
	}
	if bytes.HasPrefix(bytes.TrimSpace(data), []byte("{")) {
		return publish.ReadUpload(data)
	}
	switch {
	case len(in.keys) == 0:
		return publish.Upload{}, usagef("this is a pack that nobody has signed: give --key, the town's .key file, or use \"pack sign\"")
	case in.town == "":
		return publish.Upload{}, usagef("--town is missing: your rights are for all towns")
	}
	if err := p.good(data); err != nil {
		return publish.Upload{}, err
	}
	e, err := publish.Begin(atHub{ctx, c}, p.now())
	if err != nil {
		return publish.Upload{}, err
	}
	if _, err := e.Publish(in.town, data); err != nil {
		return publish.Upload{}, err
	}
	u, err := e.Upload()
	if err != nil {
		return publish.Upload{}, err
	}
	return approveAll(u, in.secrets, in.keys)
}

// allApproved says how to get the approvals that are missing.
func allApproved(u publish.Upload, path string, signed bool) error {
	way := "kioskctl pack approve " + path + " --key KEY"
	if !signed {
		way = "kioskctl pack sign writes an upload; the other person approves it, then it is pushed"
	}
	for _, role := range u.Names() {
		if have, need := u.Approvals(role); have < need {
			return fmt.Errorf("%s has %d of %d approvals: %s", publish.Title(role), have, need, way)
		}
	}
	return nil
}

// packBytes is a file, or the archive of a folder.
func packBytes(path string) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if info.IsDir() {
		return archive.Build(os.DirFS(path))
	}
	return readLimited(path, publish.MaxUpload)
}

// good refuses a pack that its check refuses, as "pack build" does.
func (p program) good(data []byte) error {
	files, err := archive.Open(data)
	if err != nil {
		return err
	}
	return p.tried(nil, files)
}

// tried says what is wrong with a pack that its check refuses.
func (p program) tried(_ *pack.Pack, files fs.FS) error {
	in, err := inspect(files)
	if err == nil && in.refused() > 0 {
		p.reportPack(in, false)
		err = errors.New("the check refuses this pack")
	}
	return err
}

// atHub is the repository that the hub serves.
type atHub struct {
	ctx context.Context
	c   *tool.Client
}

func (a atHub) Read(name string) ([]byte, error) {
	data, err := a.c.File(a.ctx, strings.TrimPrefix(wire.PathPacks, "/")+name, trust.MaxTarget)
	if tool.Is(err, "not_found") {
		return nil, fs.ErrNotExist
	}
	return data, err
}

// releases are the packs that an upload brings.
func releases(ctx context.Context, c *tool.Client, u publish.Upload) (all []tool.Start, err error) {
	for _, role := range u.Names() {
		town, ok := strings.CutPrefix(role, "c")
		if !ok {
			continue
		}
		packs, err := c.Packs(ctx, town)
		if err != nil {
			return nil, err
		}
		for _, one := range packs {
			if _, brings := u.Files[trust.PackPath(town, one.ID, one.Version)]; brings {
				all = append(all, tool.Start{Town: town, Pack: one.ID, Version: one.Version})
			}
		}
	}
	return all, nil
}

// pushed says how to go on, or rolls out where that was asked for.
func (p program) pushed(ctx context.Context, c *tool.Client, in pushing, u publish.Upload) error {
	all, err := releases(ctx, c, u)
	if err != nil {
		return hubMend(err)
	}
	if in.rollout && len(all) == 0 {
		return errors.New("the upload brings no pack to roll out")
	}
	for _, one := range all {
		if !in.rollout {
			fmt.Fprintf(p.out, "next: kioskctl pack rollout %s %s --town %s\n", one.Pack, one.Version, one.Town)
			continue
		}
		one.Auto = !in.byHand
		if err := p.rollout(ctx, c, one, true); err != nil {
			return err
		}
	}
	return nil
}
