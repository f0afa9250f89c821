package packs

import (
	"math/rand/v2"
	"strconv"
	"testing"

	"guichet/forms"
	"guichet/forms/engine"
)

// TestEveryWayThroughEndsAndEveryPageIsMet walks each pack with answers drawn
// at random: no walk gets stuck, and no page, exit or repeat is written for
// nobody.
func TestEveryWayThroughEndsAndEveryPageIsMet(t *testing.T) {
	if testing.Short() {
		t.Skip("it is long")
	}
	for _, p := range loadAll(t) {
		w := walker{t: t, rnd: rand.New(rand.NewPCG(7, 11)), met: map[string]bool{}}
		for range 400 {
			w.walk(p.Form)
		}
		for _, id := range ids(p.Form) {
			if !w.met[id] {
				t.Errorf("%s: nobody meets %s", p.ID, id)
			}
		}
	}
}

type walker struct {
	t   *testing.T
	rnd *rand.Rand
	met map[string]bool
}

func (w *walker) walk(f *forms.Form) {
	w.t.Helper()
	j := engine.New(f, today)
	for range 200 {
		s := j.Step()
		switch s.Kind {
		case engine.KindExit:
			w.met["exit:"+s.Exit.ID] = true
			return
		case engine.KindCheck:
			w.met["check"] = true
			j.Answer(s.Place, nil)
		case engine.KindMore:
			w.met[s.Page.ID] = true
			j.More(s.Place, s.CanAdd && w.coin())
		default:
			w.met[s.Page.ID] = true
			w.answer(j, s)
			w.askedOnce(j)
			if j.Complete() && w.met["check"] {
				return
			}
		}
	}
	w.t.Fatalf("200 pages and no end, at %s", j.Step().Place)
}

// askedOnce: no journey asks the same of the same person twice.
func (w *walker) askedOnce(j *engine.Journey) {
	w.t.Helper()
	asked := map[string]string{}
	for _, s := range j.Route() {
		if s.Page == nil || s.Page.Concept == "" {
			continue
		}
		if first := asked[s.Page.Concept]; first != "" && first != s.Page.ID {
			w.t.Fatalf("%s and %s both ask %s", first, s.Page.ID, s.Page.Concept)
		}
		asked[s.Page.Concept] = s.Page.ID
	}
}

func (w *walker) answer(j *engine.Journey, s engine.Step) {
	w.t.Helper()
	if s.Page.Unknown && w.coin() && j.DontKnow(s.Place) {
		return
	}
	if p := j.Answer(s.Place, w.input(s.Page)); p != nil {
		w.t.Fatalf("%s: %s", s.Place, p.Key)
	}
}

func (w *walker) coin() bool { return w.rnd.IntN(2) == 0 }

func (w *walker) one(values ...string) forms.Input {
	return forms.Input{forms.Value: values[w.rnd.IntN(len(values))]}
}

// input is an answer that a page takes.
func (w *walker) input(p *forms.Page) forms.Input {
	switch p.Type {
	case forms.YesNo:
		return w.one("yes", "no")
	case forms.ChoiceOne:
		return w.one(p.Choices...)
	case forms.ChoiceMany:
		return forms.Input{p.Choices[w.rnd.IntN(len(p.Choices))]: "yes"}
	case forms.Commune:
		return forms.Input{"code": w.one("75056", "75112", "04070", "97411")[forms.Value]}
	case forms.Date:
		return date("", w.dateFor(p)).in
	case forms.ChoiceLinked:
		g := p.Linked[w.rnd.IntN(len(p.Linked))]
		return forms.Input{"group": g.Value, forms.Value: g.Choices[0]}
	case forms.File:
		return w.one(forms.Files...)
	case forms.Address:
		return address("").in
	case forms.Name:
		return person("", "Inès", "Costa").in
	}
	if p.Type == forms.Number && p.Min != nil {
		return forms.Input{forms.Value: strconv.FormatInt(*p.Min, 10)}
	}
	return forms.Input{forms.Value: plainInput[p.Type]}
}

// plainInput is an answer of each type that has one field and no choice.
var plainInput = map[forms.Type]string{
	forms.Civility: "mme", forms.Phone: "06 39 98 12 34", forms.Email: "ines.costa@exemple.fr",
	forms.Country: "BE", forms.ShortText: "Namur", forms.Signature: "100,100 300,200",
	forms.Number: "3", forms.IBAN: "FR76 1131 5000 0112 3456 7890 138", forms.Declaration: "yes",
}

// dateFor is a day that the bounds of the page allow: of a baby, a pupil, a
// young citizen, an adult.
func (w *walker) dateFor(p *forms.Page) string {
	last, ok := forms.Bound(p.MaxDate, today)
	if !ok {
		last = today
	}
	ages := []int{0, 7, 16, 18, 40}
	day := last.AddYears(-ages[w.rnd.IntN(len(ages))])
	if first, ok := forms.Bound(p.MinDate, today); ok && day.Before(first) {
		day = last
	}
	return day.String()
}

// ids are the pages, exits and ends that somebody must meet.
func ids(f *forms.Form) []string {
	out := []string{"check"}
	for _, e := range f.Exits {
		out = append(out, "exit:"+e.ID)
	}
	for _, p := range f.Pages {
		out = append(out, p.ID)
		for _, q := range p.Pages {
			out = append(out, q.ID)
		}
	}
	return out
}
