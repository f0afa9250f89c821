package forms

import (
	"cmp"
	"strconv"
)

// compareIntegers compares two integers written in decimal; what is not an
// integer counts as 0, which answers and checked constants never are.
func compareIntegers(a, b string) int {
	x, _ := strconv.ParseInt(a, 10, 64)
	y, _ := strconv.ParseInt(b, 10, 64)
	return cmp.Compare(x, y)
}
