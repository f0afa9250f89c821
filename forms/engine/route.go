package engine

import (
	"maps"
	"strconv"

	"guichet/forms"
)

// walk computes a route page by page. It sees only the answers that it has
// passed, so that what is hidden has no value for what comes after.
type walk struct {
	j       *Journey
	kept    map[Place]forms.Answer
	route   []Step
	left    bool // an exit ended the route
	asked   int
	repeats map[string]int   // those on the route, with their instances
	closed  map[string]int   // those among them that the route has passed
	values  map[string]value // computed out of what was passed so far
}

// recompute rebuilds the route from the answers and drops the answers that
// are off it.
func (j *Journey) recompute() {
	w := newWalk(j)
	asked, declared := split(j.form.Pages)
	w.pages(asked, nil)
	if !w.left {
		w.add(Step{Place: Check, Kind: KindCheck})
		w.pages(declared, nil)
	}
	for i := range w.route {
		w.route[i].Of = w.asked
	}
	j.route, j.answers, j.instances = w.route, w.kept, w.repeats
	j.values = w.allValues()
	maps.DeleteFunc(j.count, func(id string, _ int) bool { return w.off(id) })
	maps.DeleteFunc(j.closed, func(id string, _ bool) bool { return w.off(id) })
}

func newWalk(j *Journey) *walk {
	return &walk{
		j: j, kept: map[Place]forms.Answer{}, repeats: map[string]int{}, closed: map[string]int{}, values: map[string]value{},
	}
}

// split parts the declarations that end a form from what comes before them.
func split(pages []forms.Page) (asked, declared []forms.Page) {
	i := len(pages)
	for i > 0 && pages[i-1].Type == forms.Declaration {
		i--
	}
	return pages[:i], pages[i:]
}

func (w *walk) off(repeat string) bool {
	_, on := w.repeats[repeat]
	return !on
}

// scope is the instance that a page is in; nil outside of repeats.
type scope struct {
	repeat   string
	instance int
}

func (s *scope) place(id string) Place {
	if s == nil {
		return Place(id)
	}
	return inner(s.repeat, s.instance, id)
}

func (w *walk) pages(pages []forms.Page, in *scope) {
	for i := range pages {
		if w.left {
			return
		}
		w.page(&pages[i], in)
	}
}

func (w *walk) page(p *forms.Page, in *scope) {
	lookup := w.lookup(in)
	if !p.VisibleIf.Eval(lookup) {
		return
	}
	if p.Type == forms.Repeat {
		w.repeat(p)
		return
	}
	s := Step{Place: in.place(p.ID), Kind: KindPage, Page: p}
	if in != nil {
		s.Instance = []int{in.instance}
	}
	s.Answer, s.Answered = w.j.answers[s.Place]
	if s.Answered {
		w.kept[s.Place] = s.Answer
	} else if in == nil {
		s.Proposed = w.j.proposal(p, lookup)
	}
	w.add(s)
	w.leave(p, lookup, s.Answered)
}

// lookup finds the answers that a condition in a scope may name.
func (w *walk) lookup(in *scope) func(string) (forms.Answer, bool) {
	return func(id string) (forms.Answer, bool) {
		if a, ok := w.kept[in.place(id)]; ok {
			return a, true
		}
		if a, ok := w.kept[Place(id)]; ok {
			return a, true
		}
		return w.value(id)
	}
}

func (w *walk) leave(p *forms.Page, lookup func(string) (forms.Answer, bool), answered bool) {
	if !answered {
		return
	}
	for _, l := range p.Leave {
		if l.If.Eval(lookup) {
			w.exit(l.To)
			return
		}
	}
}

func (w *walk) exit(id string) {
	exits := w.j.form.Exits
	for i := range exits {
		if exits[i].ID == id {
			w.add(Step{Place: exitPlace(id), Kind: KindExit, Exit: &exits[i]})
			w.left = true
			return
		}
	}
}

// repeat adds the pages of every instance, then the page that asks for
// another.
func (w *walk) repeat(p *forms.Page) {
	least, most := repeatBounds(p)
	n := max(w.j.count[p.ID], least)
	w.repeats[p.ID] = n
	for i := range n {
		w.pages(p.Pages, &scope{p.ID, i})
	}
	if w.left {
		return
	}
	if w.j.closed[p.ID] {
		w.closed[p.ID] = n
	}
	w.add(Step{
		Place: Place(p.ID), Kind: KindMore, Page: p, Count: n, CanAdd: n < most,
		Answered: w.j.closed[p.ID],
		Answer:   forms.Answer{State: forms.Given, Fields: map[string]string{forms.Value: strconv.Itoa(n)}},
	})
}

// repeatBounds is the least and the most instances of a repeat.
func repeatBounds(p *forms.Page) (least, most int) {
	most = forms.MaxInstances
	if p.Min != nil {
		least = int(*p.Min)
	}
	if p.Max != nil {
		most = int(*p.Max)
	}
	return least, most
}

func (w *walk) add(s Step) {
	if s.Asks() {
		w.asked++
	}
	s.Number = w.asked
	w.route = append(w.route, s)
}
