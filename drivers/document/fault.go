package document

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"go.yaml.in/yaml/v3"
)

// Fault is one thing wrong with a document. Line and Column count from 1;
// Column is 0 where only the line is known.
type Fault struct {
	Line, Column int
	Text         string
}

func (f *Fault) Error() string {
	if f.Line == 0 {
		return "document: " + f.Text
	}
	if f.Column == 0 {
		return fmt.Sprintf("document: %d: %s", f.Line, f.Text)
	}
	return fmt.Sprintf("document: %d:%d: %s", f.Line, f.Column, f.Text)
}

// reader collects faults. What is wrong is read as its zero value, so that
// reading goes on to the next fault.
type reader struct {
	pictures pictures
	faults   []*Fault
}

func (r *reader) fault(n *yaml.Node, format string, args ...any) {
	r.faults = append(r.faults, &Fault{n.Line, n.Column, fmt.Sprintf(format, args...)})
}

// err is every fault, from top to bottom.
func (r *reader) err() error {
	slices.SortStableFunc(r.faults, func(a, b *Fault) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
	var all []error
	for _, f := range r.faults {
		all = append(all, f)
	}
	return errors.Join(all...)
}

// forbid reports what a document has no use for and what can hide its size: an
// alias in an alias in an alias makes ten lines into gigabytes.
func (r *reader) forbid(n *yaml.Node) {
	switch {
	case n.Kind == yaml.AliasNode:
		r.fault(n, "an alias (*) has no place here: write the value again")
	case n.Anchor != "":
		r.fault(n, "an anchor (&) has no place here")
	case n.Style&yaml.TaggedStyle != 0:
		r.fault(n, "a tag (!) has no place here")
	}
	for _, c := range n.Content {
		r.forbid(c)
	}
}
