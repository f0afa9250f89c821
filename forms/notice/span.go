package notice

import (
	"fmt"
	"regexp"
	"strconv"

	"guichet/forms"
)

// Span is a time-limit: months, or days. It is written "2 months", "1 month",
// "30 days".
type Span struct{ Months, Days int }

var spanForm = regexp.MustCompile(`^([1-9][0-9]{0,2}) (month|day)s?$`)

// UnmarshalText reads "2 months" or "30 days".
func (s *Span) UnmarshalText(text []byte) error {
	m := spanForm.FindStringSubmatch(string(text))
	if m == nil {
		return fmt.Errorf("%q is no time-limit: write 2 months, or 30 days", text)
	}
	n, _ := strconv.Atoi(m[1])
	*s = Span{Days: n}
	if m[2] == "month" {
		*s = Span{Months: n}
	}
	return nil
}

// IsZero tells that no time-limit was written.
func (s Span) IsZero() bool { return s == Span{} }

// after is the day on which the span ends that begins on d: the same number of
// the day, or the last day of a month that lacks it (code de procédure civile,
// article 641).
func (s Span) after(d forms.Day) forms.Day {
	if s.Months > 0 {
		return d.AddMonths(s.Months)
	}
	return d.AddDays(s.Days)
}

// says is the span in words: texts "notice.months" and "notice.days" with {n},
// and "notice.month" for one.
func (s Span) says(c forms.Catalog) string {
	switch {
	case s.Months == 1:
		return c.Text("notice.month")
	case s.Months > 1:
		return c.Text("notice.months", "n", strconv.Itoa(s.Months))
	}
	return c.Text("notice.days", "n", strconv.Itoa(s.Days))
}
