package pack

import (
	"fmt"
	"slices"
	"strconv"

	"guichet/forms"
)

// checkReachable reports the pages that no answers lead to, and the leaves
// that none take. It tries every combination of the answers that the
// conditions tell apart.
func (l *loader) checkReachable() {
	if len(l.form.Pages) > 0 {
		l.need(l.found(l.searchFor(nil, nil, true)), "every answer leads to an exit", "let somebody come to the end, or there is nothing to hand in", "pages")
	}
	eachPage(l.form, func(p *forms.Page, path []any) {
		if !l.reaches(p, nil) {
			l.need(false, fmt.Sprintf("no answers lead to page %q", p.ID), "look at its visible_if, and at the exits before it", path...)
			return
		}
		for i, leave := range p.Leave {
			l.need(l.reaches(p, leave.If), fmt.Sprintf("no answers lead to exit %q from here", leave.To), "look at the condition and at those before it", with(path, "leave", i)...)
		}
	})
}

// combinationLimit is how many combinations are tried before a page is taken
// to be reachable, and maxReachWork how many pages and parts of conditions are
// looked at for all pages together: real forms stay far below.
const combinationLimit = 1 << 15

// reaches tells whether some answers lead to a page and make a condition true
// once it is answered.
// First only the pages count that its conditions name, then every exit before
// it too, which may be more than can be tried.
func (l *loader) reaches(target *forms.Page, then *forms.Condition) bool {
	return l.found(l.searchFor(target, then, false)) && l.found(l.searchFor(target, then, true))
}

// found tells whether a search comes to its target.
func (l *loader) found(s *search) bool {
	size := 1
	for _, p := range s.pages {
		if size *= len(s.domain[p.ID]); size > combinationLimit {
			return true
		}
	}
	for n := range size {
		if l.reachWork += s.cost; l.reachWork > maxReachWork {
			return true
		}
		if s.try(n) {
			return true
		}
	}
	return false
}

// search is the pages that decide whether a target is reached, and the
// answers to try for each.
type search struct {
	target *forms.Page // nil: the end, past every exit
	then   *forms.Condition
	pages  []*forms.Page // in the order of the form; the target is the last
	domain map[string][]forms.Answer
	parent map[string]*forms.Page // inner page → its repeat
	cost   int                    // pages and parts of conditions that a try looks at
}

// searchFor gathers the pages before the target that its conditions depend on,
// directly or through the visibility and the exits of one another; and, where
// exits counts, those that leave, but for pages of a repeat, which may be filled
// no time at all.
func (l *loader) searchFor(target *forms.Page, then *forms.Condition, exits bool) *search {
	s := &search{target: target, then: then, domain: map[string][]forms.Answer{}, parent: map[string]*forms.Page{}}
	before := s.pagesBefore(l.form)
	deciding := map[string]bool{}
	if target != nil {
		deciding[target.ID] = true
	}
	mark := func(c *forms.Condition) { eachPageOf(c, func(id string) { deciding[id] = true }) }
	mark(then)
	for _, p := range slices.Backward(before) { // a condition names earlier pages
		if exits && len(p.Leave) > 0 && s.parent[p.ID] == nil {
			deciding[p.ID] = true
		}
		if deciding[p.ID] {
			s.markPage(p, mark)
		}
	}
	s.pages = slices.DeleteFunc(append(l.valuePages(), before...), func(p *forms.Page) bool { return !deciding[p.ID] })
	for _, p := range s.pages {
		s.domain[p.ID] = l.sample(p)
		s.cost += 1 + p.VisibleIf.Size()
		for _, leave := range p.Leave {
			s.cost += leave.If.Size()
		}
	}
	return s
}

// valuePages stand for the computed values: each may be anything of its type, or
// absent, whatever the answers that it is worked out of. So a page that no value
// opens is found, and one that only their reckoning closes is not.
func (l *loader) valuePages() []*forms.Page {
	if l.valuePage == nil {
		for _, c := range l.form.Computed {
			p := c.Page()
			p.Optional = true
			l.valuePage = append(l.valuePage, p)
		}
	}
	return slices.Clone(l.valuePage)
}

// pagesBefore is the pages up to the target and with it, inner ones too.
func (s *search) pagesBefore(f *forms.Form) []*forms.Page {
	var out []*forms.Page
	for i := range f.Pages {
		p := &f.Pages[i]
		out = append(out, p)
		for k := range p.Pages {
			s.parent[p.Pages[k].ID] = p
			out = append(out, &p.Pages[k])
		}
	}
	if s.target == nil {
		return out
	}
	return out[:slices.Index(out, s.target)+1]
}

func (s *search) markPage(p *forms.Page, mark func(*forms.Condition)) {
	mark(p.VisibleIf)
	if parent := s.parent[p.ID]; parent != nil {
		mark(parent.VisibleIf)
	}
	for _, leave := range p.Leave {
		if p != s.target {
			mark(leave.If)
		}
	}
}

// try plays the nth combination of answers.
func (s *search) try(n int) bool {
	answers := map[string]forms.Answer{}
	lookup := func(id string) (forms.Answer, bool) { a, ok := answers[id]; return a, ok }
	for _, p := range s.pages {
		size := len(s.domain[p.ID])
		pick := s.domain[p.ID][n%size]
		n /= size
		parent := s.parent[p.ID]
		visible := p.VisibleIf.Eval(lookup) && (parent == nil || parent.VisibleIf.Eval(lookup))
		if visible {
			answers[p.ID] = pick
		}
		if p == s.target {
			return visible && s.taken(lookup)
		}
		if visible && leaves(p, lookup) {
			return false
		}
	}
	return s.target == nil
}

// taken tells whether the condition holds and no leave before it does.
func (s *search) taken(lookup func(string) (forms.Answer, bool)) bool {
	for _, leave := range s.target.Leave {
		if leave.If == s.then {
			break
		}
		if s.then != nil && leave.If.Eval(lookup) {
			return false
		}
	}
	return s.then.Eval(lookup)
}

func leaves(p *forms.Page, lookup func(string) (forms.Answer, bool)) bool {
	return slices.ContainsFunc(p.Leave, func(l forms.Leave) bool { return l.If.Eval(lookup) })
}

func eachPageOf(c *forms.Condition, f func(id string)) {
	if c == nil {
		return
	}
	if c.Page != "" {
		f(c.Page)
	}
	for _, k := range c.Of {
		eachPageOf(k, f)
	}
}

func given(fields ...string) forms.Answer {
	a := forms.Answer{State: forms.Given, Fields: map[string]string{}}
	for i := 0; i+1 < len(fields); i += 2 {
		a.Fields[fields[i]] = fields[i+1]
	}
	return a
}

func itoa(n int64) string { return strconv.FormatInt(n, 10) }
