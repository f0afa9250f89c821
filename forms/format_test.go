package forms

import (
	"strings"
	"testing"
)

func TestFormat(t *testing.T) {
	words := NewCatalog(French, map[string]string{
		"yes": "Oui", "civility.mme": "Madame", "answer.skipped": "Pas de réponse", "answer.unknown": "Je ne sais pas",
		"month.2": "février", "month.3": "mars", "date.day": "{day} {month} {year}", "date.first": "{day}er {month} {year}",
		"date.month_only": "{month} {year}", "repeat.none": "Aucun", "repeat.count": "{n}",
	})
	pack := NewCatalog(French, map[string]string{
		"page.choice.a": "Choix A", "page.choice.c": "Choix C", "page.agree": "Oui, c'est vrai",
	})
	given := func(pairs ...string) Answer { return Answer{Given, in(pairs...)} }
	for _, c := range []struct {
		typ  Type
		a    Answer
		want string
	}{
		{YesNo, given("value", "yes"), "Oui"},
		{ChoiceOne, given("value", "a"), "Choix A"},
		{ChoiceMany, given("c", "yes", "a", "yes"), "Choix A|Choix C"},
		{Civility, given("value", "mme"), "Madame"},
		{Declaration, given("value", "yes"), "Oui, c'est vrai"},
		{ShortText, given("value", "un"), "un"},
		{LongText, given("value", "un\ndeux"), "un|deux"},
		{Number, given("value", "1234567"), "1_234_567"},
		{Money, given("value", "144"), "1,44_€"},
		{Money, given("value", "5"), "0,05_€"},
		{Money, given("value", "123456"), "1_234,56_€"},
		{Date, given("value", "1984-02-03"), "3 février 1984"},
		{Date, given("value", "1984-03-01"), "1er mars 1984"},
		{Date, given("value", "1984-02"), "février 1984"},
		{Name, given("family", "Dupré", "given", "Zoé"), "Zoé Dupré"},
		{Address, given("street", "1 rue A", "postcode", "04100", "city", "Manosque"), "1 rue A|04100 Manosque"},
		{Address, given("street", "1 rue A", "extra", "Bât. B", "postcode", "04100", "city", "M"), "1 rue A|Bât. B|04100 M"},
		{Commune, given("name", "Manosque", "postcode", "04100", "departement", "04"), "Manosque (04100)"},
		{Commune, given("name", "Marseille", "departement", "13"), "Marseille (13)"},
		{Phone, given("value", "+33639981234"), "06_39_98_12_34"},
		{Phone, given("value", "+262692123456"), "06_92_12_34_56"},
		{Phone, given("value", "+3225551212"), "+32_2_555_12_12"},
		{Email, given("value", "a@b.fr"), "a@b.fr"},
		{IBAN, given("value", "FR7630006000011234567890189"), "FR76_3000_6000_0112_3456_7890_189"},
		{NIR, given("value", "184127645108946"), "1_84_12_76_451_089_46"},
		{SIRET, given("value", "13002526500013"), "130_025_265_00013"},
		{Repeat, given("value", "0"), "Aucun"},
		{Repeat, given("value", "3"), "3"},
		{Explanation, given(), ""},
		{NIR, Answer{State: Skipped}, "Pas de réponse"},
		{NIR, Answer{State: Unknown}, "Je ne sais pas"},
	} {
		p := &Page{ID: "page", Type: c.typ, Choices: []string{"a", "b", "c"}}
		got := strings.ReplaceAll(strings.Join(Format(p, c.a, pack, words), "|"), nbsp, "_")
		if got != c.want {
			t.Errorf("%s %s: got %q, want %q", c.typ, said(c.a.Fields), got, c.want)
		}
		if in := Refill(p, Answer{State: Skipped}); len(in) > 0 {
			t.Errorf("%s: nothing was answered, shown %v", c.typ, in)
		}
	}
}

func TestCatalog(t *testing.T) {
	c := NewCatalog(English, map[string]string{"b": "{n} of {of}, {n}", "a": "plain"})
	for _, x := range []struct{ got, want string }{
		{c.Text("b", "n", "{of}", "of", "3"), "{of} of 3, {of}"},
		{c.Text("b"), "{n} of {of}, {n}"},
		{c.Text("a", "n", "1"), "plain"},
		{c.Text("missing", "n", "1"), "missing"},
		{strings.Join(c.Keys(), " "), "a b"},
		{strings.Join(Placeholders(c.Text("b")), " "), "n of"},
		{Catalog{}.Text("x"), "x"},
	} {
		if x.got != x.want {
			t.Errorf("got %q, want %q", x.got, x.want)
		}
	}
	if c.Has("missing") || !c.Has("a") {
		t.Error("Has is wrong")
	}
}

func TestDay(t *testing.T) {
	for s, want := range map[string]bool{
		"1984-02-03": true, "1984-02": true, "2000-02-29": true, "1900-02-29": false, "1984-13-01": false,
		"1984-2-3": false, "84-02-03": false, "1984-02-00": false, "0000-01-01": false, "": false,
		"1984/02/03": false, "1984-02-03x": false, "+984-02-03": false,
	} {
		d, ok := ParseDay(s)
		if ok != want || ok && d.String() != s {
			t.Errorf("ParseDay(%q) = %v, %v", s, d, ok)
		}
	}
	leap := Day{2024, 2, 29}
	if got := leap.AddYears(-18); got != (Day{2006, 2, 28}) {
		t.Errorf("18 years before a leap day is %v", got)
	}
	if got := (Day{2026, 5, 15}).Weekday(); got != 5 {
		t.Errorf("15 May 2026 is a Friday, got %d", got)
	}
	for bound, want := range map[string]string{
		"today": "2024-02-29", "today+2y": "2026-02-28", "today-120y": "1904-02-29", "2026-09-01": "2026-09-01",
		"today+15d": "2024-03-15", "today-60d": "2023-12-31", "today-3m": "2023-11-29", "today+12m": "2025-02-28",
		"today+": "", "today+d": "", "today++1d": "", "today+1w": "", "today+0w": "", "today+99999999d": "", "today-18": "", "today18y": "", "today-1000y": "", "tomorrow": "", "2026-09": "", "": "",
	} {
		if d, ok := Bound(bound, leap); ok != (want != "") || ok && d.String() != want {
			t.Errorf("Bound(%q) = %v, %v", bound, d, ok)
		}
	}
}
