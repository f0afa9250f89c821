package forms

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Day is a day of the calendar, without clock or time zone. Day 0 is a day
// that the citizen does not know: "février 1984".
type Day struct{ Year, Month, Day int }

// DayOf is the day of a moment, in the time zone that the moment carries.
func DayOf(t time.Time) Day { return Day{t.Year(), int(t.Month()), t.Day()} }

// ParseDay reads "1984-02-03", or "1984-02" where the day is not known.
func ParseDay(s string) (Day, bool) {
	if len(s) != len("2006-01-02") && len(s) != len("2006-01") {
		return Day{}, false
	}
	var n [3]int
	for i, part := range strings.Split(s, "-") {
		v, err := strconv.ParseUint(part, 10, 16)
		if err != nil || i > 2 {
			return Day{}, false
		}
		n[i] = int(v)
	}
	d := Day{n[0], n[1], n[2]}
	return d, d.Valid() && d.String() == s
}

// String is "1984-02-03", or "1984-02" where the day is not known.
func (d Day) String() string {
	if d.Day == 0 {
		return fmt.Sprintf("%04d-%02d", d.Year, d.Month)
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day)
}

// Valid tells whether the day exists in the Gregorian calendar.
func (d Day) Valid() bool {
	return d.Year >= 1 && d.Year <= 9999 && d.Month >= 1 && d.Month <= 12 &&
		d.Day >= 0 && d.Day <= daysIn(d.Year, d.Month)
}

// Before orders days; a day that is not known counts as the first of its month.
func (d Day) Before(e Day) bool { return d.first().String() < e.first().String() }

// AddYears moves a day by years; 29 February becomes 28 where it must.
func (d Day) AddYears(n int) Day {
	d.Year += n
	d.Day = min(d.Day, daysIn(d.Year, d.Month))
	return d
}

// AddMonths moves a day by months; the 31st becomes the last day of its month
// where it must.
func (d Day) AddMonths(n int) Day {
	first := time.Date(d.Year, time.Month(d.Month+n), 1, 0, 0, 0, 0, time.UTC)
	return Day{first.Year(), int(first.Month()), min(d.Day, daysIn(first.Year(), int(first.Month())))}
}

// AddDays moves a day by days.
func (d Day) AddDays(n int) Day {
	return DayOf(time.Date(d.Year, time.Month(d.Month), d.Day+n, 0, 0, 0, 0, time.UTC))
}

// Weekday is 0 on Sunday to 6 on Saturday.
func (d Day) Weekday() int {
	return int(time.Date(d.Year, time.Month(d.Month), d.Day, 12, 0, 0, 0, time.UTC).Weekday())
}

func (d Day) first() Day {
	d.Day = max(d.Day, 1)
	return d
}

func daysIn(year, month int) int {
	return time.Date(year, time.Month(month)+1, 0, 0, 0, 0, 0, time.UTC).Day()
}
