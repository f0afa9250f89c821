package trial

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"guichet/forms"
	"guichet/forms/pack"
	"guichet/forms/strictyaml"
)

// checker compares what the tests name with what the pack has.
type checker struct {
	pack   *pack.Pack
	pages  map[string]*forms.Page // inner ones too
	within map[string]string      // inner page → its repeat
	all    []string               // ids of pages, sorted
	outer  []string               // those that answers are given to by their id alone
	faults forms.Faults
}

func check(p *pack.Pack, tests []test) forms.Faults {
	c := &checker{pack: p, pages: map[string]*forms.Page{}, within: map[string]string{}}
	for i := range p.Form.Pages {
		page := &p.Form.Pages[i]
		c.pages[page.ID] = page
		for k := range page.Pages {
			c.pages[page.Pages[k].ID] = &page.Pages[k]
			c.within[page.Pages[k].ID] = page.ID
		}
	}
	c.all = slices.Sorted(maps.Keys(c.pages))
	c.outer = slices.DeleteFunc(slices.Clone(c.all), func(id string) bool { return c.within[id] != "" })
	names := map[string]bool{}
	for i := range tests {
		t := &tests[i]
		c.need(!names[t.Name.s], t.Name.Place, fmt.Sprintf("test %q stands twice", t.Name.s), "give each its own name")
		names[t.Name.s] = true
		c.head(t)
		c.answers(t)
		c.expect(t)
	}
	return c.faults
}

func (c *checker) need(holds bool, at strictyaml.Place, what, mend string) {
	if !holds {
		c.faults = append(c.faults, at.Fault(what, mend))
	}
}

// known reports a name that is not one of those there are.
func (c *checker) known(t text, what string, all []string) {
	if !slices.Contains(all, t.s) {
		c.faults = append(c.faults, t.Fault(fmt.Sprintf("there is no %s %q", what, t.s), strictyaml.MendName(t.s, all)))
	}
}

func (c *checker) head(t *test) {
	c.need(isDay(t.Day.s), t.Day.Place, "not a day", "write it like 2026-11-21")
	var langs []string
	for _, l := range c.pack.Languages {
		langs = append(langs, string(l))
	}
	if t.Lang.s != "" {
		c.known(t.Lang, "language", langs)
	}
}

func isDay(s string) bool {
	d, ok := forms.ParseDay(s)
	return ok && d.Day > 0
}

func (c *checker) answers(t *test) {
	for id, s := range t.Answers {
		c.known(text{s.Place, id}, "page", c.outer)
		page := c.pages[id]
		if page == nil {
			continue
		}
		for _, in := range s.instances {
			c.instance(page, in)
		}
		if page.Type != forms.Repeat {
			c.input(page, s)
			continue
		}
		c.need(s.instances != nil, s.Place, fmt.Sprintf("page %q is a repeat", id), "write a list with a map for each time: [{page: answer}]")
	}
	for _, w := range t.Wrong {
		c.known(w.Page, "page", c.all)
		if page := c.pages[w.Page.s]; page != nil {
			c.input(page, w.Input)
		}
	}
}

// input reports an answer that is not written as its page wants it.
func (c *checker) input(p *forms.Page, s said) {
	if _, fault := s.input(p); fault != nil {
		c.faults = append(c.faults, *fault)
	}
}

func (c *checker) instance(repeat *forms.Page, in instance) {
	var inner []string
	for _, p := range repeat.Pages {
		inner = append(inner, p.ID)
	}
	for id, s := range in {
		c.known(text{s.Place, id}, "page in "+repeat.ID, inner)
		if i := slices.Index(inner, id); i >= 0 {
			c.input(&repeat.Pages[i], s)
		}
	}
}

func (c *checker) expect(t *test) {
	e := t.Expect
	c.known(e.Ends, "end", c.ends())
	for _, l := range []list{e.Path, e.Meets, e.Skips} {
		for _, id := range l.of {
			c.known(id, "page", c.all)
		}
	}
	for id, s := range e.Shown {
		c.known(text{s.Place, id}, "page", c.all)
	}
	for id, s := range e.Computed {
		c.known(text{s.Place, id}, "computed value", computedOf(c.pack.Form))
	}
	for _, id := range e.Documents.of {
		page := c.pages[id.s]
		c.need(page != nil && page.Type == forms.File, id.Place, fmt.Sprintf("%q is no page of type file", id.s), "documents are the pages of type file that are asked")
	}
	for id, day := range e.Reminders {
		c.known(text{day.Place, id}, "reminder", remindersOf(c.pack.Form))
		c.need(isDay(day.s), day.Place, "not a day", "write it like 2026-11-21")
	}
	for kind, l := range e.Paper {
		c.known(text{l.Place, kind}, "paper", Kinds)
		c.need(strings.HasPrefix(e.Ends.s, "check"), l.Place, "nothing is printed where a visit ends at an exit", "remove it")
	}
}

func computedOf(f *forms.Form) []string {
	var out []string
	for _, one := range f.Computed {
		out = append(out, one.ID)
	}
	return out
}

func remindersOf(f *forms.Form) []string {
	var out []string
	for _, one := range f.Reminders {
		out = append(out, one.ID)
	}
	return out
}

func (c *checker) ends() []string {
	out := []string{"check"}
	for _, e := range c.pack.Form.Exits {
		out = append(out, "exit:"+e.ID)
	}
	return out
}
