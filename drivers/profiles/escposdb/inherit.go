package escposdb

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
)

// complete returns the entry of that name with what it inherits, by the rules
// of the database's scripts/collate.py, and the name of a parent that is not in
// the data.
func complete(entries map[string]entry, name string) (e entry, missing string, err error) {
	e = entries[name]
	for seen := []string{name}; e.Inherits != ""; {
		up := e.Inherits
		if slices.Contains(seen, up) {
			return e, "", fmt.Errorf("escposdb: %s: inherits from itself", name)
		}
		seen = append(seen, up)
		parent, ok := entries[up]
		if !ok {
			return e, up, nil
		}
		e = inherit(e, parent)
	}
	return e, "", nil
}

// inherit fills e from its parent: whole keys, but features one by one, and
// media one by one where it says no width.
func inherit(e, parent entry) entry {
	if e.Fonts == nil {
		e.Fonts = parent.Fonts
	}
	if e.CodePages == nil {
		e.CodePages = parent.CodePages
	}
	features := maps.Clone(parent.Features)
	if features == nil {
		features = map[string]bool{}
	}
	maps.Copy(features, e.Features)
	e.Features = features
	e.Media = inheritMedia(e.Media, parent.Media)
	e.Inherits = parent.Inherits
	return e
}

func inheritMedia(m, parent *media) *media {
	if m == nil || parent == nil {
		return cmp.Or(m, parent)
	}
	if m.Width != nil {
		return m
	}
	return &media{DPI: cmp.Or(m.DPI, parent.DPI), Width: parent.Width}
}
