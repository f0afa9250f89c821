// Package engine leads a citizen through a form: which page is shown, what an
// answer opens and closes, when all is answered. It is pure: no clock, no file,
// no screen.
//
// A [Journey] holds the answers and a place. The route, the pages in order
// from the first to the check or to an exit, is computed afresh from the
// answers at every change; an answer that is no longer on it is dropped.
//
// The declarations that end a form come after the check: what a citizen
// declares is what he has just read. They are made again when an answer
// changes.
package engine

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"guichet/forms"
)

// Place names a step: "enfant_nom"; "personnes[1].nom", a page of the second
// instance of a repeat; "personnes", where a repeat asks for another;
// "check"; "exit:abroad".
type Place string

// Check is the place where a citizen checks the answers.
const Check Place = "check"

// Kind is a kind of step.
type Kind int

const (
	KindPage  Kind = iota // a page that asks or explains
	KindMore              // a repeat: add another?
	KindCheck             // check your answers
	KindExit              // leaves without a submission
)

// Step is a place on the route and what is there.
type Step struct {
	Place    Place
	Kind     Kind
	Page     *forms.Page // KindPage, KindMore
	Instance []int       // inside a repeat: which instance, from 0
	Exit     *forms.Exit // KindExit

	// Number of Of: "question 3 sur 11". They count the pages that ask, on
	// the route as it is now. Elsewhere Number is how many come before.
	Number, Of int

	Answer   forms.Answer
	Answered bool
	// Proposed is what is known of the answer from elsewhere, to show filled
	// in (see [Journey.Propose]); nil where nothing is. Only what the citizen
	// confirms is an answer.
	Proposed  forms.Input
	Returning bool // Continue goes back to the check

	Count  int  // KindMore: how many instances there are
	CanAdd bool // KindMore: another one is allowed
}

// Asks tells whether the step puts a question that counts in Number and Of.
func (s Step) Asks() bool { return s.Kind == KindPage && s.Page.Asks() }

// Journey is one citizen's way through a form. It is not safe for concurrent
// use: the visit's goroutine owns it.
type Journey struct {
	form  *forms.Form
	today forms.Day

	answers map[Place]forms.Answer
	count   map[string]int  // instances of a repeat
	closed  map[string]bool // a repeat where "no other" was said

	proposed map[string]forms.Answer // by concept

	route     []Step
	instances map[string]int          // of the repeats on the route
	values    map[string]forms.Answer // computed, at the end of the route
	at        Place
	returning bool
}

// New begins a journey at the first page of a form that was checked.
func New(f *forms.Form, today forms.Day) *Journey {
	j := &Journey{
		form: f, today: today,
		answers: map[Place]forms.Answer{}, count: map[string]int{}, closed: map[string]bool{},
	}
	j.recompute()
	j.at = j.route[0].Place
	return j
}

// Step is where the citizen is.
func (j *Journey) Step() Step {
	s := j.route[j.index(j.at)]
	s.Returning = j.returning && s.Kind != KindCheck
	return s
}

// Route is every step in order, as the answers so far lead: pages, then the
// check and what is declared after it, or an exit.
func (j *Journey) Route() []Step { return slices.Clone(j.route) }

// Summary is what check your answers shows: the answered questions on the
// route before it, and each repeat with its count.
func (j *Journey) Summary() []Step {
	route := j.Route()
	if i := j.index(Check); i >= 0 {
		route = route[:i]
	}
	return answered(route)
}

func answered(route []Step) []Step {
	return slices.DeleteFunc(route, func(s Step) bool {
		return !s.Answered || !(s.Asks() || s.Kind == KindMore)
	})
}

// Complete tells whether every page on the route is answered, those after the
// check among them, and the route leads to no exit.
func (j *Journey) Complete() bool {
	return !slices.ContainsFunc(j.route, func(s Step) bool { return !s.Answered && s.Kind != KindCheck })
}

// Entries are all answers as a submission keeps them, what was declared among
// them. c is the pack's catalog, words the kiosk's.
func (j *Journey) Entries(c, words forms.Catalog) []forms.Entry {
	var out []forms.Entry
	for _, s := range answered(j.Route()) {
		out = append(out, forms.Entry{
			Page: s.Page.ID, Type: s.Page.Type, Instance: s.Instance,
			Label:  s.Label(c),
			Answer: forms.Answer{State: s.Answer.State, Fields: maps.Clone(s.Answer.Fields)},
			Shown:  forms.Format(s.Page, s.Answer, c, words),
		})
	}
	return out
}

// Label is the question of a page, with {n} the number of the instance from 1.
func (s Step) Label(c forms.Catalog) string {
	return c.Text(s.Page.Key("title"), "n", s.nth())
}

// nth is the number of the instance, from 1; empty outside of repeats.
func (s Step) nth() string {
	if len(s.Instance) == 0 {
		return ""
	}
	return fmt.Sprint(s.Instance[0] + 1)
}

func inner(repeat string, i int, page string) Place {
	return Place(fmt.Sprintf("%s[%d].%s", repeat, i, page))
}

func exitPlace(id string) Place { return Place("exit:" + id) }

// instancePrefix is what the places of one instance begin with.
func instancePrefix(repeat string, i int) string { return fmt.Sprintf("%s[%d].", repeat, i) }

func (j *Journey) index(at Place) int {
	return slices.IndexFunc(j.route, func(s Step) bool { return s.Place == at })
}

// firstOpen is the first step that waits for an answer, the check or an exit.
func (j *Journey) firstOpen() Place {
	i := slices.IndexFunc(j.route, func(s Step) bool { return !s.Answered })
	return j.route[i].Place
}

// splitPlace reads "personnes[1].nom" as "personnes", 1.
func splitPlace(at Place) (repeat string, i int, ok bool) {
	repeat, rest, found := strings.Cut(string(at), "[")
	if !found {
		return "", 0, false
	}
	_, err := fmt.Sscanf(rest, "%d]", &i)
	return repeat, i, err == nil
}
