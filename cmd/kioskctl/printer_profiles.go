package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"strings"
	"text/tabwriter"

	"go.yaml.in/yaml/v3"

	"guichet/drivers/printer"
	"guichet/drivers/profiles"
	"guichet/drivers/profiles/escposdb"
)

var printerProfiles = command{
	name: "printer profiles", args: "[NAME] | --import FILE [NAME]", words: 1,
	short: "List the printers that we know, show one, or import one",
	long: `With a NAME it writes that profile as YAML: the start for a printer of your own.
Change the numbers and give the file to --profile.

With --import it reads escpos-printer-db's capabilities.json or capabilities.yml
(github.com/receipt-print-hq/escpos-printer-db, CC BY 4.0), lists its printers,
or makes a profile of the one that is named. What that data does not say is
assumed, and said in comments on top: check each against the manual.`,
	setup: setupProfiles,
}

func setupProfiles(set *flag.FlagSet) action {
	file := set.String("import", "", "a `file` of escpos-printer-db")
	return func(_ context.Context, p program, words []string) error {
		switch {
		case *file != "":
			return p.importProfile(*file, words)
		case len(words) == 1:
			model, err := profiles.Load(words[0])
			if err != nil {
				return err
			}
			return p.showProfile(model, nil)
		}
		return p.listProfiles()
	}
}

func (p program) listProfiles() error {
	w := tabwriter.NewWriter(p.out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "PROFILE\tMODEL\tCOLUMNS\tCUTTER\tPAPER\tBAUD\tFLOW")
	for _, name := range profiles.Names() {
		model, err := profiles.Get(name)
		if err != nil {
			return err
		}
		fmt.Fprintf(w, "%s\t%s\t%d\t%s\t%s\t%d\t%s\n", name, model.Model, model.Columns,
			yes(model.Cutter()), model.Path, model.Baud, model.Flow)
	}
	return w.Flush()
}

func yes(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}

func (p program) importProfile(file string, words []string) error {
	data, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	if len(words) == 0 {
		names, err := escposdb.Names(data)
		if err == nil {
			fmt.Fprintln(p.out, strings.Join(names, "\n"))
		}
		return err
	}
	model, notes, err := escposdb.Import(data, words[0])
	if err != nil {
		return err
	}
	return p.showProfile(model, append([]string{"from escpos-printer-db (CC BY 4.0), entry " + words[0]}, notes...))
}

// showProfile writes a profile that profiles.Load reads.
func (p program) showProfile(model printer.Profile, notes []string) error {
	text, err := yaml.Marshal(model)
	if err != nil {
		return err
	}
	for _, note := range notes {
		fmt.Fprintln(p.out, "# "+strings.Join(strings.Fields(note), " "))
	}
	_, err = p.out.Write(text)
	return err
}
