package forms

import (
	"fmt"
	"strconv"
	"strings"
)

func dateFields(p *Page) []Field {
	return []Field{
		{Name: "day", Pad: PadNumber, MaxLength: 2, Optional: p.UnknownDay},
		{Name: "month", Pad: PadMonth, MaxLength: 2},
		{Name: "year", Pad: PadNumber, MaxLength: 4},
	}
}

// monthYearFields: a month_year is a date whose day nobody asks for.
func monthYearFields(*Page) []Field {
	return []Field{
		{Name: "month", Pad: PadMonth, MaxLength: 2},
		{Name: "year", Pad: PadNumber, MaxLength: 4},
	}
}

// noDay tells whether the day may be left out.
func (p *Page) noDay() bool { return p.UnknownDay || p.Type == MonthYear }

func parseDate(p *Page, in Input, today Day) (map[string]string, *Problem) {
	d, pr := readDate(p, in)
	if pr != nil {
		return nil, pr
	}
	if pr := p.dateBounds(d, today); pr != nil {
		return nil, pr
	}
	return value(d.String()), nil
}

// readDate puts the three fields together and checks them against the
// calendar, each problem at the field to mend.
func readDate(p *Page, in Input) (Day, *Problem) {
	if pr := dateParts(p, in); pr != nil {
		return Day{}, pr
	}
	day, _ := strconv.Atoi(in["day"])
	month, _ := strconv.Atoi(in["month"])
	year, _ := strconv.Atoi(in["year"])
	d := Day{year, month, day}
	switch {
	case month < 1 || month > 12:
		return d, problem("month", "date.month")
	case in["day"] != "" && (day < 1 || day > 31):
		return d, problem("day", "date.day")
	case !d.Valid():
		return d, problem("day", "date.calendar", "days", strconv.Itoa(daysIn(year, month)))
	}
	return d, nil
}

func dateParts(p *Page, in Input) *Problem {
	switch {
	case in["day"] == "" && !p.noDay():
		return problem("day", "date.no_day")
	case in["month"] == "":
		return problem("month", "date.no_month")
	case in["year"] == "":
		return problem("year", "date.no_year")
	}
	for _, name := range []string{"day", "month", "year"} {
		if in[name] != "" && !digitsOnly(in[name]) {
			return problem(name, "date.digits")
		}
	}
	if len(in["year"]) != 4 || in["year"] < "1" {
		return problem("year", "date.year")
	}
	return nil
}

// dateBounds checks MinDate and MaxDate. A day that is not known is refused
// only where no day of its month would do.
func (p *Page) dateBounds(d, today Day) *Problem {
	least, hasLeast := Bound(p.MinDate, today)
	most, hasMost := Bound(p.MaxDate, today)
	last := d
	if d.Day == 0 {
		last.Day = daysIn(d.Year, d.Month)
	}
	switch {
	case hasMost && most.Before(d):
		return problem("year", "date."+boundName(p.MaxDate, "future", "late"), "max", numericDate(most))
	case hasLeast && last.Before(least):
		return problem("year", "date."+boundName(p.MinDate, "past", "early"), "min", numericDate(least))
	}
	return nil
}

// boundName tells "not after today" from "not after a given day".
func boundName(bound, today, other string) string {
	if bound == "today" {
		return today
	}
	return other
}

// numericDate is "03/02/1984": it reads the same in every language of the
// kiosk, and a problem does not know which one is shown.
func numericDate(d Day) string {
	return fmt.Sprintf("%02d/%02d/%04d", d.Day, d.Month, d.Year)
}

// Bound reads the bound of a date: "1984-02-03", "today", or a distance from it
// in days, months or years, "today+15d", "today-3m", "today-18y", at most two
// centuries. It is false where there is none or it cannot be read.
func Bound(s string, today Day) (Day, bool) {
	rest, relative := strings.CutPrefix(s, "today")
	if !relative {
		d, ok := ParseDay(s)
		return d, ok && d.Day > 0
	}
	if rest == "" {
		return today, true
	}
	if rest[0] != '+' && rest[0] != '-' {
		return Day{}, false
	}
	n, err := strconv.Atoi(rest[:len(rest)-1])
	if err != nil {
		return Day{}, false
	}
	return today.move(n, rest[len(rest)-1])
}

// move goes n days, months or years on: 'd', 'm', 'y'.
func (d Day) move(n int, unit byte) (Day, bool) {
	most := map[byte]int{'d': 366, 'm': 12, 'y': 1}[unit] * 200
	if n < -most || n > most {
		return Day{}, false
	}
	switch unit {
	case 'd':
		return d.AddDays(n), true
	case 'm':
		return d.AddMonths(n), true
	case 'y':
		return d.AddYears(n), true
	}
	return Day{}, false
}

func refillDate(_ *Page, a Answer) Input {
	d, ok := ParseDay(a.Fields[Value])
	if !ok {
		return Input{}
	}
	in := Input{"month": strconv.Itoa(d.Month), "year": fmt.Sprintf("%04d", d.Year)}
	if d.Day > 0 {
		in["day"] = strconv.Itoa(d.Day)
	}
	return in
}

func formatDate(_ *Page, a Answer, _, words Catalog) []string {
	d, ok := ParseDay(a.Fields[Value])
	if !ok {
		return nil
	}
	return []string{FormatDay(d, words)}
}

// FormatDay writes a day in the language of the words: "3 février 1984",
// "1er mars 1984", "février 1984" where the day is not known.
func FormatDay(d Day, words Catalog) string {
	key := "date.day"
	switch d.Day {
	case 0:
		key = "date.month_only"
	case 1:
		key = "date.first"
	}
	month := words.Text("month." + strconv.Itoa(d.Month))
	return words.Text(key, "day", strconv.Itoa(d.Day), "month", month, "year", strconv.Itoa(d.Year))
}
