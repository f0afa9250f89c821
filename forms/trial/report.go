package trial

import (
	"fmt"
	"strings"

	"guichet/forms"
	"guichet/forms/strictyaml"
)

// Report is what became of the tests of a pack, in their order.
type Report struct{ Tests []Result }

// Result is one test.
type Result struct {
	Name    string
	At      strictyaml.Place // in tests/*.yaml
	Misses  []Miss           // none: it passed
	Visited int              // pages
}

// Miss is one thing that did not come as the test expects it.
type Miss struct {
	At   strictyaml.Place // the expectation
	What string           // "path", "text", "receipt", "answer to quotient" …
	Want string
	Got  string
}

func (m Miss) String() string {
	return fmt.Sprintf("%s: %s: want: %s; got: %s", m.At, m.What, m.Want, m.Got)
}

// Failed is how many tests did not pass.
func (r Report) Failed() int {
	n := 0
	for _, t := range r.Tests {
		if len(t.Misses) > 0 {
			n++
		}
	}
	return n
}

// Err is the misses as faults, sorted by place: nil where every test passed.
func (r Report) Err() error {
	var faults forms.Faults
	for _, t := range r.Tests {
		for _, m := range t.Misses {
			what := fmt.Sprintf("test %q: %s: want: %s; got: %s", t.Name, m.What, m.Want, m.Got)
			faults = append(faults, m.At.Fault(what, "mend the form, or the test if the form is right"))
		}
	}
	faults.Sort()
	return faults.Err()
}

// listed writes ids one after another.
func listed(ids []string) string {
	if len(ids) == 0 {
		return "nothing"
	}
	return strings.Join(ids, ", ")
}
