package forms

import (
	"strings"
	"testing"

	"guichet/forms/strictyaml"
)

// conditionForm has a page of every type that a condition can compare, and a
// condition to fill in at each place.
func conditionForm() *Form {
	return &Form{Pages: []Page{
		{ID: "oui", Type: YesNo},
		{ID: "acte", Type: ChoiceOne, Choices: []string{"copie", "extrait"}},
		{ID: "jours", Type: ChoiceMany, Choices: []string{"lundi", "mardi", "jeudi"}},
		{ID: "civ", Type: Civility},
		{ID: "nombre", Type: Number},
		{ID: "somme", Type: Money},
		{ID: "jour", Type: Date},
		{ID: "lieu", Type: Commune},
		{ID: "texte", Type: ShortText},
		{ID: "lire", Type: Explanation},
		{ID: "gens", Type: Repeat, Pages: []Page{
			{ID: "lien", Type: ChoiceOne, Choices: []string{"ami", "parent"}},
			{ID: "nom", Type: Name},
		}},
		{ID: "ici", Type: YesNo},
		{ID: "tard", Type: YesNo},
	}}
}

func readCondition(t *testing.T, text string) (*Condition, Faults) {
	t.Helper()
	var into struct {
		If *Condition `yaml:"if"`
	}
	faults := strictyaml.Decode("f.yaml", []byte("if: "+text+"\n"), &into)
	return into.If, faults
}

// at puts a condition on a page and checks the form.
func at(f *Form, id string, c *Condition) Faults {
	for i := range f.Pages {
		if f.Pages[i].ID == id {
			f.Pages[i].VisibleIf = c
		}
		for k := range f.Pages[i].Pages {
			if f.Pages[i].Pages[k].ID == id {
				f.Pages[i].Pages[k].VisibleIf = c
			}
		}
	}
	return f.CheckConditions()
}

var conditionAnswers = map[string]Answer{
	"oui":    {Given, in("value", "yes")},
	"acte":   {Given, in("value", "extrait")},
	"jours":  {Given, in("lundi", "yes", "jeudi", "yes")},
	"civ":    {Given, in("value", "mme")},
	"nombre": {Given, in("value", "12")},
	"somme":  {Given, in("value", "1250")},
	"jour":   {Given, in("value", "1984-02")},
	"lieu":   {Given, in("code", "2A004", "departement", "2A", "region", "94", "name", "Ajaccio")},
	"texte":  {State: Unknown},
}

func TestConditions(t *testing.T) {
	for text, want := range map[string]bool{
		"{eq: [oui, true]}":                             true,
		"{eq: [oui, false]}":                            false,
		"{ne: [oui, false]}":                            true,
		"{eq: [acte, extrait]}":                         true,
		"{in: [acte, [copie, extrait]]}":                true,
		"{not_in: [acte, [copie]]}":                     true,
		"{in: [jours, [mardi, jeudi]]}":                 true,
		"{in: [jours, [mardi]]}":                        false,
		"{not_in: [jours, [mardi]]}":                    true,
		"{eq: [civ, mme]}":                              true,
		"{lt: [nombre, 100]}":                           true, // not by letters
		"{le: [nombre, 12]}":                            true,
		"{gt: [nombre, 12]}":                            false,
		"{ge: [nombre, 9]}":                             true,
		"{in: [nombre, [1, 12]]}":                       true,
		"{eq: [somme, \"12,50\"]}":                      true,
		"{gt: [somme, 12]}":                             true,
		"{le: [somme, \"12.49\"]}":                      false,
		"{lt: [jour, 1984-02-02]}":                      true, // an unknown day is the first
		"{ge: [jour, \"1984-02-01\"]}":                  true,
		"{eq: [lieu, 2A004]}":                           true,
		"{in_departement: [lieu, 2A]}":                  true,
		"{in_departement: [lieu, [\"04\", 2B]]}":        false,
		"{in_region: [lieu, \"94\"]}":                   true,
		"{empty: acte}":                                 false,
		"{empty: texte}":                                true, // "I don't know" is no value
		"{not: {empty: texte}}":                         false,
		"{and: [{eq: [oui, true]}, {empty: texte}]}":    true,
		"{and: [{eq: [oui, true]}, {empty: acte}]}":     false,
		"{or: [{eq: [oui, false]}, {empty: texte}]}":    true,
		"{or: [{eq: [oui, false]}, {empty: acte}]}":     false,
		"{not: {and: [{empty: acte}, {empty: texte}]}}": true,
	} {
		c, faults := readCondition(t, text)
		faults = append(faults, at(conditionForm(), "ici", c)...)
		if faults != nil {
			t.Errorf("%s: %v", text, faults)
			continue
		}
		lookup := func(id string) (Answer, bool) { a, ok := conditionAnswers[id]; return a, ok }
		if got := c.Eval(lookup); got != want {
			t.Errorf("%s is %v", text, got)
		}
		nothing := func(string) (Answer, bool) { return Answer{}, false }
		if comparison := !strings.Contains(text, "empty") && !strings.Contains(text, "not:"); comparison && c.Eval(nothing) {
			t.Errorf("%s is true of a page without a value", text)
		}
	}
	if !(*Condition)(nil).Eval(nil) {
		t.Error("no condition is true")
	}
}

