package forms

import (
	"fmt"
	"slices"

	"guichet/forms/strictyaml"
)

var operatorNames = []string{
	"and", "or", "not", "eq", "ne", "lt", "le", "gt", "ge", "in", "not_in", "empty",
	"in_departement", "in_region",
}

// UnmarshalNode reads a condition: a map with exactly one operator. What the
// pages and constants are worth is checked by [Form.CheckConditions].
func (c *Condition) UnmarshalNode(n *strictyaml.Node) {
	c.Place = n.Place()
	entries, ok := n.Map()
	if !ok || len(entries) != 1 {
		n.Fault("a condition is one operator", "write {eq: [page, value]}, {and: [ …, … ]}, {not: …}")
		return
	}
	c.Op = Op(entries[0].Name)
	if !slices.Contains(operatorNames, string(c.Op)) {
		entries[0].Key.Fault(fmt.Sprintf("unknown operator %q", c.Op), strictyaml.MendName(string(c.Op), operatorNames))
		c.Op = ""
		return
	}
	c.readOperands(entries[0].Value)
}

func (c *Condition) readOperands(n *strictyaml.Node) {
	switch c.Op {
	case And, Or:
		c.readList(n)
	case Not:
		c.readNot(n)
	case Empty:
		c.readPage(n)
	case In, NotIn, InDepartement, InRegion:
		c.readMembers(n)
	default:
		c.readPair(n)
	}
}

func (c *Condition) readList(n *strictyaml.Node) {
	items, ok := n.List()
	if !ok || len(items) < 2 {
		n.Fault(fmt.Sprintf("%s takes two conditions or more", c.Op), fmt.Sprintf("write {%s: [{…}, {…}]}", c.Op))
	}
	for _, item := range items {
		k := &Condition{}
		k.UnmarshalNode(item)
		c.Of = append(c.Of, k)
	}
}

func (c *Condition) readNot(n *strictyaml.Node) {
	k := &Condition{}
	k.UnmarshalNode(n)
	c.Of = []*Condition{k}
}

// readPair reads [page, constant].
func (c *Condition) readPair(n *strictyaml.Node) {
	items, ok := n.List()
	if !ok || len(items) != 2 {
		n.Fault(fmt.Sprintf("%s compares a page with a value", c.Op), fmt.Sprintf("write {%s: [page, value]}", c.Op))
		return
	}
	c.readPage(items[0])
	c.readConstant(items[1])
}

// readMembers reads [page, [constant, …]]; in_departement and in_region take
// a single constant too.
func (c *Condition) readMembers(n *strictyaml.Node) {
	items, ok := n.List()
	if !ok || len(items) != 2 {
		n.Fault(fmt.Sprintf("%s compares a page with values", c.Op), fmt.Sprintf("write {%s: [page, [value, value]]}", c.Op))
		return
	}
	c.readPage(items[0])
	members, list := items[1].List()
	switch {
	case list && len(members) == 0:
		items[1].Fault("the list is empty", "write the values, or remove the condition")
	case list:
		for _, m := range members {
			c.readConstant(m)
		}
	case c.Op == InDepartement || c.Op == InRegion:
		c.readConstant(items[1])
	default:
		items[1].Fault(fmt.Sprintf("%s takes a list of values", c.Op), "write [value, value]")
	}
}

func (c *Condition) readPage(n *strictyaml.Node) {
	text, tag, scalar := n.Scalar()
	if !scalar || tag != "!!str" {
		n.Fault("want the id of a page", "write the id of an earlier page")
		return
	}
	c.Page, c.pageAt = text, n.Place()
}

func (c *Condition) readConstant(n *strictyaml.Node) {
	text, tag, scalar := n.Scalar()
	if !scalar || tag == "!!null" {
		n.Fault("want a value", "write a single value")
		return
	}
	c.operands = append(c.operands, constant{text, tag, n.Place()})
}
