package printersim

import "golang.org/x/text/encoding/charmap"

// charsets are the character sets that can be drawn.
var charsets = map[string]*charmap.Charmap{
	"cp437": charmap.CodePage437, "cp850": charmap.CodePage850, "cp852": charmap.CodePage852,
	"cp855": charmap.CodePage855, "cp858": charmap.CodePage858, "cp860": charmap.CodePage860,
	"cp862": charmap.CodePage862, "cp863": charmap.CodePage863, "cp865": charmap.CodePage865,
	"cp866": charmap.CodePage866, "cp1250": charmap.Windows1250, "cp1251": charmap.Windows1251,
	"cp1252": charmap.Windows1252, "cp1253": charmap.Windows1253, "cp1254": charmap.Windows1254,
	"iso8859-2": charmap.ISO8859_2, "iso8859-7": charmap.ISO8859_7, "iso8859-15": charmap.ISO8859_15,
}

// unread stands on the paper for a character of a set that is not drawn here.
const unread = '▯'

// choose is ESC t n. A number that the model has not got changes nothing
// (Custom and Pyramid say so; Epson ignores what is out of range).
func (m *machine) choose(n byte) {
	if set, known := m.model.pages[n]; known {
		m.mode.table, m.mode.set = n, set
	}
}

// decode reads one byte with the character table that was chosen.
func (m *machine) decode(b byte) rune {
	if m.mode.france {
		if r, ok := france[b]; ok {
			return r
		}
	}
	if b < 0x80 {
		return rune(b)
	}
	if set := charsets[m.mode.set]; set != nil {
		return set.DecodeByte(b)
	}
	return unread
}

// france is what ESC R 1 makes of a dozen ASCII characters (appendix
// "International character sets"); it is what breaks URLs.
var france = map[byte]rune{
	'@': 'à', '[': '°', '\\': 'ç', ']': '§', '{': 'é', '|': 'ù', '}': 'è', '~': '¨',
}
