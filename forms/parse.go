package forms

import (
	"maps"
	"slices"
	"strings"
)

// Fields are what a page asks to type or to pick, in order. An explanation
// and a repeat have none.
func (p *Page) Fields() []Field {
	k, ok := kinds[p.Type]
	if !ok {
		return nil
	}
	return k.fields(p)
}

// Asks tells whether a page puts a question: all do but an explanation, which
// is read, and a repeat, whose inner pages ask.
func (p *Page) Asks() bool {
	_, ok := kinds[p.Type]
	return ok
}

// Parse checks what was typed on one page, tolerant of the ways that people
// type (spaces, dots, lower case), and gives the answer in its normal form.
// today bounds dates. The problem is nil when the input is an answer.
func Parse(p *Page, in Input, today Day) (Answer, *Problem) {
	k, ok := kinds[p.Type]
	if !ok {
		return Answer{State: Given}, nil
	}
	in = p.own(clean(in))
	if p.Optional && blank(in) {
		return Answer{State: Skipped}, nil
	}
	if len(in) == 0 && len(p.Fields()) == 1 {
		return Answer{}, emptyProblem(p)
	}
	fields, problem := k.parse(p, in, today)
	if problem != nil {
		return Answer{}, problem
	}
	return Answer{State: Given, Fields: fields}, nil
}

// own drops what is no field of the page: a stranger among the fields must not
// make an empty answer look given. The postcode of a commune comes with its
// code.
func (p *Page) own(in Input) Input {
	fields := p.Fields()
	maps.DeleteFunc(in, func(name, _ string) bool {
		with := p.Type == Commune && name == "postcode"
		return !with && !slices.ContainsFunc(fields, func(f Field) bool { return f.Name == name })
	})
	return in
}

// blank tells whether nothing was typed or ticked: a box that is not ticked
// may come as "no".
func blank(in Input) bool {
	for name, v := range in {
		if name == Value || v != "no" {
			return false
		}
	}
	return true
}

// emptyProblem says what is missing in the words of the type: "choose" is not
// "write".
func emptyProblem(p *Page) *Problem {
	field := p.firstField()
	switch p.Type {
	case YesNo, ChoiceOne, ChoiceMany, Civility, Declaration, Commune:
		return &Problem{Field: field, Key: "problem." + string(p.Type) + ".empty"}
	case ChoiceLinked:
		return problem(field, "choice_linked.empty")
	case Country:
		return problem(field, "country.empty")
	case File:
		return problem(field, "file.empty")
	case Signature:
		return problem(field, "signature.empty")
	}
	return &Problem{Field: field, Key: "problem.empty"}
}

// firstField is where the caret goes; choice_many has no single one.
func (p *Page) firstField() string {
	switch p.Type {
	case Date:
		return "day"
	case MonthYear:
		return "month"
	case ChoiceLinked:
		return "group"
	case Name:
		return "family"
	case Address:
		return "street"
	case Commune:
		return "code"
	case ChoiceMany:
		return ""
	}
	return Value
}

// Refill turns an answer back into an input, to show it again for change. An
// answer that was left out gives an empty input.
func Refill(p *Page, a Answer) Input {
	k, ok := kinds[p.Type]
	if !ok || a.State != Given {
		return Input{}
	}
	if k.refill != nil {
		return k.refill(p, a)
	}
	return Input(maps.Clone(a.Fields))
}

// Format is the answer in lines, for check your answers and the receipt:
// "3 février 1984", "1,44 €", "06 12 34 56 78". c is the pack's catalog, words
// the kiosk's, both in the language to write in.
func Format(p *Page, a Answer, c Catalog, words Catalog) []string {
	switch a.State {
	case Skipped:
		return []string{words.Text("answer.skipped")}
	case Unknown:
		return []string{words.Text("answer.unknown")}
	}
	if p.Type == Repeat {
		return formatRepeat(a, words)
	}
	k, ok := kinds[p.Type]
	if !ok {
		return nil
	}
	return k.format(p, a, c, words)
}

// clean trims every field, joins runs of spaces (the non-breaking ones of
// French typography too), and drops the fields left empty.
func clean(in Input) Input {
	out := Input{}
	for name, v := range in {
		if v = cleanText(v); v != "" {
			out[name] = v
		}
	}
	return out
}

// cleanText keeps the ends of lines, which only a long text has.
func cleanText(s string) string {
	lines := strings.Split(strings.ReplaceAll(s, "\r\n", "\n"), "\n")
	for i, l := range lines {
		lines[i] = strings.Join(strings.Fields(l), " ")
	}
	return strings.Trim(strings.Join(lines, "\n"), "\n")
}

// oneLine is a text without ends of lines, empty lines included: typed again it
// stays as it is.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

func problem(field, key string, args ...string) *Problem {
	p := &Problem{Field: field, Key: "problem." + key}
	for i := 0; i+1 < len(args); i += 2 {
		if p.Args == nil {
			p.Args = map[string]string{}
		}
		p.Args[args[i]] = args[i+1]
	}
	return p
}

func value(v string) map[string]string { return map[string]string{Value: v} }
