package forms

import (
	"strconv"
	"strings"
)

// Numbers and sums have at most this many digits before the comma.
const digitLimit = 9

func numberFields(*Page) []Field {
	return []Field{{Name: Value, Pad: PadNumber, MaxLength: digitLimit + 2}}
}

func moneyFields(*Page) []Field {
	return []Field{{Name: Value, Pad: PadDecimal, MaxLength: digitLimit + 5}}
}

// parseNumber reads "12" and "1 200"; "1.200" is refused, for it may be a
// decimal.
func parseNumber(p *Page, in Input, _ Day) (map[string]string, *Problem) {
	s := strings.ReplaceAll(in[Value], " ", "")
	switch {
	case strings.ContainsAny(s, ",."):
		return nil, problem(Value, "number.whole")
	case !digitsOnly(s):
		return nil, problem(Value, "number.digits")
	case len(s) > digitLimit:
		return nil, problem(Value, "number.long")
	}
	n, _ := strconv.ParseInt(s, 10, 64)
	if pr := p.bounds(n, "number", showNumber); pr != nil {
		return nil, pr
	}
	return value(strconv.FormatInt(n, 10)), nil
}

func showNumber(n int64) string { return GroupThousands(strconv.FormatInt(n, 10)) }

// bounds checks Min and Max, written as a person reads them by show.
func (p *Page) bounds(n int64, topic string, show func(int64) string) *Problem {
	switch {
	case p.Min != nil && n < *p.Min:
		return problem(Value, topic+".small", "min", show(*p.Min))
	case p.Max != nil && n > *p.Max:
		return problem(Value, topic+".big", "max", show(*p.Max))
	}
	return nil
}

// parseMoney reads euros: "12", "12,5", "12.50", "1 234,56 €".
func parseMoney(p *Page, in Input, _ Day) (map[string]string, *Problem) {
	cents, key := parseCents(in[Value])
	if key != "" {
		return nil, problem(Value, "money."+key)
	}
	if pr := p.bounds(cents, "money", FormatCents); pr != nil {
		return nil, pr
	}
	return value(strconv.FormatInt(cents, 10)), nil
}

// parseCents gives the cents of a sum in euros, or the name of what is wrong.
func parseCents(s string) (int64, string) {
	s = strings.TrimSuffix(strings.ReplaceAll(s, " ", ""), "€")
	euros, cents, comma := strings.Cut(strings.ReplaceAll(s, ".", ","), ",")
	switch {
	case !digitsOnly(euros) || comma && !digitsOnly(cents):
		return 0, "digits"
	case len(cents) > 2:
		return 0, "cents"
	case len(euros) > digitLimit:
		return 0, "long"
	}
	n, _ := strconv.ParseInt(euros+(cents + "00")[:2], 10, 64)
	return n, ""
}

// FormatCents writes cents as euros: 123456 is "1 234,56 €", with the
// non-breaking spaces that keep a sum on one line.
func FormatCents(n int64) string {
	s := strconv.FormatInt(n/100, 10)
	return GroupThousands(s) + "," + strconv.FormatInt(100+n%100, 10)[1:] + nbsp + "€"
}

// GroupThousands puts non-breaking spaces in a whole number: "12 500".
func GroupThousands(digits string) string {
	var b strings.Builder
	for i, r := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 {
			b.WriteString(nbsp)
		}
		b.WriteRune(r)
	}
	return b.String()
}

const nbsp = "\u00a0"

func refillMoney(_ *Page, a Answer) Input {
	s, _ := strings.CutSuffix(FormatCents(cents(a)), nbsp+"€")
	return Input{Value: strings.ReplaceAll(s, nbsp, "")}
}

func cents(a Answer) int64 {
	n, _ := strconv.ParseInt(a.Fields[Value], 10, 64)
	return n
}

func formatNumber(_ *Page, a Answer, _, _ Catalog) []string {
	return []string{GroupThousands(a.Fields[Value])}
}

func formatMoney(_ *Page, a Answer, _, _ Catalog) []string {
	return []string{FormatCents(cents(a))}
}

func digitsOnly(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}
