// Package calc works values out of answers: prices, ages, dates. An author
// writes an expression in form.yaml (computed) or reminders.yaml (when):
//
//	computed:
//	  - {id: age, type: number, expr: "age(naissance)"}
//	  - {id: prix, type: money, expr: "age < 12 ? count(repas) * 250 : count(repas) * 410"}
//	  - {id: prevenir, type: date, expr: "add_days(add_years(naissance, 16), 90)"}
//
// # What may stand in it
//
// Names of pages that are not in a repeat, and of computed values before. A
// page gives:
//
//	number            a whole number
//	money             a whole number of cents: 12,50 € is 1250
//	date, month_year  a date; a day that is not known is the first of the month
//	yes_no            yes or no: smoker ? 1 : 0
//	choice_one, civility, country, file, choice_linked (its choice), commune
//	                  (its INSEE code), text, text_long
//	                  a text: garde == "alternee"
//	choice_many       what is ticked: "lundi" in jours, count(jours)
//	repeat            only count(personnes)
//
// Numbers (12, 0.5), texts ("…"), true, false, + - * / %, < <= > >= == !=,
// and, or, not, in ["a", "b"], question ? one : other, and the functions of
// [Functions]. Division gives a decimal number: round, floor or ceil makes it
// whole. The value has the type that it is declared with: number and money a
// whole number, date a date, yes_no a comparison, text a text.
//
// There is nothing else: no loop, no function of one's own, no pattern, no
// list but after "in". The expression is at most [MaxLength] characters and is
// compiled, with its types checked, when the pack is loaded.
//
// # A missing answer
//
// An answer that was left out, is not known, hidden or not given yet makes the
// value absent, if the value needs it: "second ? revenus2 : 0" needs revenus2
// only where second is yes. So do an overflow, a division by zero and a date
// beyond the calendar. An absent value compares as an empty page does: false.
//
// The same answers on the same day give the same value: there is no clock.
//
// github.com/expr-lang/expr reads and runs the expressions; all of its own
// functions are turned off, and only the parts of its language above are let
// through.
package calc
