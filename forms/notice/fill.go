package notice

import (
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strconv"
	"strings"

	"guichet/forms"
)

// Notice is a template with its facts: ready to be printed, and personal.
type Notice struct {
	Kind      Kind
	Regime    Regime
	Lang      forms.Lang
	Languages []forms.Lang // those in which it can be had
	Title     string
	From      Service
	Person    string
	To        Address // zero: the person’s name alone
	Date      string  // the day of the notice, in words
	Subject   string
	Reference string
	Sections  []Section
}

// Section is a block of the template.
type Section struct {
	Mention string
	Heading string
	Lines   []Line
}

// Line is a paragraph. A tick is a thing to collect, with a box before it; an
// empty one is white.
type Line struct {
	S    string
	Tick bool
}

// LogValue keeps a person out of logs.
func (n Notice) LogValue() slog.Value { return slog.StringValue(string(n.Kind) + " " + n.Reference) }

// MissingError lists the facts that a template wants and that are not there:
// names of [Placeholders], or of fields of [Facts].
type MissingError struct{ Names []string }

func (e *MissingError) Error() string {
	return "notice: facts are missing: " + strings.Join(e.Names, ", ")
}

var (
	// ErrTooEarly: the last day of silence is not over.
	ErrTooEarly = errors.New("notice: nothing is accepted yet, the delay runs")
	// ErrTooLate: silence has become an answer already, and no paper can say
	// that it will.
	ErrTooLate = errors.New("notice: silence is an answer already, the delay is over")
	// ErrOrder: the notice, the decision or its notification is dated before
	// what it follows.
	ErrOrder = errors.New("notice: the dates are not in order")
)

// Fill writes the notice of one request. The template must pass [Lint]. The
// error is a [*MissingError], an [*AddressError], [ErrTooEarly],
// [ErrTooLate] or [ErrOrder].
func Fill(t Template, f Facts) (Notice, error) {
	if err := t.missing(f); err != nil {
		return Notice{}, err
	}
	if err := t.order(f); err != nil {
		return Notice{}, err
	}
	if !f.To.IsZero() {
		if err := f.To.Check(); err != nil {
			return Notice{}, err
		}
	}
	lang := f.Words.Lang
	n := Notice{
		Kind: t.Kind, Regime: t.Regime, Lang: lang, Languages: t.Languages, Title: t.Title[lang], From: f.Service,
		Person: f.Person, To: f.To, Date: longDate(f.day(f.At), f.Words), Subject: f.Subject, Reference: f.Reference,
	}
	for _, b := range t.Blocks {
		n.Sections = append(n.Sections, t.section(b, f))
	}
	return n, nil
}

// missing looks for everything at once.
func (t Template) missing(f Facts) error {
	var names []string
	for name, is := range map[string]bool{
		"Zone": f.Zone == nil, "At": f.At.IsZero(), "Person": f.Person == "", "Reference": f.Reference == "",
		"Service.Name": f.Service.Name == "", "Words": !slices.Contains(t.Languages, f.Words.Lang),
	} {
		if is {
			names = append(names, name)
		}
	}
	if f.Zone != nil {
		names = append(names, t.unfilled(f)...)
	}
	if len(names) == 0 {
		return nil
	}
	slices.Sort(names)
	return &MissingError{slices.Compact(names)}
}

// unfilled are the placeholders of the template that have no value.
func (t Template) unfilled(f Facts) []string {
	var names []string
	for _, b := range t.Blocks {
		for _, name := range forms.Placeholders(b.Text[f.Words.Lang]) {
			if fact, ok := facts[name]; ok && !fact.spare && len(fact.value(t, f)) == 0 {
				names = append(names, name)
			}
		}
	}
	return names
}

// order refuses what cannot have happened yet, or is over. An implicit
// acceptance is there when the last day of the delay is over.
func (t Template) order(f Facts) error {
	implicit, ok := t.implicitOn(f)
	switch {
	case t.Kind == Certificate && ok && !implicit.Before(f.day(f.At)):
		return ErrTooEarly
	case t.Kind == Acknowledgement && ok && implicit.Before(f.day(f.At)):
		return ErrTooLate
	case t.saysWhatComes(f):
		return ErrOrder
	case f.At.Before(f.ReceivedAt), f.NotifiedAt.Before(f.DecidedAt) && !f.NotifiedAt.IsZero(),
		f.DecidedAt.Before(f.ReceivedAt) && !f.DecidedAt.IsZero(),
		f.TransferredAt.Before(f.ReceivedAt) && !f.TransferredAt.IsZero():
		return ErrOrder
	}
	return nil
}

// saysWhatComes tells that a paper would say of a later hour that it is past.
func (t Template) saysWhatComes(f Facts) bool {
	switch t.Kind {
	case Decision:
		return f.At.Before(f.DecidedAt) || f.At.Before(f.NotifiedAt)
	case Transfer:
		return f.At.Before(f.TransferredAt)
	}
	return f.At.Before(f.CountedFrom)
}

func (t Template) section(b Block, f Facts) Section {
	lang := f.Words.Lang
	s := Section{Mention: b.Mention, Heading: b.Heading[lang]}
	for line := range strings.Lines(b.Text[lang]) {
		line = strings.TrimSpace(line)
		if list, ok := listOf(line); ok {
			for _, v := range list.value(t, f) {
				s.Lines = append(s.Lines, Line{S: v, Tick: list.tick})
			}
			continue
		}
		if filled, ok := t.fillLine(line, f); ok {
			s.Lines = append(s.Lines, Line{S: filled})
		}
	}
	return s
}

// listOf is the list that a line stands for.
func listOf(line string) (fact, bool) {
	list := facts[strings.Trim(line, "{}")]
	return list, list.list && strings.HasPrefix(line, "{")
}

// fillLine puts facts in a line; false: what it says is not known.
func (t Template) fillLine(line string, f Facts) (string, bool) {
	args := []string{}
	for _, name := range forms.Placeholders(line) {
		values := facts[name].value(t, f)
		if len(values) == 0 {
			return "", false
		}
		args = append(args, name, values[0])
	}
	return forms.NewCatalog("", map[string]string{"": line}).Text("", args...), true
}

// longDate is "vendredi 3 février 1984".
func longDate(d forms.Day, c forms.Catalog) string {
	weekday := c.Text("weekday." + strconv.Itoa(d.Weekday()))
	return c.Text("date.long", "weekday", weekday, "date", forms.FormatDay(d, c))
}

// String is the kind and the reference.
func (n Notice) String() string { return fmt.Sprintf("%s %s", n.Kind, n.Reference) }
