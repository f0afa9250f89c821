package trial_test

import (
	"errors"
	"os"
	"testing"
	"testing/fstest"

	"github.com/rogpeppe/go-internal/txtar"

	"guichet/forms"
	"guichet/forms/trial"
)

// FuzzRun gives the small pack tests of a stranger: they pass, miss or are
// refused, and never more.
func FuzzRun(f *testing.F) {
	for _, name := range []string{"passes", "misses", "faults", "syntax"} {
		data, err := os.ReadFile("testdata/stories/" + name + ".txt")
		if err != nil {
			f.Fatal(err)
		}
		f.Add(txtar.Parse(data).Files[0].Data)
	}
	p := load(f, small(f))
	f.Fuzz(func(t *testing.T, data []byte) {
		report, err := trial.Run(p, fstest.MapFS{"tests/a.yaml": {Data: data}}, paper{})
		var faults forms.Faults
		if err != nil && !errors.As(err, &faults) && !errors.Is(err, trial.ErrEndless) {
			t.Errorf("a fault without a place: %v", err)
		}
		for _, one := range report.Tests {
			for _, m := range one.Misses {
				if m.At.Line == 0 || m.What == "" || m.Got == "" {
					t.Errorf("%+v", m)
				}
			}
		}
	})
}
