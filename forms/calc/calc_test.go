package calc

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"guichet/forms"
)

var form = &forms.Form{Pages: []forms.Page{
	{ID: "naissance", Type: forms.Date}, {ID: "mois", Type: forms.MonthYear},
	{ID: "quotient", Type: forms.Number}, {ID: "revenus", Type: forms.Money},
	{ID: "second", Type: forms.YesNo}, {ID: "revenus2", Type: forms.Money},
	{ID: "garde", Type: forms.ChoiceOne, Choices: []string{"alternee", "exclusive"}},
	{ID: "jours", Type: forms.ChoiceMany, Choices: []string{"lundi", "mardi"}},
	{ID: "lieu", Type: forms.Commune}, {ID: "surnom", Type: forms.ShortText},
	{ID: "age", Type: forms.Number}, // named like a function
	{ID: "nom", Type: forms.Name},
	{ID: "enfants", Type: forms.Repeat, Pages: []forms.Page{{ID: "prenom", Type: forms.ShortText}}},
}}

func one(v string) forms.Answer {
	return forms.Answer{State: forms.Given, Fields: map[string]string{forms.Value: v}}
}

var values = forms.Values{
	Today: forms.Day{Year: 2026, Month: 5, Day: 15},
	Answer: func(id string) (forms.Answer, bool) {
		a, ok := map[string]forms.Answer{
			"naissance": one("2010-09-30"), "mois": one("2026-09"), "quotient": one("650"), "revenus": one("120050"),
			"second": one("no"), "garde": one("alternee"), "surnom": {State: forms.Skipped}, "age": one("15"),
			"jours":   {State: forms.Given, Fields: map[string]string{"lundi": "yes"}},
			"lieu":    {State: forms.Given, Fields: map[string]string{"code": "04112"}},
			"enfants": one("3"),
		}[id]
		return a, ok
	},
}

// TestValue: "-" is an absent value.
func TestValue(t *testing.T) {
	for _, c := range []struct {
		kind         forms.Type
		source, want string
	}{
		{forms.Number, "age(naissance)", "15"},
		{forms.Number, "age + 1", "16"},
		{forms.Number, "age_on(naissance, date(\"2026-09-30\"))", "16"},
		{forms.Number, "age(date(\"2026-05-16\"))", "-"}, // not born yet
		{forms.Number, "days_until(mois)", "109"},
		{forms.Number, "days_between(naissance, today())", "5706"},
		{forms.Number, "days_between(date(\"1600-01-01\"), date(\"2026-01-01\"))", "155594"}, // more than a Duration holds
		{forms.Number, "days_until(date(\"0001-01-01\"))", "-739750"},
		{forms.Number, "age(date(\"2000-02-29\"))", "26"},
		{forms.Number, "age_on(date(\"2008-02-29\"), date(\"2026-02-28\"))", "17"},
		{forms.Number, "age_on(date(\"2008-02-29\"), date(\"2026-03-01\"))", "18"},
		{forms.Date, "add_years(date(\"2008-02-29\"), 18)", "2026-02-28"},
		{forms.Date, "add_days(add_months(add_years(naissance, 16), 4), -1)", "2027-01-29"},
		{forms.Date, "add_months(date(\"2026-01-31\"), 1)", "2026-02-28"},
		{forms.Date, "add_months(date(\"2026-01-31\"), -2)", "2025-11-30"},
		{forms.Date, "add_years(date(\"2024-02-29\"), 1)", "2025-02-28"},
		{forms.Date, "month_end(mois)", "2026-09-30"},
		{forms.Date, "month_end(date(\"9999-12-03\"))", "9999-12-31"},
		{forms.Date, "next_birthday(naissance)", "2026-09-30"},
		{forms.Date, "next_birthday(today())", "2026-05-15"},
		{forms.Date, "next_birthday(date(\"2000-05-14\"))", "2027-05-14"},
		{forms.Date, "add_years(today(), 9000)", "-"},
		{forms.Date, "add_days(today(), 99999999999)", "-"},
		{forms.Number, "year(naissance) * 100 + month(naissance)", "201009"},
		{forms.Money, "round(revenus * 0.3) + count(enfants) * 250", "36765"},
		{forms.Money, "floor(revenus / quotient)", "184"},
		{forms.Money, "ceil(revenus / quotient)", "185"},
		{forms.Number, "round(2.5) + round(3)", "6"},
		{forms.Number, "min(quotient, 100, 7) + max(1, 2) - abs(-3) + 7 % 4", "9"},
		{forms.Number, "count(jours)", "1"},
		{forms.YesNo, `garde == "alternee" and "lundi" in jours and not ("mardi" in jours)`, "yes"},
		{forms.YesNo, `garde in ["exclusive"] or lieu != "04112" || quotient in [1, 2]`, "no"},
		{forms.YesNo, "naissance < mois && naissance <= naissance && mois > today() && mois >= mois && mois != naissance", "yes"},
		{forms.YesNo, "naissance == date(\"2010-09-30\")", "yes"},
		{forms.ShortText, `second ? "deux" : "un " + "seul"`, "un seul"},
		{forms.Money, "second ? revenus + revenus2 : revenus", "120050"}, // revenus2 is not needed
		{forms.Money, "revenus + revenus2", "-"},
		{forms.YesNo, "revenus2 == 0", "-"},
		{forms.YesNo, "revenus2 != 0", "-"},
		{forms.ShortText, "surnom", "-"}, // left out
		{forms.Number, "round(1 / 0)", "-"},
		{forms.YesNo, "1 / 0.0 > 3", "-"},
		{forms.YesNo, "quotient * 0.5 + 0.5 - 0.25 * quotient > 1", "yes"},
		{forms.YesNo, "2 * 0.5 == 1.0 and 0.5 * 2 - 1 < 0.1 and 1 - 0.5 + 1 > 1 and 0.5 + 0.5 - 0.5 == 0.5 * 1.0", "yes"},
		{forms.YesNo, "999999999999.0 * 2 > 3", "-"}, // too large, and not a yes
		{forms.YesNo, "quotient + 999999999999.5 > 3", "-"},
		{forms.YesNo, "-999999999999.5 - quotient < 3", "-"},
		{forms.YesNo, "1 / 0.0000000000001 > 3", "-"},
		{forms.Number, "5 % 0", "-"},
		{forms.Number, "999999999 * 999999999", "-"},
		{forms.Number, "-999999999 * 999999999", "-"},
		{forms.Number, "1000000000000 + 1", "-"},
	} {
		p, err := NewScope(form).Compile(c.source, c.kind)
		if err != nil {
			t.Errorf("%s: %v", c.source, err)
			continue
		}
		got, ok := p.Value(values)
		if !ok {
			got = "-"
		}
		if got != c.want {
			t.Errorf("%s is %s, want %s", c.source, got, c.want)
		}
	}
}

