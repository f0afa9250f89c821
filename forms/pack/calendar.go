package pack

import (
	"bytes"
	"fmt"
	"time"

	"github.com/emersion/go-ical"

	"guichet/forms"
)

// CalendarLimit is how long the text of a reminder may be, in bytes, so that
// its symbol stays large enough for a telephone.
const CalendarLimit = 400

// Calendar is a reminder as a telephone puts it into its calendar: an event of
// a whole day (RFC 5545, VEVENT). The uid names nobody: [forms.NewID] gives
// one. The error tells that the text is too long for a symbol.
func Calendar(r forms.Reminder, uid string, now time.Time) (string, error) {
	event := ical.NewEvent()
	event.Props.SetText(ical.PropUID, uid)
	event.Props.SetDateTime(ical.PropDateTimeStamp, now.UTC())
	event.Props.SetDate(ical.PropDateTimeStart, time.Date(r.Day.Year, time.Month(r.Day.Month), r.Day.Day, 0, 0, 0, 0, time.UTC))
	event.Props.SetText(ical.PropSummary, r.Text)
	calendar := ical.NewCalendar()
	calendar.Props.SetText(ical.PropVersion, "2.0")
	calendar.Props.SetText(ical.PropProductID, "-//Guichet//FR")
	calendar.Children = append(calendar.Children, event.Component)
	var out bytes.Buffer
	if err := ical.NewEncoder(&out).Encode(calendar); err != nil {
		return "", fmt.Errorf("pack: reminder %s: %w", r.ID, err)
	}
	if out.Len() > CalendarLimit {
		return "", fmt.Errorf("pack: reminder %s: %d bytes, at most %d", r.ID, out.Len(), CalendarLimit)
	}
	return out.String(), nil
}
