package forms

import (
	"slices"
	"strings"

	"guichet/forms/strictyaml"
)

// Op is an operator of a [Condition].
type Op string

// The closed set of operators. A page that is hidden or unanswered has no
// value: every comparison with it is false, [Ne] and [NotIn] too.
const (
	And           Op = "and"
	Or            Op = "or"
	Not           Op = "not"
	Eq            Op = "eq"
	Ne            Op = "ne"
	Lt            Op = "lt"
	Le            Op = "le"
	Gt            Op = "gt"
	Ge            Op = "ge"
	In            Op = "in"
	NotIn         Op = "not_in"
	Empty         Op = "empty"
	InDepartement Op = "in_departement"
	InRegion      Op = "in_region"
)

// Condition is a closed syntax tree over the answers of earlier pages, read
// from a pack ({eq: [enfant_garde, alternee]}) and checked when the pack is
// loaded. The nil Condition is true.
type Condition struct {
	Op     Op
	Of     []*Condition // and, or, not
	Page   string       // the page that is compared
	Values []string     // what it is compared with, in the form that an [Answer] has
	Place  strictyaml.Place

	numeric  bool       // set by CheckConditions: compare as integers
	many     bool       // set by CheckConditions: the page is a choice_many
	linked   bool       // set by CheckConditions: the page is a choice_linked
	operands []constant // as written in the pack
	pageAt   strictyaml.Place
}

// constant is an operand as it stands in the pack.
type constant struct {
	text  string
	tag   string // !!str, !!int, !!bool, !!float, !!timestamp
	place strictyaml.Place
}

// Size is how many operators and constants a condition has.
func (c *Condition) Size() int {
	if c == nil {
		return 0
	}
	n := 1 + len(c.operands)
	for _, part := range c.Of {
		n += part.Size()
	}
	return n
}

// Eval tells whether the condition holds. answer finds the answer of a page,
// and false where it is hidden or not answered yet.
func (c *Condition) Eval(answer func(page string) (Answer, bool)) bool {
	if c == nil {
		return true
	}
	switch c.Op {
	case And:
		return !slices.ContainsFunc(c.Of, func(k *Condition) bool { return !k.Eval(answer) })
	case Or:
		return slices.ContainsFunc(c.Of, func(k *Condition) bool { return k.Eval(answer) })
	case Not:
		return !c.Of[0].Eval(answer)
	}
	a, ok := answer(c.Page)
	return c.compare(a, ok && a.State == Given)
}

func (c *Condition) compare(a Answer, given bool) bool {
	switch {
	case c.Op == Empty:
		return !given
	case !given:
		return false
	case c.Op == InDepartement:
		return slices.Contains(c.Values, a.Fields["departement"])
	case c.Op == InRegion:
		return slices.Contains(c.Values, a.Fields["region"])
	case c.Op == In:
		return c.among(a)
	case c.Op == NotIn:
		return !c.among(a)
	}
	return c.order(a)
}

func (c *Condition) order(a Answer) bool {
	if c.linked {
		return c.among(a) == (c.Op == Eq)
	}
	n := c.cmp(conditionValue(a), c.Values[0])
	switch c.Op {
	case Eq:
		return n == 0
	case Ne:
		return n != 0
	case Lt:
		return n < 0
	case Le:
		return n <= 0
	case Gt:
		return n > 0
	}
	return n >= 0
}

// among is "is one of", and for a choice_many "contains one of"; a
// choice_linked is both its choice and the group of it.
func (c *Condition) among(a Answer) bool {
	if c.many {
		return slices.ContainsFunc(c.Values, func(v string) bool { return a.Fields[v] == "yes" })
	}
	if c.linked {
		return slices.Contains(c.Values, a.Fields["group"]) || slices.Contains(c.Values, a.Fields[Value])
	}
	v := conditionValue(a)
	return slices.ContainsFunc(c.Values, func(w string) bool { return c.cmp(v, w) == 0 })
}

func (c *Condition) cmp(a, b string) int {
	if c.numeric {
		return compareIntegers(a, b)
	}
	return strings.Compare(a, b)
}

// conditionValue is what is compared: the INSEE code of a commune, the value
// of all others. A date whose day is not known counts as the first of the month.
func conditionValue(a Answer) string {
	if code, ok := a.Fields["code"]; ok {
		return code
	}
	v := a.Fields[Value]
	if d, ok := ParseDay(v); ok {
		return d.first().String()
	}
	return v
}
