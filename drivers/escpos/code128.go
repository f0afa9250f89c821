package escpos

// Code sets of CODE128 (ISO/IEC 15417), as GS k 73 chooses them: B has a
// character for each of ASCII from the space on, C one for two digits.
const (
	setB = "{B"
	setC = "{C"
)

// code128 writes text for GS k 73, and says how many modules wide the bar code
// is. Set C is used where it makes the symbol narrower, which is for 4 digits
// at an end and 6 between letters. It is not used where its bytes would be a
// real-time command: 16 and 04 in a row switch nothing off, but ask the status.
func code128(text string) (data []byte, modules int) {
	characters := 3 // start, check and, with two modules more, stop
	last := ""
	for i := 0; i < len(text); {
		chosen, n := setB, 1
		if pairs := pairsAt(text, i); pairs != nil {
			chosen, n = setC, 2*len(pairs)
			data = append(append(data, setC...), pairs...)
			characters += len(pairs)
		} else {
			if last != setB {
				data = append(data, setB...)
			}
			data = appendB(data, text[i])
			characters++
		}
		if last != "" && last != chosen {
			characters++
		}
		i, last = i+n, chosen
	}
	return data, 11*characters + 2
}

// pairsAt returns the digits of text from i on as set C has them, nil where
// set B is as short.
func pairsAt(text string, i int) (pairs []byte) {
	digits := 0
	for i+digits < len(text) && isDigit(text[i+digits]) {
		digits++
	}
	enough := 6
	if i == 0 || i+digits == len(text) {
		enough = 4
	}
	if digits < enough {
		return nil
	}
	for j := i; j+1 < i+digits; j += 2 {
		pairs = append(pairs, 10*(text[j]-'0')+text[j+1]-'0')
	}
	if hasRealTime(pairs) {
		return nil
	}
	return pairs
}

// appendB appends a character of set B; { would choose a set.
func appendB(data []byte, b byte) []byte {
	if b == '{' {
		data = append(data, '{')
	}
	return append(data, b)
}

func isDigit(b byte) bool { return '0' <= b && b <= '9' }
