package ipp

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"

	"github.com/OpenPrinting/goipp"

	"guichet/drivers/printer"
)

const pdfFormat = "application/pdf"

// Print prints a PDF, one sheet a page, on A4, and waits until the printer has
// completed it. name is what the document is, "receipt"; never a person's.
//
// It returns when ctx ends, and in time before its deadline to cancel the job;
// where ctx is cancelled, that takes 3 s at most. The outcome is of the paper:
// see the package comment. The error is a *printer.FaultError where the printer
// says what it lacks; else it wraps ErrFormat, ErrRefused, ErrAborted,
// printer.ErrGone, printer.ErrNoAnswer or ctx.Err(), and ErrNotCancelled beside
// them where the job may still print.
func (p *Printer) Print(ctx context.Context, name string, pdf []byte) (printer.Outcome, error) {
	name = jobName(name)
	if err := p.before(ctx, name); err != nil {
		return printer.NotPrinted, err
	}
	waiting, stop := early(ctx)
	defer stop()
	job, err := p.submit(waiting, name, pdf)
	if err == nil {
		return p.follow(waiting, ctx, job)
	}
	if unheard := new(lost); errors.As(err, &unheard) {
		return p.recover(ctx, name, err)
	}
	return printer.NotPrinted, err
}

// before refuses what could not be printed: nothing was sent yet.
func (p *Printer) before(ctx context.Context, name string) error {
	a, err := p.attributes(ctx)
	if err != nil {
		return err
	}
	if s := statusOf(a); !s.Ready() {
		return &printer.FaultError{Fault: s.Fault(), Status: s}
	}
	if formats := a.texts("document-format-supported"); len(formats) > 0 && !a.says("document-format-supported", pdfFormat) {
		return ErrFormat
	}
	_, err = p.ask(ctx, p.job(goipp.OpValidateJob, name))
	return refused(err)
}

// submit is Print-Job (RFC 8011 §4.2.1).
func (p *Printer) submit(ctx context.Context, name string, pdf []byte) (job int, err error) {
	m, err := p.send(ctx, p.job(goipp.OpPrintJob, name), pdf)
	if err != nil {
		return 0, refused(err)
	}
	job, ok := attributes(m.Job).number("job-id")
	if !ok {
		return 0, &lost{fmt.Errorf("ipp: Print-Job: %w", printer.ErrNoAnswer)}
	}
	return job, nil
}

// refused gives the answers that say no their names.
func refused(err error) error {
	var no *StatusError
	if !errors.As(err, &no) {
		return err
	}
	if no.Status == goipp.StatusErrorDocumentFormatNotSupported {
		return ErrFormat
	}
	return fmt.Errorf("%w: %w", ErrRefused, err)
}

// job is a request that makes a job, or would: RFC 8011 §4.2.1.1 and §5.2. What
// a printer does not know of these it ignores, because ipp-attribute-fidelity
// is false. A page is never scaled: an address stands behind a window.
func (p *Printer) job(op goipp.Op, name string) *goipp.Message {
	m := p.by(p.request(op))
	m.Operation.Add(goipp.MakeAttr("job-name", goipp.TagName, goipp.String(name)))
	m.Operation.Add(goipp.MakeAttr("ipp-attribute-fidelity", goipp.TagBoolean, goipp.Boolean(false)))
	m.Operation.Add(goipp.MakeAttr("document-format", goipp.TagMimeType, goipp.String(pdfFormat)))
	m.Job.Add(goipp.MakeAttr("copies", goipp.TagInteger, goipp.Integer(1)))
	m.Job.Add(goipp.MakeAttr("sides", goipp.TagKeyword, goipp.String("one-sided")))
	m.Job.Add(goipp.MakeAttr("media", goipp.TagKeyword, goipp.String("iso_a4_210x297mm"))) // PWG 5101.1
	m.Job.Add(goipp.MakeAttr("job-hold-until", goipp.TagKeyword, goipp.String("no-hold")))
	m.Job.Add(goipp.MakeAttr("print-scaling", goipp.TagKeyword, goipp.String("none"))) // PWG 5100.13, from memory
	return m
}

// jobName is neutral, and no other job has it: a job whose number was lost is
// found by it. Whatever is no lower-case letter is left out of name.
func jobName(name string) string {
	name = strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r == '-' {
			return r
		}
		return -1
	}, name)
	var random [6]byte
	rand.Read(random[:])
	return "guichet-" + name[:min(len(name), 24)] + "-" + hex.EncodeToString(random[:])
}
