package notice

import (
	"fmt"
	"regexp"
	"strconv"
	"time"

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
		first := time.Date(d.Year, time.Month(d.Month+s.Months), 1, 12, 0, 0, 0, time.UTC)
		last := first.AddDate(0, 1, -1).Day()
		return forms.Day{Year: first.Year(), Month: int(first.Month()), Day: min(d.Day, last)}
	}
	return addDays(d, s.Days)
}

func addDays(d forms.Day, n int) forms.Day {
	return forms.DayOf(time.Date(d.Year, time.Month(d.Month), d.Day+n, 12, 0, 0, 0, time.UTC))
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
