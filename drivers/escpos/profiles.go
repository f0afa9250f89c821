package escpos

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"guichet/drivers/printer"
)

//go:embed profiles/*.yaml
var profiles embed.FS

// ErrNoProfile: there is no profile of that name.
var ErrNoProfile = errors.New("escpos: no such profile")

// Profile returns the profile of that name. The error wraps ErrNoProfile.
func Profile(name string) (printer.Profile, error) {
	data, err := profiles.ReadFile("profiles/" + name + ".yaml")
	if err != nil {
		return printer.Profile{}, fmt.Errorf("%w: %q; there are %s", ErrNoProfile, name, strings.Join(Profiles(), ", "))
	}
	return ParseProfile(data)
}

// Profiles returns the names of all profiles, sorted.
func Profiles() []string {
	files, err := fs.Glob(profiles, "profiles/*.yaml")
	if err != nil {
		panic(err) // the pattern is wrong
	}
	for i, f := range files {
		files[i] = strings.TrimSuffix(strings.TrimPrefix(f, "profiles/"), ".yaml")
	}
	return files
}

// ParseProfile reads a profile from YAML. An unknown key, a wrong type and a
// value that the driver cannot follow are refused.
func ParseProfile(data []byte) (printer.Profile, error) {
	var p printer.Profile
	dec := yaml.NewDecoder(bytes.NewReader(data))
	dec.KnownFields(true)
	if err := dec.Decode(&p); err != nil {
		return p, fmt.Errorf("escpos: profile: %w", err)
	}
	return p, checkProfile(p)
}

// checkProfile returns every fault of p, joined.
func checkProfile(p printer.Profile) error {
	var faults []error
	need := func(ok bool, format string, args ...any) {
		if !ok {
			faults = append(faults, fmt.Errorf("escpos: profile %s: "+format, append([]any{p.Name}, args...)...))
		}
	}
	need(p.Name != "", "name is missing")
	need(p.Columns >= 16 && p.Columns <= 255, "columns %d: must be 16 to 255", p.Columns)
	need(p.Dots >= 8*p.Columns && p.Dots <= 4096, "dots %d: must be 8 for each column, at most 4096", p.Dots)
	need(p.DPI >= 100 && p.DPI <= 600, "dpi %d: must be 100 to 600", p.DPI)
	need(len(p.CodePages) > 0, "code_pages is empty")
	for _, page := range p.CodePages {
		need(charmaps[page.Name] != nil, "code page %q is not known", page.Name)
	}
	need(slices.Contains([]string{"process_id", "fence", "none"}, p.Confirm), "confirm %q: one of process_id, fence, none", p.Confirm)
	need(slices.Contains([]string{"dle_dc4", "none"}, p.Clear), "clear %q: one of dle_dc4, none", p.Clear)
	need(slices.Contains([]string{"none", "xonxoff", "rtscts"}, p.Flow), "flow %q: one of none, xonxoff, rtscts", p.Flow)
	need(p.FeedLines >= 0 && p.FeedLines <= 255, "feed_lines %d: must be 0 to 255", p.FeedLines)
	need(p.Baud > 0 && p.Buffer > 0 && p.Speed > 0, "baud, buffer and speed must be positive")
	return errors.Join(faults...)
}
