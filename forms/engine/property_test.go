package engine_test

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"guichet/forms"
	"guichet/forms/engine"
	"guichet/forms/formtest"
)

// TestAnyVisit plays random visits through random forms, and after every touch
// checks what must always hold.
func TestAnyVisit(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) { visit(t, randomForm(t)) })
}

// TestAnyVisitOfTheSample does so through the sample pack.
func TestAnyVisitOfTheSample(t *testing.T) {
	if testing.Short() {
		t.Skip("it is long")
	}
	form := formtest.Pack(t).Form
	rapid.Check(t, func(t *rapid.T) { visit(t, form) })
}

func visit(t *rapid.T, form *forms.Form) {
	j := engine.New(form, formtest.Today)
	t.Repeat(map[string]func(*rapid.T){
		"":          func(t *rapid.T) { holds(t, form, j) },
		"answer":    func(t *rapid.T) { answerAny(t, j) },
		"go on":     func(t *rapid.T) { goOn(t, j) },
		"dont know": func(t *rapid.T) { j.DontKnow(j.Step().Place) },
		"more":      func(t *rapid.T) { j.More(j.Step().Place, rapid.Bool().Draw(t, "yes")) },
		"back":      func(t *rapid.T) { back(t, j) },
		"change":    func(t *rapid.T) { change(t, j) },
		"remove":    func(t *rapid.T) { removeAny(t, j) },
		"stale":     func(t *rapid.T) { stale(t, j) },
	})
}

// holds is what is true at every moment.
func holds(t *rapid.T, form *forms.Form, j *engine.Journey) {
	at := index(j, j.Step().Place)
	if at < 0 {
		t.Fatalf("the place %s is not on the route", j.Step().Place)
	}
	places := map[engine.Place]engine.Step{}
	for i, s := range j.Route() {
		places[s.Place] = s
		if i < at && !s.Answered && s.Kind != engine.KindCheck {
			t.Fatalf("at %s, and %s before it is open", j.Step().Place, s.Place)
		}
	}
	for place, a := range j.Answers() {
		if s, ok := places[place]; !ok || !reflect.DeepEqual(s.Answer, a) {
			t.Fatalf("the answer of %s is off the route", place)
		}
	}
	if len(places) != len(j.Route()) {
		t.Fatalf("a place stands twice on the route %v", placesOf(j.Route()))
	}
	sameRouteFromTheAnswers(t, j)
	sameRouteFromAReplay(t, form, j)
	wayForward(t, j)
	wayBack(t, j)
}

// sameRouteFromTheAnswers: nothing of the past is in the route but the answers.
func sameRouteFromTheAnswers(t *rapid.T, j *engine.Journey) {
	fresh := j.Clone()
	fresh.Recompute()
	if !reflect.DeepEqual(fresh.Route(), j.Route()) || !reflect.DeepEqual(fresh.Answers(), j.Answers()) {
		t.Fatalf("route %v, from its answers %v", placesOf(j.Route()), placesOf(fresh.Route()))
	}
}

// sameRouteFromAReplay gives the same answers one by one in a fresh journey, up
// to the first question that is open.
func sameRouteFromAReplay(t *rapid.T, form *forms.Form, j *engine.Journey) {
	fresh := engine.New(form, formtest.Today)
	for replay(t, fresh, j) {
	}
	for i, s := range j.Route() {
		got := fresh.Route()[i]
		if got.Place != s.Place || got.Kind != s.Kind || !reflect.DeepEqual(got.Answer, s.Answer) || got.Answered != s.Answered || got.Number != s.Number {
			t.Fatalf("step %d is %+v, replayed %+v", i, s, got)
		}
		if !s.Answered {
			return
		}
	}
}

// replay makes one step as j did; false at the first open step.
func replay(t *rapid.T, fresh, j *engine.Journey) bool {
	s := fresh.Step()
	i := index(j, s.Place)
	switch {
	case s.Kind == engine.KindMore && hasInstance(j, s.Place, s.Count):
		fresh.More(s.Place, true)
	case i < 0:
		t.Fatalf("the replay is at %s, which is not on the route %v", s.Place, placesOf(j.Route()))
	case s.Kind == engine.KindMore && s.Count < j.Route()[i].Count: // of hidden pages only
		fresh.More(s.Place, true)
	case !j.Route()[i].Answered:
		return false
	case s.Kind == engine.KindMore:
		fresh.More(s.Place, false)
	case s.Kind == engine.KindCheck:
		if i+1 == len(j.Route()) || !j.Route()[i+1].Answered {
			return false
		}
		fresh.Answer(s.Place, nil)
	case s.Kind != engine.KindPage:
		return false
	case j.Route()[i].Answer.State == forms.Unknown:
		fresh.DontKnow(s.Place)
	default:
		if p := fresh.Answer(s.Place, forms.Refill(s.Page, j.Route()[i].Answer)); p != nil {
			t.Fatalf("the answer of %s is refused: %s", s.Place, p.Key)
		}
	}
	return true
}

