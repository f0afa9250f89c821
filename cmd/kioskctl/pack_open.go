package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"guichet/forms"
	"guichet/forms/lint"
	"guichet/forms/pack"
	"guichet/forms/pack/archive"
	"guichet/forms/trial"
	"guichet/kiosk/receipt"
)

// packFiles are the files of a pack: a folder, or a file that "pack build" has
// written.
func packFiles(path string) (fs.FS, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if info.IsDir() {
		return os.DirFS(path), nil
	}
	data, err := readLimited(path, archive.MaxArchive)
	if err != nil {
		return nil, err
	}
	files, err := archive.Open(data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return files, nil
}

// readLimited never reads more than the archive may have: the rest would be
// refused unread.
func readLimited(path string, most int64) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var b bytes.Buffer
	n, err := io.Copy(&b, io.LimitReader(f, most+1))
	if err == nil && n > most {
		return nil, fmt.Errorf("%s: %w", path, archive.ErrTooBig)
	}
	return b.Bytes(), err
}

// inspection is all that is known of a pack before anybody sees it.
type inspection struct {
	data   []byte     // the archive; nil where the pack does not load
	pack   *pack.Pack // nil likewise
	faults forms.Faults
	lint   lint.Report
	tests  trial.Report
	untold bool // the tests could not run
}

// inspect loads a pack, holds it against the rules, and runs its tests. What is
// wrong with the pack is in the inspection; an error says that it cannot be
// told.
func inspect(folder fs.FS) (*inspection, error) {
	in := &inspection{}
	data, p, err := archive.BuildPack(folder)
	if err != nil {
		return in, in.add(err)
	}
	files, err := archive.Open(data)
	if err != nil {
		return nil, err
	}
	in.data, in.pack = data, p
	failed := make(chan error, 1)
	go func() { // beside the rules: each takes as long as the other
		var err error
		in.tests, err = trial.Run(p, files, receipt.Trial{})
		failed <- err
	}()
	var unread error
	in.lint, unread = lint.Check(p, files)
	if err = <-failed; unread != nil {
		return nil, unread
	}
	in.checkIcon(files)
	in.untold = err != nil
	if err == nil && len(in.tests.Tests) == 0 {
		in.faults = append(in.faults, forms.Fault{File: "tests", What: "the pack has no test", Mend: firstTest(p)})
	}
	return in, in.add(err)
}

// add keeps faults, and hands back what is no fault of the pack.
func (in *inspection) add(err error) error {
	var faults forms.Faults
	switch {
	case err == nil:
	case errors.As(err, &faults):
		in.faults = append(in.faults, faults...)
	case errors.Is(err, trial.ErrEndless):
		in.faults = append(in.faults, forms.Fault{File: "tests", What: "the tests take too much work", Mend: "keep the tests that differ"})
	default:
		return err
	}
	return nil
}

// refused is how many things refuse the pack.
func (in *inspection) refused() int {
	return len(in.faults) + in.lint.Errors() + in.tests.Failed()
}

// firstTest shows how a test of this pack begins.
func firstTest(p *pack.Pack) string {
	page := p.Form.Pages[0].ID
	for _, one := range p.Form.Pages {
		if one.Asks() {
			page = one.ID
			break
		}
	}
	return fmt.Sprintf(`write tests/first.yaml, and run the check: it names the answers that are still missing:

tests:
  - name: "Everything is answered"
    day: 2026-11-21
    answers:
      %s: true
    expect:
      ends: check`, page)
}