func TestConditionFaults(t *testing.T) {
	for _, c := range []struct{ on, text, want string }{
		{"ici", "{eq: [acto, copie]}", `f.yaml:1:11: unknown page "acto" (did you mean "acte"?)`},
		{"ici", "{eq: [tard, true]}", `f.yaml:1:11: "tard" comes later (name a page that comes before this one, or move it up)`},
		{"ici", "{eq: [ici, true]}", `f.yaml:1:11: "ici" comes later (name a page that comes before this one, or move it up)`},
		{"ici", "{eq: [lien, ami]}", `f.yaml:1:11: "lien" is inside "gens", which is repeated (name a page that is not repeated, or move the condition inside)`},
		{"nom", "{eq: [lien, ami]}", ``},
		{"nom", "{eq: [oui, true]}", ``},
		{"lien", "{empty: nom}", `f.yaml:1:13: "nom" comes later (name a page that comes before this one, or move it up)`},
		{"ici", "{empty: gens}", `f.yaml:1:13: "gens" asks nothing (name a page that asks)`},
		{"ici", "{empty: lire}", `f.yaml:1:13: "lire" asks nothing (name a page that asks)`},
		{"ici", "{eq: [oui, oui]}", `f.yaml:1:16: "oui" is not an answer of "oui" (write true or false)`},
		{"ici", "{lt: [oui, true]}", `f.yaml:1:5: lt cannot be used with a page of type yes_no (use empty, eq, ne)`},
		{"ici", "{eq: [jours, lundi]}", `f.yaml:1:5: eq cannot be used with a page of type choice_many (use empty, in, not_in)`},
		{"ici", "{eq: [texte, x]}", `f.yaml:1:5: eq cannot be used with a page of type text (use empty)`},
		{"ici", "{in_region: [acte, copie]}", `f.yaml:1:5: in_region cannot be used with a page of type choice_one (use empty, eq, ne, in, not_in)`},
		{"ici", "{eq: [acte, copies]}", `f.yaml:1:17: "copies" is not an answer of "acte" (did you mean "copie"?)`},
		{"ici", "{in: [jours, [lundi, samedi, 3]]}", "f.yaml:1:26: \"samedi\" is not an answer of \"jours\" (known here: jeudi, lundi, mardi)\n" + `f.yaml:1:34: "3" is not an answer of "jours" (known here: jeudi, lundi, mardi)`},
		{"ici", "{eq: [nombre, \"3\"]}", `f.yaml:1:19: "3" is not an answer of "nombre" (write a whole number, without quotes)`},
		{"ici", "{eq: [somme, 12.5]}", `f.yaml:1:18: "12.5" is not an answer of "somme" (write euros: 12 or "12,50")`},
		{"ici", "{gt: [jour, 3 mai]}", `f.yaml:1:17: "3 mai" is not an answer of "jour" (write a day: "2026-09-01")`},
		{"ici", "{eq: [lieu, Manosque]}", `f.yaml:1:17: "Manosque" is not an answer of "lieu" (write the INSEE code of a commune between quotes: "04112")`},
		{"ici", "{in_departement: [lieu, [\"04\", \"99\"]]}", `f.yaml:1:36: "99" is not an answer of "lieu" (write the INSEE code of a département between quotes: "04")`},
		{"ici", "{in_region: [lieu, 93]}", `f.yaml:1:24: "93" is not an answer of "lieu" (write the INSEE code of a region between quotes: "93")`},
		{"ici", "{equal: [acte, copie]}", `f.yaml:1:6: unknown operator "equal" (known here: and, empty, eq, ge, gt, in, in_departement, in_region, le, lt, ne, not, not_in, or)`},
		{"ici", "{note: {empty: acte}}", `f.yaml:1:6: unknown operator "note" (did you mean "not"?)`},
		{"ici", "{eq: [acte, copie], ne: [acte, copie]}", `f.yaml:1:5: a condition is one operator (write {eq: [page, value]}, {and: [ …, … ]}, {not: …})`},
		{"ici", "[acte, copie]", `f.yaml:1:5: a condition is one operator (write {eq: [page, value]}, {and: [ …, … ]}, {not: …})`},
		{"ici", "{and: [{empty: acte}]}", `f.yaml:1:11: and takes two conditions or more (write {and: [{…}, {…}]})`},
		{"ici", "{eq: [acte]}", `f.yaml:1:10: eq compares a page with a value (write {eq: [page, value]})`},
		{"ici", "{eq: [[acte], copie]}", `f.yaml:1:11: want the id of a page (write the id of an earlier page)`},
		{"ici", "{eq: [acte, [copie]]}", `f.yaml:1:17: want a value (write a single value)`},
		{"ici", "{in: [acte, copie]}", `f.yaml:1:17: in takes a list of values (write [value, value])`},
		{"ici", "{in: [acte, []]}", `f.yaml:1:17: the list is empty (write the values, or remove the condition)`},
		{"ici", "{in: acte}", `f.yaml:1:10: in compares a page with values (write {in: [page, [value, value]]})`},
	} {
		cond, faults := readCondition(t, c.text)
		faults = append(faults, at(conditionForm(), c.on, cond)...)
		if got := faults.Error(); got != c.want {
			t.Errorf("%s on %s:\ngot  %s\nwant %s", c.text, c.on, got, c.want)
		}
	}
}

func TestLeaveMayNameItsOwnPage(t *testing.T) {
	f := conditionForm()
	c, _ := readCondition(t, "{eq: [ici, true]}")
	f.Pages[11].Leave = []Leave{{c, "exit"}}
	if faults := f.CheckConditions(); faults != nil {
		t.Error(faults)
	}
}
