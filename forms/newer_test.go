package forms

import (
	"slices"
	"strings"
	"testing"
)

var linkedPage = &Page{
	ID: "page", Type: ChoiceLinked, Choices: []string{"sport", "judo", "musique", "piano"},
	Linked: []Group{{"sport", []string{"judo"}}, {"musique", []string{"piano"}}},
}

func TestParseNewerTypes(t *testing.T) {
	month := &Page{Type: MonthYear, MinDate: "today", MaxDate: "today+1y"}
	country, file, sign := &Page{Type: Country}, &Page{Type: File}, &Page{Type: Signature}
	for _, c := range []struct {
		page *Page
		in   Input
		want string
	}{
		{linkedPage, in("group", "sport", "value", "judo"), "group=sport value=judo"},
		{linkedPage, in("group", "sport", "value", "piano"), "! value choice_linked.no_value"},
		{linkedPage, in("group", "sport"), "! value choice_linked.no_value"},
		{linkedPage, in("group", "judo", "value", "judo"), "! group choice_linked.empty"},
		{linkedPage, in("value", "judo"), "! group choice_linked.empty"},
		{month, in("month", "9", "year", "2026"), "value=2026-09"},
		{month, in("month", "5", "year", "2026"), "value=2026-05"}, // today is the 15th
		{month, in("month", "4", "year", "2026"), "! year date.past min=15/05/2026"},
		{month, in("month", "6", "year", "2027"), "! year date.late max=15/05/2027"},
		{month, in("month", "13", "year", "2026"), "! month date.month"},
		{month, in("year", "2026"), "! month date.no_month"},
		{month, in("day", "3", "month", "9", "year", "2026"), "value=2026-09"},
		{country, in("value", "BE"), "value=BE"},
		{country, in("value", "Belgique"), "! value country.empty"},
		{country, in("value", "be"), "! value country.empty"},
		{country, in("value", "EU"), "! value country.empty"},
		{file, in("value", "bring"), "value=bring"},
		{file, in("value", "later"), "value=later"},
		{file, in("value", "scan"), "! value file.empty"},
		{sign, in("value", " 1,2  3,4 ;5,6\n7,8"), "value=1,2 3,4;5,6 7,8"},
		{sign, in(), "! value signature.empty"},
		{sign, in("value", "1,2;3,4"), "! value signature.empty"},
		{sign, in("value", "1,2 1,2"), "! value signature.empty"},
		{sign, in("value", "1,2 1001,4"), "! value signature.again"},
		{sign, in("value", "1,2 3,401"), "! value signature.again"},
		{sign, in("value", "1,2 3"), "! value signature.again"},
		{sign, in("value", "1,2 3,4;"), "! value signature.again"},
		{sign, in("value", "1,2 -3,4"), "! value signature.again"},
		{sign, in("value", "0,0 1,1"+strings.Repeat(";0,0", 200)), "! value signature.long"},
		{sign, in("value", "0,0 1,1"+strings.Repeat(" 900,300", 1100)), "! value signature.long"},
	} {
		t.Run(said(c.in)[:min(len(said(c.in)), 40)], func(t *testing.T) { check(t, c.page, c.in, c.want) })
	}
}

func TestFormatNewerTypes(t *testing.T) {
	words := NewCatalog(French, map[string]string{
		"month.9": "septembre", "date.month_only": "{month} {year}", "file.later": "Plus tard", "signature.signed": "Signé",
	})
	texts := NewCatalog(French, map[string]string{"page.choice.sport": "Le sport", "page.choice.judo": "Le judo"})
	for _, c := range []struct {
		page *Page
		in   Input
		want string
	}{
		{linkedPage, in("group", "sport", "value", "judo"), "Le sport|Le judo"},
		{&Page{ID: "page", Type: MonthYear}, in("month", "9", "year", "2026"), "septembre 2026"},
		{&Page{ID: "page", Type: Country}, in("value", "BE"), "Belgique"},
		{&Page{ID: "page", Type: File}, in("value", "later"), "Plus tard"},
		{&Page{ID: "page", Type: Signature}, in("value", "1,2 3,4"), "Signé"},
	} {
		a, problem := Parse(c.page, c.in, testToday)
		if problem != nil {
			t.Fatal(problem)
		}
		if got := strings.Join(Format(c.page, a, texts, words), "|"); got != c.want {
			t.Errorf("%s: got %q, want %q", c.page.Type, got, c.want)
		}
	}
}

