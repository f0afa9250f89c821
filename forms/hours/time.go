package hours

import (
	"time"

	"guichet/forms"
)

// horizon is how many days ahead are looked at: a year, and a leap day.
const horizon = 366

// Open tells whether it is open at a moment, in the zone that it carries.
func (h Hours) Open(t time.Time, cal Calendar) bool {
	at := minute(t)
	for _, s := range h.on(forms.DayOf(t), cal) {
		if s.from <= at && at < s.to {
			return true
		}
	}
	return false
}

// Next is when it opens next after a moment; false: not within a year.
func (h Hours) Next(t time.Time, cal Calendar) (time.Time, bool) {
	for n := range horizon + 1 {
		for _, s := range h.on(dayAfter(t, n), cal) {
			opens := moment(t, n, s.from)
			if opens.After(t) && !h.Open(opens.Add(-time.Minute), cal) {
				return opens, true
			}
		}
	}
	return time.Time{}, false
}

// Closes is when it closes; false: it is closed, or stays open for a year.
func (h Hours) Closes(t time.Time, cal Calendar) (time.Time, bool) {
	if !h.Open(t, cal) {
		return time.Time{}, false
	}
	for n := range horizon + 1 {
		for _, s := range h.on(dayAfter(t, n), cal) {
			closes := moment(t, n, s.to)
			if closes.After(t) && !h.Open(closes, cal) {
				return closes, true
			}
		}
	}
	return time.Time{}, false
}

func minute(t time.Time) int { return t.Hour()*60 + t.Minute() }

// moment is a minute of the day n days later, on the clock of the wall: 24:00
// is midnight, and the days when the clocks change are right.
func moment(t time.Time, n, minutes int) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day()+n, 0, minutes, 0, 0, t.Location())
}

func dayAfter(t time.Time, n int) forms.Day {
	return forms.DayOf(time.Date(t.Year(), t.Month(), t.Day()+n, 12, 0, 0, 0, t.Location()))
}
