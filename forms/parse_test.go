package forms

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
)

var testToday = Day{2026, 5, 15}

func num(n int64) *int64 { return &n }

// said writes an input, an answer or the fields of a problem in one line.
func said(m map[string]string) string {
	var out []string
	for _, k := range slices.Sorted(maps.Keys(m)) {
		out = append(out, k+"="+m[k])
	}
	return strings.Join(out, " ")
}

func in(pairs ...string) Input {
	out := Input{}
	for i := 0; i+1 < len(pairs); i += 2 {
		out[pairs[i]] = pairs[i+1]
	}
	return out
}

// TestParse: what people type, and what is made of it: the fields of the
// answer, or "!" with the field, the key and the words of the problem.
func TestParse(t *testing.T) {
	pages := map[string]*Page{
		"yes_no":  {Type: YesNo},
		"one":     {Type: ChoiceOne, Choices: []string{"a", "b"}},
		"many":    {Type: ChoiceMany, Choices: []string{"a", "b", "c"}, Min: num(2), Max: num(2)},
		"any":     {Type: ChoiceMany, Choices: []string{"a", "b"}, Optional: true},
		"civ":     {Type: Civility},
		"agree":   {Type: Declaration},
		"text":    {Type: ShortText, MaxLength: 5},
		"long":    {Type: LongText},
		"maybe":   {Type: ShortText, Optional: true},
		"number":  {Type: Number, Min: num(1), Max: num(1500)},
		"money":   {Type: Money, Min: num(100), Max: num(200050)},
		"date":    {Type: Date},
		"born":    {Type: Date, MinDate: "today-120y", MaxDate: "today", UnknownDay: true},
		"adult":   {Type: Date, MaxDate: "today-18y"},
		"future":  {Type: Date, MinDate: "today", MaxDate: "today+1y"},
		"term":    {Type: Date, MinDate: "2026-09-01", MaxDate: "2027-07-04"},
		"name":    {Type: Name},
		"address": {Type: Address},
		"commune": {Type: Commune},
		"explain": {Type: Explanation},
	}
	for _, c := range []struct {
		page string
		in   Input
		want string
	}{
		{"yes_no", in("value", "yes"), "value=yes"},
		{"yes_no", in("value", "maybe"), "! value yes_no.empty"},
		{"yes_no", in(), "! value yes_no.empty"},
		{"one", in("value", "b"), "value=b"},
		{"one", in("value", "c"), "! value choice_one.empty"},
		{"many", in("a", "yes", "c", "yes", "b", "no"), "a=yes c=yes"},
		{"many", in("a", "yes"), "!  choice_many.few min=2"},
		{"many", in("a", "yes", "b", "yes", "c", "yes"), "!  choice_many.many max=2"},
		{"many", in("z", "yes"), "!  choice_many.empty"},
		{"many", in(), "!  choice_many.empty"},
		{"any", in(), "skipped"},
		{"any", in("a", "no"), "skipped"},
		{"civ", in("value", "mme"), "value=mme"},
		{"civ", in("value", "mlle"), "! value civility.empty"},
		{"agree", in("value", "yes"), "value=yes"},
		{"agree", in(), "! value declaration.empty"},
		{"text", in("value", "  a \u00a0 b\n"), "value=a b"},
		{"text", in("value", "œuvre"), "value=œuvre"},
		{"text", in("value", "œuvres"), "! value text.long max=5"},
		{"text", in("value", "   "), "! value empty"},
		{"long", in("value", "\n un  \r\ndeux\n"), "value=un\ndeux"},
		{"maybe", in("value", " "), "skipped"},
		{"number", in("value", "1 200"), "value=1200"},
		{"number", in("value", "007"), "value=7"},
		{"number", in("value", "1,5"), "! value number.whole"},
		{"number", in("value", "-3"), "! value number.digits"},
		{"number", in("value", "douze"), "! value number.digits"},
		{"number", in("value", "12345678901"), "! value number.long"},
		{"number", in("value", "0"), "! value number.small min=1"},
		{"number", in("value", "1501"), "! value number.big max=1\u00a0500"},
		{"money", in("value", "12"), "value=1200"},
		{"money", in("value", "12,5"), "value=1250"},
		{"money", in("value", "1 234.56 €"), "value=123456"},
		{"money", in("value", "12,"), "! value money.digits"},
		{"money", in("value", "12,345"), "! value money.cents"},
		{"money", in("value", "1234567890"), "! value money.long"},
		{"money", in("value", "0,99"), "! value money.small min=1,00\u00a0€"},
		{"money", in("value", "2000,51"), "! value money.big max=2\u00a0000,50\u00a0€"},
		{"date", in("day", "3", "month", "02", "year", "1984"), "value=1984-02-03"},
		{"date", in("day", "29", "month", "2", "year", "2000"), "value=2000-02-29"},
		{"date", in("day", "29", "month", "2", "year", "1900"), "! day date.calendar days=28"},
		{"date", in("day", "31", "month", "4", "year", "2020"), "! day date.calendar days=30"},
		{"date", in("day", "0", "month", "4", "year", "2020"), "! day date.day"},
		{"date", in("day", "32", "month", "4", "year", "2020"), "! day date.day"},
		{"date", in("day", "1", "month", "13", "year", "2020"), "! month date.month"},
		{"date", in("day", "1", "month", "1", "year", "84"), "! year date.year"},
		{"date", in("day", "1", "month", "1", "year", "0000"), "! year date.year"},
		{"date", in("day", "x", "month", "1", "year", "1984"), "! day date.digits"},
		{"date", in("month", "1", "year", "1984"), "! day date.no_day"},
		{"date", in("day", "1", "year", "1984"), "! month date.no_month"},
		{"date", in("day", "1", "month", "1"), "! year date.no_year"},
		{"date", in(), "! day date.no_day"},
		{"born", in("month", "2", "year", "1984"), "value=1984-02"},
		{"born", in("month", "5", "year", "2026"), "value=2026-05"},
		{"born", in("month", "6", "year", "2026"), "! year date.future max=15/05/2026"},
		{"born", in("day", "15", "month", "5", "year", "2026"), "value=2026-05-15"},
		{"born", in("day", "16", "month", "5", "year", "2026"), "! year date.future max=15/05/2026"},
		{"born", in("day", "14", "month", "5", "year", "1906"), "! year date.early min=15/05/1906"},
		{"born", in(), "! month date.no_month"},
		{"adult", in("day", "15", "month", "5", "year", "2008"), "value=2008-05-15"},
		{"adult", in("day", "16", "month", "5", "year", "2008"), "! year date.late max=15/05/2008"},
		{"future", in("day", "14", "month", "5", "year", "2026"), "! year date.past min=15/05/2026"},
		{"future", in("day", "15", "month", "5", "year", "2027"), "value=2027-05-15"},
		{"term", in("day", "31", "month", "8", "year", "2026"), "! year date.early min=01/09/2026"},
		{"term", in("day", "5", "month", "7", "year", "2027"), "! year date.late max=04/07/2027"},
		{"name", in("family", " d’Œuf-Ëlle ", "given", "Zoé,  Maëlle"), "family=d'Œuf-Ëlle given=Zoé, Maëlle"},
		{"name", in("family", "Nguyễn", "given", "Đức"), "family=Nguyễn given=Đức"},
		{"name", in("family", "Dupré"), "! given name.no_given"},
		{"name", in("given", "Zoé"), "! family name.no_family"},
		{"name", in("family", "Dupr3", "given", "Zoé"), "! family name.digit"},
		{"name", in("family", "Dupré", "given", "Zoé!"), "! given name.sign"},
		{"name", in("family", "-", "given", "Zoé"), "! family name.sign"},
		{"name", in("family", strings.Repeat("a", 81), "given", "Zoé"), "! family text.long max=80"},
		{"address", in("street", "1 rue A", "postcode", "04 100", "city", "Manosque"), "city=Manosque postcode=04100 street=1 rue A"},
		{"address", in("street", "1 rue A", "extra", "Bât. B", "postcode", "04100", "city", "Manosque"), "city=Manosque extra=Bât. B postcode=04100 street=1 rue A"},
		{"address", in("postcode", "04100", "city", "Manosque"), "! street address.no_street"},
		{"address", in("street", "1 rue A", "city", "Manosque"), "! postcode address.no_postcode"},
		{"address", in("street", "1 rue A", "postcode", "04100"), "! city address.no_city"},
		{"address", in("street", "1 rue A", "postcode", "0410", "city", "Manosque"), "! postcode postcode.length"},
		{"address", in("street", "1 rue A", "postcode", "0410O", "city", "Manosque"), "! postcode postcode.digits"},
		{"address", in("street", strings.Repeat("a", 39), "postcode", "04100", "city", "Manosque"), "! street text.long max=38"},
		{"commune", in("code", "04112"), "code=04112 departement=04 name=Manosque postcode=04100 region=93"},
		{"commune", in("code", "13055", "postcode", "13002"), "code=13055 departement=13 name=Marseille postcode=13002 region=93"},
		{"commune", in("code", "13055", "postcode", "04100"), "code=13055 departement=13 name=Marseille region=93"},
		{"commune", in("code", "01015d"), "code=01015 departement=01 name=Arbignieu postcode=01300 region=84"},
		{"commune", in("code", "Manosque"), "! code commune.empty"},
		{"commune", in(), "! code commune.empty"},
		{"explain", in(), ""},
	} {
		t.Run(c.page+" "+said(c.in), func(t *testing.T) { check(t, pages[c.page], c.in, c.want) })
	}
}

