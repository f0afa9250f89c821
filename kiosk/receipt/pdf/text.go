package pdf

import "strings"

// width is the width of a line, in millimetres.
func (s *sheet) width(line string, st style) float64 {
	all, err := runs(line)
	if err != nil {
		s.fail(err)
		return 0
	}
	total := 0.0
	for _, r := range all {
		s.use(r.family, st)
		total += s.f.GetStringWidth(r.s)
	}
	return total
}

// write draws a line; y is its baseline.
func (s *sheet) write(x, y float64, line string, st style) {
	all, err := runs(line)
	if err != nil {
		s.fail(err)
		return
	}
	for _, r := range all {
		s.use(r.family, st)
		s.f.Text(x, y, r.s)
		x += s.f.GetStringWidth(r.s)
	}
}

// wrap breaks a text into lines of at most room millimetres, between words; a
// no-break space is a letter. A word that is too wide is broken.
func (s *sheet) wrap(text string, st style, room float64) []string {
	var lines []string
	for _, paragraph := range strings.Split(clean(text), "\n") {
		lines = append(lines, s.wrapParagraph(paragraph, st, room)...)
	}
	return lines
}

func (s *sheet) wrapParagraph(text string, st style, room float64) []string {
	var lines []string
	line := ""
	for _, word := range strings.Split(text, " ") {
		longer := word
		if line != "" {
			longer = line + " " + word
		}
		if s.width(longer, st) <= room {
			line = longer
			continue
		}
		if line != "" {
			lines = append(lines, line)
		}
		var full []string
		full, line = s.breakWord(word, st, room)
		lines = append(lines, full...)
	}
	return append(lines, line)
}

// breakWord cuts a word that is wider than the room; the rest goes on.
func (s *sheet) breakWord(word string, st style, room float64) (full []string, rest string) {
	for _, r := range word {
		if rest != "" && s.width(rest+string(r), st) > room {
			full, rest = append(full, rest), ""
		}
		rest += string(r)
	}
	return full, rest
}
