package receipt

import (
	"strconv"
	"time"

	"guichet/forms"
	"guichet/forms/hours"
	"guichet/forms/notice"
	"guichet/kiosk/words"
)

// OpenNow says whether somebody is there at a moment, and until or from when:
// "Ouvert maintenant, jusqu’à 17 h.", "Ouvre demain à 8 h 30." It is empty for
// a contact whose hours no program can read, and while no opening is known.
// School holidays count as other days.
func (c Contact) OpenNow(w forms.Catalog, at time.Time) string {
	if c.Opening == nil {
		return ""
	}
	if c.Opening.Open(at, calendar) {
		if until, ok := c.Opening.Closes(at, calendar); ok && sameDay(until, at) {
			return w.Text("contact.open_until", "time", clock(w, until))
		}
		return w.Text("contact.open")
	}
	next, ok := c.Opening.Next(at, calendar)
	if !ok {
		return ""
	}
	return w.Text("contact.opens."+dayName(next, at), "time", clock(w, next),
		"day", w.Text("weekday."+strconv.Itoa(int(next.Weekday()))), "date", words.LongDate(w, next))
}

// OpensOn is the same for paper, which is read later: when somebody is there
// next, with its date, where nobody is now.
func (c Contact) OpensOn(w forms.Catalog, at time.Time) string {
	if c.Opening == nil || at.IsZero() || c.Opening.Open(at, calendar) {
		return ""
	}
	next, ok := c.Opening.Next(at, calendar)
	if !ok {
		return ""
	}
	return w.Text("contact.paper", "time", clock(w, next), "date", words.LongDate(w, next))
}

// calendar knows the public holidays.
var calendar = hours.Calendar{Public: notice.Holiday}

// dayName is how one speaks of a day to come.
func dayName(next, at time.Time) string {
	days := int(midnight(next).Sub(midnight(at)).Hours()+12) / 24 // a day may have 23 hours
	switch {
	case days == 0:
		return "today"
	case days == 1:
		return "tomorrow"
	case days < 7:
		return "week"
	}
	return "later"
}

func midnight(t time.Time) time.Time {
	y, m, d := t.Date()
	return time.Date(y, m, d, 0, 0, 0, 0, t.Location())
}

func sameDay(a, b time.Time) bool { return midnight(a).Equal(midnight(b.In(a.Location()))) }

// clock is an hour as people say it: "9 h", "8 h 30".
func clock(w forms.Catalog, t time.Time) string {
	if t.Minute() == 0 && w.Has("hours.hour") {
		return w.Text("hours.hour", "hour", strconv.Itoa(t.Hour()))
	}
	return words.Time(w, t)
}
