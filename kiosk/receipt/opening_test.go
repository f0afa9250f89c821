package receipt

import (
	"crypto/rand"
	"strings"
	"testing"
	"time"

	"guichet/drivers/printer"
	"guichet/forms"
	"guichet/forms/formtest"
	"guichet/forms/hours"
	"guichet/kiosk/words"
)

// Opening hours are said as one says them at a desk.
func TestWhetherSomebodyIsThere(t *testing.T) {
	h, err := hours.Parse("Mo-Fr 08:30-12:00,13:30-17:00; PH off")
	if err != nil {
		t.Fatal(err)
	}
	c := Contact{Opening: &h}
	w := words.For(forms.French)
	for at, want := range map[string]string{
		"2026-11-23 09:00": "Ouvert maintenant, jusqu’à 12 h.",
		"2026-11-23 12:30": "Fermé maintenant. Ouvre aujourd’hui à 13 h 30.",
		"2026-11-23 17:00": "Fermé maintenant. Ouvre demain à 8 h 30.",
		"2026-11-20 18:00": "Fermé maintenant. Ouvre lundi à 8 h 30.",
		"2026-11-22 23:50": "Fermé maintenant. Ouvre demain à 8 h 30.",
		"2026-12-24 18:00": "Fermé maintenant. Ouvre lundi à 8 h 30.", // after Christmas, a Friday
	} {
		now, _ := time.ParseInLocation("2006-01-02 15:04", at, time.UTC)
		if got := spaced(c.OpenNow(w, now)); got != want {
			t.Errorf("%s: %q, want %q", at, got, want)
		}
	}
	now := time.Date(2026, 11, 20, 18, 0, 0, 0, time.UTC)
	if got, want := spaced(c.OpensOn(w, now)), "Ouvre le lundi 23 novembre 2026 à 8 h 30."; got != want {
		t.Errorf("on paper: %q, want %q", got, want)
	}
	if got := c.OpensOn(w, now.Add(-8*time.Hour)); got != "" {
		t.Errorf("on paper while it is open: %q", got)
	}
	if got := (Contact{}).OpenNow(w, now); got != "" {
		t.Errorf("without hours: %q", got)
	}
}

// TestHoursComeFromThePack: without a sentence of its own, a contact has the
// one that its hours make.
func TestNoKeyStandsForHours(t *testing.T) {
	for _, c := range OfPack(formtest.Pack(t), forms.French).Contacts {
		if len(c.Hours) > 7 && c.Hours[:7] == "contact" {
			t.Errorf("%s: %q", c.Name, c.Hours)
		}
	}
}

// spaced makes the no-break spaces of French typography easy to type here.
func spaced(s string) string { return strings.ReplaceAll(s, "\u00a0", " ") }

// A reminder is in words and as an event for a telephone, and not on the receipt.
func TestRemindersAreOnTheirOwnPaper(t *testing.T) {
	f := facts(forms.French)
	day := forms.Day{Year: 2027, Month: 1, Day: 4}
	f.Reminders = RemindersOf([]forms.Reminder{{ID: "x", Day: day, Text: "Renouvelez l’inscription."}}, words.For(forms.French), rand.Reader, f.At)
	if text := spaced(flat(Build(f))); strings.Contains(text, "Renouvelez") || strings.Contains(text, "2027") {
		t.Errorf("the receipt tells a reminder:\n%s", text)
	}
	doc := Reminders(f)
	text := spaced(flat(doc))
	for _, want := range []string{"À ne pas oublier", "lundi 4 janvier 2027", "Renouvelez l’inscription."} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
	found := false
	for _, b := range doc.Blocks {
		q, ok := b.(printer.QR)
		found = found || ok && strings.Contains(q.Data, "DTSTART;VALUE=DATE:20270104")
	}
	if !found {
		t.Error("no event for a calendar")
	}
}
