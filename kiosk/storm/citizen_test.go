package storm

import (
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"guichet/forms"
	"guichet/forms/strictyaml"
	"guichet/kiosk/bench"
	"guichet/kiosk/session"
)

// scriptsFolder is relative to this package, where tests run.
const scriptsFolder = "../bench/visits"

func script(name string) (v bench.Visit, err error) {
	file := filepath.Join(scriptsFolder, name+".yaml")
	data, err := os.ReadFile(file)
	if err != nil {
		return v, err
	}
	if faults := strictyaml.Decode(file, data, &v); faults != nil {
		return v, faults
	}
	v.Name = name
	return v, nil
}

// person is somebody in front of the kiosk, for one visit.
type person struct {
	*terminal
	plan
	script bench.Visit
	begun  bool
	pages  int
	tries  int // of what was refused or not kept
	asked  map[string]bool
	waited bool // for a receipt that could not be had yet
	acted  at   // what he has answered already
	// given is what he answered: under an overlay it may not have been heard.
	given map[session.PageID][]session.Event
}

// at is a page as somebody may have to act on it.
type at struct {
	page, overlay session.PageID
	problem       string
	found         bool // the search has found something
	offers        int  // papers that can be had
}

func atOf(v session.View) at {
	a := at{page: v.Page}
	if v.Overlay != nil {
		a.overlay = v.Overlay.Page
	}
	if v.Problem != nil {
		a.problem = v.Problem.Text.Key
	}
	a.found = len(foundOn(v)) > 0
	if v.State == session.Done {
		a.offers = len(papersOn(v))
	}
	return a
}

// papersOn are what is pressed for each paper that can be had on the last page.
func papersOn(v session.View) (all []session.Event) {
	for _, b := range v.Blocks {
		if tiles, ok := b.(session.Tiles); ok {
			for _, t := range tiles.Items {
				all = append(all, t.Do)
			}
		}
	}
	return all
}

// visit goes from the home page to the home page.
func (t *terminal) visit(ctx context.Context, p plan) {
	c := &person{terminal: t, plan: p, asked: map[string]bool{}, given: map[session.PageID][]session.Event{}}
	var err error
	if c.script, err = script(p.Script); err != nil {
		say("what?", err)
		return
	}
	if p.Lang != "" {
		t.send(session.SetLang{Lang: p.Lang})
	}
	t.send(session.Touched{})
	for v := t.last(ctx); ctx.Err() == nil && !c.over(v); v = t.next(ctx, v) {
		if a := atOf(v); a != c.acted {
			c.acted = a
			c.act(v)
		}
	}
}

// last asks for the page on the screen: something changes there and back.
func (t *terminal) last(ctx context.Context) (v session.View) {
	t.send(session.SetSize{Size: session.Large})
	t.send(session.SetSize{Size: session.Normal})
	return t.next(ctx, v)
}

func (t *terminal) next(ctx context.Context, v session.View) session.View {
	select {
	case v = <-t.views:
	case <-ctx.Done():
	}
	return v
}

// over: he has been away from the home page and it is back, or it is out of order.
func (c *person) over(v session.View) bool {
	if v.State != session.Attract {
		c.begun = true
		return false
	}
	return c.begun && v.Overlay == nil || whatOn(v) == "broken"
}

// act does what somebody does on a page that has just come.
func (c *person) act(v session.View) {
	if v.Overlay == nil {
		c.pages++
	}
	if c.Leave > 0 && c.pages > c.Leave && v.State != session.Attract {
		c.goAway(v)
		return
	}
	e := c.answer(v)
	for _, one := range e {
		c.send(one)
		if c.Twice {
			c.send(one)
		}
	}
}

// goAway is the end for who does not stay to the end.
func (c *person) goAway(v session.View) {
	if c.Heap != "" {
		say("heap", dumpHeap(c.Heap))
		c.Heap = ""
	}
	switch {
	case c.Asleep: // the kiosk finds out by itself
	case v.Overlay != nil:
		c.send(session.Leave{Page: v.Overlay.Page})
	default:
		c.send(session.Leave{Page: v.Page})
	}
}

// answer is what is pressed on a page.
func (c *person) answer(v session.View) []session.Event {
	if v.Overlay != nil {
		return c.overlay(v)
	}
	switch v.State {
	case session.Menu:
		return []session.Event{session.Pick{Page: v.Page, Pack: c.script.Pack}}
	case session.Question, session.Declaration:
		return c.question(v)
	case session.Leaving:
		return []session.Event{session.Leave{Page: v.Page}}
	case session.Saving:
		return c.saving(v)
	case session.Printing, session.Ended:
		return nil
	case session.Done:
		return c.done(v)
	}
	return []session.Event{v.Next.Do}
}

func (c *person) overlay(v session.View) []session.Event {
	page := v.Overlay.Page
	switch {
	case v.Overlay.Kind == session.ConfirmEnd:
		return []session.Event{session.Leave{Page: page}}
	case v.Overlay.Kind == session.OutOfOrder:
		return nil
	}
	return []session.Event{session.Stay{Page: page}}
}

// patienceOf is how often somebody tries again.
const patienceOf = 3

