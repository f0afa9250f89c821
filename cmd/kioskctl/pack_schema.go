package main

import (
	"context"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"guichet/forms/pack"
)

var packSchema = command{
	name: "pack schema", args: "FOLDER", words: 1, least: 1,
	short: "Write what an editor needs to complete and check while one types",
	long: `Writes JSON Schemas into FOLDER: pack.json, form.json, reminders.json,
outputs.json, test.json for tests/*.yaml, and list.json. An editor with the YAML
language server (in VS Code: the extension YAML by Red Hat) uses one for a file
whose first line is, with the path from that file:

  # yaml-language-server: $schema=../schemas/form.json

FOLDER is made, beside the pack and not in it. Older schemas in it are replaced.`,
	setup: func(*flag.FlagSet) action {
		return func(_ context.Context, p program, words []string) error { return p.writeSchemas(words[0]) }
	},
}

func (p program) writeSchemas(folder string) error {
	schemas := pack.Schemas()
	names, err := fs.Glob(schemas, "*.json")
	if err != nil {
		return err
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	for _, name := range names {
		data, err := fs.ReadFile(schemas, name)
		if err == nil {
			err = writeWhole(filepath.Join(folder, name), data)
		}
		if err != nil {
			return err
		}
		fmt.Fprintf(p.out, "written: %s\n", filepath.Join(folder, name))
	}
	return nil
}
