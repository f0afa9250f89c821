package packs

import (
	"testing"

	"guichet/forms"
	"guichet/forms/engine"
)

// The stretches of a journey, in order; a test changes the one it is about.
var (
	child = []step{
		person("enfant_nom", "Léo", "Costa"), date("enfant_naissance", "2019-05-14"),
		pick("ecole", "pont_vieux"), pick("classe", "cp"),
	}
	parent = []step{
		pick("resp1_civilite", "mme"), person("resp1_nom", "Inès", "Costa"), address("resp1_adresse"),
		pick("resp1_telephone", "06 39 98 12 34"), read("resp1_email"),
	}
	otherAdult = []step{
		pick("second", "yes"), pick("resp2_civilite", "m"), person("resp2_nom", "Paul", "Arnaud"),
		pick("resp2_telephone", "06 39 98 56 78"), read("resp2_email"),
	}
	meals = []step{
		pick("jours_fixes", "yes"), tick("jours", "lundi", "jeudi"), date("debut", "2027-01-04"),
	}
	people = []step{
		more("autorises", "no"),
		person("urgences[0].urgence_nom", "Rosa", "Costa"),
		pick("urgences[0].urgence_telephone", "06 39 98 90 12"),
		pick("urgences[0].urgence_lien", "grand_parent"), more("urgences", "no"),
	}
	payment = []step{
		pick("quotient_connu", "yes"), pick("quotient", "650"), pick("justificatif_quotient", "bring"),
		pick("prelevement", "no"),
	}
)

// alone goes as far as the meals, with one responsible adult.
func alone(t *testing.T) visit {
	t.Helper()
	v := begin(t, "cantine")
	v.play(child...)
	v.play(parent...)
	v.play(pick("second", "no"))
	return v
}

// together goes as far as the address of the two adults.
func together(t *testing.T) visit {
	t.Helper()
	v := begin(t, "cantine")
	v.play(child...)
	v.play(parent...)
	v.play(otherAdult...)
	return v
}

func (v visit) fromMealsToCheck() {
	v.t.Helper()
	v.play(meals...)
	v.play(pick("allergie", "no"))
	v.play(people...)
	v.play(payment...)
	v.at(engine.Check)
}

func TestOneParentRegistersAChild(t *testing.T) {
	v := alone(t)
	v.meetsAll(false, "resp2_nom", "meme_adresse", "garde")
	v.fromMealsToCheck()
	entries := v.finished(load(t, "cantine").Catalog(forms.French), forms.Catalog{})
	if e, _ := entry(entries, "ecole"); e.Shown[0] != "École élémentaire du Pont-Vieux" {
		t.Errorf("the school reads %q", e.Shown)
	}
	if e, _ := entry(entries, "debut"); e.Answer.Fields[forms.Value] != "2027-01-04" {
		t.Errorf("the first meal is on %q", e.Answer.Fields)
	}
}

func TestCustodyOnlyForParentsWhoLiveApart(t *testing.T) {
	v := together(t)
	v.meetsAll(true, "meme_adresse")
	v.meetsAll(false, "resp2_adresse", "garde")
	v.play(pick("meme_adresse", "yes"))
	v.at("jours_fixes")

	v = together(t)
	v.play(pick("meme_adresse", "no"), address("resp2_adresse"))
	v.at("garde")
}

func TestEachKindOfCustodyHasItsOwnQuestions(t *testing.T) {
	cases := map[string]struct{ meets, not []string }{
		"conjointe": {[]string{"domicile"}, []string{"semaines", "factures", "jugement"}},
		"alternee":  {[]string{"semaines", "factures"}, []string{"domicile", "jugement"}},
		"exclusive": {[]string{"domicile", "jugement"}, []string{"semaines", "factures"}},
	}
	for custody, c := range cases {
		t.Run(custody, func(t *testing.T) {
			v := together(t)
			v.play(pick("meme_adresse", "no"), address("resp2_adresse"), pick("garde", custody))
			v.meetsAll(true, c.meets...)
			v.meetsAll(false, c.not...)
		})
	}
}

func TestParentsWhoTakeTurns(t *testing.T) {
	v := together(t)
	v.play(
		pick("meme_adresse", "no"), address("resp2_adresse"),
		pick("garde", "alternee"), pick("semaines", "paires"), pick("factures", "chacun"),
	)
	v.fromMealsToCheck()
	if !v.j.Change("second") {
		t.Fatal("the second adult cannot be changed from the check")
	}
	v.play(pick("second", "no"))
	entries := v.finished(forms.Catalog{}, forms.Catalog{})
	for _, page := range []string{"resp2_nom", "resp2_adresse", "meme_adresse", "garde", "semaines", "factures"} {
		if _, ok := entry(entries, page); ok {
			t.Errorf("%s stays without a second adult", page)
		}
	}
}

func TestMovingApartOpensCustodyBeforeTheCheck(t *testing.T) {
	v := together(t)
	v.play(pick("meme_adresse", "yes"))
	v.fromMealsToCheck()
	v.j.Change("meme_adresse")
	v.play(
		pick("meme_adresse", "no"), address("resp2_adresse"),
		pick("garde", "exclusive"), pick("domicile", "moi"), read("jugement"),
	)
	v.finished(forms.Catalog{}, forms.Catalog{})
}

