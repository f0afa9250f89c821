package forms

import (
	"strings"

	"github.com/nyaruka/phonenumbers/v2"
)

func phoneFields(*Page) []Field {
	return []Field{{Name: Value, Pad: PadPhone, MaxLength: 20, Secret: true}}
}

// phoneRegions are the numbering plans that a number without +country is
// tried in. Libphonenumber holds that 0692 12 34 56 is not a French number,
// for Réunion has its own country code: each is asked in turn.
var phoneRegions = []string{"FR", "RE", "GP", "MQ", "GF", "YT", "PM", "BL", "MF", "NC", "PF", "WF"}

func parsePhone(_ *Page, in Input, _ Day) (map[string]string, *Problem) {
	s := in[Value]
	if digits := strings.Map(keepDigits, s); len(digits) == 11 && strings.HasPrefix(s, "33") {
		s = "+" + digits
	}
	if pr := phoneShape(s); pr != nil {
		return nil, pr
	}
	if e164, ok := dial(s); ok {
		return value(e164), nil
	}
	if abroad(s) {
		return nil, problem(Value, "phone.abroad")
	}
	return nil, problem(Value, "phone.wrong")
}

// dial finds the numbering plan that a number belongs to.
func dial(s string) (e164 string, ok bool) {
	for _, region := range phoneRegions {
		n, err := phonenumbers.Parse(s, region)
		if err != nil {
			continue
		}
		e164 := phonenumbers.Format(n, phonenumbers.E164)
		if phonenumbers.IsValidNumber(n) || strings.HasPrefix(e164, fiction) && len(e164) == 12 {
			return e164, true
		}
	}
	return "", false
}

// fiction is the mobile numbers kept for films and examples, which belong to
// nobody (Arcep, décision 2018-0881, § 2.5.12): demonstrations and tests use
// them, libphonenumber refuses them.
const fiction = "+3363998"

// abroad tells whether a number is written with a country code.
func abroad(s string) bool {
	return strings.HasPrefix(s, "+") || strings.HasPrefix(s, "00")
}

// phoneShape finds what a person can mend by counting: signs, a number of ten
// digits with too few or too many.
func phoneShape(s string) *Problem {
	digits := strings.Map(keepDigits, s)
	switch {
	case strings.Trim(s, "0123456789 .-/()+") != "" || strings.LastIndex(s, "+") > 0:
		return problem(Value, "phone.digits")
	case abroad(s):
		return nil
	case !strings.HasPrefix(digits, "0"):
		return problem(Value, "phone.start")
	case len(digits) < 10:
		return counted(Value, "phone.short", 10-len(digits))
	case len(digits) > 10:
		return counted(Value, "phone.long", len(digits)-10)
	}
	return nil
}

func keepDigits(r rune) rune {
	if r < '0' || r > '9' {
		return -1
	}
	return r
}

// formatPhone writes a French number by pairs, and one of another country as
// that country does, after its prefix.
func formatPhone(_ *Page, a Answer, _, _ Catalog) []string {
	return []string{FormatPhone(a.Fields[Value])}
}

// FormatPhone writes "+33612345678" as "06 12 34 56 78", with non-breaking
// spaces, and a number of another country in its own groups after +country.
func FormatPhone(e164 string) string {
	n, err := phonenumbers.Parse(e164, "FR")
	if err != nil {
		return e164
	}
	format := phonenumbers.INTERNATIONAL
	if frenchPrefix(int(n.GetCountryCode())) {
		format = phonenumbers.NATIONAL
	}
	s := phonenumbers.Format(n, format)
	if format == phonenumbers.NATIONAL {
		s = pairs(strings.Map(keepDigits, s))
	}
	return strings.ReplaceAll(s, " ", nbsp)
}

// frenchPrefix tells whether a country code is written as a national number
// of ten digits: metropolitan France and the overseas départements.
func frenchPrefix(code int) bool {
	switch code {
	case 33, 262, 590, 594, 596:
		return true
	}
	return false
}

// pairs writes digits two by two: "0612345678" is "06 12 34 56 78".
func pairs(digits string) string {
	var out []string
	for len(digits) > 2 {
		out, digits = append(out, digits[:2]), digits[2:]
	}
	return strings.Join(append(out, digits), " ")
}

func refillPhone(_ *Page, a Answer) Input {
	return Input{Value: strings.ReplaceAll(FormatPhone(a.Fields[Value]), nbsp, " ")}
}
