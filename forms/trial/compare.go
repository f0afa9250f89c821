package trial

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"guichet/forms"
	"guichet/forms/engine"
	"guichet/forms/strictyaml"
)

// compare holds what came against what the test expects. A visit that got
// stuck has said so, and what follows from it is no news.
func (v *visit) compare(day forms.Day) {
	if v.stuck {
		return
	}
	e := v.test.Expect
	v.want(e.Ends.Place, "end", e.Ends.s, v.end)
	if e.Path.of != nil {
		v.want(e.Path.Place, "path", listed(e.Path.strings()), listed(v.path))
	}
	for _, id := range e.Meets.of {
		v.needs(slices.Contains(v.path, id.s), id.Place, "page "+id.s, "it is shown", "it is not")
	}
	for _, id := range e.Skips.of {
		v.needs(!slices.Contains(v.path, id.s), id.Place, "page "+id.s, "it is not shown", "it is")
	}
	v.texts(e.Texts)
	v.unused()
	s := v.submission(day)
	v.shown(e.Shown, s)
	v.computed(e.Computed, s)
	if e.Documents.of != nil {
		v.want(e.Documents.Place, "documents", listed(e.Documents.strings()), listed(v.j.Documents()))
	}
	v.reminders(e.Reminders)
	v.papers(e.Paper, s)
}

func (v *visit) want(at strictyaml.Place, what, want, got string) {
	v.needs(want == got, at, what, want, got)
}

func (v *visit) needs(holds bool, at strictyaml.Place, what, want, got string) {
	if !holds {
		v.miss(at, what, want, got)
	}
}

// texts looks for sentences on the pages that were met.
func (v *visit) texts(wanted list) {
	if len(wanted.of) == 0 {
		return
	}
	seen := plain(strings.Join(v.read, "\n"))
	for _, t := range wanted.of {
		if v.spendText(len(seen)); v.left < 0 {
			return // said by run
		}
		v.needs(strings.Contains(seen, plain(t.s)), t.Place, "text", strconv.Quote(t.s), "on none of the pages shown")
	}
}

// unused finds answers and wrong inputs of pages that were not met.
func (v *visit) unused() {
	for _, id := range slices.Sorted(maps.Keys(v.test.Answers)) {
		a := v.test.Answers[id]
		v.needs(v.used[id], a.Place, "answer to "+id, "the page is asked", "it is not: remove the answer")
		for i, in := range a.instances {
			for _, page := range slices.Sorted(maps.Keys(in)) {
				ok := !v.used[id] || v.used[used(id, i, page)]
				v.needs(ok, in[page].Place, fmt.Sprintf("answer to %s, %d", page, i+1), "the page is asked", "it is not: remove the answer")
			}
		}
	}
	for _, w := range v.test.Wrong {
		v.needs(v.used[key(w)], w.Page.Place, "wrong input of "+w.Page.s, "the page is asked", "it is not")
	}
}

// shown compares how answers read at the check, and on the paper.
func (v *visit) shown(wanted map[string]text, s forms.Submission) {
	for _, id := range slices.Sorted(maps.Keys(wanted)) {
		var got []string
		for _, e := range s.Entries {
			if e.Page == id {
				got = append(got, plain(strings.Join(e.Shown, ", ")))
			}
		}
		w := wanted[id]
		v.needs(slices.Contains(got, plain(w.s)), w.Place, "answer shown of "+id, strconv.Quote(w.s), listed(got))
	}
}

func (v *visit) computed(wanted map[string]text, s forms.Submission) {
	got := map[string]string{}
	for _, c := range s.Computed {
		got[c.ID] = plain(strings.Join(c.Shown, ", "))
	}
	v.each("computed", wanted, got)
}

func (v *visit) reminders(wanted map[string]text) {
	got := map[string]string{}
	for _, r := range v.j.Reminders(v.pack.Catalog(v.lang), v.paper.Words(v.lang)) {
		got[r.ID] = r.Day.String()
	}
	v.each("reminder", wanted, got)
}

func (v *visit) each(what string, wanted map[string]text, got map[string]string) {
	for _, id := range slices.Sorted(maps.Keys(wanted)) {
		v.want(wanted[id].Place, what+" "+id, plain(wanted[id].s), cmp.Or(got[id], "nothing"))
	}
}

// papers prints what the test wants to read, and looks for its lines. A line
// is found across the ends of lines of the roll.
func (v *visit) papers(wanted map[string]list, s forms.Submission) {
	if v.end != string(engine.Check) {
		return
	}
	for _, kind := range slices.Sorted(maps.Keys(wanted)) {
		lines, err := v.paper.Print(kind, s, v.pack)
		if err != nil {
			v.miss(wanted[kind].Place, kind, "it can be printed", err.Error())
			continue
		}
		printed := plain(strings.Join(lines, " "))
		for _, t := range wanted[kind].of {
			if v.spendText(len(printed)); v.left < 0 {
				return // said by run
			}
			v.needs(strings.Contains(printed, plain(t.s)), t.Place, kind, strconv.Quote(t.s), "a paper without it: "+strings.Join(lines, " / "))
		}
	}
}

// plain makes all white space one space: a test need not know where a line
// breaks, nor which spaces do not.
func plain(s string) string { return strings.Join(strings.Fields(s), " ") }

// problemKey is the key of a problem, whose beginning a test may leave out.
func problemKey(s string) string {
	if strings.HasPrefix(s, "problem.") {
		return s
	}
	return "problem." + s
}
