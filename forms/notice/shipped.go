package notice

import (
	"embed"
	"fmt"
	"io/fs"
	"path"
	"strings"
)

//go:embed templates/*.yaml
var shipped embed.FS

// Names are the templates that come with the package: "decision".
func Names() []string {
	files, err := fs.Glob(shipped, "templates/*.yaml")
	if err != nil {
		panic("notice: " + err.Error()) // the pattern is a constant
	}
	names := make([]string, len(files))
	for i, file := range files {
		names[i] = strings.TrimSuffix(path.Base(file), ".yaml")
	}
	return names
}

// Load is one of [Names], read and checked.
func Load(name string) (Template, error) {
	data, err := Shipped(name)
	if err != nil {
		return Template{}, err
	}
	return Read(name+".yaml", data)
}

// Shipped is one of [Names] as it stands, comments and all, for a town to
// change.
func Shipped(name string) ([]byte, error) {
	data, err := shipped.ReadFile("templates/" + name + ".yaml")
	if err != nil {
		return nil, fmt.Errorf("notice: no template %q", name)
	}
	return data, nil
}
