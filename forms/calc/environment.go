package calc

import (
	"strconv"

	"guichet/forms"
)

// environment is what a program sees when it runs: the answers through
// getters, today, and the functions. It lasts from run to run: only what the
// reader reads changes.
func environment(r *reader) map[string]any {
	return map[string]any{
		"get number": r.number, "get date": r.date, "get yes": r.yes,
		"get text": r.text, "get ticks": r.ticks, "get people": r.people,

		"today":         r.today,
		"date":          written,
		"age":           func(birth date) (int, error) { return ageOn(birth, r.today()) },
		"age_on":        ageOn,
		"days_until":    func(d date) int { return daysBetween(r.today(), d) },
		"days_between":  daysBetween,
		"add_days":      addDays,
		"add_months":    addMonths,
		"add_years":     addYears,
		"month_end":     monthEnd,
		"next_birthday": func(birth date) (date, error) { return nextBirthday(birth, r.today()) },
		"year":          func(d date) int { return d.Year },
		"month":         func(d date) int { return d.Month },
		"abs":           abs,
	}
}

func written(s string) (date, error) {
	d, _ := forms.ParseDay(s)
	return real(d)
}

// reader gives answers as values of the language; what is not given is an
// error, which makes the whole value absent.
type reader struct{ v forms.Values }

func (r *reader) today() date { return date(r.v.Today) }

func (r *reader) answer(id string) (forms.Answer, error) {
	a, ok := r.v.Answer(id)
	if !ok || a.State != forms.Given {
		return a, errMissing
	}
	return a, nil
}

func (r *reader) number(id string) (int, error) {
	a, err := r.answer(id)
	if err != nil {
		return 0, err
	}
	n, err := strconv.Atoi(a.Fields[forms.Value])
	if err != nil {
		return 0, errRange
	}
	return whole(n)
}

func (r *reader) date(id string) (date, error) {
	a, err := r.answer(id)
	if err != nil {
		return date{}, err
	}
	d, _ := forms.ParseDay(a.Fields[forms.Value])
	d.Day = max(d.Day, 1)
	return real(d)
}

func (r *reader) yes(id string) (bool, error) {
	a, err := r.answer(id)
	return a.Fields[forms.Value] == "yes", err
}

// text of a commune is its INSEE code.
func (r *reader) text(id string) (string, error) {
	a, err := r.answer(id)
	if code, ok := a.Fields["code"]; ok {
		return code, err
	}
	return a.Fields[forms.Value], err
}

func (r *reader) ticks(id string) ([]string, error) {
	a, err := r.answer(id)
	var out []string
	for v, ticked := range a.Fields {
		if ticked == "yes" {
			out = append(out, v)
		}
	}
	return out, err
}

func (r *reader) people(id string) (people, error) {
	n, err := r.number(id)
	return people{n}, err
}
