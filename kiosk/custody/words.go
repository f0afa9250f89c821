package custody

// The words of a header go into databases, lists and tables as they are, so a
// kiosk that lies can write no more in them than one that does not. They are
// looked at for each submission, so not by regular expressions.

// letters are classes of bytes.
type letters uint8

const (
	digit letters = 1 << iota
	upper
	lower
	dash  // -
	mark  // + .
	space // ' '
)

func classOf(c byte) letters {
	switch {
	case '0' <= c && c <= '9':
		return digit
	case 'A' <= c && c <= 'Z':
		return upper
	case 'a' <= c && c <= 'z':
		return lower
	case c == '-':
		return dash
	case c == '+' || c == '.':
		return mark
	case c == ' ':
		return space
	}
	return 0
}

// isWord tells whether a text has 1 to most bytes, all of a class.
func isWord(s string, most int, of letters) bool {
	if s == "" || len(s) > most {
		return false
	}
	for i := range len(s) {
		if classOf(s[i])&of == 0 {
			return false
		}
	}
	return true
}

// isTown: a COG code has five digits, but 2A and 2B for Corsica.
func isTown(s string) bool {
	if len(s) != 5 || !isWord(s[2:], 3, digit) || !isWord(s[:1], 1, digit) {
		return false
	}
	return classOf(s[1]) == digit || s[1] == 'A' || s[1] == 'B'
}

func isReference(s string) bool { return isWord(s, 20, digit|upper|space) }

func isPack(s string) bool { return isWord(s, 64, digit|lower|dash) && s[0] != '-' }

func isVersion(s string) bool {
	return isWord(s, 64, digit|upper|lower|dash|mark) && classOf(s[0])&(dash|mark) == 0
}

// isHex tells whether a text is n hexadecimal digits, in small letters.
func isHex(s string, n int) bool {
	if len(s) != n {
		return false
	}
	for i := range len(s) {
		if c := s[i]; classOf(c) != digit && (c < 'a' || c > 'f') {
			return false
		}
	}
	return true
}
