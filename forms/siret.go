package forms

import "strings"

func siretFields(*Page) []Field {
	return []Field{{Name: Value, Pad: PadNumber, MaxLength: 18}}
}

// parseSIRET reads the 14 digits of an establishment.
func parseSIRET(_ *Page, in Input, _ Day) (map[string]string, *Problem) {
	s := strings.NewReplacer(" ", "", ".", "", "-", "", "\n", "").Replace(in[Value])
	switch {
	case !digitsOnly(s):
		return nil, problem(Value, "siret.digits")
	case len(s) == 9:
		return nil, problem(Value, "siret.siren")
	case len(s) < 14:
		return nil, counted(Value, "siret.short", 14-len(s))
	case len(s) > 14:
		return nil, counted(Value, "siret.long", len(s)-14)
	case !ValidSIRET(s):
		return nil, problem(Value, "siret.key")
	}
	return value(s), nil
}

// laPoste is the SIREN whose many post offices have numbers that ran out of
// Luhn's key: their digits add up to a multiple of 5 instead (INSEE).
const laPoste = "356000000"

// ValidSIRET checks the key of a SIRET without spaces.
func ValidSIRET(s string) bool {
	if len(s) != 14 || !digitsOnly(s) || !luhn(s[:9]) {
		return false
	}
	return luhn(s) || s[:9] == laPoste && digitSum(s)%5 == 0
}

// luhn is the check of ISO/IEC 7812-1 annex B.
func luhn(digits string) bool {
	sum := 0
	for i := range digits {
		d := int(digits[len(digits)-1-i] - '0')
		if i%2 == 1 {
			d *= 2
		}
		sum += d/10 + d%10
	}
	return sum%10 == 0
}

func digitSum(digits string) int {
	sum := 0
	for _, r := range digits {
		sum += int(r - '0')
	}
	return sum
}

func refillSIRET(_ *Page, a Answer) Input {
	return Input{Value: strings.ReplaceAll(groups(a.Fields[Value], 3, 3, 3, 5), nbsp, " ")}
}

func formatSIRET(_ *Page, a Answer, _, _ Catalog) []string {
	return []string{groups(a.Fields[Value], 3, 3, 3, 5)}
}
