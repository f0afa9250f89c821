package pack_test

import (
	"testing"

	"guichet/forms"
	"guichet/forms/formtest"
	"guichet/forms/pack"
)

// hoursWords are those of one sentence.
var hoursWords = forms.NewCatalog(forms.French, map[string]string{
	"hours.day": "le {day}", "hours.line": "{days}, {times}", "hours.span": "de {from} à {to}", "hours.hour": "{hour} h",
	"hours.public": "les jours fériés", "hours.closed_when": "fermé {when}", "weekday.2": "mardi",
})

func TestHoursAreSaidByThePackOrMadeOfThem(t *testing.T) {
	p := formtest.Pack(t)
	own := p.Contacts[1] // the sample writes its own text
	if got := p.HoursText(own, hoursWords); got != "Le mardi, de 9 h à 12 h" {
		t.Errorf("own text: %s", got)
	}
	other := pack.Contact{ID: "autre", Hours: own.Hours}
	if got := p.HoursText(other, hoursWords); got != "Le mardi, de 9 h à 12 h. Fermé les jours fériés." {
		t.Errorf("made of the hours: %s", got)
	}
	if got := p.HoursText(pack.Contact{ID: "site"}, forms.NewCatalog("de", nil)); got != "Tous les jours" {
		t.Errorf("in a language that the pack has not: %s", got)
	}
	if got := p.HoursText(pack.Contact{ID: "personne"}, hoursWords); got != "" {
		t.Errorf("nothing is known: %s", got)
	}
}

func TestValidity(t *testing.T) {
	day := func(s string) forms.Day { d, _ := forms.ParseDay(s); return d }
	campaign := pack.Validity{From: "2026-09-01", Until: "2026-10-15"}
	for d, want := range map[string]bool{
		"2026-08-31": false, "2026-09-01": true, "2026-10-15": true, "2026-10-16": false,
	} {
		if got := campaign.On(day(d)); got != want {
			t.Errorf("%s: %v", d, got)
		}
	}
	if always := (pack.Validity{}); !always.On(day("1999-01-01")) {
		t.Error("no validity, and not offered")
	}
	if open := (pack.Validity{From: "2026-09-01"}); !open.On(day("2040-01-01")) || open.On(day("2026-08-31")) {
		t.Error("from a day on")
	}
}
