package forms

import (
	"slices"
	"strconv"
)

func yesNoFields(*Page) []Field       { return []Field{{Name: Value}} }
func choiceOneFields(*Page) []Field   { return []Field{{Name: Value}} }
func civilityFields(*Page) []Field    { return []Field{{Name: Value}} }
func declarationFields(*Page) []Field { return []Field{{Name: Value}} }

// choiceManyFields: each choice is a box to tick, so none must be.
func choiceManyFields(p *Page) []Field {
	fields := make([]Field, len(p.Choices))
	for i, v := range p.Choices {
		fields[i] = Field{Name: v, Optional: true}
	}
	return fields
}

func parseYesNo(p *Page, in Input, _ Day) (map[string]string, *Problem) {
	return oneOf(p, in, []string{"yes", "no"})
}

func parseChoiceOne(p *Page, in Input, _ Day) (map[string]string, *Problem) {
	return oneOf(p, in, p.Choices)
}

// Civilities are the values of a civility page.
var Civilities = []string{"mme", "m"}

func parseCivility(p *Page, in Input, _ Day) (map[string]string, *Problem) {
	return oneOf(p, in, Civilities)
}

func oneOf(p *Page, in Input, values []string) (map[string]string, *Problem) {
	if v := in[Value]; slices.Contains(values, v) {
		return value(v), nil
	}
	return nil, emptyProblem(p)
}

func parseDeclaration(p *Page, in Input, _ Day) (map[string]string, *Problem) {
	return oneOf(p, in, []string{"yes"})
}

func parseChoiceMany(p *Page, in Input, _ Day) (map[string]string, *Problem) {
	ticked := map[string]string{}
	for _, v := range p.Choices {
		if in[v] == "yes" {
			ticked[v] = "yes"
		}
	}
	n := int64(len(ticked))
	switch {
	case n == 0 && !p.Optional:
		return nil, &Problem{Key: emptyProblem(p).Key}
	case p.Min != nil && n < *p.Min:
		return nil, problem("", "choice_many.few", "min", strconv.FormatInt(*p.Min, 10))
	case p.Max != nil && n > *p.Max:
		return nil, problem("", "choice_many.many", "max", strconv.FormatInt(*p.Max, 10))
	}
	return ticked, nil
}

func formatYesNo(_ *Page, a Answer, _, words Catalog) []string {
	return []string{words.Text(a.Fields[Value])}
}

func formatCivility(_ *Page, a Answer, _, words Catalog) []string {
	return []string{words.Text("civility." + a.Fields[Value])}
}

func formatChoiceOne(p *Page, a Answer, c, _ Catalog) []string {
	return []string{c.Text(p.ChoiceKey(a.Fields[Value]))}
}

func formatChoiceMany(p *Page, a Answer, c, _ Catalog) []string {
	var lines []string
	for _, v := range p.Choices {
		if a.Fields[v] == "yes" {
			lines = append(lines, c.Text(p.ChoiceKey(v)))
		}
	}
	return lines
}

func formatDeclaration(p *Page, _ Answer, c, _ Catalog) []string {
	return []string{c.Text(p.Key("agree"))}
}

// ChoiceKey is the translation key of a choice: "type_acte.choice.integrale".
// The labels of a choice list are found under the same keys as inline ones.
func (p *Page) ChoiceKey(v string) string { return p.Key("choice." + v) }

// formatRepeat says how many instances there are: "3".
func formatRepeat(a Answer, words Catalog) []string {
	if n := a.Fields[Value]; n != "0" && n != "" {
		return []string{words.Text("repeat.count", "n", n)}
	}
	return []string{words.Text("repeat.none")}
}