func TestWhatIsRefused(t *testing.T) {
	for source, want := range map[string]string{
		"":                              "1: unexpected token EOF",
		"age(naisance)":                 `5: unknown page "naisance" (did you mean "naissance"?)`,
		"count(enfants) + prenom":       `18: "prenom" is inside "enfants", which is repeated (write count(enfants), or name a page that is not repeated)`,
		"nom":                           "1: nothing can be worked out of a page of type name (" + languageMend + ")",
		"quotent(1)":                    "1: unknown function",
		"agee(naissance)":               `1: unknown function "agee" (did you mean "age"?)`,
		"len(surnom)":                   `1: unknown function "len"`,
		"now()":                         `1: unknown function "now"`,
		"quotient + naissance":          "10: invalid operation: + (mismatched types whole number and date)",
		"naissance + 1":                 "11: invalid operation: + (mismatched types date and whole number)",
		"naissance == 3":                "11: invalid operation: == (mismatched types date and whole number)",
		`quotient == "3"`:               "10: invalid operation: == (mismatched types whole number and text)",
		"age(quotient)":                 "5: cannot use whole number as argument (type date) to call age",
		"age()":                         "1: not enough arguments to call age",
		"age(naissance, 1)":             "1: too many arguments to call age",
		"quotient / 3":                  "1: the value is decimal number, not whole number (make it whole: round(…), floor(…) or ceil(…))",
		"second":                        "1: the value is yes or no, not whole number",
		`garde == "alterne" ? 1 : 2`:    `10: "alterne" is not an answer of "garde" (did you mean "alternee"?)`,
		`"alterne" == garde ? 1 : 2`:    `1: "alterne" is not an answer of "garde"`,
		`"jeudi" in jours ? 1 : 2`:      `1: "jeudi" is not an answer of "jours"`,
		`garde in ["nul"] ? 1 : 2`:      `11: "nul" is not an answer of "garde"`,
		`garde in [surnom] ? 1 : 2`:     "11: only constants stand in a list",
		`"a" in surnom ? 1 : 2`:         "8: in needs a list",
		"quotient ** 9":                 "10: ** is not read in an expression",
		"1..9":                          "2: .. is not read in an expression",
		`surnom matches "a+" ? 1 : 2`:   "8: matches is not read in an expression",
		"surnom ?? 1":                   "8: ?? is not read in an expression",
		"map(1..9, # * 2)":              `1: unknown function "map"`,
		"let x = 1; x":                  "5: this is not read",
		"1; 2":                          "this is not read",
		"{a: 1}":                        "this is not read",
		"[1, 2]":                        "this is not read",
		"[1, 2][0]":                     "this is not read",
		"nil":                           "this is not read",
		"surnom.x":                      "this is not read",
		"surnom[0:1]":                   "this is not read",
		"$env":                          "1: unknown page \"$env\"",
		`get("x")`:                      `unknown function "get"`,
		`date("2026-02-30")`:            "1: date takes a day between quotes",
		"date(surnom)":                  "1: date takes a day between quotes",
		"1000000000001":                 "1: the number is too large",
		"round(1e13)":                   "7: the number is too large",
		"round(1e999)":                  "value out of range",
		strings.Repeat("1+", 150) + "1": "300: 301 characters, at most 300",
		strings.Repeat("1+", 120) + "1": "exceeds maximum",
		"1 +":                           "unexpected token EOF",
		"l'age":                         "literal not terminated",
	} {
		_, err := NewScope(form).Compile(source, forms.Number)
		var e *Error
		if !errors.As(err, &e) {
			t.Errorf("%s is read", source)
			continue
		}
		if got := strings.TrimPrefix(e.Error(), "calc: character ") + " (" + e.Mend + ")"; !strings.Contains(got, want) {
			t.Errorf("%s:\ngot  %s\nwant %s", source, got, want)
		}
	}
}

