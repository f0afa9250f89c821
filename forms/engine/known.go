package engine

import (
	"maps"

	"guichet/forms"
)

// Known are the given answers on the route by concept, outside of repeats:
// what another procedure of the same visit may propose. Whoever asks for himself
// is known as the requester and not as the subject: see [forms.Same].
func (j *Journey) Known() map[string]forms.Answer {
	out := map[string]forms.Answer{}
	for _, s := range j.route {
		if s.Asks() && s.Answered && s.Page.Concept != "" && s.Instance == nil && s.Answer.State == forms.Given {
			out[j.form.ConceptOn(s.Page.Concept, j.lookup)] = forms.Answer{State: forms.Given, Fields: maps.Clone(s.Answer.Fields)}
		}
	}
	return out
}

// Propose takes answers by concept, as [Journey.Known] of another journey
// gives them. A page outside of repeats with such a concept then has a
// [Step.Proposed]; it is not answered until the citizen goes on from it.
func (j *Journey) Propose(known map[string]forms.Answer) {
	j.proposed = maps.Clone(known)
	j.recompute()
}

// proposal is the input that a known answer gives a page; nil where there is
// none, or where the page would not take it. answer finds what was answered
// before the page.
func (j *Journey) proposal(p *forms.Page, answer func(string) (forms.Answer, bool)) forms.Input {
	if len(j.proposed) == 0 || p.Concept == "" || !p.Asks() {
		return nil
	}
	a, ok := j.proposed[j.form.ConceptOn(p.Concept, answer)]
	if !ok {
		return nil
	}
	in := forms.Refill(p, a)
	if b, problem := forms.Parse(p, in, j.today); problem != nil || b.State != forms.Given {
		return nil
	}
	return in
}

// Documents are the ids of the file pages that were answered on the route,
// each once: the papers to bring, those that the citizen has not yet among
// them. What each is called is its text "document".
func (j *Journey) Documents() []string {
	var out []string
	seen := map[string]bool{}
	for _, s := range j.route {
		if s.Kind == KindPage && s.Page.Type == forms.File && s.Answered && s.Answer.State == forms.Given && !seen[s.Page.ID] {
			seen[s.Page.ID] = true
			out = append(out, s.Page.ID)
		}
	}
	return out
}
