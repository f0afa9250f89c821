package trial

import (
	"errors"
	"fmt"
	"io"
	"io/fs"

	"guichet/forms"
	"guichet/forms/strictyaml"
)

// Limits of the tests of a pack.
const (
	MaxFiles = 50
	MaxBytes = 256 << 10 // of one file
	MaxTests = 200
)

// file is tests/*.yaml.
type file struct {
	Tests []test `yaml:"tests,required"`
}

// test is a visit and what must come of it.
type test struct {
	at strictyaml.Place

	Name    text            `yaml:"name,required"`
	Day     text            `yaml:"day,required"`
	Lang    text            `yaml:"lang"`
	Answers map[string]said `yaml:"answers"`
	Wrong   []wrong         `yaml:"wrong"`
	Expect  expect          `yaml:"expect,required"`
}

// wrong is an input that a page refuses, with the key of the problem, whose
// "problem." may be left out.
type wrong struct {
	Page    text `yaml:"page,required"`
	Input   said `yaml:"input,required"`
	Problem text `yaml:"problem,required"`
}

// expect is what must come of a test; what is left out may be anything.
type expect struct {
	Ends  text `yaml:"ends,required"`
	Path  list `yaml:"path"`
	Meets list `yaml:"meets"`
	Skips list `yaml:"skips"`
	Texts list `yaml:"texts"`

	Shown     readings        `yaml:"shown"`
	Computed  readings        `yaml:"computed"`
	Documents list            `yaml:"documents"`
	Reminders map[string]text `yaml:"reminders"`
	Paper     map[string]list `yaml:"paper"`
}

// text is a text and its place.
type text struct {
	strictyaml.Place
	s string
}

func (t *text) UnmarshalNode(n *strictyaml.Node) {
	t.Place = n.Place()
	n.Decode(&t.s)
}

// readings are what a citizen reads, by id. He reads 2, so it need not stand
// between quotes.
type readings map[string]text

func (r *readings) UnmarshalNode(n *strictyaml.Node) {
	entries, ok := n.Map()
	if !ok {
		n.Fault("a map is due here", "write {id: what is read}")
		return
	}
	*r = readings{}
	for _, e := range entries {
		(*r)[e.Name] = scalar(e.Value)
	}
}

// list is texts and the place of all of them.
type list struct {
	strictyaml.Place
	of []text
}

func (l *list) UnmarshalNode(n *strictyaml.Node) {
	l.Place = n.Place()
	n.Decode(&l.of)
}

func (l list) strings() []string {
	out := make([]string, len(l.of))
	for i, t := range l.of {
		out[i] = t.s
	}
	return out
}

// read reads every test of a folder. The faults are all that is wrong with the
// files as such.
func read(folder fs.FS) ([]test, forms.Faults) {
	names, err := fs.Glob(folder, "tests/*.yaml")
	if err != nil || len(names) > MaxFiles {
		return nil, forms.Faults{{File: "tests", What: fmt.Sprintf("%d files, %d are allowed", len(names), MaxFiles), Mend: "put several tests into one file"}}
	}
	var all []test
	var faults forms.Faults
	for _, name := range names {
		tests, wrong := readFile(folder, name)
		all, faults = append(all, tests...), append(faults, wrong...)
	}
	if len(all) > MaxTests {
		faults = append(faults, forms.Fault{File: "tests", What: fmt.Sprintf("%d tests, %d are allowed", len(all), MaxTests), Mend: "keep those that differ"})
	}
	return all, faults
}

var errLong = errors.New("trial: the file is too long")

func readFile(folder fs.FS, name string) ([]test, forms.Faults) {
	data, err := readAll(folder, name)
	if errors.Is(err, errLong) {
		return nil, forms.Faults{{File: name, What: fmt.Sprintf("more than %d KB", MaxBytes>>10), Mend: "keep the tests that differ"}}
	}
	if err != nil {
		return nil, forms.Faults{{File: name, What: "cannot be read", Mend: "look at the rights of the file"}}
	}
	doc, faults := strictyaml.Parse(name, data)
	if faults != nil {
		return nil, faults
	}
	var f file
	faults = doc.Decode(&f)
	for i := range f.Tests {
		f.Tests[i].at = doc.At("tests", i)
	}
	return f.Tests, faults
}

func readAll(folder fs.FS, name string) ([]byte, error) {
	f, err := folder.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, MaxBytes+1))
	if err == nil && len(data) > MaxBytes {
		err = errLong
	}
	return data, err
}
