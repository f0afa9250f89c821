package notice

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Address is a postal address by NF Z10-011, from the narrowest to the widest.
// A field is a line; what is empty has none. Six lines of 38 characters at
// most, the last three in capitals, without accents or punctuation (La Poste,
// Service national de l’adresse). Addresses abroad, whose seventh line is the
// country, are not handled.
type Address struct {
	Name     string // 1: who
	Inside   string // 2: flat, floor, "chez …"
	Building string // 3: building, residence, entrance
	Street   string // 4: number and street
	Place    string // 5: hamlet, or post office box
	City     string // 6: postcode and town
}

// Limits of NF Z10-011.
const (
	AddressLines = 6
	AddressWidth = 38 // characters, spaces included
)

// AddressOf is the address that a form has read, for a name: fields street,
// extra, postcode and city of an address answer, as the post wants them.
func AddressOf(name string, fields map[string]string) Address {
	return Address{
		Name: name, Inside: fields["extra"], Street: fields["street"],
		City: fields["postcode"] + " " + fields["city"],
	}.Normalise()
}

// IsZero tells that there is no address.
func (a Address) IsZero() bool { return a == Address{} }

func (a Address) fields() [AddressLines]string {
	return [...]string{a.Name, a.Inside, a.Building, a.Street, a.Place, a.City}
}

// Lines are those to print.
func (a Address) Lines() []string {
	var lines []string
	for _, s := range a.fields() {
		if s != "" {
			lines = append(lines, s)
		}
	}
	return lines
}

// Normalise writes lines 4 to 6 in capitals without accents or punctuation,
// and takes needless spaces away. It never shortens: what is too long stays for
// [Address.Check] to find.
func (a Address) Normalise() Address {
	return Address{
		Name: spaces(a.Name), Inside: spaces(a.Inside), Building: spaces(a.Building),
		Street: capitals(firstNumber(spaces(a.Street))), Place: capitals(a.Place), City: capitals(a.City),
	}
}

func spaces(s string) string { return strings.Join(strings.Fields(s), " ") }

var twoNumbers = regexp.MustCompile(`^(\d+)\s?(?:/|-|à)\s?\d+\b`)

// firstNumber keeps the first of two numbers: "12/14 rue" becomes "12 rue".
func firstNumber(s string) string { return twoNumbers.ReplaceAllString(s, "$1") }

var ligatures = strings.NewReplacer("œ", "OE", "Œ", "OE", "æ", "AE", "Æ", "AE")

func capitals(s string) string {
	var b strings.Builder
	for _, r := range norm.NFD.String(strings.ToUpper(ligatures.Replace(s))) {
		switch {
		case unicode.Is(unicode.Mn, r):
		case plain(r):
			b.WriteRune(r)
		default:
			b.WriteRune(' ')
		}
	}
	return spaces(b.String())
}

func plain(r rune) bool { return r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' }

// AddressError says what is wrong with an address, without the address.
type AddressError struct{ Faults []string }

func (e *AddressError) Error() string { return "notice: address: " + strings.Join(e.Faults, "; ") }

var cityLine = regexp.MustCompile(`^\d{5} [A-Z0-9 ]*[A-Z][A-Z0-9 ]*$`)

// Check gives an [*AddressError] with everything that the post does not take.
func (a Address) Check() error {
	var faults []string
	for i, line := range a.fields() {
		if what := wrongLine(i+1, line); what != "" {
			faults = append(faults, fmt.Sprintf("line %d %s", i+1, what))
		}
	}
	if a.Street == "" && a.Place == "" {
		faults = append(faults, "line 4 or 5 is missing")
	}
	if len(faults) == 0 {
		return nil
	}
	return &AddressError{faults}
}

func wrongLine(n int, line string) string {
	size := utf8.RuneCountInString(line)
	switch {
	case line == "" && (n == 1 || n == AddressLines):
		return "is missing"
	case line == "":
		return ""
	case size > AddressWidth:
		return fmt.Sprintf("has %d characters, %d is the most", size, AddressWidth)
	case line != spaces(line):
		return "has needless spaces"
	case strings.ContainsFunc(line, unicode.IsControl):
		return "holds a control character"
	case n >= 4 && line != capitals(line):
		return "must be in capitals, without accents or punctuation"
	case n == AddressLines && !cityLine.MatchString(line):
		return "is not a postcode of 5 digits and a town"
	}
	return ""
}
