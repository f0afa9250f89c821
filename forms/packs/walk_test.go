package packs

import (
	"math/rand/v2"
	"testing"

	"guichet/forms"
	"guichet/forms/engine"
)

// TestEveryWayThroughEndsAndEveryPageIsMet walks each pack with answers drawn
// at random: no walk gets stuck, and no page, exit or repeat is written for
// nobody.
func TestEveryWayThroughEndsAndEveryPageIsMet(t *testing.T) {
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
			if j.Complete() && w.met["check"] {
				return
			}
		}
	}
	w.t.Fatalf("200 pages and no end, at %s", j.Step().Place)
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
		return date("", dateFor(p)).in
	case forms.Address:
		return address("").in
	case forms.Name:
		return person("", "Inès", "Costa").in
	}
	return forms.Input{forms.Value: plainInput[p.Type]}
}

// plainInput is an answer of each type that has one field and no choice.
var plainInput = map[forms.Type]string{
	forms.Civility: "mme", forms.Phone: "06 39 98 12 34", forms.Email: "ines.costa@exemple.fr",
	forms.Number: "3", forms.IBAN: "FR76 1131 5000 0112 3456 7890 138", forms.Declaration: "yes",
}

// dateFor is a day that the bounds of the page allow.
func dateFor(p *forms.Page) string {
	if p.MinDate == "today" {
		return "2027-01-04"
	}
	return "2019-05-14"
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
