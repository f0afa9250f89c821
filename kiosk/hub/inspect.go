package hub

import (
	"errors"
	"io/fs"

	"guichet/forms/lint"
	"guichet/forms/pack"
	"guichet/forms/trial"
	"guichet/kiosk/receipt"
)

var errNoTest = errors.New("hub: the pack has no test of its own")

// Inspect refuses what "kioskctl pack check" refuses, before it is published:
// who signs an archive need not have made it with our tool. The work is bounded,
// see [trial.MaxWork].
func Inspect(p *pack.Pack, files fs.FS) error {
	plain, err := lint.Check(p, files)
	if err != nil {
		return err
	}
	tests, err := trial.Run(p, files, receipt.Trial{})
	if err != nil {
		return err
	}
	if len(tests.Tests) == 0 {
		return errNoTest
	}
	return errors.Join(plain.Err(), tests.Err())
}