func TestSchoolOfAnotherTownLeaves(t *testing.T) {
	v := begin(t, "cantine")
	v.play(child[:2]...)
	v.play(pick("ecole", "autre"))
	v.leftBy("autre_ecole")
}

// TestHealthIsNeverAsked: yes or no, then what to bring; nothing to write.
func TestHealthIsNeverAsked(t *testing.T) {
	v := alone(t)
	v.play(meals...)
	v.play(pick("allergie", "yes"))
	v.at("accueil_sante")
	for _, p := range load(t, "cantine").Form.Pages {
		if p.Section == "sante" && p.Type != forms.YesNo && p.Type != forms.Explanation && p.Type != forms.File {
			t.Errorf("%s asks for health in a page of type %s", p.ID, p.Type)
		}
	}
	v.play(read("accueil_sante"), pick("papier_sante", "later"))
	v.at("autorises")
}

func TestIrregularDaysAreGivenToThePeopleAtTheOffice(t *testing.T) {
	v := alone(t)
	v.play(pick("jours_fixes", "no"), read("jours_variables"))
	v.at("debut")
	v.meetsAll(false, "jours")
}

func TestAtMostFivePeopleMayPickUpTheChild(t *testing.T) {
	v := alone(t)
	v.play(meals...)
	v.play(pick("allergie", "no"))
	for i := range 5 {
		in := engine.Place("autorises[" + string(rune('0'+i)) + "].")
		v.play(
			more("autorises", "yes"), person(in+"autorise_nom", "Rosa", "Costa"),
			pick(in+"autorise_telephone", "06 39 98 90 12"), pick(in+"autorise_lien", "ami"),
		)
	}
	if s := v.j.Step(); s.Place == "autorises" && s.CanAdd {
		t.Error("a sixth person may be added")
	}
}

func TestSomebodyMustBeThereInAnEmergency(t *testing.T) {
	v := alone(t)
	v.play(meals...)
	v.play(pick("allergie", "no"), more("autorises", "no"))
	v.at("urgences[0].urgence_nom")
}

// atTheQuotient goes as far as the family quotient.
func atTheQuotient(t *testing.T) visit {
	t.Helper()
	v := alone(t)
	v.play(meals...)
	v.play(pick("allergie", "no"))
	v.play(people...)
	return v
}

// TestTheQuotientIsWorkedOut: income of the year ÷ parts ÷ 12.
func TestTheQuotientIsWorkedOut(t *testing.T) {
	for _, c := range []struct{ income, parts, want string }{
		{"10000", "p4", "208"}, {"10000", "p2_5", "333"}, {"24000", "p1", "2000"}, {"0", "p2", "0"},
	} {
		v := atTheQuotient(t)
		v.play(pick("quotient_connu", "no"), pick("avis_impot", "yes"), pick("revenu", c.income), pick("parts", c.parts))
		v.at("quotient_estime")
		v.meetsAll(false, "quotient_ou", "quotient")
		if got := v.j.Computed(forms.Catalog{}, forms.Catalog{}); len(got) != 1 || got[0].Value != c.want {
			t.Errorf("%s in %s: %v, want %s", c.income, c.parts, got, c.want)
		}
	}
}

// TestAnotherNumberOfPartsIsForThePeopleAtTheOffice: nothing is worked out.
func TestAnotherNumberOfPartsIsForThePeopleAtTheOffice(t *testing.T) {
	v := atTheQuotient(t)
	v.play(pick("quotient_connu", "no"), pick("avis_impot", "yes"), pick("revenu", "10000"), pick("parts", "autre"))
	v.at("quotient_ou")
	v.meetsAll(false, "quotient_estime")
}

func TestWhoDoesNotKnowTheQuotientIsToldWhereItIs(t *testing.T) {
	v := atTheQuotient(t)
	v.play(pick("quotient_connu", "no"), pick("avis_impot", "no"), read("quotient_ou"), pick("justificatif_quotient", "later"))
	v.at("prelevement")
	v.play(pick("prelevement", "yes"))
	v.at("iban")
	wrong := pick("iban", "FR76 1131 5000 0112 3456 7890 139")
	if p := v.j.Answer(wrong.at, wrong.in); p == nil {
		t.Error("an IBAN with a wrong check digit is taken")
	}
	v.play(pick("iban", "FR76 1131 5000 0112 3456 7890 138"), pick("engagement", "yes"))
	v.finished(forms.Catalog{}, forms.Catalog{})
}

func TestTheFirstMealIsNotInThePast(t *testing.T) {
	v := alone(t)
	v.play(meals[:2]...)
	for _, day := range []string{"2026-11-20", "2027-11-22"} {
		if p := v.j.Answer("debut", date("debut", day).in); p == nil {
			t.Errorf("a first meal on %s is taken", day)
		}
	}
	v.play(date("debut", "2026-11-21"))
	v.at("allergie")
}
