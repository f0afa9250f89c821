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

// distance counts insertions, deletions and changes of a byte (Levenshtein).
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
