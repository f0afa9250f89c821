package forms

import (
	"strconv"
	"strings"
)

func nirFields(*Page) []Field {
	return []Field{{Name: Value, Pad: PadDigits, MaxLength: 21, Secret: true}}
}

// parseNIR reads the social security number with its key: 15 characters, the
// 6th and 7th of which are 2A or 2B for a birth in Corsica.
func parseNIR(_ *Page, in Input, _ Day) (map[string]string, *Problem) {
	s := strings.ToUpper(strings.NewReplacer(" ", "", ".", "", "-", "", "/", "", "\n", "").Replace(in[Value]))
	switch {
	case strings.Trim(s, "0123456789AB") != "":
		return nil, problem(Value, "nir.signs")
	case len(s) == 13:
		return nil, problem(Value, "nir.no_key")
	case len(s) < 15:
		return nil, counted(Value, "nir.short", 15-len(s))
	case len(s) > 15:
		return nil, counted(Value, "nir.long", len(s)-15)
	case !ValidNIR(s):
		return nil, problem(Value, "nir.key")
	}
	return value(s), nil
}

// ValidNIR checks the shape and the key of a social security number without
// spaces: the key is 97 minus the rest of the 13 first digits by 97, where 2A
// counts as 19 and 2B as 18 (INSEE, décret 82-103, article 6).
func ValidNIR(s string) bool {
	if len(s) != 15 {
		return false
	}
	body := s[:13]
	switch body[5:7] {
	case "2A":
		body = body[:5] + "19" + body[7:]
	case "2B":
		body = body[:5] + "18" + body[7:]
	}
	n, err := strconv.ParseUint(body, 10, 64)
	key, keyErr := strconv.ParseUint(s[13:], 10, 64)
	return err == nil && keyErr == nil && strings.ContainsRune("12378", rune(s[0])) && key == 97-n%97
}

func refillNIR(_ *Page, a Answer) Input {
	return Input{Value: strings.ReplaceAll(formatNIR(nil, a, Catalog{}, Catalog{})[0], nbsp, " ")}
}

// formatNIR writes "1 84 12 76 451 089 46", as the carte Vitale does.
func formatNIR(_ *Page, a Answer, _, _ Catalog) []string {
	return []string{groups(a.Fields[Value], 1, 2, 2, 2, 3, 3, 2)}
}
