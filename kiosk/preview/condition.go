package preview

import (
	"strconv"
	"strings"

	"guichet/forms"
	"guichet/forms/cog"
	"guichet/forms/pack"
	"guichet/kiosk/words"
)

// teller says conditions in French, in the words of the pack.
type teller struct {
	pack  *pack.Pack
	texts forms.Catalog
	pages map[string]*forms.Page
}

func newTeller(p *pack.Pack) *teller {
	t := &teller{pack: p, texts: p.Catalog(forms.French), pages: map[string]*forms.Page{}}
	each(p.Form, func(q *forms.Page) { t.pages[q.ID] = q })
	for _, c := range p.Form.Computed {
		t.pages[c.ID] = c.Page()
	}
	return t
}

// say is a condition in words: "« Votre enfant a-t-il une allergie ? » est
// « Oui »".
func (t *teller) say(c *forms.Condition) string {
	switch c.Op {
	case forms.And:
		return t.join(c, " et ")
	case forms.Or:
		return t.join(c, " ou ")
	case forms.Not:
		return "il n’est pas vrai que (" + t.say(c.Of[0]) + ")"
	}
	asked := "«\u00a0" + t.title(c.Page) + "\u00a0»"
	switch c.Op {
	case forms.Empty:
		return asked + " reste sans réponse"
	case forms.InDepartement, forms.InRegion:
		return asked + " est dans " + t.list(c)
	}
	return asked + " " + verbs[c.Op][t.kind(c.Page)] + " " + t.list(c)
}

// join puts parentheses around an "or" inside an "and", and the other way.
func (t *teller) join(c *forms.Condition, word string) string {
	parts := make([]string, len(c.Of))
	for i, k := range c.Of {
		parts[i] = t.say(k)
		if (k.Op == forms.And || k.Op == forms.Or) && k.Op != c.Op && len(c.Of) > 1 {
			parts[i] = "(" + parts[i] + ")"
		}
	}
	return strings.Join(parts, word)
}

// kind tells days from amounts from the rest: they are compared in other words.
func (t *teller) kind(page string) int {
	p, ok := t.pages[page]
	switch {
	case !ok:
		return ofChoices
	case p.Type == forms.Date, p.Type == forms.MonthYear:
		return ofDays
	case p.Type == forms.ChoiceMany:
		return ofTicks
	}
	return ofChoices
}

const (
	ofChoices = iota
	ofDays
	ofTicks
)

// verbs are the words of each comparison: for choices and numbers, for days,
// and for boxes to tick.
var verbs = map[forms.Op][3]string{
	forms.Eq:    {"est", "est le", "contient"},
	forms.Ne:    {"n’est pas", "n’est pas le", "ne contient pas"},
	forms.Lt:    {"est moins que", "est avant le", ""},
	forms.Le:    {"est au plus", "est au plus tard le", ""},
	forms.Gt:    {"est plus que", "est après le", ""},
	forms.Ge:    {"est au moins", "est au plus tôt le", ""},
	forms.In:    {"est", "est le", "contient"},
	forms.NotIn: {"n’est pas", "n’est pas le", "ne contient pas"},
}

func (t *teller) title(page string) string {
	p, ok := t.pages[page]
	switch {
	case !ok:
		return page
	case t.texts.Has("computed." + page):
		return t.texts.Text("computed." + page)
	case !t.texts.Has(p.Key("title")):
		return page // a value that the pack has no word for
	}
	return t.texts.Text(p.Key("title"), "n", "…")
}

func (t *teller) list(c *forms.Condition) string {
	parts := make([]string, len(c.Values))
	for i, v := range c.Values {
		parts[i] = t.value(c, v)
	}
	return strings.Join(parts, " ou ")
}

// value is a constant as the citizen reads it.
func (t *teller) value(c *forms.Condition, v string) string {
	switch c.Op {
	case forms.InDepartement:
		name, _, _ := cog.Departement(v)
		return "le département " + v + inBrackets(name)
	case forms.InRegion:
		name, _ := cog.Region(v)
		return "la région " + name
	}
	p, ok := t.pages[c.Page]
	if !ok {
		return v
	}
	french := words.For(forms.French)
	switch p.Type {
	case forms.Money:
		cents, _ := strconv.ParseInt(v, 10, 64)
		return words.Money(cents)
	case forms.Number:
		return v
	case forms.Commune:
		if found, ok := cog.Find(v); ok {
			return found.Name
		}
	case forms.Date:
		if d, ok := forms.ParseDay(v); ok {
			return forms.FormatDay(d, french)
		}
	case forms.ChoiceLinked: // a choice, or the group of it
		return "«\u00a0" + t.texts.Text(p.ChoiceKey(v)) + "\u00a0»"
	}
	if shown := forms.Format(p, sampleOf(p, v), t.texts, french); len(shown) > 0 {
		return "«\u00a0" + strings.Join(shown, ", ") + "\u00a0»"
	}
	return v
}

func sampleOf(p *forms.Page, v string) forms.Answer {
	fields := map[string]string{forms.Value: v}
	if p.Type == forms.ChoiceMany {
		fields = map[string]string{v: "yes"}
	}
	return forms.Answer{State: forms.Given, Fields: fields}
}

func inBrackets(s string) string {
	if s == "" {
		return ""
	}
	return " (" + s + ")"
}
