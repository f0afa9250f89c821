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
// to be reachable: real forms stay far below.
const combinationLimit = 1 << 15

// reaches tells whether some answers lead to a page and make a condition true
// once it is answered.
func (l *loader) reaches(target *forms.Page, then *forms.Condition) bool {
	s := l.searchFor(target, then)
	size := 1
	for _, p := range s.pages {
		if size *= len(s.domain[p.ID]); size > combinationLimit {
			return true
		}
	}
	for n := range size {
		if s.try(n) {
			return true
		}
	}
	return false
}

// search is the pages that decide whether a target is reached, and the
// answers to try for each.
type search struct {
	target *forms.Page
	then   *forms.Condition
	pages  []*forms.Page // in the order of the form; the target is the last
	domain map[string][]forms.Answer
	parent map[string]*forms.Page // inner page → its repeat
}

// searchFor gathers the pages before the target that its conditions depend on,
// directly or through the visibility and the exits of one another.
func (l *loader) searchFor(target *forms.Page, then *forms.Condition) *search {
	s := &search{target: target, then: then, domain: map[string][]forms.Answer{}, parent: map[string]*forms.Page{}}
	before := s.pagesBefore(l.form)
	deciding := map[string]bool{target.ID: true}
	mark := func(c *forms.Condition) { eachPageOf(c, func(id string) { deciding[id] = true }) }
	mark(then)
	for grown := -1; grown != len(deciding); {
		grown = len(deciding)
		for _, p := range before {
			if deciding[p.ID] {
				s.markPage(p, mark)
			}
		}
	}
	s.pages = slices.DeleteFunc(before, func(p *forms.Page) bool { return !deciding[p.ID] })
	for _, p := range s.pages {
		s.domain[p.ID] = l.sample(p)
	}
	return s
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
	return false
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
