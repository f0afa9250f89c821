package main

import (
	"context"
	"flag"
	"fmt"
	"slices"
	"strings"

	"guichet/forms"
	"guichet/forms/pack"
	"guichet/forms/pack/archive"
)

var packDiff = command{
	name: "pack diff", args: "OLD NEW", words: 2, least: 2,
	short: "Say in words what differs between two revisions of a pack",
	long: `OLD and NEW are folders, or files of "kioskctl pack build". Both must load; use
"kioskctl pack check" where one does not.`,
	setup: func(*flag.FlagSet) action { return diffPacks },
}

func diffPacks(_ context.Context, p program, words []string) error {
	d := &difference{}
	for i, side := range []*revision{&d.was, &d.is} {
		if err := side.read(words[i]); err != nil {
			return err
		}
	}
	d.compare()
	if len(d.sections) == 0 {
		fmt.Fprintf(p.out, "%s and %s are the same\n", d.was.Pack, d.is.Pack)
		return nil
	}
	fmt.Fprintf(p.out, "%s → %s\n", d.was.Pack, d.is.Pack)
	for _, s := range d.sections {
		fmt.Fprintf(p.out, "\n%s\n", s.title)
		for _, line := range s.lines {
			fmt.Fprintln(p.out, "  "+line)
		}
	}
	return nil
}

// revision is one side: a pack and its files.
type revision struct {
	*pack.Pack
	files map[string]string
	exprs map[string]string // what is worked out: see expressions
}

func (r *revision) read(path string) error {
	folder, err := packFiles(path)
	if err != nil {
		return err
	}
	data, p, err := archive.BuildPack(folder)
	if err != nil {
		return fmt.Errorf("%s does not load: %w", path, err)
	}
	files, err := archive.Open(data)
	if err != nil {
		return err
	}
	r.Pack, r.exprs = p, expressions(files)
	r.files, err = contents(files)
	return err
}

// difference gathers what differs, by topic.
type difference struct {
	was, is  revision
	sections []diffSection
}

type diffSection struct {
	title string
	lines []string
}

func (d *difference) compare() {
	d.section("About the pack", d.manifest())
	d.section("Questions", d.pages())
	d.section("Exits, lists and the rest of the form", d.rest())
	d.section("What is worked out", mapChanges(d.was.exprs, d.is.exprs))
	d.section("Outputs", changes("outputs", d.was.Outputs, d.is.Outputs, nil))
	d.section("Notifications", changes("notifications", d.was.Notifications, d.is.Notifications, nil))
	for _, lang := range languagesOf(d.was.Pack, d.is.Pack) {
		d.section(fmt.Sprintf("Texts (%s)", lang), d.texts(lang))
	}
	d.section("Files", d.fileChanges())
}

func (d *difference) section(title string, lines []string) {
	if len(lines) > 0 {
		d.sections = append(d.sections, diffSection{title, lines})
	}
}

func languagesOf(was, is *pack.Pack) []forms.Lang {
	all := append([]forms.Lang{}, was.Languages...)
	for _, lang := range is.Languages {
		if !slices.Contains(all, lang) {
			all = append(all, lang)
		}
	}
	return all
}

func (d *difference) manifest() []string {
	return changes("", d.was.Manifest, d.is.Manifest, nil)
}

// rest is everything of the form but its pages.
func (d *difference) rest() []string {
	was, is := *d.was.Form, *d.is.Form
	was.Pages, is.Pages = nil, nil
	was.Lists, is.Lists = unlabelled(was.Lists), unlabelled(is.Lists)
	return changes("", was, is, nil)
}

// unlabelled are lists without their labels, which are texts.
func unlabelled(lists map[string]forms.List) map[string]forms.List {
	out := map[string]forms.List{}
	for name, list := range lists {
		bare := slices.Clone(list.Choices)
		for i := range bare {
			bare[i].Labels = nil
		}
		list.Choices = bare
		out[name] = list
	}
	return out
}

// texts are those of pages that both revisions have, and of what is no page: a
// page that came or went says so once, with its title.
func (d *difference) texts(lang forms.Lang) []string {
	was, is := catalogOf(d.was.Pack, lang), catalogOf(d.is.Pack, lang)
	switch {
	case len(was.Keys()) == 0:
		return []string{"the pack is now written in this language"}
	case len(is.Keys()) == 0:
		return []string{"the pack is no longer written in this language"}
	}
	var lines []string
	for _, key := range union(was.Keys(), is.Keys()) {
		id, _, _ := strings.Cut(key, ".")
		if _, before := pageOf(d.was.Pack, id); before != d.has(id) {
			continue
		}
		if line := textChange(was, is, key); line != "" {
			lines = append(lines, key+": "+line)
		}
	}
	return lines
}

// textChange says what became of one text; nothing where it is the same.
func textChange(was, is forms.Catalog, key string) string {
	before, now := oneLine(was.Text(key)), oneLine(is.Text(key))
	switch {
	case !is.Has(key):
		return fmt.Sprintf("removed: « %s »", before)
	case !was.Has(key):
		return fmt.Sprintf("added: « %s »", now)
	case before != now:
		return fmt.Sprintf("« %s » → « %s »", before, now)
	case was.Text(key) != is.Text(key):
		return fmt.Sprintf("only spaces or lines differ: « %s »", now)
	}
	return ""
}

func (d *difference) has(id string) bool {
	_, ok := pageOf(d.is.Pack, id)
	return ok
}

// catalogOf is empty where the pack is not written in the language: Catalog
// would give French.
func catalogOf(p *pack.Pack, lang forms.Lang) forms.Catalog {
	if !slices.Contains(p.Languages, lang) {
		return forms.Catalog{}
	}
	return p.Catalog(lang)
}
