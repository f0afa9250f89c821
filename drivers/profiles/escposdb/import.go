package escposdb

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"guichet/drivers/printer"
	"guichet/drivers/profiles"
)

var (
	// ErrNone: no printer of that name is in the data.
	ErrNone = errors.New("escposdb: no such printer")
	// ErrNoFrench: the printer has no code page that French can be written with.
	ErrNoFrench = errors.New("escposdb: it has none of cp1252, cp858 and cp850")
)

// Names returns the names of the printers in data, sorted.
func Names(data []byte) ([]string, error) {
	entries, err := read(data)
	if err != nil {
		return nil, err
	}
	return names(entries), nil
}

func names(entries map[string]entry) []string {
	var list []string
	for name := range entries {
		list = append(list, name)
	}
	slices.Sort(list)
	return list
}

// Import makes a profile of the printer of that name ("TM-T88V") in data. The
// second value is what the data does not say and was assumed, a line each, for
// the one who completes the file. The profile passes profiles.Check. An error
// wraps ErrNone or ErrNoFrench, or says what in the data no driver can follow.
func Import(data []byte, name string) (printer.Profile, []string, error) {
	entries, err := read(data)
	if err != nil {
		return printer.Profile{}, nil, err
	}
	if _, ok := entries[name]; !ok {
		return printer.Profile{}, nil, fmt.Errorf("%w: %q; there are %s", ErrNone, name, strings.Join(names(entries), ", "))
	}
	e, missing, err := complete(entries, name)
	if err != nil {
		return printer.Profile{}, nil, err
	}
	d := &draft{e: e}
	if missing != "" {
		d.assume("it inherits from %s, which is not in the data", missing)
	}
	return d.finish(name)
}

// draft is a profile in the making.
type draft struct {
	e       entry
	p       printer.Profile
	assumed []string
}

func (d *draft) assume(format string, args ...any) {
	d.assumed = append(d.assumed, fmt.Sprintf(format, args...))
}

func (d *draft) finish(name string) (printer.Profile, []string, error) {
	d.p.Name = slug(d.e.Vendor + " " + name)
	d.p.Model = strings.TrimSpace(d.e.Vendor + " " + cmp.Or(d.e.Name, name))
	d.paper()
	d.pages()
	if len(d.p.CodePages) == 0 {
		return d.p, d.assumed, fmt.Errorf("%w: %s", ErrNoFrench, name)
	}
	d.language()
	d.rest()
	if err := profiles.Check(d.p); err != nil {
		return d.p, d.assumed, fmt.Errorf("escposdb: %s: %w", name, err)
	}
	return d.p, d.assumed, nil
}

// slug is a name as ours are: "epson-tm-t88v".
func slug(s string) string {
	words := strings.FieldsFunc(strings.ToLower(s), func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9')
	})
	return strings.Join(words, "-")
}
