package notice

import (
	"maps"
	"slices"
	"time"

	"guichet/forms"
)

// fact is what a placeholder stands for.
type fact struct {
	value func(Template, Facts) []string // empty: it is missing
	list  bool                           // stands alone on its line, for as many lines
	tick  bool                           // the lines are things to collect
	spare bool                           // may be missing: its line is left out
}

var facts = map[string]fact{
	"subject":           {value: one(func(f Facts) string { return f.Subject })},
	"reference":         {value: one(func(f Facts) string { return f.Reference })},
	"person":            {value: one(func(f Facts) string { return f.Person })},
	"agent":             {value: one(func(f Facts) string { return f.Agent })},
	"author":            {value: one(func(f Facts) string { return f.Author })},
	"service":           {value: one(func(f Facts) string { return f.Service.name() })},
	"service_address":   {list: true, value: many(func(f Facts) []string { return f.Service.Address })},
	"service_phone":     {value: one(func(f Facts) string { return phone(f.Service.Phone) })},
	"service_email":     {spare: true, value: one(func(f Facts) string { return f.Service.Email })},
	"authority":         {value: one(func(f Facts) string { return f.Authority.name() })},
	"authority_address": {list: true, value: many(func(f Facts) []string { return f.Authority.Address })},
	"authority_phone":   {spare: true, value: one(func(f Facts) string { return phone(f.Authority.Phone) })},
	"authority_email":   {spare: true, value: one(func(f Facts) string { return f.Authority.Email })},
	"court":             {value: one(func(f Facts) string { return f.Court.Name })},
	"court_address":     {list: true, value: many(func(f Facts) []string { return f.Court.Address })},
	"missing_documents": {list: true, tick: true, value: many(func(f Facts) []string { return f.Missing })},
	"decision":          {list: true, value: many(func(f Facts) []string { return f.Decision })},
	"reasons":           {list: true, value: many(func(f Facts) []string { return f.Reasons })},
	"received_on":       {value: when(func(f Facts) time.Time { return f.ReceivedAt })},
	"decided_on":        {value: when(func(f Facts) time.Time { return f.DecidedAt })},
	"notified_on":       {value: when(func(f Facts) time.Time { return f.NotifiedAt })},
	"transferred_on":    {value: when(func(f Facts) time.Time { return f.TransferredAt })},
	"implicit_on":       {value: computed(Template.implicitOn)},
	"appeal_before":     {value: computed(Template.appealBefore)},
	"documents_before":  {value: computed(Template.documentsBefore)},
	"appeal_time":       {value: func(t Template, f Facts) []string { return []string{t.Appeal.says(f.Words)} }},
	"silence_time":      {value: func(t Template, f Facts) []string { return []string{t.Silence.says(f.Words)} }},
}

// Placeholders are the names that a template may put between braces.
func Placeholders() []string { return slices.Sorted(maps.Keys(facts)) }

func phone(number string) string {
	if number == "" {
		return ""
	}
	return forms.FormatPhone(number)
}

func one(get func(Facts) string) func(Template, Facts) []string {
	return func(_ Template, f Facts) []string {
		if s := get(f); s != "" {
			return []string{s}
		}
		return nil
	}
}

func many(get func(Facts) []string) func(Template, Facts) []string {
	return func(_ Template, f Facts) []string { return get(f) }
}

func when(get func(Facts) time.Time) func(Template, Facts) []string {
	return func(_ Template, f Facts) []string {
		if t := get(f); !t.IsZero() {
			return []string{longDate(f.day(t), f.Words)}
		}
		return nil
	}
}

func computed(get func(Template, Facts) (forms.Day, bool)) func(Template, Facts) []string {
	return func(t Template, f Facts) []string {
		if d, ok := get(t, f); ok {
			return []string{longDate(d, f.Words)}
		}
		return nil
	}
}

func (t Template) implicitOn(f Facts) (forms.Day, bool) {
	from, ok := f.counted()
	return Implicit(from, t.Silence), ok && !t.Silence.IsZero()
}

// appealBefore counts from the decision in hand, or from the day on which
// silence becomes a refusal.
func (t Template) appealBefore(f Facts) (forms.Day, bool) {
	from, ok := t.implicitOn(f)
	if t.Kind == Decision {
		from, ok = f.day(f.NotifiedAt), !f.NotifiedAt.IsZero()
	}
	return AppealBefore(from, t.Appeal, f.Holidays...), ok && !t.Appeal.IsZero()
}

// documentsBefore is a day on which somebody is there to take them. The time is
// the town hall's own, so it may be longer.
func (t Template) documentsBefore(f Facts) (forms.Day, bool) {
	return workingDay(t.Documents.after(f.day(f.At)), f.Holidays), !f.At.IsZero() && !t.Documents.IsZero()
}
