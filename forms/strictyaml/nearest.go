package strictyaml

import (
	"fmt"
	"slices"
	"strings"
)

// MendName is the mend of a name that is not known: the nearest of those that
// are, or all of them where none is near.
func MendName(name string, known []string) string {
	if near, ok := Nearest(name, known); ok {
		return fmt.Sprintf("did you mean %q?", near)
	}
	if len(known) == 0 {
		return "remove it"
	}
	sorted := slices.Sorted(slices.Values(known))
	if len(sorted) > 30 {
		sorted = append(sorted[:30], "…")
	}
	return "known here: " + strings.Join(sorted, ", ")
}

// Nearest is the known name that is the fewest slips of the keyboard away:
// at most a third of its letters.
func Nearest(name string, known []string) (string, bool) {
	best, least := "", 1+max(1, len(name)/3)
	for _, k := range known {
		if len(k)-len(name) >= least || len(name)-len(k) >= least {
			continue
		}
		if d := distance(strings.ToLower(name), strings.ToLower(k)); d < least {
			best, least = k, d
		}
	}
	return best, best != ""
}

// distance counts insertions, deletions and changes of a byte, and neighbours
// exchanged (optimal string alignment).
func distance(a, b string) int {
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(a); i++ {
		before, last, row = last, row, before
		row[0] = i
		for j := 1; j <= len(b); j++ {
			change := last[j-1]
			if a[i-1] != b[j-1] {
				change++
			}
			row[j] = min(change, last[j]+1, row[j-1]+1)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
	}
	return row[len(b)]
}
