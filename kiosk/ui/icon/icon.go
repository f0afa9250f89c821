// Package icon carries the pictures of the screen: the outline icons of Tabler
// (npm package @tabler/icons 3.51.0, MIT licence, see LICENSE beside this
// file), reduced to their strokes. Only those that are used, or that a pack is
// likely to name, are here.
//
// The drawings ([Step]) are our own: how to do something, step by step.
package icon

import (
	"embed"
	"strings"
)

//go:embed *.svg
var files embed.FS

// Licence is the text of the MIT licence that goes with them.
//
//go:embed LICENSE
var Licence string

// Has says whether there is an icon of that name.
func Has(name string) bool {
	_, err := files.ReadFile(name + ".svg")
	return err == nil
}

// SVG is the icon in one colour ("#0B3D91"), and whether there is one of that
// name. Strokes are 2 units wide on a square of 24.
func SVG(name, colour string) ([]byte, bool) {
	data, err := files.ReadFile(name + ".svg")
	if err != nil {
		return nil, false
	}
	return []byte(strings.Replace(string(data), "#000000", colour, 1)), true
}

// Names are the icons that there are, sorted.
func Names() []string {
	entries, err := files.ReadDir(".")
	if err != nil {
		panic("icon: " + err.Error()) // embedded
	}
	names := make([]string, 0, len(entries))
	for _, e := range entries {
		names = append(names, strings.TrimSuffix(e.Name(), ".svg"))
	}
	return names
}
