package main

import (
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"

	"guichet/forms/strictyaml"
)

// expressions are the computed values and the days of reminders as they are
// written, by what they are: a loaded pack has them compiled, and one cannot be
// told from another.
func expressions(files fs.FS) map[string]string {
	var form struct {
		Computed []struct {
			ID   string `yaml:"id"`
			Expr string `yaml:"expr"`
		} `yaml:"computed"`
	}
	var reminders struct {
		Reminders []struct {
			ID   string `yaml:"id"`
			When string `yaml:"when"`
		} `yaml:"reminders"`
	}
	readPart(files, "form.yaml", &form)
	readPart(files, "reminders.yaml", &reminders)
	all := map[string]string{}
	for _, c := range form.Computed {
		all["computed "+c.ID] = c.Expr
	}
	for _, r := range reminders.Reminders {
		all["reminder "+r.ID] = r.When
	}
	return all
}

// readPart reads the keys that into has, of a file that was checked with all of
// them: the faults are the other keys.
func readPart(files fs.FS, name string, into any) {
	if data, err := fs.ReadFile(files, name); err == nil {
		_ = strictyaml.Decode(name, data, into)
	}
}

// contents is every file by its name.
func contents(files fs.FS) (map[string]string, error) {
	all := map[string]string{}
	err := fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(files, name)
		all[name] = string(data)
		return err
	})
	return all, err
}

func mapChanges(was, is map[string]string) []string {
	var lines []string
	for _, key := range keysOf(was, is) {
		before, had := was[key]
		now, has := is[key]
		switch {
		case !has:
			lines = append(lines, fmt.Sprintf("%s removed: %s", key, oneLine(before)))
		case !had:
			lines = append(lines, fmt.Sprintf("%s added: %s", key, oneLine(now)))
		case before != now:
			lines = append(lines, fmt.Sprintf("%s: %s → %s", key, oneLine(before), oneLine(now)))
		}
	}
	return lines
}

func keysOf(a, b map[string]string) []string {
	return union(slices.Collect(maps.Keys(a)), slices.Collect(maps.Keys(b)))
}

// fileChanges names the tests that differ and, where nothing else was found,
// the files whose comments or order do.
func (d *difference) fileChanges() []string {
	var tests, others []string
	for _, name := range keysOf(d.was.files, d.is.files) {
		_, had := d.was.files[name]
		_, has := d.is.files[name]
		switch {
		case d.was.files[name] == d.is.files[name] && had == has:
		case !strings.HasPrefix(name, "tests/"):
			others = append(others, name+": only comments or the order of keys differ")
		case !has:
			tests = append(tests, name+" removed")
		case !had:
			tests = append(tests, name+" added")
		default:
			tests = append(tests, name+" changed")
		}
	}
	if len(d.sections) == 0 {
		return append(others, tests...)
	}
	return tests
}
