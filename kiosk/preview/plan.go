package preview

import (
	"math/rand/v2"
	"slices"

	"guichet/forms"
	"guichet/forms/engine"
)

// act is what the sample citizen does on one page.
type act struct {
	place engine.Place
	page  string      // id of the page; "exit:<id>" on an exit, "check" on the check
	in    forms.Input // the answer; nil: he reads on
	skip  bool        // "I don't know"
	more  bool        // a repeat asks for another one: it is this page
	yes   bool        // and the answer
}

// way is one way through a form: to its end, or to an exit.
type way []act

func (w way) meets(id string) bool {
	return slices.ContainsFunc(w, func(a act) bool { return a.page == id })
}

// tries is how many ways are tried to reach one page. The answers that decide
// are drawn at random among those that conditions tell apart, so a page behind
// four conditions of three answers each is missed once in forty forms, and the
// sheet says so.
const tries = 300

// plan finds ways that together meet every page and every exit, the fullest
// one first, and says which pages it found no way to.
func plan(f *forms.Form, today forms.Day) (ways []way, missed []string) {
	p := &planner{form: f, today: today, rnd: rand.New(rand.NewPCG(7, 11)), inputs: map[string][]forms.Input{}}
	ways = append(ways, p.walk(nil))
	for _, id := range ids(f) {
		if slices.ContainsFunc(ways, func(w way) bool { return w.meets(id) }) {
			continue
		}
		w, found := p.find(id)
		if !found {
			missed = append(missed, id)
			continue
		}
		ways = append(ways, w)
	}
	fullestFirst(ways)
	return ways, missed
}

// fullestFirst: its check and its last page are the ones to show.
func fullestFirst(ways []way) {
	slices.SortStableFunc(ways, func(a, b way) int {
		if a.meets("check") != b.meets("check") {
			return map[bool]int{true: -1, false: 1}[a.meets("check")]
		}
		return len(b) - len(a)
	})
}

type planner struct {
	form   *forms.Form
	today  forms.Day
	rnd    *rand.Rand
	inputs map[string][]forms.Input // by page
}

func (p *planner) find(id string) (way, bool) {
	deciding := deciding(p.form, id)
	for range tries {
		if w := p.walk(deciding); w.meets(id) {
			return w, true
		}
	}
	return nil, false
}

// walk goes through the form once: on pages that decide, with an answer drawn
// at random; on others, with the first one that leads to no exit.
func (p *planner) walk(deciding map[string]bool) way {
	j := engine.New(p.form, p.today)
	var w way
	for range 40 * (len(p.form.Pages) + 1) {
		s := j.Step()
		switch s.Kind {
		case engine.KindExit:
			return append(w, act{place: s.Place, page: string(s.Place)})
		case engine.KindCheck:
			w = append(w, act{place: s.Place, page: "check"})
			j.Answer(s.Place, nil)
			if j.Step().Kind == engine.KindCheck {
				return w
			}
		case engine.KindMore:
			yes := s.CanAdd && s.Count == 0
			w = append(w, act{place: s.Place, page: s.Page.ID, more: true, yes: yes})
			j.More(s.Place, yes)
		default:
			a, ok := p.answer(j, s, deciding[s.Page.ID])
			if !ok {
				return w
			}
			w = append(w, a)
			if w.meets("check") && j.Complete() {
				return w
			}
		}
	}
	return w
}

// answer answers one page, and says so; false where no answer is known.
func (p *planner) answer(j *engine.Journey, s engine.Step, decides bool) (act, bool) {
	a := act{place: s.Place, page: s.Page.ID}
	if !s.Page.Asks() {
		return a, j.Answer(s.Place, nil) == nil
	}
	all := p.inputsOf(s.Page)
	if decides {
		if s.Page.Unknown && p.rnd.IntN(3) == 0 && j.DontKnow(s.Place) {
			a.skip = true
			return a, true
		}
		all = []forms.Input{all[p.rnd.IntN(len(all))]}
	}
	for i, in := range all {
		a.in = in
		if j.Answer(s.Place, in) != nil {
			return a, false
		}
		if j.Step().Kind != engine.KindExit || i == len(all)-1 {
			break
		}
		j.Back()
	}
	return a, true
}

func (p *planner) inputsOf(page *forms.Page) []forms.Input {
	if known, ok := p.inputs[page.ID]; ok {
		return known
	}
	all := inputs(p.form, page, p.today)
	if page.Optional {
		all = append(all, forms.Input{})
	}
	if len(all) == 0 {
		all = []forms.Input{{}}
	}
	p.inputs[page.ID] = all
	return all
}

// deciding are the pages whose answers decide whether a page, or an exit, is
// met: those that its conditions name, and theirs, and so on.
func deciding(f *forms.Form, id string) map[string]bool {
	set := map[string]bool{id: true}
	for grown := -1; grown != len(set); {
		grown = len(set)
		each(f, func(p *forms.Page) { mark(f, p, set) })
	}
	return set
}

func mark(f *forms.Form, p *forms.Page, set map[string]bool) {
	add := func(c *forms.Condition) { leaves(c, func(c *forms.Condition) { name(f, c.Page, set) }) }
	if set[p.ID] {
		add(p.VisibleIf)
		for _, q := range p.Pages {
			add(q.VisibleIf)
		}
	}
	if r := repeatOf(f, p); r != nil && set[p.ID] {
		add(r.VisibleIf)
	}
	for _, l := range p.Leave {
		if set[p.ID] || set["exit:"+l.To] {
			set[p.ID] = true
			add(l.If)
		}
	}
}

// name marks a page, or those that a computed value is worked out of.
func name(f *forms.Form, id string, set map[string]bool) {
	set[id] = true
	for _, c := range f.Computed {
		if c.ID == id {
			for _, need := range c.Needs {
				set[need] = true
			}
		}
	}
}

func repeatOf(f *forms.Form, inner *forms.Page) *forms.Page {
	for i := range f.Pages {
		for k := range f.Pages[i].Pages {
			if &f.Pages[i].Pages[k] == inner {
				return &f.Pages[i]
			}
		}
	}
	return nil
}

// ids are the pages and exits that somebody must meet.
func ids(f *forms.Form) []string {
	var out []string
	each(f, func(p *forms.Page) { out = append(out, p.ID) })
	for _, e := range f.Exits {
		out = append(out, "exit:"+e.ID)
	}
	return append(out, "check")
}
