package health

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"
)

// Change is a condition that was raised or cleared.
type Change struct {
	Condition
	Raised bool
}

// Board has the conditions that hold. The zero value is an empty board; its
// methods may be called from any goroutine.
type Board struct {
	mu      sync.Mutex
	marks   map[Name]*mark
	watches []func(Change)
}

// mark is what was last reported of a name.
type mark struct {
	Condition
	said          map[string]string // the detail, by who says that it holds
	holds, raised bool
	sure          bool        // that it holds no more is no trembling
	turn          *time.Timer // runs while what was reported is not yet what is raised
}

// Report says whether a condition holds now. Saying the same again does nothing
// but to change the detail. A name that is none is a mistake of the program.
func (b *Board) Report(n Name, holds bool, detail ...string) { b.ReportFrom("", n, holds, detail...) }

// ReportFrom is for a condition that several look at, each in his own way: it
// holds while one of them says so. The source is a word of his own.
func (b *Board) ReportFrom(source string, n Name, holds bool, detail ...string) {
	rule, ok := rules[n]
	if !ok {
		panic("health: no condition " + string(n))
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	m := b.mark(n, rule)
	m.hear(source, holds, detail)
	m.sure = m.sure && !holds
	if m.holds == (len(m.said) > 0) {
		return
	}
	m.holds = !m.holds
	if m.holds && !m.raised {
		m.Since = time.Now()
	}
	b.wait(m)
}

func (b *Board) mark(n Name, rule Rule) *mark {
	if b.marks == nil {
		b.marks = map[Name]*mark{}
	}
	if b.marks[n] == nil {
		b.marks[n] = &mark{Condition: Condition{Name: n, Rule: rule}, said: map[string]string{}}
	}
	return b.marks[n]
}

// hear notes what one source says. The detail of one that holds no more stays
// until it is cleared: whoever is told of that wants to know which it was.
func (m *mark) hear(source string, holds bool, detail []string) {
	switch {
	case !holds:
		delete(m.said, source)
	case len(detail) > 0:
		m.said[source] = detail[0]
	case !m.says(source):
		m.said[source] = ""
	}
	if len(m.said) > 0 {
		all := slices.Compact(slices.Sorted(maps.Values(m.said)))
		m.Detail = strings.Join(slices.DeleteFunc(all, func(s string) bool { return s == "" }), ", ")
	}
}

func (m *mark) says(source string) bool {
	_, yes := m.said[source]
	return yes
}

// wait lets the rule's pause pass before a change counts; one that is taken back
// within it never was.
func (b *Board) wait(m *mark) {
	if m.turn != nil {
		m.turn.Stop()
		m.turn = nil
	}
	if m.holds == m.raised {
		return
	}
	pause := m.pause()
	if pause == 0 {
		b.change(m)
		return
	}
	var turn *time.Timer
	turn = time.AfterFunc(pause, func() {
		b.mu.Lock()
		defer b.mu.Unlock()
		if m.turn == turn { // Stop may come too late
			b.change(m)
		}
	})
	m.turn = turn
}

// pause is how long what was reported must last before it counts.
func (m *mark) pause() time.Duration {
	switch {
	case m.holds:
		return m.Rises
	case m.sure:
		return min(m.Falls, hand)
	}
	return m.Falls
}

// change tells who watches, in the order of the changes.
func (b *Board) change(m *mark) {
	m.turn, m.raised = nil, m.holds
	for _, tell := range b.watches {
		tell(Change{m.Condition, m.raised})
	}
}

// Watch calls tell for each condition that is raised now, and from then on for
// each that is raised or cleared, once, in their order. It holds up the board:
// tell returns at once and calls nothing of it.
func (b *Board) Watch(tell func(Change)) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, c := range b.raised() {
		tell(Change{c, true})
	}
	b.watches = append(b.watches, tell)
}

// All is what is raised, the gravest first, then the oldest.
func (b *Board) All() []Condition {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.raised()
}

// Last is what was last reported of a name, whether it is raised yet or not;
// false where nobody has looked since the start.
func (b *Board) Last(n Name) (holds, looked bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	m := b.marks[n]
	return m != nil && m.holds, m != nil
}

func (b *Board) raised() []Condition {
	var all []Condition
	for m := range maps.Values(b.marks) {
		if m.raised {
			all = append(all, m.Condition)
		}
	}
	slices.SortFunc(all, func(x, y Condition) int {
		return cmp.Or(cmp.Compare(y.Gravity, x.Gravity), x.Since.Compare(y.Since), cmp.Compare(x.Name, y.Name))
	})
	return all
}
