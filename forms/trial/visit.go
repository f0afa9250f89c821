package trial

import (
	"fmt"
	"slices"

	"guichet/forms"
	"guichet/forms/engine"
	"guichet/forms/strictyaml"
)

// visit is one test while it runs.
type visit struct {
	*runner
	test   *test
	lang   forms.Lang
	j      *engine.Journey
	path   []string        // ids of the pages met
	read   []string        // the texts on them, as they were then
	used   map[string]bool // answers that were given
	stuck  bool            // a page took no answer
	end    string          // "check", "exit:abroad"
	result Result
}

// walk answers page after page to the end, or to a page that does not take
// its answer.
func (v *visit) walk() error {
	for !v.stuck && v.end == "" {
		if err := v.spend(len(v.path)); err != nil {
			return err
		}
		v.step(v.j.Step())
	}
	return nil
}

func (v *visit) step(s engine.Step) {
	switch s.Kind {
	case engine.KindExit:
		v.end = string(s.Place)
		v.readAll("exit."+s.Exit.ID+".", nil)
	case engine.KindCheck:
		v.check(s)
	case engine.KindMore:
		v.meet(s)
		v.j.More(s.Place, s.CanAdd && s.Count < len(v.test.Answers[s.Page.ID].instances))
	default:
		v.meet(s)
		v.tryWrong(s)
		if !v.stuck {
			v.answer(s)
			v.finish(s)
		}
	}
}

func (v *visit) meet(s engine.Step) {
	v.path = append(v.path, s.Page.ID)
	v.readAll(s.Page.ID+".", v.j.Args(s, v.paper.Words(v.lang)))
	if s.Kind == engine.KindMore {
		v.used[s.Page.ID] = true
	}
}

// readAll keeps the texts whose key begins so.
func (v *visit) readAll(prefix string, args []string) {
	if len(v.test.Expect.Texts.of) == 0 {
		return // nobody asks
	}
	c := v.pack.Catalog(v.lang)
	for _, key := range v.textKeys(v.lang, prefix) {
		one := c.Text(key, args...)
		v.spendText(len(one))
		v.read = append(v.read, one)
	}
}

// check goes on to what is declared, and ends where nothing is.
func (v *visit) check(s engine.Step) {
	v.j.Answer(s.Place, nil)
	if v.j.Step().Kind == engine.KindCheck {
		v.end = string(engine.Check)
	}
}

// finish ends the visit at the last page: after it there is nowhere to go.
func (v *visit) finish(s engine.Step) {
	if v.stuck || v.j.Step().Place != s.Place {
		return
	}
	if v.j.Complete() {
		v.end = string(engine.Check)
		return
	}
	v.stick(v.test.at, "way", "an end", "stays at "+string(s.Place))
}

// answer gives the answer of the test, an empty one where there is none.
func (v *visit) answer(s engine.Step) {
	said, ok := v.said(s)
	switch {
	case ok && said.dontKnow:
		if !v.j.DontKnow(s.Place) {
			v.stick(said.Place, "answer to "+string(s.Place), "it is taken", "refused: the page lacks unknown: true")
		}
		return
	case !ok && s.Page.Asks() && !s.Page.Optional:
		v.stick(v.test.at, "answer to "+string(s.Place), "one: the page is asked", "none in the test")
		return
	}
	in, _ := said.input(s.Page) // was checked
	if problem := v.j.Answer(s.Place, in); problem != nil {
		v.stick(said.Place, "answer to "+string(s.Place), "it is taken", refusal(problem.Key, s.Page))
	}
}

// refusal says why an answer is not taken, and how one is written.
func refusal(problem string, p *forms.Page) string {
	if how := like(p); how != "" {
		return "refused: " + problem + "; one is written" + how
	}
	return "refused: " + problem
}

// said finds the answer of a page, inside a repeat that of its instance.
func (v *visit) said(s engine.Step) (said, bool) {
	id := s.Page.ID
	if len(s.Instance) == 0 {
		a, ok := v.test.Answers[id]
		v.used[id] = true
		return a, ok
	}
	repeat := repeatOf(v.pack.Form, id)
	v.used[repeat] = true
	instances := v.test.Answers[repeat].instances
	if s.Instance[0] >= len(instances) {
		return said{}, false
	}
	a, ok := instances[s.Instance[0]][id]
	if ok {
		v.used[used(repeat, s.Instance[0], id)] = true
	}
	return a, ok
}

func used(repeat string, i int, page string) string { return fmt.Sprintf("%s[%d].%s", repeat, i, page) }

func repeatOf(f *forms.Form, inner string) string {
	for i := range f.Pages {
		if slices.ContainsFunc(f.Pages[i].Pages, func(p forms.Page) bool { return p.ID == inner }) {
			return f.Pages[i].ID
		}
	}
	return ""
}

// tryWrong gives the page what it must refuse.
func (v *visit) tryWrong(s engine.Step) {
	for _, w := range v.test.Wrong {
		if w.Page.s != s.Page.ID || v.used[key(w)] {
			continue
		}
		v.used[key(w)] = true
		if v.refused(w, s); v.stuck {
			return
		}
	}
}

func key(w wrong) string { return "wrong " + w.Input.Place.String() }

func (v *visit) refused(w wrong, s engine.Step) {
	got := "it is taken"
	in, _ := w.Input.input(s.Page) // was checked
	problem := v.j.Answer(s.Place, in)
	if problem != nil {
		got = problem.Key
	}
	if want := problemKey(w.Problem.s); got != want {
		v.miss(w.Problem.Place, "wrong input of "+w.Page.s, want, got)
	}
	v.stuck = problem == nil // the journey went on, and would go astray
}

// maxMisses are kept of a test: a stranger's may have thousands, each with a
// whole paper.
const maxMisses = 50

func (v *visit) miss(at strictyaml.Place, what, want, got string) {
	if len(v.result.Misses) < maxMisses {
		v.result.Misses = append(v.result.Misses, Miss{at, what, want, got})
	}
}

func (v *visit) stick(at strictyaml.Place, what, want, got string) {
	v.miss(at, what, want, got)
	v.stuck = true
}
