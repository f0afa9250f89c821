package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"guichet/forms"
	"guichet/kiosk/inbox"
)

var inboxExport = command{
	name: "inbox export", args: "--key FILE --to FOLDER [--format json|csv|pdf] [REFERENCE …]", words: 500,
	short: "Open submissions and write them as JSON, CSV or PDF",
	long: `JSON and PDF are a file each, named by the reference; CSV is one table for a
spreadsheet. The files are personal: they are readable by you alone, and it is
for you to put them where they belong and to delete them here.`,
	setup: setupInboxExport,
}

func setupInboxExport(set *flag.FlagSet) action {
	pick := flagPick(set)
	opener := flagOpener(set)
	to := set.String("to", "", "the `folder` to write into")
	format := set.String("format", "pdf", "json, csv or pdf")
	return func(ctx context.Context, p program, references []string) error {
		out, err := exporterTo(*to, *format)
		if err != nil {
			return err
		}
		if len(references) > 0 {
			pick.all = true
		}
		failed := p.eachOpened(ctx, opener, *pick, references, out.take)
		if failed != nil && out.count == 0 {
			return failed
		}
		if err := out.finish(); err != nil {
			return errors.Join(failed, err)
		}
		fmt.Fprintf(p.out, "%d submissions are in %s.\n", out.count, *to)
		return failed
	}
}

// exporter writes submissions into a folder.
type exporter struct {
	dir    string
	format string
	count  int
	table  []forms.Submission // for csv: it needs all of them
}

func exporterTo(dir, format string) (*exporter, error) {
	switch format {
	case "json", "csv", "pdf":
	default:
		return nil, usagef("%q is not json, csv or pdf", format)
	}
	if dir == "" {
		return nil, usagef("say where to write: --to FOLDER")
	}
	return &exporter{dir: dir, format: format}, os.MkdirAll(dir, 0o700)
}

func (e *exporter) take(s forms.Submission) error {
	e.count++
	switch e.format {
	case "csv":
		e.table = append(e.table, s)
		return nil
	case "json":
		data, err := json.MarshalIndent(s, "", "  ")
		if err != nil {
			return err
		}
		return e.write(s, ".json", append(data, '\n'))
	}
	data, err := inbox.PDF(s, s.Pack, time.Local)
	if err != nil {
		return err
	}
	return e.write(s, ".pdf", data)
}

func (e *exporter) finish() error {
	if e.format != "csv" {
		return nil
	}
	var out strings.Builder
	if err := inbox.CSV(&out, e.table, time.Local); err != nil {
		return err
	}
	return e.create("submissions.csv", []byte(out.String()))
}

// write names a file by the reference, and by the id too where that is taken.
func (e *exporter) write(s forms.Submission, ending string, data []byte) error {
	name := fileName(s.Reference)
	err := e.create(name+ending, data)
	if errors.Is(err, fs.ErrExist) {
		err = e.create(name+"-"+s.ID+ending, data)
	}
	return err
}

// create never writes over what is there, nor through a link.
func (e *exporter) create(name string, data []byte) error {
	f, err := os.OpenFile(filepath.Join(e.dir, name), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	return errors.Join(err, f.Close())
}

// fileName is a reference without its spaces: it names nobody.
func fileName(reference string) string {
	return strings.Map(func(r rune) rune {
		if '0' <= r && r <= '9' || 'A' <= r && r <= 'Z' {
			return r
		}
		return -1
	}, reference)
}
