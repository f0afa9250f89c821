package diagnosis

import (
	"regexp"
	"slices"
	"strings"
)

// sample is a line of metrics: only ours and those of Go and the process.
var (
	sample = regexp.MustCompile(`^((?:guichet|go|process|promhttp)_[a-z0-9_]{1,80})(?:\{(.*)\})? ([0-9.eE+-]{1,30}|NaN|\+Inf|-Inf)$`)
	label  = regexp.MustCompile(`^([a-z_]{1,40})="([^"\\]*)"$`)
)

// metrics keeps the lines whose every label may go out.
func (f filter) metrics(text string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if m := sample.FindStringSubmatch(line); m != nil && f.labels(m[2]) {
			b.WriteString(line + "\n")
		}
	}
	return b.String()
}

func (f filter) labels(s string) bool {
	if s == "" {
		return true
	}
	for one := range strings.SplitSeq(s, ",") {
		m := label.FindStringSubmatch(one)
		if m == nil || f.word(m[2]) == "-" && !isFigure(m[1], m[2]) {
			return false
		}
	}
	return true
}

// isFigure is a label with a number: of a histogram, of a summary, of HTTP, of a
// version.
func isFigure(key, value string) bool {
	if key == "version" {
		return version.MatchString(value)
	}
	return slices.Contains([]string{"le", "quantile", "code"}, key) && (number.MatchString(value) || value == "+Inf")
}
