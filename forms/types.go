package forms

import (
	"maps"
	"slices"
)

// Types are all the types of page, sorted.
func Types() []Type { return slices.Clone(types) }

var types = slices.Sorted(slices.Values(append(slices.Collect(maps.Keys(kinds)), Repeat, Explanation)))

// Known tells whether there is such a type.
func (t Type) Known() bool {
	_, found := slices.BinarySearch(types, t)
	return found
}
