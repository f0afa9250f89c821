package packs

import (
	"slices"
	"strings"
	"testing"

	"guichet/forms"
	"guichet/forms/engine"
)

// today is the day of every journey here.
var today = forms.Day{Year: 2026, Month: 11, Day: 21}

// visit is a journey that fails its test where it does not go as told.
type visit struct {
	t *testing.T
	j *engine.Journey
}

func begin(t *testing.T, name string) visit {
	t.Helper()
	return visit{t, engine.New(load(t, name).Form, today)}
}

// step is what a citizen does on one page.
type step struct {
	at   engine.Place
	in   forms.Input
	more string // "yes" or "no": the page asks for another
}

func (v visit) play(steps ...step) {
	v.t.Helper()
	for _, s := range steps {
		v.confirm(s.at)
		v.at(s.at)
		if s.more != "" {
			v.j.More(s.at, s.more == "yes")
			continue
		}
		if p := v.j.Answer(s.at, s.in); p != nil {
			v.t.Fatalf("%s: answer refused: %s (field %q)", s.at, p.Key, p.Field)
		}
	}
}

// confirm goes on from the check to what is declared after it.
func (v visit) confirm(to engine.Place) {
	if v.j.Step().Place == engine.Check && to != engine.Check {
		v.j.Answer(engine.Check, nil)
	}
}

func (v visit) at(place engine.Place) {
	v.t.Helper()
	if got := v.j.Step().Place; got != place {
		v.t.Fatalf("the journey is at %s, want %s", got, place)
	}
}

func (v visit) leftBy(exit string) {
	v.t.Helper()
	s := v.j.Step()
	if s.Kind != engine.KindExit || s.Exit.ID != exit {
		v.t.Fatalf("the journey is at %s, want the exit %s", s.Place, exit)
	}
	if v.j.Complete() {
		v.t.Errorf("a journey that leaves by %s is complete", exit)
	}
}

// meets tells whether a page is on the route as it is now.
func (v visit) meets(page string) bool {
	return slices.ContainsFunc(v.j.Route(), func(s engine.Step) bool {
		return s.Page != nil && s.Page.ID == page
	})
}

func (v visit) meetsAll(want bool, pages ...string) {
	v.t.Helper()
	for _, page := range pages {
		if got := v.meets(page); got != want {
			v.t.Errorf("%s on the route: %v, want %v", page, got, want)
		}
	}
}

// finished declares, where that is left to do, checks that all is answered and
// gives the pages that were.
func (v visit) finished(c, words forms.Catalog) []forms.Entry {
	v.t.Helper()
	if v.j.Step().Place == engine.Check {
		v.play(pick("engagement", "yes"))
	}
	if !v.j.Complete() {
		v.t.Fatalf("the journey is at %s and not complete", v.j.Step().Place)
	}
	return v.j.Entries(c, words)
}

func entry(entries []forms.Entry, page string) (forms.Entry, bool) {
	i := slices.IndexFunc(entries, func(e forms.Entry) bool { return e.Page == page })
	if i < 0 {
		return forms.Entry{}, false
	}
	return entries[i], true
}

func pick(at engine.Place, value string) step {
	return step{at: at, in: forms.Input{forms.Value: value}}
}

func read(at engine.Place) step { return step{at: at} }

func more(at engine.Place, yesNo string) step { return step{at: at, more: yesNo} }

func person(at engine.Place, given, family string) step {
	return step{at: at, in: forms.Input{"given": given, "family": family}}
}

func date(at engine.Place, iso string) step {
	in := forms.Input{}
	for i, part := range strings.Split(iso, "-") {
		in[[]string{"year", "month", "day"}[i]] = part
	}
	return step{at: at, in: in}
}

func address(at engine.Place) step {
	return step{at: at, in: forms.Input{
		"street": "12 rue des Oliviers", "postcode": "04230", "city": "Saint-Éloi",
	}}
}

func tick(at engine.Place, values ...string) step {
	in := forms.Input{}
	for _, v := range values {
		in[v] = "yes"
	}
	return step{at: at, in: in}
}
