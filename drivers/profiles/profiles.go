package profiles

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"io/fs"
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

// Names returns the names of all profiles, sorted.
func Names() []string {
	files, err := fs.Glob(models, "models/*.yaml")
	if err != nil {
		panic(err) // the pattern is wrong
	}
	for i, f := range files {
		files[i] = strings.TrimSuffix(strings.TrimPrefix(f, "models/"), ".yaml")
	}
	return files
}

// Parse reads a profile from YAML. An unknown key, a wrong type and a value
// that no driver can follow are refused.
func Parse(data []byte) (printer.Profile, error) {
	var p printer.Profile
	dec := yaml.NewDecoder(bytes.NewReader(data))
	dec.KnownFields(true)
	if err := dec.Decode(&p); err != nil {
		return p, fmt.Errorf("profiles: %w", err)
	}
	return p, Check(p)
}