// saving: what was not kept is handed in again, a few times.
func (c *person) saving(v session.View) []session.Event {
	if v.Problem == nil {
		return nil
	}
	if c.tries++; c.tries > patienceOf {
		return []session.Event{session.Leave{Page: v.Page}}
	}
	return []session.Event{v.Next.Do}
}

// question answers one page of the form.
func (c *person) question(v session.View) []session.Event {
	if next, asks := v.Next.Do.(session.Next); asks {
		return []session.Event{next}
	}
	if found := foundOn(v); len(found) > 0 {
		c.acted = at{page: v.Page}
		return []session.Event{found[0].Do, session.Answered{Page: v.Page}}
	}
	if v.Problem != nil {
		return c.refused(v)
	}
	if c.given[v.Page] == nil {
		c.given[v.Page] = c.fill(v)
	}
	return c.given[v.Page]
}

// fill is what his script says for a page.
func (c *person) fill(v session.View) []session.Event {
	in, err := c.script.Next(pageName(v), c.now())
	if err != nil {
		return c.unknown(v)
	}
	return c.give(v, in)
}

// give is one answer of the script.
func (c *person) give(v session.View, in forms.Input) []session.Event {
	switch {
	case in["more"] != "":
		return []session.Event{session.More{Page: v.Page, Yes: in["more"] == "yes"}}
	case in["unknown"] != "":
		return []session.Event{v.DontKnow.Do}
	case in["proposed"] != "":
		return []session.Event{session.Answered{Page: v.Page}}
	case in["search"] != "":
		return []session.Event{session.Typed{Page: v.Page, Input: forms.Input{"search": in["search"]}}}
	}
	typed := planted(in, c.N)
	return []session.Event{session.Typed{Page: v.Page, Input: typed}, session.Answered{Page: v.Page}}
}

// refused: with a clock that is years off, a date of birth may be to come. He
// gives up.
func (c *person) refused(v session.View) []session.Event {
	say("refused", pageName(v), v.Problem.Text.Key)
	return []session.Event{session.Leave{Page: v.Page}}
}

// unknown is a page that his script does not know.
func (c *person) unknown(v session.View) []session.Event {
	say("what?", c.script.Name, pageName(v))
	return []session.Event{session.Leave{Page: v.Page}}
}

// done is the last page: the papers that are offered, then another procedure, or
// goodbye.
func (c *person) done(v session.View) []session.Event {
	if c.Copies {
		if e, name := c.offered(v); e != nil {
			c.asked[name] = true
			return []session.Event{e}
		}
		if !c.waited && owes(v) { // somebody may be mending the printer
			c.waited = true
			return nil
		}
	}
	if c.Then != "" {
		next, err := script(c.Then)
		if err != nil {
			say("what?", err)
		}
		c.script, c.Then, c.tries = next, "", 0
		return []session.Event{v.Other.Do}
	}
	return []session.Event{v.Next.Do}
}

// owes tells whether nobody knows that the receipt came out.
func owes(v session.View) bool {
	for _, b := range v.Blocks {
		if p, ok := b.(session.Paragraph); ok && slices.Contains([]string{"session.done.unknown", "session.done.not_printed"}, p.Text.Key) {
			return true
		}
	}
	return false
}

// offered is a paper that can be had and was not asked for yet.
func (c *person) offered(v session.View) (session.Event, string) {
	for _, e := range papersOn(v) {
		if name := fmt.Sprintf("%T", e); !c.asked[name] {
			return e, name
		}
	}
	return nil, ""
}

// foundOn are the tiles under a search that nothing was picked for yet.
func foundOn(v session.View) []session.Tile {
	for _, b := range v.Blocks {
		if f, ok := b.(session.Fields); ok && isSearch(f) {
			return f.Found
		}
	}
	return nil
}

func isSearch(f session.Fields) bool {
	return slices.ContainsFunc(f.Items, func(x session.Field) bool { return x.Name == "search" })
}

// pageName is the id of the form's page: "cantine/ecole.title" → "ecole".
func pageName(v session.View) string {
	_, page, _ := strings.Cut(v.Title.Key, "/")
	id, _, _ := strings.Cut(page, ".")
	return id
}

// seedName begins every name that is typed in the storm. Nobody has it.
const seedName = "Zorgloubec"

// planted replaces what is personal in an answer by words that are found again:
// names, streets, addresses and numbers of this visit.
func planted(in forms.Input, n int) forms.Input {
	out := maps.Clone(in)
	for field, value := range out {
		switch {
		case field == "family" || field == "given":
			out[field] = nameOf(n)
		case field == "street":
			out[field] = "12 rue " + nameOf(n)
		case strings.Contains(value, "@"):
			out[field] = strings.ToLower(nameOf(n)) + "@exemple.fr"
		case strings.HasPrefix(value, "06399") && len(value) == 10:
			out[field] = phoneOf(n)
		}
	}
	return out
}

// nameOf has letters only: a name has no digits.
func nameOf(n int) string {
	name := []byte(seedName)
	for ; n > 0; n /= 16 {
		name = append(name, "abcdefghijklmnop"[n%16])
	}
	return string(name)
}

// phoneOf is one of the numbers that are kept for fiction: 06 39 98.
func phoneOf(n int) string { return fmt.Sprintf("063998%04d", n%10000) }

func plainSpaces(s string) string {
	return strings.NewReplacer("\u00a0", " ", "\u202f", " ").Replace(s)
}
