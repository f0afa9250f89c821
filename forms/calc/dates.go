package calc

import (
	"time"

	"guichet/forms"
)

// real refuses what is beyond the years 1 to 9999.
func real(d forms.Day) (date, error) {
	if !d.Valid() || d.Day == 0 {
		return date{}, errRange
	}
	return date(d), nil
}

func noon(d date) time.Time {
	return time.Date(d.Year, time.Month(d.Month), d.Day, 12, 0, 0, 0, time.UTC)
}

// daysBetween does not subtract the times: a Duration ends after 292 years.
func daysBetween(from, to date) int {
	return int((noon(to).Unix() - noon(from).Unix()) / (24 * 60 * 60))
}

// farthest is how many days, months or years may be added: the calendar ends
// before.
const farthest = 4_000_000

func addDays(d date, n int) (date, error) {
	if n > farthest || n < -farthest {
		return date{}, errRange
	}
	return real(forms.Day(d).AddDays(n))
}

// addMonths keeps the day of the month where there is one: a month after
// 31 January is 28 February.
func addMonths(d date, n int) (date, error) {
	if n > farthest || n < -farthest {
		return date{}, errRange
	}
	return real(forms.Day(d).AddMonths(n))
}

func addYears(d date, n int) (date, error) {
	if n > farthest || n < -farthest {
		return date{}, errRange
	}
	return real(forms.Day(d).AddYears(n))
}

func monthEnd(d date) (date, error) {
	first := date{Year: d.Year, Month: d.Month, Day: 1}
	next, err := addMonths(first, 1)
	if err != nil {
		return real(forms.Day{Year: d.Year, Month: d.Month, Day: 31}) // December 9999
	}
	return addDays(next, -1)
}

// ageOn is whole years: who was born on 29 February is a year older on
// 1 March of an ordinary year. add_years gives 28 February for him: so end time
// limits that count in years (code de procédure civile, article 641, from
// memory). No text was found on the day of an age; the later day is the one that
// nobody contests.
func ageOn(birth, day date) (int, error) {
	years := day.Year - birth.Year
	if day.Month < birth.Month || day.Month == birth.Month && day.Day < birth.Day {
		years--
	}
	if years < 0 {
		return 0, errRange // not born yet
	}
	return years, nil
}

// nextBirthday is that of this year, or of the next one where it is past.
func nextBirthday(birth, today date) (date, error) {
	this, err := addYears(birth, today.Year-birth.Year)
	if err != nil || daysBetween(today, this) >= 0 {
		return this, err
	}
	return addYears(birth, today.Year+1-birth.Year)
}

func before(a, b date) bool    { return daysBetween(a, b) > 0 }
func notAfter(a, b date) bool  { return daysBetween(a, b) >= 0 }
func after(a, b date) bool     { return before(b, a) }
func notBefore(a, b date) bool { return notAfter(b, a) }
func same(a, b date) bool      { return a == b }
func different(a, b date) bool { return a != b }
