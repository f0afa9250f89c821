package probe

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"guichet/kiosk/health"
)

// Touch watches the touchscreen whose name contains name, as /proc/bus/input/devices
// writes it. An empty name is any: then one must have been seen before it can be
// missed, for a machine with a mouse has none.
func Touch(name string) Probe { return system.Touch(name) }

// Touch is that of this tree.
func (t Tree) Touch(name string) Probe {
	seen := name != ""
	return Probe{Name: "touch", Look: func() []Finding {
		all, err := t.inputs()
		if err != nil {
			return nil // nothing can be said
		}
		there := slices.ContainsFunc(all, func(i input) bool {
			return i.touchscreen() && strings.Contains(i.name, name)
		})
		seen = seen || there
		return []Finding{{health.ScreenDead, seen && !there, name}}
	}}
}

// inputs are from /proc, or from /sys where a service does not see all of /proc
// (ProcSubset= of systemd).
func (t Tree) inputs() ([]input, error) {
	file, err := os.ReadFile(filepath.Join(string(t), "proc/bus/input/devices"))
	if err == nil {
		return parseInputs(file), nil
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	return t.classInputs()
}

func (t Tree) classInputs() ([]input, error) {
	class := filepath.Join(string(t), "sys/class/input")
	entries, err := os.ReadDir(class)
	if err != nil {
		return nil, err
	}
	var all []input
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), "input") || len(all) == mostInputs {
			continue
		}
		dir := filepath.Join(class, e.Name())
		all = append(all, input{
			name:  attribute(dir, "name"),
			props: parseBitmap(attribute(dir, "properties")),
			keys:  parseBitmap(attribute(dir, "capabilities/key")),
			ab:    parseBitmap(attribute(dir, "capabilities/abs")),
		})
	}
	return all, nil
}

// attribute is empty where a device goes meanwhile.
func attribute(dir, name string) string {
	b, _ := os.ReadFile(filepath.Join(dir, name))
	return strings.TrimSpace(string(b))
}
