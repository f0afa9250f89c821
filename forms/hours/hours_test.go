package hours

import (
	"errors"
	"strings"
	"testing"
	"time"

	"guichet/forms"
)

var paris = mustZone("Europe/Paris")

func mustZone(name string) *time.Location {
	zone, err := time.LoadLocation(name)
	if err != nil {
		panic(err)
	}
	return zone
}

// holidays of the tests: 14 July and 11 November 2026; schools in late October.
var holidays = Calendar{
	Public: func(d forms.Day) bool {
		return d == forms.Day{Year: 2026, Month: 7, Day: 14} || d == forms.Day{Year: 2026, Month: 11, Day: 11}
	},
	School: func(d forms.Day) bool { return d.Month == 10 && d.Day >= 17 },
}

const office = "Mo-Fr 08:30-12:00,13:30-17:00; We 08:30-12:00; Sep-Jun Sa 09:00-12:00; Dec 24-Jan 2 off; PH off"

// TestOpen: 16 November 2026 is a Monday.
func TestOpen(t *testing.T) {
	for _, c := range []struct {
		hours, at string
		open      bool
		closes    string // where it is open
		next      string
	}{
		{office, "2026-11-16 08:29", false, "", "2026-11-16 08:30"},
		{office, "2026-11-16 08:30", true, "2026-11-16 12:00", "2026-11-16 13:30"},
		{office, "2026-11-16 12:00", false, "", "2026-11-16 13:30"},
		{office, "2026-11-18 14:00", false, "", "2026-11-19 08:30"}, // Wednesday
		{office, "2026-11-11 10:00", false, "", "2026-11-12 08:30"}, // Armistice
		{office, "2026-11-20 17:00", false, "", "2026-11-21 09:00"}, // Saturday
		{office, "2026-07-03 17:00", false, "", "2026-07-06 08:30"}, // not in July
		{office, "2026-12-24 10:00", false, "", "2027-01-04 08:30"},
		{office, "2027-01-02 10:00", false, "", "2027-01-04 08:30"},
		{"24/7", "2026-11-11 03:00", true, "", ""},
		{"off", "2026-11-16 10:00", false, "", ""},
		{"Mo 20:00-24:00; Tu 00:00-02:00", "2026-11-16 23:00", true, "2026-11-17 02:00", "2026-11-23 20:00"},
		{"Mo-Fr 10:00-12:00; SH Mo-Fr 14:00-15:00", "2026-10-19 10:30", false, "", "2026-10-19 14:00"},
		{"Mo-Fr 10:00-12:00; SH Mo-Fr 14:00-15:00", "2026-10-24 14:30", false, "", "2026-10-26 14:00"}, // Saturday
		{"Mo-Fr 10:00-12:00; PH 11:00-12:00", "2026-11-11 10:30", false, "", "2026-11-11 11:00"},
		{"Jul 14 10:00-11:00", "2026-07-14 10:59", true, "2026-07-14 11:00", "2027-07-14 10:00"},
		{"Mo-Fr 09:00-12:00; PH off; Jul 14 10:00-11:00", "2026-07-14 10:30", true, "2026-07-14 11:00", "2026-07-15 09:00"},
		{"Mo-Fr 09:00-12:00; PH off; Dec 24-Jan 2 off", "2026-11-11 10:30", false, "", "2026-11-12 09:00"},
		{"Mo-Fr 09:00-12:00; PH off; SH Mo-Fr off; PH 10:00-11:00", "2026-11-11 10:30", true, "2026-11-11 11:00", "2026-11-12 09:00"},
		{"Sa-Mo 10:00-11:00", "2026-11-15 10:00", true, "2026-11-15 11:00", "2026-11-16 10:00"},
		{"Jul,Aug: 10:00-11:00", "2026-08-31 10:00", true, "2026-08-31 11:00", "2027-07-01 10:00"},
		{"Su 01:00-05:00", "2026-03-29 03:30", true, "2026-03-29 05:00", "2026-04-05 01:00"}, // an hour is missing
	} {
		h, err := Parse(c.hours)
		if err != nil {
			t.Fatal(err)
		}
		at := clock(t, c.at)
		if got := h.Open(at, holidays); got != c.open {
			t.Errorf("%s at %s: open %v", c.hours, c.at, got)
		}
		if got := when(h.Closes(at, holidays)); got != c.closes {
			t.Errorf("%s at %s: closes %q, want %q", c.hours, c.at, got, c.closes)
		}
		if got := when(h.Next(at, holidays)); got != c.next {
			t.Errorf("%s at %s: opens next %q, want %q", c.hours, c.at, got, c.next)
		}
	}
}

