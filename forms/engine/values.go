package engine

import (
	"slices"
	"strconv"

	"guichet/forms"
)

// value is a computed value, worked out or found absent.
type value struct {
	answer forms.Answer
	ok     bool
}

// value is a computed value out of the answers that the walk has passed. Each
// is worked out at most once a walk: a form that was checked names a value only
// after all the pages that it needs (see [forms.Form.CheckConditions]).
func (w *walk) value(id string) (forms.Answer, bool) {
	if known, ok := w.values[id]; ok {
		return known.answer, known.ok
	}
	i := slices.IndexFunc(w.j.form.Computed, func(c forms.Computed) bool { return c.ID == id })
	if i < 0 {
		return forms.Answer{}, false
	}
	s, ok := w.j.form.Computed[i].Value(forms.Values{Today: w.j.today, Answer: w.passed})
	v := value{ok: ok}
	if ok {
		v.answer = forms.Answer{State: forms.Given, Fields: map[string]string{forms.Value: s}}
	}
	w.values[id] = v
	return v.answer, v.ok
}

// passed is what a computed value may look at: answers outside of repeats, how
// many instances a closed repeat has, and other values.
func (w *walk) passed(id string) (forms.Answer, bool) {
	if n, ok := w.closed[id]; ok {
		return forms.Answer{State: forms.Given, Fields: map[string]string{forms.Value: strconv.Itoa(n)}}, true
	}
	if a, ok := w.kept[Place(id)]; ok {
		return a, true
	}
	return w.value(id)
}

// allValues are the computed values that are there at the end of the route.
func (w *walk) allValues() map[string]forms.Answer {
	out := map[string]forms.Answer{}
	for _, c := range w.j.form.Computed {
		if a, ok := w.value(c.ID); ok {
			out[c.ID] = a
		}
	}
	return out
}

// lookup finds an answer outside of repeats, or a value, on the whole route.
func (j *Journey) lookup(id string) (forms.Answer, bool) {
	if a, ok := j.answers[Place(id)]; ok {
		return a, true
	}
	if n, ok := j.instances[id]; ok && j.closed[id] {
		return forms.Answer{State: forms.Given, Fields: map[string]string{forms.Value: strconv.Itoa(n)}}, true
	}
	a, ok := j.values[id]
	return a, ok
}

// Computed are the values that are there, as a submission keeps them. c is the
// pack's catalog, words the kiosk's.
func (j *Journey) Computed(c, words forms.Catalog) []forms.ComputedEntry {
	var out []forms.ComputedEntry
	for _, v := range j.form.Computed {
		a, ok := j.values[v.ID]
		if !ok {
			continue
		}
		out = append(out, forms.ComputedEntry{
			ID: v.ID, Type: v.Type, Label: c.Text("computed." + v.ID), Value: a.Fields[forms.Value],
			Shown: forms.Format(v.Page(), a, c, words),
		})
	}
	return out
}

// Args fill the placeholders of the texts of a step: {n}, the number of the
// instance, and {id} of each computed value, in the language of the words. A
// value that is absent is an ellipsis.
func (j *Journey) Args(s Step, words forms.Catalog) []string {
	args := []string{"n", s.nth()}
	for _, v := range j.form.Computed {
		shown := "…"
		if a, ok := j.values[v.ID]; ok {
			shown = forms.Format(v.Page(), a, words, words)[0]
		}
		args = append(args, v.ID, shown)
	}
	return args
}

// Reminders are what the citizen may want to be reminded of, from today on, in
// the order of the pack. c is the pack's catalog, words the kiosk's.
func (j *Journey) Reminders(c, words forms.Catalog) []forms.Reminder {
	var out []forms.Reminder
	for _, r := range j.form.Reminders {
		if !r.If.Eval(j.lookup) {
			continue
		}
		day, ok := r.When(forms.Values{Today: j.today, Answer: j.lookup})
		if !ok || day.Before(j.today) {
			continue
		}
		out = append(out, forms.Reminder{ID: r.ID, Day: day, Text: c.Text("reminder."+r.ID, j.Args(Step{}, words)...)})
	}
	return out
}
