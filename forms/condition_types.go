package forms

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"guichet/forms/cog"
	"guichet/forms/strictyaml"
)

var (
	sameOps  = []Op{Eq, Ne, In, NotIn}
	orderOps = []Op{Eq, Ne, Lt, Le, Gt, Ge, In, NotIn}
	placeOps = []Op{Eq, Ne, In, NotIn, InDepartement, InRegion}
)

// comparison is how the answers of a type are compared.
type comparison struct {
	ops []Op
	// constant turns what is written in the pack into what an answer holds;
	// the mend says how to write it.
	constant func(p *Page, c constant) (value, mend string)
	numeric  bool
}

// comparisons are the types that a condition may compare; of the others it can
// only tell whether they are empty.
var comparisons = map[Type]comparison{
	YesNo:        {sameOps[:2], yesNoConstant, false},
	ChoiceOne:    {sameOps, choiceConstant, false},
	ChoiceMany:   {sameOps[2:], choiceConstant, false},
	Civility:     {sameOps, civilityConstant, false},
	Number:       {orderOps, numberConstant, true},
	Money:        {orderOps, moneyConstant, true},
	Date:         {orderOps, dateConstant, false},
	Commune:      {placeOps, communeConstant, false},
	MonthYear:    {orderOps, dateConstant, false},
	ChoiceLinked: {sameOps, choiceConstant, false},
	Country:      {sameOps, countryConstant, false},
	File:         {sameOps, fileConstant, false},
}

// typed checks the operator and the constants of a condition on a page.
func (k *checker) typed(c *Condition, p *Page) {
	if !p.Type.Known() {
		return // a fault of the page
	}
	if c.Op == Empty {
		if !p.Asks() {
			k.fault(c.pageAt, fmt.Sprintf("%q asks nothing", p.ID), "name a page that asks")
		}
		return
	}
	how := comparisons[p.Type]
	if !slices.Contains(how.ops, c.Op) {
		k.fault(c.Place, fmt.Sprintf("%s cannot be used with a page of type %s", c.Op, p.Type), mendOp(how.ops))
		return
	}
	c.numeric, c.many, c.Values = how.numeric, p.Type == ChoiceMany, nil
	c.linked = p.Type == ChoiceLinked
	for _, operand := range c.operands {
		k.constant(c, p, operand, how.constant)
	}
}

func mendOp(ops []Op) string {
	names := []string{string(Empty)}
	for _, op := range ops {
		names = append(names, string(op))
	}
	return "use " + strings.Join(names, ", ")
}

func (k *checker) constant(c *Condition, p *Page, operand constant, typed func(*Page, constant) (string, string)) {
	switch c.Op {
	case InDepartement:
		typed = departementConstant
	case InRegion:
		typed = regionConstant
	}
	v, mend := typed(p, operand)
	if mend != "" {
		k.fault(operand.place, fmt.Sprintf("%q is not an answer of %q", operand.text, p.ID), mend)
	}
	c.Values = append(c.Values, v)
}

func yesNoConstant(_ *Page, c constant) (string, string) {
	switch {
	case c.tag == "!!bool" && strings.EqualFold(c.text, "true"):
		return "yes", ""
	case c.tag == "!!bool":
		return "no", ""
	}
	return "", "write true or false"
}

func choiceConstant(p *Page, c constant) (string, string) { return among(p.Choices, c) }

func civilityConstant(_ *Page, c constant) (string, string) { return among(Civilities, c) }

func fileConstant(_ *Page, c constant) (string, string) { return among(Files, c) }

func countryConstant(_ *Page, c constant) (string, string) {
	if found, ok := cog.CountryByCode(c.text); ok && found.Code == c.text && c.tag == "!!str" {
		return c.text, ""
	}
	return "", `write the two letters of a country (ISO 3166-1) between quotes: "FR"`
}

func among(values []string, c constant) (string, string) {
	if c.tag == "!!str" && slices.Contains(values, c.text) {
		return c.text, ""
	}
	return "", strictyaml.MendName(c.text, values)
}

func numberConstant(_ *Page, c constant) (string, string) {
	n, err := strconv.ParseInt(c.text, 10, 64)
	if c.tag != "!!int" || err != nil {
		return "", "write a whole number, without quotes"
	}
	return strconv.FormatInt(n, 10), ""
}

func moneyConstant(_ *Page, c constant) (string, string) {
	n, wrong := parseCents(c.text)
	if wrong != "" || c.tag != "!!int" && c.tag != "!!str" {
		return "", `write euros: 12 or "12,50"`
	}
	return strconv.FormatInt(n, 10), ""
}

func dateConstant(_ *Page, c constant) (string, string) {
	d, ok := ParseDay(c.text)
	if !ok || d.Day == 0 {
		return "", `write a day: "2026-09-01"`
	}
	return d.String(), ""
}

func communeConstant(_ *Page, c constant) (string, string) {
	if found, ok := cog.Find(c.text); ok && c.tag == "!!str" {
		return found.INSEE(), ""
	}
	return "", `write the INSEE code of a commune between quotes: "04112"`
}

func departementConstant(_ *Page, c constant) (string, string) {
	if _, _, ok := cog.Departement(c.text); ok && c.tag == "!!str" {
		return c.text, ""
	}
	return "", `write the INSEE code of a département between quotes: "04"`
}

func regionConstant(_ *Page, c constant) (string, string) {
	if _, ok := cog.Region(c.text); ok && c.tag == "!!str" {
		return c.text, ""
	}
	return "", `write the INSEE code of a region between quotes: "93"`
}
