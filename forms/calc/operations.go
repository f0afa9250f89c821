package calc

import (
	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/conf"
)

// operations are the operators of the language that differ from those of the
// library: whole numbers that do not overflow, division that does not give an
// infinity, days in their order.
func operations() []expr.Option {
	return []expr.Option{
		operation[int, int, int]("+ whole", add), operation("+ decimal", addDecimal[float64, float64]),
		operation("+ left", addDecimal[float64, int]), operation("+ right", addDecimal[int, float64]),
		expr.Operator("+", "+ whole", "+ decimal", "+ left", "+ right"),

		operation[int, int, int]("- whole", subtract), operation("- decimal", subtractDecimal[float64, float64]),
		operation("- left", subtractDecimal[float64, int]), operation("- right", subtractDecimal[int, float64]),
		expr.Operator("-", "- whole", "- decimal", "- left", "- right"),

		operation[int, int, int]("* whole", multiply), operation("* decimal", multiplyDecimal[float64, float64]),
		operation("* left", multiplyDecimal[float64, int]), operation("* right", multiplyDecimal[int, float64]),
		expr.Operator("*", "* whole", "* decimal", "* left", "* right"),

		operation[int, int, int]("% whole", remainder), expr.Operator("%", "% whole"),

		operation("/ whole", divide[int, int]), operation("/ decimal", divide[float64, float64]),
		operation("/ left", divide[float64, int]), operation("/ right", divide[int, float64]),
		expr.Operator("/", "/ whole", "/ decimal", "/ left", "/ right"),

		order("<", before), order("<=", notAfter), order(">", after), order(">=", notBefore),
		order("==", same), order("!=", different),
	}
}

func operation[A, B, R any](name string, f func(A, B) (R, error)) expr.Option {
	return expr.Function(name, func(args ...any) (any, error) {
		a, okA := args[0].(A)
		b, okB := args[1].(B)
		if !okA || !okB {
			return nil, errRange // the types were checked: this cannot be
		}
		return f(a, b)
	}, new(func(A, B) R))
}

// order compares days.
func order(operator string, f func(a, b date) bool) expr.Option {
	name := operator + " date"
	define := operation(name, func(a, b date) (bool, error) { return f(a, b), nil })
	use := expr.Operator(operator, name)
	return func(c *conf.Config) {
		define(c)
		use(c)
	}
}
