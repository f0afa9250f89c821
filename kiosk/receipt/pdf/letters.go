package pdf

import (
	"fmt"
	"strings"
	"sync"
	"unicode"

	"golang.org/x/image/font/sfnt"
	"golang.org/x/text/unicode/norm"

	"guichet/kiosk/font"
)

// GlyphError is a letter that the typeface does not have.
type GlyphError struct{ Letter rune }

func (e *GlyphError) Error() string { return fmt.Sprintf("pdf: no glyph for %U", e.Letter) }

// The typeface comes as two files a weight: see package font.
const (
	latin    = "atkinson"
	extended = "atkinson-ext"
)

type style struct {
	size   float64 // points
	height float64 // of a line, millimetres
	bold   bool
}

func (s style) weight() string {
	if s.bold {
		return "B"
	}
	return ""
}

var files = map[string][]byte{
	latin: font.Regular, latin + "B": font.Bold,
	extended: font.RegularExt, extended + "B": font.BoldExt,
}

// use selects a font file, and takes it into the document the first time: a
// file that no letter needs is not embedded.
func (s *sheet) use(family string, st style) {
	key := family + st.weight()
	if !s.fonts[key] {
		s.fonts[key] = true
		s.f.AddUTF8FontFromBytes(family, st.weight(), files[key])
	}
	s.f.SetFont(family, st.weight(), st.size)
}

// The two weights have the same letters.
var (
	latinGlyphs    = sync.OnceValue(func() *sfnt.Font { return parse(font.Regular) })
	extendedGlyphs = sync.OnceValue(func() *sfnt.Font { return parse(font.RegularExt) })
)

func parse(data []byte) *sfnt.Font {
	f, err := sfnt.Parse(data)
	if err != nil {
		panic("pdf: " + err.Error()) // the font is part of the program
	}
	return f
}

// run is letters of one font file.
type run struct {
	family string
	s      string
}

// runs splits a line by font file.
func runs(line string) ([]run, error) {
	var all []run
	for _, r := range line {
		family, err := familyOf(r)
		if err != nil {
			return nil, err
		}
		if n := len(all); n > 0 && (all[n-1].family == family || r == ' ') {
			all[n-1].s += string(r)
			continue
		}
		all = append(all, run{family, string(r)})
	}
	return all, nil
}

func familyOf(r rune) (string, error) {
	if i, err := latinGlyphs().GlyphIndex(nil, r); err == nil && i != 0 {
		return latin, nil
	}
	if i, err := extendedGlyphs().GlyphIndex(nil, r); err == nil && i != 0 {
		return extended, nil
	}
	return "", &GlyphError{Letter: r}
}

// clean composes accents, and writes the spaces and hyphens that the typeface
// lacks as those that it has. Control characters go.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return r
		case r == '\u202F' || r == '\u2007': // narrow no-break, figure space
			return '\u00A0'
		case r == '\u2010' || r == '\u2011':
			return '-'
		case r == '\u00A0':
			return r
		case unicode.IsSpace(r):
			return ' '
		case unicode.In(r, unicode.Cc, unicode.Cf):
			return -1
		}
		return r
	}, norm.NFC.String(s))
}
