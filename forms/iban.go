package forms

import (
	"strconv"
	"strings"
)

func ibanFields(*Page) []Field {
	return []Field{{Name: Value, Pad: PadIBAN, MaxLength: 42, Secret: true}}
}

// parseIBAN reads an IBAN with or without spaces, in any case (ISO 13616-1).
func parseIBAN(_ *Page, in Input, _ Day) (map[string]string, *Problem) {
	s := strings.ToUpper(strings.NewReplacer(" ", "", "-", "", ".", "", "\n", "").Replace(in[Value]))
	s = strings.TrimPrefix(s, "IBAN")
	if pr := ibanShape(s); pr != nil {
		return nil, pr
	}
	if !ValidIBAN(s) {
		return nil, problem(Value, "iban.key")
	}
	return value(s), nil
}

func ibanShape(s string) *Problem {
	if len(s) < 4 || strings.Trim(s[:2], capitals) != "" {
		return problem(Value, "iban.start")
	}
	want, known := ibanLengths[s[:2]]
	switch {
	case strings.Trim(s, capitals+"0123456789") != "":
		return problem(Value, "iban.signs")
	case !known:
		return problem(Value, "iban.country")
	case len(s) < want:
		return counted(Value, "iban.short", want-len(s), "total", strconv.Itoa(want))
	case len(s) > want:
		return counted(Value, "iban.long", len(s)-want, "total", strconv.Itoa(want))
	}
	return nil
}

const capitals = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

// ValidIBAN checks the length of the country and the two check digits of an
// IBAN without spaces, in capitals (ISO 13616-1, ISO 7064 MOD 97-10).
func ValidIBAN(s string) bool {
	if len(s) < 4 || len(s) != ibanLengths[s[:2]] {
		return false
	}
	rest := 0
	for _, r := range s[4:] + s[:4] {
		switch {
		case r >= '0' && r <= '9':
			rest = (rest*10 + int(r-'0')) % 97
		case r >= 'A' && r <= 'Z':
			rest = (rest*100 + int(r-'A') + 10) % 97
		default:
			return false
		}
	}
	return rest == 1
}

func refillIBAN(_ *Page, a Answer) Input {
	return Input{Value: strings.ReplaceAll(groups(a.Fields[Value], 4), nbsp, " ")}
}

func formatIBAN(_ *Page, a Answer, _, _ Catalog) []string {
	return []string{groups(a.Fields[Value], 4)}
}

// groups puts a non-breaking space after every given number of characters.
func groups(s string, sizes ...int) string {
	var out []string
	for i := 0; s != ""; i++ {
		n := min(sizes[min(i, len(sizes)-1)], len(s))
		out, s = append(out, s[:n]), s[n:]
	}
	return strings.Join(out, nbsp)
}
