package strictyaml

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
)

// MendUTF8 is what to do with a file in another encoding.
const MendUTF8 = "save the file as UTF-8: editors and spreadsheets ask for the encoding when they save"

// NotUTF8 is the place of the first letter that is not UTF-8; false where all
// are. Columns count letters.
func NotUTF8(file string, data []byte) (Place, bool) {
	if utf8.Valid(data) {
		return Place{}, false
	}
	at := Place{file, 1, 1}
	for len(data) > 0 {
		r, size := utf8.DecodeRune(data)
		if r == utf8.RuneError && size <= 1 {
			break
		}
		at.Column++
		if r == '\n' {
			at.Line, at.Column = at.Line+1, 1
		}
		data = data[size:]
	}
	return at, true
}

var yamlLine = regexp.MustCompile(`^yaml: (?:line (\d+): )?`)

// syntaxFault says what is not YAML, and where. The line that the parser names
// is often that of the block in which something is wrong, sometimes hundreds of
// lines above it.
func syntaxFault(file string, data []byte, err error) Fault {
	text, line := err.Error(), 1
	if m := yamlLine.FindStringSubmatch(text); m != nil {
		text = strings.TrimPrefix(text, m[0])
		if n, err := strconv.Atoi(m[1]); err == nil {
			line = n
		}
	}
	lines := bytes.SplitAfter(unixLines(data), []byte("\n"))
	if n := brokenLine(lines); n > 0 {
		line = n
	}
	if line > len(lines) {
		return Fault{file, line, 1, "not YAML: " + text, mendQuotes}
	}
	column, mend := lookAt(lines, line, text)
	return Fault{file, line, column, "not YAML: " + text, mend}
}

// unixLines ends lines as Unix does, where Windows or an old Mac wrote them.
func unixLines(data []byte) []byte {
	data = bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n"))
	return bytes.ReplaceAll(data, []byte("\r"), []byte("\n"))
}

const mendQuotes = `look at this line: the spaces before it, quotes that do not close, a text with ": " or an apostrophe that needs "…" around it`

// maxTried is how many bytes are parsed to find the line: strangers send files.
// It is enough for any that a person writes.
const maxTried = 512 << 10

// maxOpen is how many lines of a text or a list that goes over several are
// tried before the first of them is called the broken one.
const maxOpen = 24

// search tries parts of a file.
type search struct {
	whole []byte
	ends  []int // where each line begins, and the end
	left  int   // of maxTried
}

// brokenLine is the first line that no end of the file can follow: what stands
// before it is YAML, and no part of the file that holds it is. It is 0 where that
// is too much to find out.
func brokenLine(lines [][]byte) int {
	s := search{whole: bytes.Join(lines, nil), ends: make([]int, len(lines)+1), left: maxTried}
	for i, l := range lines {
		s.ends[i+1] = s.ends[i] + len(l)
	}
	before := 0
	for range maxOpen {
		before = s.lastGood(before, len(lines))
		if s.left < 0 {
			return 0
		}
		next := s.reopened(before+1, len(lines))
		if next == 0 {
			break
		}
		before = next
	}
	return before + 1
}

// good tells whether the first lines are YAML; nothing is any more where enough
// was tried.
func (s *search) good(lines int) bool {
	part := s.whole[:s.ends[lines]]
	if s.left -= len(part); s.left < 0 {
		return false
	}
	var node yaml.Node
	return lines == 0 || yaml.Unmarshal(part, &node) == nil
}

// lastGood halves the way from a part that is YAML to one that is not.
func (s *search) lastGood(is, isNot int) int {
	for isNot-is > 1 {
		if mid := (is + isNot) / 2; s.good(mid) {
			is = mid
		} else {
			isNot = mid
		}
	}
	return is
}

// reopened is a longer part that is YAML again: what began on the line goes over
// several, and closes there.
func (s *search) reopened(from, to int) int {
	for n := from + 1; n <= min(from+maxOpen, to-1); n++ {
		if s.good(n) {
			return n
		}
	}
	return 0
}

// lookAt is the column of what is wrong with a line, from 1, and its mend.
func lookAt(lines [][]byte, line int, text string) (int, string) {
	s := string(lines[line-1])
	indent := len(s) - len(strings.TrimLeft(s, " "))
	if strings.HasPrefix(s[indent:], "\t") {
		return indent + 1, "write spaces instead of the tab"
	}
	open, opens := indents(lines[:line-1])
	aligned := len(open) == 0 || slices.Contains(open, indent) || opens && indent > open[0]
	switch {
	case !aligned && strings.TrimSpace(s) != "":
		return indent + 1, fmt.Sprintf("%s before it; the lines above have %s: line it up with those that it belongs to", spaces(indent), listed(open))
	case strings.Contains(text, "mapping values are not allowed"):
		return indent + 1, `a text with ": " in it stands between quotes: "…"`
	}
	return indent + 1, mendQuotes
}

// indents are the spaces before the lines that are still open at the end, the
// innermost first, and whether the last line opens one more.
func indents(lines [][]byte) (out []int, opens bool) {
	for i := len(lines) - 1; i >= 0; i-- {
		s := strings.TrimRight(string(lines[i]), " \r\n")
		n := len(s) - len(strings.TrimLeft(s, " "))
		if s == "" || s[n] == '#' {
			continue
		}
		if len(out) == 0 {
			opens = strings.HasSuffix(s, ":")
		}
		if len(out) == 0 || n < out[len(out)-1] {
			out = append(out, n)
		}
	}
	return out, opens
}

func spaces(n int) string {
	if n == 1 {
		return "1 space"
	}
	return fmt.Sprintf("%d spaces", n)
}

func listed(ns []int) string {
	words := make([]string, len(ns))
	for i, n := range ns {
		words[i] = strconv.Itoa(n)
	}
	return strings.Join(words, " or ")
}
