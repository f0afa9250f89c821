package strictyaml

import (
	"fmt"
	"sort"
	"strings"
)

// Fault is one thing wrong in a file that a person wrote, with its place and
// what to write instead. Lines and columns count from 1; 0 is "the file as a
// whole".
type Fault struct {
	File         string
	Line, Column int
	What         string // "unknown key \"titel\""
	Mend         string // "did you mean \"title\"?"
}

// longest is how many letters of What and of Mend are told. A fault quotes the
// file, and a stranger's file may have a word of a megabyte, which must not
// stand in a log.
const longest = 600

// String is "form.yaml:12:5: unknown key "titel" (did you mean "title"?)".
func (f Fault) String() string {
	s := Place{f.File, f.Line, f.Column}.String() + ": " + told(f.What)
	if f.Mend != "" {
		s += " (" + told(f.Mend) + ")"
	}
	return s
}

func told(s string) string {
	n := 0
	for i := range s {
		if n++; n > longest {
			return s[:i] + "…"
		}
	}
	return s
}

// Faults is every fault found, by place. It is an error, but a nil Faults put
// in an error is not a nil error: return [Faults.Err].
type Faults []Fault

// Error is one fault a line.
func (fs Faults) Error() string {
	lines := make([]string, len(fs))
	for i, f := range fs {
		lines[i] = f.String()
	}
	return strings.Join(lines, "\n")
}

// Err is the faults as an error: nil when there is none.
func (fs Faults) Err() error {
	if len(fs) == 0 {
		return nil
	}
	return fs
}

// Sort orders the faults by file, line, column and words.
func (fs Faults) Sort() {
	sort.SliceStable(fs, func(i, j int) bool { return fs[i].before(fs[j]) })
}

func (f Fault) before(g Fault) bool {
	switch {
	case f.File != g.File:
		return f.File < g.File
	case f.Line != g.Line:
		return f.Line < g.Line
	case f.Column != g.Column:
		return f.Column < g.Column
	}
	return f.What < g.What
}

// Place is where something stands in a file; lines and columns count from 1.
type Place struct {
	File         string
	Line, Column int
}

// String is "form.yaml:12:5", or "form.yaml" for the file as a whole.
func (p Place) String() string {
	if p.Line == 0 {
		return p.File
	}
	return fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Column)
}

// Fault is a fault at this place.
func (p Place) Fault(what, mend string) Fault {
	return Fault{p.File, p.Line, p.Column, what, mend}
}
