package words

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"guichet/forms"
)

// Date writes a day: "3 février 1984".
func Date(c forms.Catalog, t time.Time) string { return forms.FormatDay(forms.DayOf(t), c) }

// LongDate writes a day with its name: "vendredi 3 février 1984".
func LongDate(c forms.Catalog, t time.Time) string {
	day := c.Text("weekday." + strconv.Itoa(int(t.Weekday())))
	return c.Text("date.long", "weekday", day, "date", Date(c, t))
}

// Time writes a time of day: "19 h 42".
func Time(c forms.Catalog, t time.Time) string {
	return c.Text("time", "hour", strconv.Itoa(t.Hour()), "minute", fmt.Sprintf("%02d", t.Minute()))
}

// Money writes cents as euros: "1,44 €".
func Money(cents int64) string { return forms.FormatCents(cents) }

// Phone writes "+33612345678" or "0612345678" as "06 12 34 56 78".
func Phone(number string) string { return forms.FormatPhone(number) }

// Reference writes a reference in groups that can be read aloud, on one line:
// "482 739 156 Z". What is not a reference stays as it is.
func Reference(s string) string {
	shown, ok := forms.ValidReference(s)
	if !ok {
		return s
	}
	return strings.ReplaceAll(shown, " ", "\u00a0")
}
