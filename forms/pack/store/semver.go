package store

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// Compare orders versions as semver.org, clause 11, does: -1, 0 or 1. What
// follows a plus does not count.
func Compare(a, b string) int {
	a, _, _ = strings.Cut(a, "+")
	b, _, _ = strings.Cut(b, "+")
	a, preA, isA := strings.Cut(a, "-")
	b, preB, isB := strings.Cut(b, "-")
	if c := compareParts(a, b); c != 0 {
		return c
	}
	if isA != isB { // a version before the release
		if isA {
			return -1
		}
		return 1
	}
	return compareParts(preA, preB)
}

func compareParts(a, b string) int {
	return slices.CompareFunc(strings.Split(a, "."), strings.Split(b, "."), comparePart)
}

// comparePart: numbers by their value, and before words.
func comparePart(a, b string) int {
	n, errN := strconv.ParseUint(a, 10, 64)
	m, errM := strconv.ParseUint(b, 10, 64)
	switch {
	case errN == nil && errM == nil:
		return cmp.Compare(n, m)
	case errN == nil:
		return -1
	case errM == nil:
		return 1
	}
	return cmp.Compare(a, b)
}
