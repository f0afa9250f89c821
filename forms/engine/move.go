package engine

import (
	"strings"

	"guichet/forms"
)

// ProblemStale is the key of the problem that an answer to another page than
// the present one gets: a second tap. Nothing has changed.
const ProblemStale = "problem.stale"

// Answer checks the input of the page at a place, keeps it and moves on. A
// problem leaves all as it was. At the check the input is not looked at: it
// goes on to what is declared, or stays where nothing is.
func (j *Journey) Answer(at Place, in forms.Input) *forms.Problem {
	s := j.Step()
	if s.Place == at && s.Kind == KindCheck {
		j.forward()
		return nil
	}
	if s.Place != at || s.Kind != KindPage {
		return &forms.Problem{Key: ProblemStale}
	}
	a, problem := forms.Parse(s.Page, in, j.today)
	if problem != nil {
		return problem
	}
	j.keep(at, a)
	return nil
}

// DontKnow answers "I don't know" where the page takes it, and moves on.
// False: the page does not take it, or is not the present one.
func (j *Journey) DontKnow(at Place) bool {
	s := j.Step()
	if s.Place != at || s.Kind != KindPage || !s.Page.Unknown {
		return false
	}
	j.keep(at, forms.Answer{State: forms.Unknown})
	return true
}

func (j *Journey) keep(at Place, a forms.Answer) {
	j.answers[at] = a
	j.undeclare(at)
	j.recompute()
	j.forward()
}

// undeclare drops what was declared when something before it changes.
func (j *Journey) undeclare(changed Place) {
	check := j.index(Check)
	if check < 0 || j.index(changed) > check {
		return
	}
	for _, s := range j.route[check+1:] {
		delete(j.answers, s.Place)
	}
}

// forward goes to the next step and stays at the last one; on the way back to
// the check, to the first question that is open, and to the check where none
// is.
func (j *Journey) forward() {
	if j.returning {
		j.to(j.firstOpen())
		return
	}
	j.to(j.route[min(j.index(j.at)+1, len(j.route)-1)].Place)
}

func (j *Journey) to(at Place) {
	j.at = at
	if at == Check {
		j.returning = false
	}
}

// More answers the page of a repeat that asks for another: yes begins a new
// instance, unless there are as many as allowed; no goes on.
func (j *Journey) More(at Place, yes bool) {
	s := j.Step()
	if s.Place != at || s.Kind != KindMore || yes && !s.CanAdd {
		return
	}
	id := s.Page.ID
	j.undeclare(at)
	j.count[id], j.closed[id] = s.Count, !yes
	if !yes {
		j.recompute()
		j.forward()
		return
	}
	j.count[id]++
	j.recompute()
	j.toInstance(id, s.Count)
}

// toInstance goes to the first page of an instance, or stays at the repeat
// where all the pages of the instance are hidden.
func (j *Journey) toInstance(repeat string, i int) {
	for _, s := range j.route {
		if strings.HasPrefix(string(s.Place), instancePrefix(repeat, i)) {
			j.at = s.Place
			return
		}
	}
}

// Back goes to the step before; false at the first. From a page that was
// opened by [Journey.Change] it goes back to the check.
func (j *Journey) Back() bool {
	if j.returning && j.firstOpen() == Check {
		j.to(Check)
		return true
	}
	i := j.index(j.at)
	if i == 0 {
		return false
	}
	j.at = j.route[i-1].Place
	return true
}

// Change goes from the check to an answered step; answering returns straight
// to the check, through newly opened questions first. False: not at the check,
// or no such step before it.
func (j *Journey) Change(at Place) bool {
	i := j.index(at)
	if j.at != Check || i < 0 || i >= j.index(Check) {
		return false
	}
	j.at, j.returning = at, true
	return true
}