func TestGroupsAndTheirChoices(t *testing.T) {
	if got := linkedPage.Groups(); !slices.Equal(got, []string{"sport", "musique"}) {
		t.Errorf("groups %v", got)
	}
	if got := linkedPage.ChoicesOf("musique"); !slices.Equal(got, []string{"piano"}) {
		t.Errorf("choices %v", got)
	}
	if got := linkedPage.ChoicesOf("judo"); got != nil {
		t.Errorf("a choice is no group: %v", got)
	}
}

func TestConditionsOnNewerTypes(t *testing.T) {
	answers := map[string]Answer{
		"activite": {Given, in("group", "sport", "value", "judo")},
		"mois":     {Given, in("value", "2026-09")},
		"pays":     {Given, in("value", "NO")},
		"papier":   {Given, in("value", "later")},
	}
	for text, want := range map[string]bool{
		"{eq: [activite, judo]}":                         true,
		"{eq: [activite, sport]}":                        true,
		"{ne: [activite, sport]}":                        false,
		"{ne: [activite, piano]}":                        true,
		"{in: [activite, [piano, judo]]}":                true,
		"{not_in: [activite, [musique]]}":                true,
		`{ge: [mois, "2026-09-01"]}`:                     true,
		`{gt: [mois, "2026-09-01"]}`:                     false,
		"{eq: [pays, NO]}":                               true, // Norway, and no boolean
		`{in: [pays, ["FR", "BE"]]}`:                     false,
		"{eq: [papier, later]}":                          true,
		"{and: [{not: {empty: signe}}, {empty: signe}]}": false,
	} {
		f := &Form{Pages: []Page{
			{ID: "activite", Type: ChoiceLinked, Choices: linkedPage.Choices, Linked: linkedPage.Linked},
			{ID: "mois", Type: MonthYear}, {ID: "pays", Type: Country}, {ID: "papier", Type: File},
			{ID: "signe", Type: Signature}, {ID: "ici", Type: YesNo},
		}}
		c, faults := readCondition(t, text)
		if faults = append(faults, at(f, "ici", c)...); len(faults) > 0 {
			t.Fatalf("%s: %v", text, faults)
		}
		if got := c.Eval(func(id string) (Answer, bool) { a, ok := answers[id]; return a, ok }); got != want {
			t.Errorf("%s is %v", text, got)
		}
	}
}

func TestConceptsAreOfTypesThatAsk(t *testing.T) {
	all := Concepts()
	for i, c := range all {
		if !(&Page{Type: c.Type}).Asks() {
			t.Errorf("%s has type %s", c.ID, c.Type)
		}
		if i > 0 && all[i-1].ID == c.ID {
			t.Errorf("%s stands twice", c.ID)
		}
	}
	for id, want := range map[string]string{
		"child.brith_date":   `did you mean "child.birth_date"?`,
		"household.bedrooms": "known here: household.family_quotient, household.size",
		"maire_adjoint.nationality": "known here: child.nationality, parent1.nationality, parent2.nationality, " +
			"requester.nationality, subject.nationality",
	} {
		if got := MendConcept(id); got != want {
			t.Errorf("%s: %s", id, got)
		}
	}
}

// FuzzStrokes: whatever comes from the screen, no panic; and what is read
// writes itself the same.
func FuzzStrokes(f *testing.F) {
	for _, seed := range []string{"", "1,2", "0,0 1000,400;5,5 6,6", ";", "1,2;;3,4", "1,2 ,", "٣,1", "+1,2", "1e3,2", "99999999999999999999,1"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		strokes, ok := Strokes(s)
		if !ok {
			return
		}
		again, ok := Strokes(FormatStrokes(strokes))
		if !ok || FormatStrokes(again) != FormatStrokes(strokes) {
			t.Errorf("%q is read as %q", s, FormatStrokes(strokes))
		}
	})
}
