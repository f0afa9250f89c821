package pack_test

import (
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-ical"

	"guichet/forms"
	"guichet/forms/pack"
)

var stamp = time.Date(2026, 5, 15, 19, 42, 0, 0, time.FixedZone("CEST", 2*60*60))

func TestAReminderForATelephone(t *testing.T) {
	r := forms.Reminder{ID: "carte", Day: forms.Day{Year: 2027, Month: 2, Day: 3}, Text: "Renouveler la carte ; venir à 9 h, avec une photo"}
	got, err := pack.Calendar(r, "00112233445566778899aabbccddeeff", stamp)
	if err != nil {
		t.Fatal(err)
	}
	want := strings.ReplaceAll(`BEGIN:VCALENDAR
PRODID:-//Guichet//FR
VERSION:2.0
BEGIN:VEVENT
DTSTAMP:20260515T174200Z
DTSTART;VALUE=DATE:20270203
SUMMARY:Renouveler la carte \; venir à 9 h\, avec une photo
UID:00112233445566778899aabbccddeeff
END:VEVENT
END:VCALENDAR
`, "\n", "\r\n")
	if got != want {
		t.Errorf("got\n%s", got)
	}
	if _, err := ical.NewDecoder(strings.NewReader(got)).Decode(); err != nil {
		t.Errorf("read again: %v", err)
	}
}

func TestAReminderThatIsTooLongForASymbol(t *testing.T) {
	r := forms.Reminder{ID: "carte", Day: forms.Day{Year: 2027, Month: 2, Day: 3}, Text: strings.Repeat("é", 120)}
	if got, err := pack.Calendar(r, "00112233445566778899aabbccddeeff", stamp); err == nil || strings.Contains(err.Error(), "é") {
		t.Errorf("%d bytes, %v", len(got), err)
	}
}
