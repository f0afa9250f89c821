package pack

import (
	"embed"
	"io/fs"
)

//go:embed schema/*.json
var schemas embed.FS

// Schemas are the JSON Schemas (2020-12) of the files of a pack, for editors
// that complete and check while one writes: pack.json, form.json,
// reminders.json, outputs.json, test.json for tests/*.yaml, and list.json for
// a row of lists/*.csv by column. They know each file alone; [Load] checks them
// against one another. In an editor with the YAML language server, the first
// line of form.yaml is
//
//	# yaml-language-server: $schema=…/form.json
func Schemas() fs.FS {
	sub, err := fs.Sub(schemas, "schema")
	if err != nil {
		panic("pack: " + err.Error()) // the name is a constant
	}
	return sub
}
