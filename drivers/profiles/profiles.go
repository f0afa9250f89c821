package profiles

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"guichet/drivers/printer"
)

//go:embed models/*.yaml
var models embed.FS

// ErrNone: there is no profile of that name.
var ErrNone = errors.New("profiles: no such profile")

// Get returns the profile of that name. The error wraps ErrNone.
func Get(name string) (printer.Profile, error) {
	data, err := models.ReadFile("models/" + name + ".yaml")
	if err != nil {
		return printer.Profile{}, fmt.Errorf("%w: %q; there are %s", ErrNone, name, strings.Join(Names(), ", "))
	}
	return Parse(data)
}

// Load is Get, or reads the file of an installer: what has a slash in it or
// ends in .yaml or .yml is a path. A file that cannot be read is an error of
// package fs.
func Load(nameOrPath string) (printer.Profile, error) {
	if !isPath(nameOrPath) {
		return Get(nameOrPath)
	}
	data, err := os.ReadFile(nameOrPath)
	if err != nil {
		return printer.Profile{}, fmt.Errorf("profiles: %w", err)
	}
	p, err := Parse(data)
	if err != nil {
		return p, fmt.Errorf("profiles: file %s: %w", nameOrPath, err)
	}
	return p, nil
}

func isPath(s string) bool {
	ext := filepath.Ext(s)
	return strings.ContainsAny(s, `/\`) || ext == ".yaml" || ext == ".yml"
}

// Names returns the names of all profiles, sorted.
func Names() []string {
	files, err := fs.Glob(models, "models/*.yaml")
	if err != nil {
		panic(err) // the pattern is wrong
	}
	for i, f := range files {
		files[i] = strings.TrimSuffix(strings.TrimPrefix(f, "models/"), ".yaml")
	}
	slices.Sort(files)
	return files
}

// Parse reads a profile from YAML. An unknown key, a wrong type, a second
// profile in the same file and a value that no driver can follow are refused.
func Parse(data []byte) (printer.Profile, error) {
	var p printer.Profile
	dec := yaml.NewDecoder(bytes.NewReader(data))
	dec.KnownFields(true)
	err := dec.Decode(&p)
	if errors.Is(err, io.EOF) {
		return p, errors.New("profiles: the file is empty")
	}
	if err != nil {
		return p, fmt.Errorf("profiles: %w", err)
	}
	if err := dec.Decode(new(yaml.Node)); !errors.Is(err, io.EOF) {
		return p, fmt.Errorf("profiles: %s: one profile a file", p.Name)
	}
	return p, Check(p)
}
