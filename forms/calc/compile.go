package calc

import (
	"errors"
	"fmt"
	"math"
	"reflect"
	"strings"
	"unicode/utf8"

	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/checker/nature"
	"github.com/expr-lang/expr/conf"
	"github.com/expr-lang/expr/file"
	"github.com/expr-lang/expr/parser"
	"github.com/expr-lang/expr/vm"

	"guichet/forms"
)

// Program is an expression that was checked. It may be used by several
// journeys at once.
type Program struct {
	program *vm.Program
	needs   []string
}

// Needs are the pages and computed values that the expression names, each
// once, in its order.
func (p *Program) Needs() []string { return p.needs }

// Compile reads an expression whose value is of one of [forms.ComputedTypes].
// The error is an [*Error].
func (s *Scope) Compile(source string, kind forms.Type) (*Program, error) {
	if n := utf8.RuneCountInString(source); n > MaxLength {
		return nil, &Error{MaxLength, fmt.Sprintf("%d characters, at most %d", n, MaxLength), "work a part of it out in a value of its own, before this one"}
	}
	c := &checker{scope: s}
	tree, err := s.parse(source)
	if err != nil {
		return nil, languageError(err)
	}
	if c.node(tree.Node); c.err != nil {
		return nil, c.err
	}
	program, err := expr.Compile(source, s.options()...)
	if err != nil {
		return nil, languageError(err)
	}
	if e := kindError(program.Node().Type(), kind); e != nil {
		return nil, e
	}
	return &Program{program, c.needs}, nil
}

// parse reads the structure, with none of the library's own functions.
func (s *Scope) parse(source string) (*parser.Tree, error) {
	config := conf.CreateNew()
	for _, set := range s.options() {
		set(config)
	}
	clear(config.Builtins)
	return parser.ParseWithConfig(source, config)
}

func (s *Scope) options() []expr.Option {
	return append(operations(), []expr.Option{
		expr.DisableAllBuiltins(), expr.MaxNodes(maxNodes), expr.Optimize(false),
		expr.Env(environment(&reader{})),
		expr.Patch(asker{s}),
		expr.Function("round", decimal(math.Round), new(func(int) int), new(func(float64) int)),
		expr.Function("floor", decimal(math.Floor), new(func(int) int), new(func(float64) int)),
		expr.Function("ceil", decimal(math.Ceil), new(func(int) int), new(func(float64) int)),
		expr.Function("min", least, new(func(...int) int)),
		expr.Function("max", greatest, new(func(...int) int)),
		expr.Function("count", count, new(func(people) int), new(func([]string) int)),
	}...)
}

// asker replaces the name of a page by a call of its getter, so that an answer
// is looked for only where the value needs it.
type asker struct{ scope *Scope }

func (a asker) Visit(node *ast.Node) {
	switch n := (*node).(type) {
	case *ast.IdentifierNode:
		if known, ok := a.scope.names[n.Value]; ok && known.get != "" {
			ast.Patch(node, &ast.CallNode{
				Callee:    &ast.IdentifierNode{Value: known.get},
				Arguments: []ast.Node{&ast.StringNode{Value: n.Value}},
			})
		}
	case *ast.CallNode:
		// The library has given the call a type before its arguments had one,
		// and would not check it again.
		n.SetNature(nature.Nature{})
		// A page may have the name of a function: here the function is meant.
		if callee, ok := n.Callee.(*ast.CallNode); ok {
			n.Callee = &ast.IdentifierNode{Value: callee.Arguments[0].(*ast.StringNode).Value}
		}
	}
}

func decimal(rule func(float64) float64) func(...any) (any, error) {
	return func(args ...any) (any, error) {
		if n, ok := args[0].(int); ok {
			return n, nil
		}
		x, _ := args[0].(float64)
		return wholeOf(rule)(x)
	}
}

func least(args ...any) (any, error) { return pick(args, func(a, b int) bool { return a < b }) }

func greatest(args ...any) (any, error) { return pick(args, func(a, b int) bool { return a > b }) }

func pick(args []any, better func(a, b int) bool) (any, error) {
	if len(args) == 0 {
		return nil, errRange
	}
	best, _ := args[0].(int)
	for _, a := range args[1:] {
		if n, _ := a.(int); better(n, best) {
			best = n
		}
	}
	return best, nil
}

func count(args ...any) (any, error) {
	switch x := args[0].(type) {
	case people:
		return x.n, nil
	case []string:
		return len(x), nil
	}
	return nil, errRange
}

var kinds = map[forms.Type]reflect.Type{
	forms.Number: reflect.TypeFor[int](), forms.Money: reflect.TypeFor[int](), forms.Date: reflect.TypeFor[date](),
	forms.YesNo: reflect.TypeFor[bool](), forms.ShortText: reflect.TypeFor[string](),
}

func kindError(got reflect.Type, want forms.Type) *Error {
	if got == kinds[want] {
		return nil
	}
	mend := fmt.Sprintf("write an expression of type %s, or change the type", want)
	if got.Kind() == reflect.Float64 && kinds[want] == kinds[forms.Number] {
		mend = "make it whole: round(…), floor(…) or ceil(…)"
	}
	return &Error{1, fmt.Sprintf("the value is %s, not %s", plain(got.String()), plain(kinds[want].String())), mend}
}

// languageError is a fault that the library found, in our words for types.
func languageError(err error) *Error {
	at := 1
	var e *file.Error
	text := err.Error()
	if errors.As(err, &e) {
		at, text = e.From+1, e.Message
	}
	text, _, _ = strings.Cut(text, "\n")
	return &Error{at, plain(text), languageMend}
}

// plain writes Go's names of types as an author knows them.
func plain(text string) string {
	return strings.NewReplacer("[]string", "choice_many", "calc.date", "date", "calc.people", "repeat",
		"float64", "decimal number", "interface {}", "anything", "interface{}", "anything",
		"int", "whole number", "bool", "yes or no", "string", "text").Replace(text)
}
