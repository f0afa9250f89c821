package main

import (
	"context"
	"flag"
	"fmt"
	"slices"
	"strings"
	"text/tabwriter"

	"guichet/forms/calc"
	"guichet/forms/hours"
	"guichet/forms/notice"
	"guichet/forms/pack"
	"guichet/forms/strictyaml"
	"guichet/forms/trial"
)

// chapter is a part of what one must know to write a pack: the comment of the
// package that reads it.
type chapter struct {
	name, about string
	source      *string
}

var chapters = []chapter{
	{"files", "what stands in each file: pages, types, conditions, lists, texts, reminders", &pack.Manual},
	{"values", "what a computed value or the day of a reminder may be made of", &calc.Manual},
	{"tests", "how a visit and what must come of it are written", &trial.Manual},
	{"hours", "how the hours of a contact are written", &hours.Manual},
	{"notices", "what the law wants in what the town hall answers; see pack notice", &notice.Manual},
}

var packManual = command{
	name: "pack manual", args: "[CHAPTER]", words: 1,
	short: "Read how a pack is written: files, values, tests, hours, notices",
	long:  manualHelp(),
	setup: func(*flag.FlagSet) action {
		return func(_ context.Context, p program, words []string) error { return p.manual(words) }
	},
}

func manualHelp() string {
	var b strings.Builder
	w := tabwriter.NewWriter(&b, 0, 0, 3, ' ', 0)
	for _, c := range chapters {
		fmt.Fprintf(w, "  %s\t%s\n", c.name, c.about)
	}
	w.Flush()
	return "CHAPTER is one of these, files if left out:\n\n" + strings.TrimRight(b.String(), "\n")
}

func (p program) manual(words []string) error {
	name := append(words, chapters[0].name)[0]
	i := slices.IndexFunc(chapters, func(c chapter) bool { return c.name == name })
	if i < 0 {
		return usagef("there is no chapter %q: %s", name, strictyaml.MendName(name, chapterNames()))
	}
	fmt.Fprint(p.out, comment(*chapters[i].source))
	if name == "values" {
		p.functions()
	}
	return nil
}

func chapterNames() []string {
	var names []string
	for _, c := range chapters {
		names = append(names, c.name)
	}
	return names
}

// comment is what stands in a doc.go, without the slashes.
func comment(source string) string {
	var b strings.Builder
	for line := range strings.Lines(source) {
		if text, ok := strings.CutPrefix(line, "//"); ok {
			b.WriteString(strings.ReplaceAll(strings.TrimPrefix(text, " "), "\t", "    "))
		}
	}
	return b.String()
}

// functions is the list that the comment of calc names.
func (p program) functions() {
	fmt.Fprint(p.out, "\nThe functions:\n\n")
	w := tabwriter.NewWriter(p.out, 0, 0, 2, ' ', 0)
	for _, f := range calc.Functions() {
		fmt.Fprintf(w, "    %s\t%s\n", f.Use, f.Is)
	}
	w.Flush()
}
