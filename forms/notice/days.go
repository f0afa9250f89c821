package notice

import (
	"slices"

	"guichet/forms"
)

// Implicit is the day on which silence becomes an answer: the same number of
// the day, so many months after the request was received, be it a Sunday. The
// delay is not franc. Of a request received on 23 June 2017 the Conseil d’État
// found that it was refused on 23 August 2017.
func Implicit(received forms.Day, silence Span) forms.Day { return silence.after(received) }

// AppealBefore is the last day to go to court. The delay is franc: its first
// day is the one after the notification (or after the implicit decision), its
// last the one after it ends (Conseil d’État, 5 October 2018, n° 409579, and 15
// December 2023, n° 472836). Where that is a Saturday, a Sunday or a holiday,
// it is the next working day (code de procédure civile, article 642, applied by
// the administrative courts). The refusal of 23 August 2017 could be
// challenged until 24 October.
//
// More holidays are those of Alsace-Moselle and of overseas; see [Holiday].
func AppealBefore(from forms.Day, appeal Span, more ...forms.Day) forms.Day {
	return workingDay(appeal.after(from).AddDays(1), more)
}

func workingDay(d forms.Day, more []forms.Day) forms.Day {
	for d.Weekday() == 0 || d.Weekday() == 6 || Holiday(d) || slices.Contains(more, d) {
		d = d.AddDays(1)
	}
	return d
}

// Holiday tells whether a day is one of the eleven of code du travail, article
// L3133-1.
func Holiday(d forms.Day) bool {
	switch [2]int{d.Month, d.Day} {
	case [2]int{1, 1}, [2]int{5, 1}, [2]int{5, 8}, [2]int{7, 14}, [2]int{8, 15},
		[2]int{11, 1}, [2]int{11, 11}, [2]int{12, 25}:
		return true
	}
	sunday := easter(d.Year)
	return slices.Contains([]forms.Day{sunday.AddDays(1), sunday.AddDays(39), sunday.AddDays(50)}, d)
}

// easter is Easter Sunday in the Gregorian calendar (Meeus, Jones and Butcher;
// the formula is from memory, checked against known years in the test).
func easter(year int) forms.Day {
	a, b, c := year%19, year/100, year%100
	d, e := b/4, b%4
	g := (b - (b+8)/25 + 1) / 3
	h := (19*a + b - d - g + 15) % 30
	i, k := c/4, c%4
	l := (32 + 2*e + 2*i - h - k) % 7
	m := (a + 11*h + 22*l) / 451
	n := h + l - 7*m + 114
	return forms.Day{Year: year, Month: n / 31, Day: n%31 + 1}
}
