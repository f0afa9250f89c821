package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"guichet/forms/pack/publish"
	"guichet/forms/pack/trust"
	"guichet/kiosk/hub/store"
)

var importCommand = command{
	name: "import", args: "[-config FILE] FOLDER", least: 1, words: 1,
	short: "Take the repository in, as the ceremony of keys left it",
	long: `FOLDER has metadata/ and targets/. It works once, on a hub that has no repository
yet: after that, changes come as uploads ("kioskctl pack push"). -online puts the
hub's keys of that day in their place too.`,
	setup: func(set *flag.FlagSet) action {
		path := configFlag(set)
		online := set.String("online", "", "the `file` of the hub's keys: hub/online.keys")
		return func(ctx context.Context, p program, words []string) error {
			return p.importFolder(ctx, *path, words[0], *online)
		}
	},
}

func (p program) importFolder(ctx context.Context, path, folder, online string) error {
	files, err := readRepository(folder)
	if err != nil {
		return err
	}
	if _, err := publish.Begin(files, p.now()); err != nil {
		return fmt.Errorf("%s is not a repository that is whole: %w", folder, err)
	}
	s, err := openSetup(ctx, path)
	if err != nil {
		return err
	}
	defer s.store.Close()
	_, err = s.store.ChangeFiles(ctx, 0, files)
	if errors.Is(err, store.ErrChanged) {
		return errors.New("this hub has a repository already")
	}
	if err != nil {
		return err
	}
	fmt.Fprintf(p.out, "%d files taken in\n", len(files))
	return s.config.takeOnline(online)
}

// takeOnline puts the hub's keys where the configuration says.
func (c *config) takeOnline(from string) error {
	if from == "" {
		return nil
	}
	data, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	if _, err := publish.ReadOnlineKeys(data); err != nil {
		return err
	}
	if c.Online == "" {
		return usagef("the configuration has no online_keys: say where they are to be")
	}
	return writeNew(c.file(c.Online), data, 0o600)
}

// readRepository reads what stands under metadata/ and targets/: plain files, no
// links, nothing larger than it can be.
func readRepository(folder string) (publish.Changes, error) {
	root, err := os.OpenRoot(folder)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	files := publish.Changes{}
	err = fs.WalkDir(root.FS(), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasPrefix(name, "metadata/") && !strings.HasPrefix(name, "targets/") {
			return err
		}
		info, err := d.Info()
		if err != nil || d.Type()&fs.ModeSymlink != 0 || !info.Mode().IsRegular() || info.Size() > trust.MaxTarget {
			return errors.Join(err, fmt.Errorf("%s is no plain file, or too large", name))
		}
		files[name], err = root.ReadFile(name)
		return err
	})
	return files, err
}
