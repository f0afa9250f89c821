package packs

import (
	"strings"
	"testing"

	"guichet/forms"
	"guichet/forms/calendar"
	"guichet/forms/engine"
)

// remindedOf are the days that the census reminds of, by reminder.
func remindedOf(t *testing.T, born string) string {
	t.Helper()
	v := begin(t, "recensement-citoyen")
	v.play(pick("declarant", "moi"), pick("francais", "yes"), date("naissance", born), pick("habite_ici", "yes"))
	var got []string
	for _, r := range v.j.Reminders(load(t, "recensement-citoyen").Catalog(forms.French), forms.Catalog{}) {
		got = append(got, r.ID+" "+r.Day.String())
	}
	return strings.Join(got, ", ")
}

// TestCensusReminders: until the end of the third month after the 16th
// birthday; who is late has no last day, and the certificate serves on.
func TestCensusReminders(t *testing.T) {
	for born, want := range map[string]string{
		"2010-09-30": "documents 2026-12-31, attestation 2028-09-30",
		"2010-11-21": "documents 2027-02-28, attestation 2028-11-21", // 16 on the day of the visit
		"2010-08-21": "documents 2026-11-30, attestation 2028-08-21",
		"2010-07-31": "attestation 2028-07-31",
		"2003-01-01": "",
	} {
		if got := remindedOf(t, born); got != want {
			t.Errorf("born on %s: %q, want %q", born, got, want)
		}
	}
}

// TestTheBirthdaysThatDecide: the day itself counts.
func TestTheBirthdaysThatDecide(t *testing.T) {
	for _, c := range []struct{ pack, first, born, at string }{
		{"recensement-citoyen", "francais", "2010-11-22", "exit:trop_jeune"},
		{"recensement-citoyen", "francais", "2010-11-21", "habite_ici"},
		{"recensement-citoyen", "francais", "2001-11-22", "habite_ici"},
		{"recensement-citoyen", "francais", "2001-11-21", "exit:plus_de_25_ans"},
		{"listes-electorales", "nationalite", "2008-11-22", "exit:mineur"},
		{"listes-electorales", "nationalite", "2008-11-21", "lien"},
	} {
		v := begin(t, c.pack)
		if c.pack == "recensement-citoyen" {
			v.play(pick("declarant", "moi"))
		}
		v.play(pick(engine.Place(c.first), map[string]string{"francais": "yes", "nationalite": "francaise"}[c.first]))
		v.play(date("naissance", c.born))
		v.at(engine.Place(c.at))
	}
}

// TestTheDeadlineThatAPackMayBeGiven: reminders.yaml of listes-electorales says
// 37 days before a Sunday.
func TestTheDeadlineThatAPackMayBeGiven(t *testing.T) {
	for poll, last := range map[forms.Day]forms.Day{
		{Year: 2026, Month: 3, Day: 15}: {Year: 2026, Month: 2, Day: 6},
		{Year: 2024, Month: 6, Day: 9}:  {Year: 2024, Month: 5, Day: 3},
	} {
		if got := calendar.RegisterBefore(poll); got != last || daysBetween(last, poll) != 37 {
			t.Errorf("for %s: %s, %d days before it", poll, got, daysBetween(last, poll))
		}
	}
}

func daysBetween(a, b forms.Day) int {
	n := 0
	for ; a.Before(b); n++ {
		if a.Day++; !a.Valid() {
			a.Day, a.Month = 1, a.Month+1
		}
	}
	return n
}
