package calc

import (
	"fmt"
	"slices"

	"github.com/expr-lang/expr/ast"

	"guichet/forms"
	"guichet/forms/strictyaml"
)

// Error is what is wrong with an expression, where, and what to write instead.
type Error struct {
	At         int // character, from 1
	What, Mend string
}

func (e *Error) Error() string { return fmt.Sprintf("calc: character %d: %s", e.At, e.What) }

// Limits of an expression.
const (
	MaxLength = 300
	maxNodes  = 100
)

// checker walks a tree and lets through only what the package documents; it
// stops at the first fault.
type checker struct {
	scope *Scope
	needs []string
	err   *Error
}

func (c *checker) fail(n ast.Node, mend, what string, args ...any) {
	if c.err == nil {
		c.err = &Error{n.Location().From + 1, fmt.Sprintf(what, args...), mend}
	}
}

const languageMend = "kioskctl pack manual values lists all that may stand in an expression"

func (c *checker) node(n ast.Node) {
	switch n := n.(type) {
	case *ast.IntegerNode:
		if n.Value > most {
			c.fail(n, "write a smaller number", "the number is too large")
		}
	case *ast.FloatNode:
		if n.Value > most {
			c.fail(n, "write a smaller number", "the number is too large")
		}
	case *ast.BoolNode, *ast.StringNode:
	case *ast.IdentifierNode:
		c.name(n)
	case *ast.UnaryNode:
		c.node(n.Node)
	case *ast.BinaryNode:
		c.binary(n)
	case *ast.ConditionalNode:
		c.node(n.Cond)
		c.node(n.Exp1)
		c.node(n.Exp2)
	case *ast.CallNode:
		c.call(n)
	case *ast.BuiltinNode: // a loop, whose name the parser knows though it is turned off
		c.unknown(n, n.Name)
	default:
		c.fail(n, languageMend, "this is not read in an expression")
	}
}

// name checks the name of a page or of a computed value.
func (c *checker) name(n *ast.IdentifierNode) {
	known, ok := c.scope.names[n.Value]
	switch {
	case !ok:
		c.fail(n, strictyaml.MendName(n.Value, c.scope.known()), "unknown page %q", n.Value)
	case known.inside != "":
		c.fail(n, fmt.Sprintf("write count(%s), or name a page that is not repeated", known.inside), "%q is inside %q, which is repeated", n.Value, known.inside)
	case known.get == "":
		c.fail(n, languageMend, "nothing can be worked out of a page of type %s", known.kind)
	case !slices.Contains(c.needs, n.Value):
		c.needs = append(c.needs, n.Value)
	}
}

var operators = []string{"+", "-", "*", "/", "%", "<", "<=", ">", ">=", "==", "!=", "and", "or", "&&", "||", "in"}

func (c *checker) binary(n *ast.BinaryNode) {
	if !slices.Contains(operators, n.Operator) {
		c.fail(n, languageMend, "%s is not read in an expression", n.Operator)
		return
	}
	c.node(n.Left)
	switch list, isList := n.Right.(*ast.ArrayNode); {
	case n.Operator == "in" && isList:
		c.list(n, list)
	case n.Operator == "in":
		c.ticked(n)
	default:
		c.node(n.Right)
		c.choice(n.Left, n.Right)
		c.choice(n.Right, n.Left)
	}
}

// list checks garde in ["alternee", "conjointe"].
func (c *checker) list(n *ast.BinaryNode, list *ast.ArrayNode) {
	for _, item := range list.Nodes {
		switch item.(type) {
		case *ast.StringNode, *ast.IntegerNode:
			c.choice(n.Left, item)
		default:
			c.fail(item, `write texts or numbers: ["a", "b"]`, "only constants stand in a list")
		}
	}
}

// ticked checks "lundi" in jours.
func (c *checker) ticked(n *ast.BinaryNode) {
	c.node(n.Right)
	page, ok := n.Right.(*ast.IdentifierNode)
	if !ok || c.scope.names[page.Value].kind != forms.ChoiceMany {
		c.fail(n.Right, `write "value" in page, with a page of type choice_many, or page in ["a", "b"]`, "in needs a list")
		return
	}
	c.choice(n.Right, n.Left)
}

// choice checks that a text that a page is compared with is one of its values.
func (c *checker) choice(page, with ast.Node) {
	id, isPage := page.(*ast.IdentifierNode)
	text, isText := with.(*ast.StringNode)
	if !isPage || !isText {
		return
	}
	if values := c.scope.names[id.Value].values; values != nil && !slices.Contains(values, text.Value) {
		c.fail(with, strictyaml.MendName(text.Value, values), "%q is not an answer of %q", text.Value, id.Value)
	}
}

func (c *checker) call(n *ast.CallNode) {
	callee, ok := n.Callee.(*ast.IdentifierNode)
	if !ok {
		c.fail(n, languageMend, "this is not read in an expression")
		return
	}
	if !slices.ContainsFunc(functions, func(f Function) bool { return f.Name == callee.Value }) {
		c.unknown(n, callee.Value)
		return
	}
	for _, a := range n.Arguments {
		c.node(a)
	}
	if callee.Value == "date" {
		c.dayWritten(n)
	}
}

func (c *checker) unknown(n ast.Node, function string) {
	var names []string
	for _, f := range functions {
		names = append(names, f.Name)
	}
	c.fail(n, strictyaml.MendName(function, names), "unknown function %q", function)
}

// dayWritten: a day that is written out is checked now.
func (c *checker) dayWritten(n *ast.CallNode) {
	if len(n.Arguments) == 1 {
		text, ok := n.Arguments[0].(*ast.StringNode)
		if d, valid := forms.ParseDay(textOf(text)); ok && valid && d.Day > 0 {
			return
		}
	}
	c.fail(n, `write date("2026-09-01")`, "date takes a day between quotes")
}

func textOf(n *ast.StringNode) string {
	if n == nil {
		return ""
	}
	return n.Value
}
