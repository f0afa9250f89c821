package diagnosis

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"guichet/kiosk/event"
	"guichet/kiosk/staff"
)

// attribute is the beginning of one in a line of the log.
var attribute = regexp.MustCompile(`(?:^|[ \n])([a-z][a-z_]{0,19})=`)

// keys are the attributes that go out. What is left out is of a visit: the page
// on which somebody was, the reference of his submission, the service he called.
var keys = []string{
	"state", "pack", "version", "lang", "outcome", "fault", "duplicate", "why", "doing", "way", "cause", "by", "did", "answered",
	"on", "yes", "asked", "wait_s", "seconds", "packs", "left", "number", "again_in", "error", "name", "who", "detail", "uid", "seen",
	"late", "again", "check", "part", "panic", "at",
}

func (f filter) log(lines []staff.Line) string {
	var b strings.Builder
	for _, l := range lines {
		name := event.Name(l.Name)
		if name.Sentence() == "" {
			continue
		}
		fmt.Fprintf(&b, "%s  %-5s  %s%s\n", stamp(l.At), f.word(l.Level), name, f.attributes(l.With))
	}
	return b.String()
}

// attributes reads "outcome=not printed fault=paper out": a value goes to the
// next key.
func (f filter) attributes(with string) string {
	var b strings.Builder
	at := attribute.FindAllStringSubmatchIndex(with, -1)
	for i, m := range at {
		end := len(with)
		if i+1 < len(at) {
			end = at[i+1][0]
		}
		if key := with[m[2]:m[3]]; slices.Contains(keys, key) {
			fmt.Fprintf(&b, "  %s=%s", key, f.value(key, strings.TrimSpace(with[m[1]:end])))
		}
	}
	return b.String()
}

func (f filter) value(key, value string) string {
	switch key {
	case "wait_s", "seconds", "packs", "left", "number", "again_in", "uid":
		return f.figure(value)
	case "error":
		return cause(value)
	case "detail":
		return f.detail(value)
	case "version":
		return shaped(value, version)
	case "doing":
		return shaped(value, ourTypes)
	case "panic":
		return shaped(value, thrown)
	case "at":
		return shaped(value, place)
	case "why": // a word, or an error
		if w := f.word(value); w != "-" {
			return w
		}
		return cause(value)
	}
	return f.word(value)
}