func TestNeedsAndValuesBefore(t *testing.T) {
	s := NewScope(form)
	s.Add("jeune", forms.YesNo)
	p, err := s.Compile("jeune and second and second ? count(enfants) : 0", forms.Number)
	if err != nil {
		t.Fatal(err)
	}
	if got := p.Needs(); !slices.Equal(got, []string{"jeune", "second", "enfants"}) {
		t.Errorf("needs %v", got)
	}
}

// TestTheListOfFunctionsIsFrozen: what is documented is what there is. A name
// that goes, or changes what it gives, breaks packs that are signed.
func TestTheListOfFunctionsIsFrozen(t *testing.T) {
	var names []string
	for _, f := range Functions() {
		names = append(names, f.Name)
	}
	const frozen = "today date age age_on days_until days_between add_days add_months add_years month_end next_birthday " +
		"year month round floor ceil abs min max count"
	if got := strings.Join(names, " "); got != frozen {
		t.Errorf("the list has changed: %s", got)
	}
}

// FuzzCompile: whatever an author writes, no panic and no endless work; a
// fault has a place and a mend; what is read gives the same twice.
func FuzzCompile(f *testing.F) {
	for _, seed := range []string{
		"age(naissance)", "second ? revenus : 0", `garde in ["alternee"]`, "add_months(mois, 3)", "1..9", "map(jours, #)",
		"((((((((1))))))))", "!!!!second", "--------1", `"a"+"b"`, "count(jours)%0", "l'été", "\xff", "a?.b", "1e999", "0x1F", "1_000",
	} {
		f.Add(seed)
	}
	scope := NewScope(form)
	f.Fuzz(func(t *testing.T, source string) {
		for _, kind := range forms.ComputedTypes {
			p, err := scope.Compile(source, kind)
			if err != nil {
				var e *Error
				if !errors.As(err, &e) || e.Mend == "" || e.What == "" || e.At < 1 {
					t.Errorf("%q: %+v", source, err)
				}
				continue
			}
			first, ok := p.Value(values)
			second, again := p.Value(values)
			if first != second || ok != again {
				t.Errorf("%q is %q, then %q", source, first, second)
			}
		}
	})
}

func BenchmarkValue(b *testing.B) {
	p, err := NewScope(form).Compile(`age(naissance) < 18 and garde == "alternee" ? round(revenus * 0.3) : revenus`, forms.Money)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, ok := p.Value(values); !ok {
			b.Fatal("absent")
		}
	}
}

// TestATextThatGrowsIsAbsent: values that double one another end somewhere.
func TestATextThatGrowsIsAbsent(t *testing.T) {
	p, err := NewScope(form).Compile("surnom + surnom", forms.ShortText)
	if err != nil {
		t.Fatal(err)
	}
	for length, want := range map[int]bool{maxText / 2: true, maxText/2 + 1: false} {
		said := forms.Values{Answer: func(string) (forms.Answer, bool) { return one(strings.Repeat("a", length)), true }}
		if _, ok := p.Value(said); ok != want {
			t.Errorf("a text of %d letters: %v", 2*length, ok)
		}
	}
}
