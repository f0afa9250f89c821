package packs

import (
	"maps"
	"slices"
	"testing"

	"guichet/forms"
	"guichet/forms/engine"
	"guichet/forms/formtest"
)

// next begins another procedure of the same visit, as the kiosk does.
func next(t *testing.T, name string, known map[string]forms.Answer) visit {
	t.Helper()
	v := begin(t, name)
	v.j.Propose(known)
	return v
}

// toCheck answers every page to the check: as told, else what is proposed, else
// anything. It gives the pages that were proposed an answer.
func (v visit) toCheck(told map[string]string) []string {
	v.t.Helper()
	var proposed []string
	for v.j.Step().Place != engine.Check {
		s := v.j.Step()
		in, ok := forms.Input{forms.Value: told[s.Page.ID]}, told[s.Page.ID] != ""
		if ok && s.Page.Type == forms.Date {
			in = date("", told[s.Page.ID]).in
		}
		if s.Proposed != nil {
			proposed = append(proposed, s.Page.ID)
			in, ok = s.Proposed, true
		}
		if s.Kind == engine.KindMore {
			v.j.More(s.Place, s.Count == 0)
			continue
		}
		if !ok {
			in = formtest.Input(s.Page)
		}
		if problem := v.j.Answer(s.Place, in); problem != nil {
			v.t.Fatalf("%s: %s with %v", s.Place, problem.Key, in)
		}
	}
	return proposed
}

// TestNobodyIsAskedTwice: a mother puts her child down for the canteen, asks
// for his birth certificate, registers his elder brother for the census and
// prepares an identity card for the child.
func TestNobodyIsAskedTwice(t *testing.T) {
	first := begin(t, "cantine")
	first.toCheck(map[string]string{"ecole": "source", "enfant_naissance": "2019-05-14", "debut": "2027-01-04"})
	known := first.j.Known()
	for _, c := range []struct {
		pack string
		told map[string]string
		want []string
	}{
		{"acte-naissance", map[string]string{"lieu_naissance": "saint_eloi", "type_acte": "integrale", "pour_moi": "no", "lien": "enfant", "reception": "courrier"},
			[]string{"son_nom", "sa_naissance", "demandeur_nom", "adresse", "telephone"}},
		{"recensement-citoyen", map[string]string{"declarant": "representant", "deja_fait": "no"},
			[]string{"representant_nom", "parent2_nom", "adresse", "telephone", "email"}},
		{"carte-identite", map[string]string{"pour_qui": "enfant", "motif": "premiere"},
			[]string{"responsable_nom", "nom", "naissance", "adresse", "parent1_nom", "parent2_nom", "telephone", "email"}},
	} {
		v := next(t, c.pack, known)
		if c.pack == "recensement-citoyen" {
			v = v.youth()
		}
		if got := v.toCheck(c.told); !slices.Equal(got, c.want) {
			t.Errorf("%s proposes %v, want %v", c.pack, got, c.want)
		}
		maps.Copy(known, v.j.Known())
	}
}

// youth answers up to the date of birth: that of somebody of 18.
func (v visit) youth() visit {
	v.t.Helper()
	v.play(pick("declarant", "representant"), read("pour_le_jeune"), pick("francais", "yes"))
	if v.j.Step().Proposed != nil {
		v.t.Error("the date of birth of another child is proposed")
	}
	v.play(date("naissance", "2008-01-01"))
	return v
}

// TestWhoAsksForHimselfIsTheRequester: he prepares his card, then registers to
// vote; what he said of himself is proposed.
func TestWhoAsksForHimselfIsTheRequester(t *testing.T) {
	card := begin(t, "carte-identite")
	card.play(pick("francais", "yes"), pick("pour_qui", "moi"))
	card.toCheck(map[string]string{"motif": "premiere"})
	known := card.j.Known()
	if _, ok := known["subject.name"]; ok {
		t.Error("he is known as somebody else, whom the next procedure may be about")
	}
	got := next(t, "listes-electorales", known).toCheck(map[string]string{"nationalite": "francaise", "lien": "domicile"})
	want := []string{"naissance", "nom", "nom_usage", "sexe", "commune_naissance", "adresse", "telephone", "email"}
	if !slices.Equal(got, want) {
		t.Errorf("proposed %v, want %v", got, want)
	}
}
