package modem

import (
	"fmt"
	"strconv"
	"strings"
)

// Error is a command that the modem refused.
type Error struct {
	Command string // without what a person dialled: "ATD"
	Kind    string // "ERROR", "+CME ERROR", or a result of V.250: "BUSY"
	Code    int    // of +CME ERROR (27.007, clause 9.2), -1 where it has none
}

func (e *Error) Error() string {
	if e.Code < 0 {
		return fmt.Sprintf("modem: %s: %s", e.Command, e.Kind)
	}
	return fmt.Sprintf("modem: %s: %s %d", e.Command, e.Kind, e.Code)
}

// splitter cuts what comes into lines. A line ends with CR or LF; empty ones are
// none.
type splitter struct {
	part []byte
	long bool
}

// longest is more than any line of a modem; the rest of a longer one is dropped.
const longest = 1024

func (s *splitter) add(p []byte) (lines []string) {
	for _, b := range p {
		switch {
		case b == '\r' || b == '\n':
			if len(s.part) > 0 && !s.long {
				lines = append(lines, string(s.part))
			}
			s.part, s.long = s.part[:0], false
		case len(s.part) >= longest:
			s.long = true
		case b >= ' ':
			s.part = append(s.part, b)
		}
	}
	return lines
}

// final tells whether a line ends a command, and how (V.250, clause 5.7.1).
func final(line, command string) (is bool, err error) {
	switch {
	case line == "OK":
		return true, nil
	case line == "ERROR", line == "COMMAND NOT SUPPORT":
		return true, &Error{command, "ERROR", -1}
	case strings.HasPrefix(line, "+CME ERROR:"), strings.HasPrefix(line, "+CMS ERROR:"):
		kind, text, _ := strings.Cut(line, ":")
		code, err := strconv.Atoi(strings.TrimSpace(text))
		if err != nil {
			code = -1
		}
		return true, &Error{command, kind, code}
	}
	return false, nil
}

// ending tells whether a line says that a call ended. It comes by itself, or
// instead of the OK of ATD.
func ending(line string) bool {
	switch line {
	case "NO CARRIER", "BUSY", "NO ANSWER", "NO DIALTONE", "NO DIAL TONE":
		return true
	}
	return false
}

// fields are the values after "+CLCC:". A quoted one may hold a comma.
func fields(line string) []string {
	_, rest, _ := strings.Cut(line, ":")
	var all []string
	part, quoted := strings.Builder{}, false
	for _, r := range strings.TrimSpace(rest) {
		switch {
		case r == '"':
			quoted = !quoted
		case r == ',' && !quoted:
			all = append(all, strings.TrimSpace(part.String()))
			part.Reset()
		default:
			part.WriteRune(r)
		}
	}
	return append(all, strings.TrimSpace(part.String()))
}

// number is the field n, or otherwise where it is missing or no number.
func number(all []string, n, otherwise int) int {
	if n >= len(all) {
		return otherwise
	}
	v, err := strconv.Atoi(all[n])
	if err != nil {
		return otherwise
	}
	return v
}
