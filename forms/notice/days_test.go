package notice

import (
	"testing"

	"guichet/forms"
)

func day(t *testing.T, s string) forms.Day {
	t.Helper()
	d, ok := forms.ParseDay(s)
	if !ok {
		t.Fatalf("no day %q", s)
	}
	return d
}

func span(t *testing.T, s string) Span {
	t.Helper()
	var out Span
	if err := out.UnmarshalText([]byte(s)); err != nil {
		t.Fatal(err)
	}
	return out
}

// Published cases: what the courts, or those who teach how they count, found.
func TestAppealBefore(t *testing.T) {
	for _, c := range []struct{ from, span, want, source string }{
		{"2017-08-23", "2 months", "2017-10-24", "Conseil d’État, commune de Saint-Pierre: implicit refusal"},
		{"2022-12-20", "15 days", "2023-01-05", "Conseil d’État, 29 June 2023, n° 470217"},
		{"2018-05-15", "1 month", "2018-06-18", "Conseil d’État, 24 October 2019, Prologia: 16 June is a Saturday"},
		{"2007-10-01", "2 months", "2007-12-03", "2 December 2007 is a Sunday"},
		{"2021-01-03", "2 months", "2021-03-04", "three months of different lengths"},
		{"2021-10-01", "2 months", "2021-12-02", "a Thursday"},
		{"2026-12-31", "2 months", "2027-03-01", "no 31 February: its last day, and the day after"},
		{"2026-02-28", "2 months", "2026-04-29", "the end of a month is not the end of the other"},
		{"2026-03-07", "2 months", "2026-05-11", "Friday 8 May is a holiday, then the weekend"},
		{"2026-03-13", "2 months", "2026-05-15", "14 May 2026 is Ascension: one day earlier ends there"},
		{"2026-03-12", "2 months", "2026-05-13", "not a holiday"},
		{"2026-03-24", "2 months", "2026-05-26", "25 May 2026 is Whit Monday"},
	} {
		if got := AppealBefore(day(t, c.from), span(t, c.span)); got.String() != c.want {
			t.Errorf("%s and %s: %s, want %s (%s)", c.from, c.span, got, c.want, c.source)
		}
	}
}

func TestAppealBeforeWhereMoreDaysAreOff(t *testing.T) {
	// La Réunion: 20 December, code du travail L3422-2.
	got := AppealBefore(day(t, "2024-10-18"), span(t, "2 months"))
	if got.String() != "2024-12-19" {
		t.Errorf("%s", got)
	}
	from := day(t, "2024-10-19") // ends on 20 December, a Friday
	if got := AppealBefore(from, span(t, "2 months"), day(t, "2024-12-20")); got.String() != "2024-12-23" {
		t.Errorf("%s, want the Monday", got)
	}
}

func TestImplicit(t *testing.T) {
	for _, c := range []struct{ received, span, want string }{
		{"2017-06-23", "2 months", "2017-08-23"}, // the same decision
		{"2026-11-21", "2 months", "2027-01-21"},
		{"2026-11-22", "2 months", "2027-01-22"}, // received on a Sunday
		{"2026-12-31", "2 months", "2027-02-28"},
		{"2027-12-31", "2 months", "2028-02-29"},
		{"2026-07-01", "2 months", "2026-09-01"},
		{"2026-11-21", "1 month", "2026-12-21"},
		{"2026-11-21", "30 days", "2026-12-21"},
		{"2026-10-15", "18 months", "2028-04-15"},
	} {
		if got := Implicit(day(t, c.received), span(t, c.span)); got.String() != c.want {
			t.Errorf("%s and %s: %s, want %s", c.received, c.span, got, c.want)
		}
	}
}

// Easter Mondays that everybody can look up.
func TestHoliday(t *testing.T) {
	for _, s := range []string{
		"2015-04-06", "2015-05-14", "2015-05-25", // Easter Monday, Ascension, Whit Monday
		"2024-04-01", "2025-04-21", "2026-04-06", "2027-03-29", "2000-04-24",
		"2026-01-01", "2026-05-01", "2026-05-08", "2026-07-14", "2026-08-15", "2026-11-01", "2026-11-11", "2026-12-25",
	} {
		if !Holiday(day(t, s)) {
			t.Errorf("%s is a holiday", s)
		}
	}
	off := 0
	for d := day(t, "2026-01-01"); d.Year == 2026; d = d.AddDays(1) {
		if Holiday(d) {
			off++
		}
	}
	if off != 11 {
		t.Errorf("%d holidays in 2026, want 11", off)
	}
}

func TestSpanIsWritten(t *testing.T) {
	for _, s := range []string{"", "2", "0 months", "2 weeks", "two months", "-1 days", "2  months", "2 months "} {
		var out Span
		if err := out.UnmarshalText([]byte(s)); err == nil {
			t.Errorf("%q is read as %+v", s, out)
		}
	}
}