// check parses, and where there is an answer shows it for change and parses
// that again: it must give the same.
func check(t *testing.T, p *Page, typed Input, want string) {
	t.Helper()
	p.ID = "page"
	a, problem := Parse(p, typed, testToday)
	if got := outcome(a, problem); got != want {
		t.Fatalf("got %q, want %q", got, want)
	}
	if problem != nil {
		return
	}
	again, problem := Parse(p, Refill(p, a), testToday)
	if got := outcome(again, problem); got != want {
		t.Errorf("shown for change and typed again: got %q, want %q", got, want)
	}
}

func outcome(a Answer, p *Problem) string {
	if p != nil {
		s := fmt.Sprintf("! %s %s", p.Field, strings.TrimPrefix(p.Key, "problem."))
		return strings.TrimSpace(s + " " + said(p.Args))
	}
	if a.State != Given {
		return string(a.State)
	}
	return said(a.Fields)
}

// TestAProblemNeverRepeatsWhatWasTyped: not in a key, not in a placeholder.
func TestAProblemNeverRepeatsWhatWasTyped(t *testing.T) {
	const typed = "zq8"
	for _, typ := range Types() {
		p := &Page{ID: "page", Type: typ, Choices: []string{"a"}, MaxLength: 2}
		input := Input{}
		for _, f := range p.Fields() {
			input[f.Name] = typed
		}
		_, problem := Parse(p, input, testToday)
		if problem != nil && strings.Contains(problem.Key+said(problem.Args)+problem.Error(), typed) {
			t.Errorf("%s: %+v", typ, problem)
		}
		if typ != Explanation && typ != Repeat && typ != LongText && problem == nil && typ != ChoiceMany {
			t.Errorf("%s takes %q", typ, typed)
		}
	}
}

func TestFieldsAreThoseThatParseReads(t *testing.T) {
	for _, typ := range Types() {
		p := &Page{ID: "page", Type: typ, Choices: []string{"a", "b"}}
		if p.Asks() != (len(p.Fields()) > 0) {
			t.Errorf("%s: asks %v, fields %v", typ, p.Asks(), p.Fields())
		}
		_, problem := Parse(p, Input{}, testToday)
		if p.Asks() && problem == nil {
			t.Errorf("%s takes nothing for an answer", typ)
		}
		if problem != nil && problem.Field != p.firstField() {
			t.Errorf("%s: the problem is at %q", typ, problem.Field)
		}
	}
}
