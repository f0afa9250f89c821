package packs

import (
	"testing"

	"guichet/forms"
	"guichet/forms/engine"
)

// bornHere goes as far as the choice of the document.
func bornHere(t *testing.T, document string) visit {
	t.Helper()
	v := begin(t, "acte-naissance")
	v.play(pick("lieu_naissance", "saint_eloi"), read("trois_documents"), pick("type_acte", document))
	return v
}

func TestOwnFullCopyByPost(t *testing.T) {
	v := bornHere(t, "integrale")
	v.play(
		pick("pour_moi", "yes"),
		person("mon_nom", "Anaïs, Marie", "Lefèvre-Bénézet"),
		date("ma_naissance", "1984-02-03"),
		person("parent1_nom", "Claire", "Bénézet"),
		person("parent2_nom", "Noël", "Lefèvre"),
		pick("exemplaires", "2"),
		pick("reception", "courrier"),
		address("adresse"),
		pick("telephone", "06 39 98 12 34"),
		pick("piece_identite", "bring"),
		pick("engagement", "yes"),
	)
	entries := v.finished(load(t, "acte-naissance").Catalog(forms.French), forms.Catalog{})
	e, ok := entry(entries, "type_acte")
	if !ok || e.Label != "Quel document voulez-vous\u00a0?" || e.Shown[0] != "Copie intégrale" {
		t.Errorf("the document reads %q: %q", e.Label, e.Shown)
	}
	for _, page := range []string{"trois_documents", "lien", "demandeur_nom"} {
		if _, ok := entry(entries, page); ok {
			t.Errorf("%s is in the submission", page)
		}
	}
}

func TestExtractWithoutParentsAsksNoParent(t *testing.T) {
	for _, forMe := range []string{"yes", "no"} {
		v := bornHere(t, "sans_filiation")
		v.play(pick("pour_moi", forMe))
		v.meetsAll(false, "parent1_nom", "parent2_nom", "lien")
	}
}

// TestAnyoneMayHaveTheExtractWithoutParents: article 33 of décret 2017-890.
func TestAnyoneMayHaveTheExtractWithoutParents(t *testing.T) {
	v := bornHere(t, "sans_filiation")
	v.play(
		pick("pour_moi", "no"),
		person("son_nom", "Jules", "Arnaud"),
		date("sa_naissance", "1951-07"),
		pick("exemplaires", "1"),
		person("demandeur_nom", "Inès", "Costa"),
		pick("reception", "mairie"),
		read("telephone"),
		pick("engagement", "yes"),
	)
	entries := v.finished(forms.Catalog{}, forms.Catalog{})
	born, _ := entry(entries, "sa_naissance")
	if born.Answer.Fields[forms.Value] != "1951-07" {
		t.Errorf("the month of birth is kept as %q", born.Answer.Fields)
	}
	if phone, _ := entry(entries, "telephone"); phone.Answer.State != forms.Skipped {
		t.Errorf("a phone left empty is %q", phone.Answer.State)
	}
	if _, ok := entry(entries, "adresse"); ok {
		t.Error("the address is asked of who comes to the desk")
	}
}

func TestOnlyCloseFamilyMayHaveTheOtherDocuments(t *testing.T) {
	for _, document := range []string{"integrale", "avec_filiation"} {
		v := bornHere(t, document)
		v.play(pick("pour_moi", "no"), pick("lien", "autre"))
		v.leftBy("famille_proche")
		for _, tie := range []string{"enfant", "parent", "epoux", "pacs", "tutelle"} {
			v = bornHere(t, document)
			v.play(pick("pour_moi", "no"), pick("lien", tie))
			v.at("son_nom")
			v.meetsAll(true, "parent1_nom", "parent2_nom", "demandeur_nom")
		}
	}
}

func TestBornElsewhereLeavesForTheRightOffice(t *testing.T) {
	cases := map[string]struct{ place, commune, exit string }{
		"abroad":                     {"etranger", "", "etranger"},
		"Digne-les-Bains":            {"france", "04070", "autre_mairie"},
		"Saint-Denis, on La Réunion": {"france", "97411", "autre_mairie"},
		"Paris":                      {"france", "75056", "paris"},
		"Paris, 12th district":       {"france", "75112", "paris"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			v := begin(t, "acte-naissance")
			v.play(pick("lieu_naissance", c.place))
			if c.commune != "" {
				v.play(step{at: "commune_naissance", in: forms.Input{"code": c.commune}})
			}
			v.leftBy(c.exit)
		})
	}
}

func TestBornInATownThatNobodyRemembers(t *testing.T) {
	v := begin(t, "acte-naissance")
	v.play(pick("lieu_naissance", "france"))
	if !v.j.DontKnow("commune_naissance") {
		t.Fatal("“I don’t know” is refused")
	}
	v.leftBy("autre_mairie")
}

func TestBornAbroadExitGivesTheAddressInNantes(t *testing.T) {
	p := load(t, "acte-naissance")
	const want = "Service central d’état civil, 11 rue de la Maison Blanche, 44941 Nantes Cedex 09"
	for _, lang := range []forms.Lang{forms.French, forms.EasyFrench} {
		if got := p.Catalog(lang).Text("exit.etranger.address"); got != want {
			t.Errorf("%s: %q", lang, got)
		}
	}
}

// TestTheWayBackFromAnExit: who touched the wrong tile is not lost.
func TestTheWayBackFromAnExit(t *testing.T) {
	v := begin(t, "acte-naissance")
	v.play(pick("lieu_naissance", "etranger"))
	if !v.j.Back() {
		t.Fatal("no way back from the exit")
	}
	v.play(pick("lieu_naissance", "saint_eloi"))
	v.at("trois_documents")
}

func TestAnotherDocumentDropsTheParents(t *testing.T) {
	v := bornHere(t, "avec_filiation")
	v.play(
		pick("pour_moi", "yes"), person("mon_nom", "Inès", "Costa"), date("ma_naissance", "1999-12-31"),
		person("parent1_nom", "Rosa", "Costa"), read("parent2_nom"),
		pick("exemplaires", "1"), pick("reception", "mairie"), read("telephone"),
		pick("piece_identite", "later"),
	)
	v.at(engine.Check)
	if !v.j.Change("type_acte") {
		t.Fatal("the document cannot be changed from the check")
	}
	v.play(pick("type_acte", "sans_filiation"))
	entries := v.finished(forms.Catalog{}, forms.Catalog{})
	if _, ok := entry(entries, "parent1_nom"); ok {
		t.Error("the parents stay in the submission")
	}
}

func TestABirthIsNotTomorrow(t *testing.T) {
	v := bornHere(t, "integrale")
	v.play(pick("pour_moi", "yes"), person("mon_nom", "Inès", "Costa"))
	tomorrow := date("ma_naissance", "2026-11-22")
	if p := v.j.Answer(tomorrow.at, tomorrow.in); p == nil {
		t.Error("a birth on the day after the visit is taken")
	}
	v.at("ma_naissance")
}
