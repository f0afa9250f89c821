// Package packs holds the procedures that we ship: cantine (school meals),
// acte-naissance (birth certificate), recensement-citoyen (census at 16),
// listes-electorales (electoral roll) and carte-identite (filled sheet for an
// identity card). They are written for Saint-Éloi, a town that does not exist;
// a town hall copies a folder and puts its own name in.
//
// How the texts are written: vous, present tense, active voice, one idea a
// sentence, at most twelve words (ten in easy French). The tests hold them to
// it.
package packs

import (
	"embed"
	"fmt"
	"io/fs"

	"guichet/forms/pack"
)

// FS has one folder a pack, named by its id.
//
//go:embed acte-naissance cantine carte-identite listes-electorales recensement-citoyen
var FS embed.FS

// Names are the ids of the packs, sorted.
func Names() []string {
	entries, err := FS.ReadDir(".")
	if err != nil {
		panic(fmt.Sprintf("packs: embedded folder: %v", err))
	}
	names := make([]string, len(entries))
	for i, e := range entries {
		names[i] = e.Name()
	}
	return names
}

// Load loads and checks one pack. The error is [forms.Faults], or a
// [fs.PathError] where there is no such pack.
func Load(name string) (*pack.Pack, error) {
	if _, err := fs.Stat(FS, name); err != nil {
		return nil, fmt.Errorf("packs: %w", err)
	}
	dir, err := fs.Sub(FS, name)
	if err != nil {
		return nil, fmt.Errorf("packs: %w", err)
	}
	return pack.Load(dir)
}

// All loads every pack, in the order of [Names].
func All() ([]*pack.Pack, error) {
	var all []*pack.Pack
	for _, name := range Names() {
		p, err := Load(name)
		if err != nil {
			return nil, fmt.Errorf("packs: %s: %w", name, err)
		}
		all = append(all, p)
	}
	return all, nil
}
