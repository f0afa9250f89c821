package forms

import (
	"maps"
	"slices"
)

// Types are all the types of page, sorted.
func Types() []Type {
	return slices.Sorted(slices.Values(append(slices.Collect(maps.Keys(kinds)), Repeat, Explanation)))
}
