package formtest

import (
	"strconv"
	"time"

	"guichet/forms"
)

// At is the moment of the tests, on [Today].
var At = time.Date(2026, 5, 15, 19, 42, 0, 0, time.FixedZone("CEST", 2*60*60))

// inputs is an input of every type that takes a fixed one.
var inputs = map[forms.Type]forms.Input{
	forms.YesNo:       {forms.Value: "yes"},
	forms.Civility:    {forms.Value: "mme"},
	forms.Declaration: {forms.Value: "yes"},
	forms.ShortText:   {forms.Value: "L'œuvre d'Anaïs"},
	forms.LongText:    {forms.Value: "Première ligne.\nSeconde ligne."},
	forms.Date:        {"day": "3", "month": "2", "year": "1984"},
	forms.Name:        {"family": "Exemple-Dupré", "given": "Zoé, Maëlle"},
	forms.Address:     {"street": "12 bis rue de l'Exemple", "postcode": "04100", "city": "Manosque"},
	forms.Commune:     {"code": "04112", "postcode": "04100"},
	forms.Phone:       {forms.Value: "06 39 98 12 34"},
	forms.Email:       {forms.Value: "zoe@exemple.example"},
	forms.IBAN:        {forms.Value: "FR76 3000 6000 0112 3456 7890 189"},
	forms.NIR:         {forms.Value: "2 69 05 49 588 157 80"},
	forms.MonthYear:   {"month": "9", "year": "2026"},
	forms.Country:     {forms.Value: "BE"},
	forms.File:        {forms.Value: "bring"},
	forms.Signature:   {forms.Value: "100,200 300,150 500,250;600,200 620,180"},
	forms.SIRET:       {forms.Value: "210 409 991 00010"},
}

// Input is an input that the page takes.
func Input(p *forms.Page) forms.Input {
	switch p.Type {
	case forms.ChoiceOne:
		return forms.Input{forms.Value: p.Choices[0]}
	case forms.ChoiceMany:
		return ticks(p)
	case forms.ChoiceLinked:
		return forms.Input{"group": p.Linked[0].Value, forms.Value: p.Linked[0].Choices[0]}
	case forms.Number:
		return forms.Input{forms.Value: strconv.FormatInt(within(p, 2), 10)}
	case forms.Money:
		return forms.Input{forms.Value: strconv.FormatInt(within(p, 120000)/100, 10)}
	}
	return inputs[p.Type]
}

// ticks is the least that the page takes, at least one.
func ticks(p *forms.Page) forms.Input {
	n := 1
	if p.Min != nil {
		n = max(n, int(*p.Min))
	}
	in := forms.Input{}
	for _, v := range p.Choices[:n] {
		in[v] = "yes"
	}
	return in
}

func within(p *forms.Page, n int64) int64 {
	if p.Min != nil {
		n = max(n, *p.Min)
	}
	if p.Max != nil {
		n = min(n, *p.Max)
	}
	return n
}