// wayForward: answering leads through the check to the end, or to an exit.
func wayForward(t *rapid.T, from *engine.Journey) {
	j := from.Clone()
	for range 300 {
		s := j.Step()
		if j.Complete() && index(j, s.Place) >= index(j, engine.Check) {
			return
		}
		switch s.Kind {
		case engine.KindCheck:
			if j.Answer(s.Place, nil); j.Step().Place == s.Place {
				t.Fatalf("at the check, and not complete: %v", placesOf(j.Route()))
			}
		case engine.KindExit:
			return
		case engine.KindMore:
			j.More(s.Place, false)
		default:
			if p := j.Answer(s.Place, formtest.Input(s.Page)); p != nil {
				t.Fatalf("%s: %s", s.Place, p.Key)
			}
		}
	}
	t.Fatalf("no way forward from %s: %v", from.Step().Place, placesOf(j.Route()))
}

// wayBack: Back leads to the first page.
func wayBack(t *rapid.T, from *engine.Journey) {
	j := from.Clone()
	for range 300 {
		if !j.Back() {
			if j.Step().Place != j.Route()[0].Place {
				t.Fatalf("Back stops at %s", j.Step().Place)
			}
			return
		}
	}
	t.Fatalf("Back goes round from %s", from.Step().Place)
}

func answerAny(t *rapid.T, j *engine.Journey) {
	s := j.Step()
	if s.Kind != engine.KindPage {
		return
	}
	before := j.Clone()
	problem := j.Answer(s.Place, randomInput(t, s.Page))
	if problem != nil && !same(before, j) {
		t.Fatalf("%s was refused (%s), and something changed", s.Place, problem.Key)
	}
}

func goOn(t *rapid.T, j *engine.Journey) {
	for range rapid.IntRange(1, 30).Draw(t, "steps") {
		if s := j.Step(); s.Kind == engine.KindMore {
			j.More(s.Place, false)
		} else if s.Kind == engine.KindPage {
			j.Answer(s.Place, formtest.Input(s.Page))
		} else if s.Kind == engine.KindCheck {
			j.Answer(s.Place, nil)
		}
	}
}

// readyToCheck tells whether all that comes before the check is answered.
func readyToCheck(j *engine.Journey) bool {
	check := index(j, engine.Check)
	return check >= 0 && !slices.ContainsFunc(j.Route()[:check], func(s engine.Step) bool { return !s.Answered })
}

func back(t *rapid.T, j *engine.Journey) {
	first := j.Step().Place == j.Route()[0].Place && !(j.Returns() && readyToCheck(j))
	if j.Back() == first {
		t.Fatalf("Back at %s", j.Step().Place)
	}
}

// change: giving the same answer again comes straight back to the check.
func change(t *rapid.T, j *engine.Journey) {
	to := rapid.SampledFrom(j.Route()).Draw(t, "to")
	may := j.Step().Place == engine.Check && index(j, to.Place) < index(j, engine.Check)
	if j.Change(to.Place) != may {
		t.Fatalf("Change to %s: allowed is %v", to.Place, may)
	}
	if !may || to.Kind != engine.KindPage || to.Answer.State != forms.Given {
		return
	}
	again := j.Clone()
	if !again.Step().Returning || again.Answer(to.Place, forms.Refill(to.Page, to.Answer)) != nil || again.Step().Place != engine.Check {
		t.Fatalf("the same answer at %s leads to %s", to.Place, again.Step().Place)
	}
}

func removeAny(t *rapid.T, j *engine.Journey) {
	s := rapid.SampledFrom(j.Route()).Draw(t, "of")
	if s.Kind == engine.KindMore {
		i := rapid.IntRange(-1, s.Count).Draw(t, "instance")
		if j.RemoveInstance(s.Page.ID, i) != (i >= 0 && i < s.Count) {
			t.Fatalf("RemoveInstance(%s, %d) of %d", s.Page.ID, i, s.Count)
		}
		return
	}
	if j.Remove(s.Place) != (s.Instance != nil) {
		t.Fatalf("Remove(%s)", s.Place)
	}
}

// stale: a touch that comes for another place changes nothing.
func stale(t *rapid.T, j *engine.Journey) {
	s := rapid.SampledFrom(j.Route()).Draw(t, "of")
	if s.Place == j.Step().Place {
		return
	}
	before := j.Clone()
	problem := j.Answer(s.Place, forms.Input{forms.Value: "yes"})
	j.More(s.Place, rapid.Bool().Draw(t, "yes"))
	if j.DontKnow(s.Place) || problem == nil || problem.Key != engine.ProblemStale || !same(before, j) {
		t.Fatalf("at %s a touch for %s does something", j.Step().Place, s.Place)
	}
}

func same(a, b *engine.Journey) bool { return reflect.DeepEqual(a, b) }

func placesOf(route []engine.Step) []string {
	var out []string
	for _, s := range route {
		out = append(out, fmt.Sprintf("%s:%v", s.Place, s.Answered))
	}
	return out
}

func index(j *engine.Journey, at engine.Place) int {
	return slices.IndexFunc(j.Route(), func(s engine.Step) bool { return s.Place == at })
}

func hasInstance(j *engine.Journey, repeat engine.Place, i int) bool {
	return slices.ContainsFunc(j.Route(), func(s engine.Step) bool {
		return strings.HasPrefix(string(s.Place), fmt.Sprintf("%s[%d].", repeat, i))
	})
}
