package main

import (
	"context"
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
device; the printer is asked whether the paper came out. Anything else is a
FILE, "-" the standard output: it gets the bytes that would go to the printer.`

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
	timeout time.Duration
}

func newJob(set *flag.FlagSet) *job {
	j := &job{}
	j.flags(set, "to", "the `port` of the printer, or a file")
	set.DurationVar(&j.timeout, "timeout", time.Minute, "the longest `time` until it is known whether the paper came out")
	return j
}

// run makes the document for the profile, and prints or writes it.
func (j *job) run(ctx context.Context, p program, document func(printer.Profile) printer.Document) error {
	model, err := j.model()
	switch {
	case err != nil:
		return err
	case j.port == "":
		return usagef("--to is missing: a port or a file")
	case isPort(j.port):
		return j.print(ctx, p, document(model))
	}
	bytes, err := all.Encode(document(model), model)
	if err != nil {
		return err
	}
	return j.write(p, bytes)
}

// write puts the bytes into a file that only its owner reads: a document may
// be about somebody.
func (j *job) write(p program, bytes []byte) error {
	if j.port == "-" {
		_, err := p.out.Write(bytes)
		return err
	}
	if err := os.WriteFile(j.port, bytes, 0o600); err != nil {
		return err
	}
	fmt.Fprintf(p.out, "written: %d bytes to %s\n", len(bytes), j.port)
	return nil
}

func (j *job) print(ctx context.Context, p program, doc printer.Document) error {
	dev, err := j.open()
	if err != nil {
		return err
	}
	defer dev.Close()
	ctx, cancel := context.WithTimeout(ctx, j.timeout)
	defer cancel()
	return p.outcome(dev.Print(ctx, doc))
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
