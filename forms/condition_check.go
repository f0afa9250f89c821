package forms

import (
	"fmt"
	"slices"

	"guichet/forms/strictyaml"
)

// CheckConditions checks every condition of a form against the pages that it
// names, and makes it ready for [Condition.Eval]: a form whose conditions were
// not checked, or have faults, must not be used. A condition may name pages
// that come earlier; the leave of a page also the page itself; inside a repeat
// also the earlier pages of the same instance. A computed value stands for a
// page of its type that comes right after the last one that it is worked out
// of. A reminder comes after all pages, and so does a rule of Same.
func (f *Form) CheckConditions() Faults {
	k := &checker{all: map[string]known{}, computed: f.Computed}
	k.know(f.Pages, "")
	k.pages(f.Pages, "")
	k.repeat = ""
	for _, r := range f.Reminders {
		k.condition(r.If)
	}
	for _, s := range f.Same {
		k.condition(s.If)
	}
	return k.faults
}

// known is a page that a condition may mean.
type known struct {
	page    *Page
	repeat  string // the repeat that it is in
	reached bool   // comes before what is being checked
}

type checker struct {
	all      map[string]known
	computed []Computed
	repeat   string // the repeat that is being checked
	faults   Faults
}

func (k *checker) know(pages []Page, repeat string) {
	for i := range pages {
		k.all[pages[i].ID] = known{page: &pages[i], repeat: repeat}
		k.know(pages[i].Pages, pages[i].ID)
	}
}

func (k *checker) pages(pages []Page, repeat string) {
	for i := range pages {
		p := &pages[i]
		k.repeat = repeat
		k.condition(p.VisibleIf)
		k.pages(p.Pages, p.ID)
		k.repeat = repeat
		k.reach(p.ID)
		for _, l := range p.Leave {
			k.condition(l.If)
		}
	}
}

func (k *checker) reach(id string) {
	n := k.all[id]
	n.reached = true
	k.all[id] = n
}

// condition checks a condition and what it is made of. One that could not be
// read has no operator: its fault is reported already.
func (k *checker) condition(c *Condition) {
	if c == nil || c.Op == "" {
		return
	}
	for _, part := range c.Of {
		k.condition(part)
	}
	if c.Page == "" {
		return
	}
	if p := k.find(c); p != nil {
		k.typed(c, p)
	}
}

// find is the page that a condition names, if it may name it.
func (k *checker) find(c *Condition) *Page {
	n, ok := k.all[c.Page]
	if i := k.valueOf(c.Page); !ok && i >= 0 {
		return k.findComputed(c, i)
	}
	switch {
	case !ok:
		k.fault(c.pageAt, fmt.Sprintf("unknown page %q", c.Page), strictyaml.MendName(c.Page, k.names()))
	case n.repeat != "" && n.repeat != k.repeat:
		k.fault(c.pageAt, fmt.Sprintf("%q is inside %q, which is repeated", c.Page, n.repeat), "name a page that is not repeated, or move the condition inside")
	case !n.reached:
		k.fault(c.pageAt, fmt.Sprintf("%q comes later", c.Page), "name a page that comes before this one, or move it up")
	default:
		return n.page
	}
	return nil
}

// valueOf is the index of a computed value, or -1.
func (k *checker) valueOf(id string) int {
	return slices.IndexFunc(k.computed, func(v Computed) bool { return v.ID == id })
}

// findComputed is a computed value as a page of its type, if all that it is
// worked out of comes before.
func (k *checker) findComputed(c *Condition, i int) *Page {
	if late := k.late(i); late != "" {
		k.fault(c.pageAt, fmt.Sprintf("%q is worked out of %q, which comes later", c.Page, late), "name a page that comes before this one, or move it up")
		return nil
	}
	return k.computed[i].Page()
}

// late is a page that the computed value i needs and that is not reached yet;
// empty where there is none.
func (k *checker) late(i int) string {
	for _, id := range k.computed[i].Needs {
		if n, isPage := k.all[id]; isPage && !n.reached {
			return id
		}
	}
	return ""
}

// names are the pages that may be meant.
func (k *checker) names() []string {
	var out []string
	for id, n := range k.all {
		if n.reached && n.page.Asks() && (n.repeat == "" || n.repeat == k.repeat) {
			out = append(out, id)
		}
	}
	for i, v := range k.computed {
		if k.late(i) == "" {
			out = append(out, v.ID)
		}
	}
	slices.Sort(out)
	return out
}

func (k *checker) fault(at strictyaml.Place, what, mend string) {
	k.faults = append(k.faults, at.Fault(what, mend))
}
