package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"time"

	"guichet/drivers/all"
	"guichet/drivers/document"
	"guichet/drivers/printer"
)

var printerPrint = command{
	name: "printer print", args: "--profile P --to PORT|FILE DOC.yaml", words: 1, least: 1,
	short: "Print a document, or write its bytes into a file",
	long:  documentHelp + "\n\n" + toHelp,
	setup: setupPrint, outlet: true,
}

const documentHelp = `A document is YAML; "go doc guichet/drivers/document" has the whole grammar:

  name: receipt
  blocks:
    - text: "MAIRIE DE SAINT-ÉLOI"
      align: centre
      bold: true
      big: true
    - pair: ["Déposé le", "21/11/2026"]
    - rule
    - gap: 1
    - qr: "https://demarches.saint-eloi.fr"
    - code: {kind: datamatrix, data: "DC04"}
    - postal: ["Mme Anaïs LEFÈVRE", "04230 SAINT-ELOI"]
    - picture: {file: logo.png, dither: ordered}`

const toHelp = `A PORT is something under /dev, usb:VENDOR:PRODUCT[:SERIAL], or any character
device or link to one; the printer is asked whether the paper came out. A FILE
is file:NAME, a name with an ending such as job.bin, a file that is there, or
"-" for the standard output: it gets the bytes that would go to the printer.

After "unknown" the next print on that port first throws away the rest of the
document, and cuts off what hangs out. Say --leftovers if another program, such
as the kiosk, was stopped while it printed.`

func setupPrint(set *flag.FlagSet) action {
	j := newJob(set)
	return func(ctx context.Context, p program, words []string) error {
		doc, err := document.Read(words[0])
		if err != nil {
			return err
		}
		return j.run(ctx, p, func(printer.Profile) printer.Document { return doc })
	}
}

// job is the flags of a command that prints.
type job struct {
	line
	timeout   time.Duration
	leftovers bool
}

func newJob(set *flag.FlagSet) *job {
	j := &job{}
	j.flags(set, "to", "the `port` of the printer, or a file: see above")
	set.DurationVar(&j.timeout, "timeout", time.Minute, "the longest `time` until it is known whether the paper came out")
	set.BoolVar(&j.leftovers, "leftovers", false, "first cut off what another program may have left in the printer")
	return j
}

// run makes the document for the profile, and prints or writes it.
func (j *job) run(ctx context.Context, p program, document func(printer.Profile) printer.Document) error {
	model, err := j.model()
	if err != nil {
		return err
	}
	file, err := fileOf(j.port)
	switch {
	case err != nil:
		return err
	case file == "":
		return j.print(ctx, p, document(model))
	}
	bytes, err := all.Encode(document(model), model)
	if err != nil {
		return err
	}
	return p.write(file, bytes)
}

// write puts the bytes into a file that only its owner reads: a document may
// be about somebody.
func (p program) write(file string, bytes []byte) error {
	if file == "-" {
		_, err := p.out.Write(bytes)
		return err
	}
	if err := os.WriteFile(file, bytes, 0o600); err != nil {
		return err
	}
	fmt.Fprintf(p.out, "written: %d bytes to %s\n", len(bytes), file)
	return nil
}

func (j *job) print(ctx context.Context, p program, doc printer.Document) error {
	n := noteFor(p.notes, j.port)
	fresh := n.begin()
	dev, err := j.open(fresh && !j.leftovers)
	if err != nil {
		return errors.Join(err, n.end(fresh, printer.NotPrinted))
	}
	defer dev.Close()
	ctx, cancel := context.WithTimeout(ctx, j.timeout)
	defer cancel()
	outcome, err := dev.Print(ctx, doc)
	if failed := n.end(fresh, outcome); failed != nil {
		fmt.Fprintln(p.err, "kioskctl:", failed)
	}
	return p.outcome(outcome, err)
}

// outcome says what is known of the paper, in words and as exit status.
func (p program) outcome(o printer.Outcome, err error) error {
	switch o {
	case printer.Printed:
		fmt.Fprintln(p.out, "printed")
		return nil
	case printer.NotPrinted:
		fmt.Fprintln(p.out, "not printed: nothing of it came out")
		return &exitError{exitNotPrinted, err}
	}
	fmt.Fprintln(p.out, "unknown: look at the paper before you print again")
	return &exitError{exitUnknown, err}
}