func clock(t *testing.T, s string) time.Time {
	t.Helper()
	at, err := time.ParseInLocation("2006-01-02 15:04", s, paris)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

func when(at time.Time, ok bool) string {
	if !ok {
		return ""
	}
	return at.Format("2006-01-02 15:04")
}

func TestWhatIsRefused(t *testing.T) {
	for text, want := range map[string]string{
		"":                              "1: nothing is written here",
		"Mo-Fr 08:30-12:00;":            "19: nothing is written here",
		"Lu-Ve 08:30-12:00":             `1: "Lu-Ve" is not a day, a month, a time or off`,
		"Mo-Ve 08:30-12:00":             `4: "Ve" is not a day`,
		"Mo,Foo 08:30-12:00":            `4: "Foo" is not a day`,
		"Mo-Fr":                         "6: no time is written",
		"Mo-Fr 8h30-12h":                "7: not a time of day",
		"Mo-Fr 08:30":                   "12: a time has no end",
		"Mo-Fr 08:30-24:01":             "13: not a time of day",
		"Mo-Fr 22:00-02:00":             "7: the end is not after the beginning",
		"Mo-Fr 08:30-12:00,11:00-13:00": "19: the time begins before the one before it ends",
		"Mo-Fr 08:30-12:00 We off":      `19: "We" is not read here`,
		"Sa[1] 09:00-12:00":             `3: "[1]" is not read here`,
		"PH off; Mo-Fr 08:30-12:00":     "8: this rule undoes one before it",
		"Mo-Fr 09:00-12:00; PH off; Jul-Aug Mo-Fr 08:00-12:00": "27: this rule undoes one before it", // open on 14 July
		"Mo-Fr 09:00-12:00; PH off; SH Mo-Fr 08:00-12:00":      "27: this rule undoes one before it",
		"Mo-Fr 09:00-12:00; PH,Su off; Jul Mo-Fr 08:00-12:00":  "30: this rule undoes one before it",
		"PH off; Jul 1-31 08:00-12:00":                         "8: this rule undoes one before it",
		"Aug off; 24/7":                                        "9: this rule undoes one before it",
		"Feb 30 off":                                           "5: not a day of Feb",
		"Dec 24-Jan off":                                       "11: one end is a day, the other a month",
		"Sep-Foo 09:00-12:00":                                  `5: "Foo" is not a month`,
		"sunrise-sunset":                                       `1: "sunrise-sunset" is not a day, a month, a time or off`,
		strings.Repeat("Mo off;", 21) + "off":                  "141: more than 20 rules",
		strings.Repeat("Mo off;", 60):                          "300: longer than 300 characters",
	} {
		_, err := Parse(text)
		var e *Error
		if !errors.As(err, &e) {
			t.Errorf("%q is read", text)
			continue
		}
		if got := strings.TrimPrefix(err.Error(), "hours: character "); got != want || e.Mend == "" {
			t.Errorf("%q: %s (%s), want %s", text, got, e.Mend, want)
		}
	}
}

// FuzzParse: whatever an author writes, no panic; a fault has a place in the
// text and a mend; and what is read can be asked and said.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{office, "24/7", "SH Mo-Fr 10:00-12:00", "Dec 24-Jan 2 off", "Jul 14-20 9:00-10:00", "PH,Su off", "\xff", "Mo-", ",", ";;", "Jan 31"} {
		f.Add(seed)
	}
	at := time.Date(2026, 11, 16, 9, 0, 0, 0, time.UTC)
	f.Fuzz(func(t *testing.T, text string) {
		h, err := Parse(text)
		if err != nil {
			var e *Error
			if !errors.As(err, &e) || e.Mend == "" || e.At < 1 || e.At > len(text)+1 {
				t.Errorf("%q: %+v", text, err)
			}
			return
		}
		opens, ok := h.Next(at, holidays)
		if ok && !h.Open(opens, holidays) {
			t.Errorf("%q opens at %s, and is closed", text, opens)
		}
		if closes, ok := h.Closes(at, holidays); ok && h.Open(closes, holidays) {
			t.Errorf("%q closes at %s, and is open", text, closes)
		}
		if len(h.Sentence(forms.Catalog{})) == 0 {
			t.Errorf("%q says nothing", text)
		}
	})
}

func TestWhoSaysNothingOfHolidays(t *testing.T) {
	for text, says := range map[string]bool{
		"Mo-Fr 09:00-12:00":                       false,
		"Mo-Fr 09:00-12:00; SH Mo-Fr 10:00-12:00": false,
		"Mo-Fr 09:00-12:00; PH off":               true,
		"PH 10:00-12:00":                          true,
		"24/7":                                    true,
		"off":                                     true,
	} {
		h, err := Parse(text)
		if h.EverOpen() != (text != "off") {
			t.Errorf("%s: open at some time: %v", text, h.EverOpen())
		}
		if err != nil || h.SaysHolidays() != says {
			t.Errorf("%s: %v, %v", text, h.SaysHolidays(), err)
		}
	}
}
