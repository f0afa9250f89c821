package pdf

import "strings"

// writeLine is where a person writes by hand: up to the edge of the column.
const writeLine = "{ligne}"

// rich breaks spans into lines of at most room millimetres, between words. What
// stands without a space between two spans is one word.
func (s *sheet) rich(spans []span, st style, room float64) (lines [][]span) {
	var line []span
	used := 0.0
	space := s.width(" ", st)
	for _, word := range wordsOf(spans) {
		width := s.widthRich(word, st)
		if len(line) > 0 && used+space+width > room {
			lines, line, used = append(lines, line), nil, 0
		}
		if len(line) > 0 {
			word = append([]span{{" ", false}}, word...)
			width += space
		}
		line, used = append(line, word...), used+width
	}
	return append(lines, line)
}

// wordsOf cuts spans at their spaces.
func wordsOf(spans []span) (all [][]span) {
	open := false // the last word may go on
	for _, sp := range spans {
		for i, w := range strings.Split(sp.s, " ") {
			if i > 0 {
				open = false
			}
			if w == "" {
				continue
			}
			if !open {
				all = append(all, nil)
			}
			all[len(all)-1] = append(all[len(all)-1], span{w, sp.bold})
			open = true
		}
	}
	return all
}

func (st style) as(bold bool) style {
	st.bold = bold
	return st
}

func (s *sheet) widthRich(spans []span, st style) (total float64) {
	for _, sp := range spans {
		if sp.s != writeLine {
			total += s.width(sp.s, st.as(sp.bold))
		}
	}
	return total
}

// writeRich draws a line of spans; y is its baseline, end where a line to write
// on ends.
func (s *sheet) writeRich(x, y float64, spans []span, st style, end float64) {
	for _, sp := range spans {
		if sp.s == writeLine {
			s.colour(ink)
			s.f.SetLineWidth(0.25)
			s.f.Line(x, y+0.6, end, y+0.6)
			return
		}
		s.colour(ink)
		s.write(x, y, sp.s, st.as(sp.bold))
		x += s.width(sp.s, st.as(sp.bold))
	}
}
