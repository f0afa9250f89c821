package config

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"guichet/forms"
	"guichet/forms/strictyaml"
)

// Limits of the pauses of a visit.
const (
	minIdle, maxIdle         = 10 * time.Second, 10 * time.Minute
	minGrace, maxGrace       = 5 * time.Second, 2 * time.Minute
	minLastPage, maxLastPage = 5 * time.Second, 10 * time.Minute
)

// flaw is a fault before anybody knows where in a file it stands.
type flaw struct {
	path       []any // keys and indexes, as in strictyaml.Doc.At
	what, mend string
}

// Check is for a program that fills the struct itself. The error is
// strictyaml.Faults, each with the path of its field in place of a file.
func (c *Config) Check() error {
	var faults strictyaml.Faults
	for _, f := range c.flaws() {
		at := strictyaml.Place{File: "config: " + pathString(f.path)}
		faults = append(faults, at.Fault(f.what, f.mend))
	}
	faults.Sort()
	return faults.Err()
}

// pathString is "town.contacts[0].phone".
func pathString(path []any) string {
	var b strings.Builder
	for _, step := range path {
		if i, ok := step.(int); ok {
			fmt.Fprintf(&b, "[%d]", i)
			continue
		}
		fmt.Fprintf(&b, ".%v", step)
	}
	return strings.TrimPrefix(b.String(), ".")
}

func (c *Config) flaws() []flaw {
	return slices.Concat(c.Town.flaws(), c.languageFlaws(), c.folderFlaws(), c.recipientFlaws(), c.Hub.flaws(), c.Trust.flaws(),
		c.Printer.flaws(), c.A4.flaws(), c.callFlaws(), c.Screen.flaws(), c.Visit.flaws(), c.lightFlaws(), c.metricsFlaws(),
		oneOf(c.LogLevel, []string{"debug", "info", "warn", "error"}, "log_level"))
}

var languages = []forms.Lang{forms.French, forms.EasyFrench, forms.English}

func (c *Config) languageFlaws() []flaw {
	if len(c.Languages) == 0 {
		return []flaw{{[]any{"languages"}, "no language is offered", "list at least fr, or remove the key"}}
	}
	var all []flaw
	for i, l := range c.Languages {
		switch at := []any{"languages", i}; {
		case !slices.Contains(languages, l):
			all = append(all, flaw{at, fmt.Sprintf("%q is not a language of the kiosk", l), "known here: fr, fr-x-falc, en"})
		case slices.Contains(c.Languages[:i], l):
			all = append(all, flaw{at, fmt.Sprintf("%q stands twice", l), "remove one"})
		}
	}
	return all
}

// folderFlaws wants folders from the root: the program's working folder is
// whatever started it.
func (c *Config) folderFlaws() []flaw {
	var all []flaw
	if c.Packs != "" && !filepath.IsAbs(c.Packs) {
		all = append(all, flaw{[]any{"packs"}, fmt.Sprintf("%q does not begin with /", c.Packs), "write the folder from the root: /var/lib/guichet/packs"})
	}
	if !filepath.IsAbs(c.Data) {
		all = append(all, flaw{[]any{"data"}, fmt.Sprintf("%q does not begin with /", c.Data), "write the folder from the root: /var/lib/guichet"})
	}
	return all
}

func (v Visit) flaws() []flaw {
	return slices.Concat(
		within("idle", v.Idle, minIdle, maxIdle),
		within("grace", v.Grace, minGrace, maxGrace),
		within("done", v.Done, minLastPage, maxLastPage))
}

func within(key string, d, least, most time.Duration) []flaw {
	if d >= least && d <= most {
		return nil
	}
	return []flaw{{[]any{"visit", key}, fmt.Sprintf("%v is too short or too long", d), fmt.Sprintf("write %v to %v", least, most)}}
}

// oneOf repeats for [Config.Check] what the tags say for a file.
func oneOf(s string, known []string, path ...any) []flaw {
	if slices.Contains(known, s) {
		return nil
	}
	return []flaw{{path, fmt.Sprintf("%q is not known here", s), strictyaml.MendName(s, known)}}
}

func under(at []any, key any) []any { return append(slices.Clone(at), key) }
