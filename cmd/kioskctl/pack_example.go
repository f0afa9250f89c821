package main

import (
	"context"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"text/tabwriter"

	"guichet/forms"
	"guichet/forms/packs"
	"guichet/forms/strictyaml"
)

var packExample = command{
	name: "pack example", args: "[NAME [FOLDER]]", words: 2,
	short: "Copy one of the procedures that we ship, to change it for a town",
	long: `Without NAME it lists them. With NAME it writes the pack into FOLDER, NAME if left
out, which must not exist, or be empty. They are written for Saint-Éloi, a town
that does not exist: change authority and contacts in pack.yaml, the lists, and
what i18n/ says of the town. They show all that a pack may have: choices that
depend on each other, computed values, reminders, notices, a signature, tests.`,
	setup: func(*flag.FlagSet) action {
		return func(_ context.Context, p program, words []string) error {
			switch len(words) {
			case 0:
				return p.listExamples()
			case 1:
				words = append(words, words[0])
			}
			return p.copyExample(words[0], words[1])
		}
	},
}

func (p program) listExamples() error {
	w := tabwriter.NewWriter(p.out, 0, 0, 2, ' ', 0)
	for _, name := range packs.Names() {
		one, err := packs.Load(name)
		if err != nil {
			return err
		}
		fmt.Fprintf(w, "%s\t%s\n", name, one.Catalog(forms.French).Text("pack.title"))
	}
	return w.Flush()
}

func (p program) copyExample(name, folder string) error {
	if !slices.Contains(packs.Names(), name) {
		return usagef("there is no example %q: %s", name, strictyaml.MendName(name, packs.Names()))
	}
	if entries, err := os.ReadDir(folder); err == nil && len(entries) > 0 {
		return fmt.Errorf("%s is not empty: give another folder", folder)
	}
	files, err := fs.Sub(packs.FS, name)
	if err != nil {
		return err
	}
	err = fs.WalkDir(files, ".", func(file string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		to := filepath.Join(folder, filepath.FromSlash(file))
		if d.IsDir() {
			return os.MkdirAll(to, 0o755)
		}
		data, err := fs.ReadFile(files, file)
		if err != nil {
			return err
		}
		return os.WriteFile(to, data, 0o644)
	})
	if err != nil {
		return err
	}
	fmt.Fprintf(p.out, "written: %s\nChange authority and contacts in %s first: they are of a town that does not exist.\n", folder, filepath.Join(folder, "pack.yaml"))
	return nil
}
