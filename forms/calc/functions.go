package calc

import (
	"errors"
	"math"
	"slices"

	"guichet/forms"
)

// Function is a function that an expression may call.
type Function struct {
	Name string
	Use  string // "age(date)"
	Is   string // what it gives
}

// Functions are all there are. The list is frozen: what is added stays, for
// packs are signed and live long.
func Functions() []Function { return slices.Clone(functions) }

var functions = []Function{
	{"today", "today()", "the day of the visit"},
	{"date", `date("2026-09-01")`, "a day"},
	{"age", "age(birth)", "whole years today"},
	{"age_on", "age_on(birth, day)", "whole years on a day"},
	{"days_until", "days_until(day)", "days from today, below 0 where it is past"},
	{"days_between", "days_between(first, last)", "days from one to the other"},
	{"add_days", "add_days(day, n)", "so many days later"},
	{"add_months", "add_months(day, n)", "the same day so many months later; the last of a shorter month"},
	{"add_years", "add_years(day, n)", "the same day so many years later; 29 February becomes 28"},
	{"month_end", "month_end(day)", "the last day of the month"},
	{"next_birthday", "next_birthday(birth)", "the next one, or today"},
	{"year", "year(day)", "the year"},
	{"month", "month(day)", "the month, from 1"},
	{"round", "round(x)", "the nearest whole number, half away from zero"},
	{"floor", "floor(x)", "the whole number at or below"},
	{"ceil", "ceil(x)", "the whole number at or above"},
	{"abs", "abs(n)", "without its sign"},
	{"min", "min(a, b, …)", "the least"},
	{"max", "max(a, b, …)", "the greatest"},
	{"count", "count(repeat)", "how many people a repeat has, or boxes are ticked"},
}

// date is a day in an expression; a type of its own, so that nobody adds a
// number to it.
type date forms.Day

// people is a repeat.
type people struct{ n int }

var (
	errMissing = errors.New("calc: an answer is missing")
	errRange   = errors.New("calc: out of range")
)

// most is the largest whole number that a value or a step on the way to it may
// have: beyond, nothing in a town hall is counted, and no sum overflows.
const most = 1_000_000_000_000

func whole(n int) (int, error) {
	if n > most || n < -most {
		return 0, errRange
	}
	return n, nil
}

func add(a, b int) (int, error)      { return whole(a + b) }
func subtract(a, b int) (int, error) { return whole(a - b) }

// multiply: both are at most 10^12, whose product does not fit.
func multiply(a, b int) (int, error) {
	if a != 0 && b != 0 && math.Abs(float64(a))*math.Abs(float64(b)) > most {
		return 0, errRange
	}
	return a * b, nil
}

func remainder(a, b int) (int, error) {
	if b == 0 {
		return 0, errRange
	}
	return a % b, nil
}

// divide gives a decimal number, whatever it divides.
func divide[A, B int | float64](a A, b B) (float64, error) {
	if b == 0 {
		return 0, errRange
	}
	return decimalOf(float64(a) / float64(b))
}

// decimalOf refuses what is beyond the whole numbers too: an infinity would
// compare as if it were an answer.
func decimalOf(x float64) (float64, error) {
	if math.IsNaN(x) || math.Abs(x) > most {
		return 0, errRange
	}
	return x, nil
}

func addDecimal[A, B int | float64](a A, b B) (float64, error) {
	return decimalOf(float64(a) + float64(b))
}

func subtractDecimal[A, B int | float64](a A, b B) (float64, error) {
	return decimalOf(float64(a) - float64(b))
}

func multiplyDecimal[A, B int | float64](a A, b B) (float64, error) {
	return decimalOf(float64(a) * float64(b))
}

// wholeOf makes a decimal number whole by a rule.
func wholeOf(rule func(float64) float64) func(float64) (int, error) {
	return func(x float64) (int, error) {
		x, err := decimalOf(rule(x))
		return int(x), err
	}
}

func abs(n int) int { return max(n, -n) }
