package session

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"guichet/forms"
	"guichet/forms/pack"
)

// clubPack asks what the newer types of question ask.
var clubPack = sync.OnceValue(func() Procedure { return club("club") })

// otherClub asks the same things, and proposes what is known.
var otherClub = sync.OnceValue(func() Procedure { return club("chorale") })

func club(id string) Procedure {
	p, err := pack.Load(fstest.MapFS{
		"pack.yaml":      {Data: []byte(strings.Replace(sampleManifest, "id: sortie", "id: "+id, 1))},
		"form.yaml":      {Data: []byte(clubForm)},
		"outputs.yaml":   {Data: []byte("outputs:\n  - {kind: paper, paper: receipt}\n  - {kind: paper, paper: sheet}\n")},
		"reminders.yaml": {Data: []byte("reminders:\n  - {id: rentree, when: 'add_days(debut, 0)'}\n")},
		"lists/activites.csv": {Data: []byte("value,group,fr,en\nsport,,Le sport (" + id + "),Sport\njudo,sport,Le judo,Judo\nnatation,sport,La natation,Swimming\n" +
			"musique,,La musique,Music\npiano,musique,Le piano,Piano\n")},
		"i18n/fr.yaml": {Data: []byte(strings.ReplaceAll(clubTexts, "CLUB", id))},
		"i18n/en.yaml": {Data: []byte(strings.ReplaceAll(clubTexts, "CLUB", id))},
	})
	if err != nil {
		panic(err) // the texts are below
	}
	return p
}

const clubForm = `
pages:
  - {id: nom, type: name, concept: requester.name}
  - {id: pays, type: country, concept: requester.birth_country}
  - {id: activite, type: choice_linked, list: activites}
  - {id: debut, type: month_year}
  - {id: facture, type: file}
  - {id: signature, type: signature, optional: true}
computed:
  - {id: prix, type: money, expr: 'activite == "judo" ? 12000 : 9000'}
`

const clubTexts = `
pack:
  title: "S’inscrire au CLUB"
  subject: "CLUB"
  intro: "Vous vous inscrivez."
  next: "Le club vous appelle."
  keep: "La mairie garde votre demande 400 jours."
  legal: "La loi le permet."
document: {carnet: "Le carnet de santé"}
contact:
  accueil: {name: "L’accueil"}
  jeunesse: {name: "Le service jeunesse"}
nom: {title: "Comment vous appelez-vous ?"}
pays: {title: "Dans quel pays êtes-vous né ?"}
activite: {title: "Quelle activité ?", pitfall: {1: "Une seule activité par an.", 2: "Le judo est complet."}, why: "Pour vous donner une place."}
debut: {title: "Quel mois commencez-vous ?"}
facture: {title: "Avez-vous une facture ?", help: "Elle a moins de trois mois.", document: "Une facture d’eau"}
signature: {title: "Signez"}
computed: {prix: "Le prix de l’année"}
reminder: {rentree: "Venez payer {prix} au club"}
`

// visitClub plays a story in a kiosk that offers both.
func visitClub(t *testing.T, story func(st *stage)) {
	clubs := []Procedure{clubPack(), otherClub()}
	playWith(t, func(_ *stage, c *Config) { c.Packs = clubs }, story)
}

const ink = "10,10 500,200 900,390;100,100 300,100"

// toActivity answers up to the linked choice.
func (st *stage) toActivity() {
	st.t.Helper()
	st.pressed("Commencer", "S’inscrire au club", "Commencer")
	st.fill("family", family, "given", given1)
	st.pressed("France", "Continuer")
	st.at(Question, "Quelle activité")
}

func (st *stage) toSignature() {
	st.t.Helper()
	st.toActivity()
	st.pressed("Le sport (club)", "Le judo", "Continuer")
	st.fill("month", "9", "year", "2026")
	st.pressed("Je ne l’ai pas encore", "Continuer")
	st.at(Question, "Signez")
}

func TestALinkedChoiceIsMadeInTwoSteps(t *testing.T) {
	visitClub(t, func(st *stage) {
		st.toActivity()
		st.readsNot("Le judo")
		groups := st.view()
		st.press("Le sport (club)")
		st.reads("Le judo", "La natation", "Le sport (club)", "[Changer]")
		if st.view().Page == groups.Page {
			t.Error("a second tap would take an activity: the page has the same number")
		}
		st.send(Typed{groups.Page, input("group", "musique")})
		st.reads("Le judo")
		st.press("Continuer")
		if st.view().Problem == nil {
			t.Error("a group alone is taken for an answer")
		}
		st.press("Changer")
		st.pressed("La musique", "Le piano")
		st.press("Retour")
		st.reads("Le sport (club)", "La musique")
		st.pressed("Le sport (club)", "La natation", "Continuer")
		st.at(Question, "Quel mois")
		st.press("Retour")
		st.reads("(x) La natation")
	})
}

func TestACountryIsFoundByItsName(t *testing.T) {
	visitClub(t, func(st *stage) {
		st.pressed("Commencer", "S’inscrire au club", "Commencer")
		st.fill("family", family, "given", given1)
		st.reads("( ) France")
		st.send(Typed{st.view().Page, input(searchField, "Alg")})
		st.reads("Algérie")
		st.press("Algérie")
		st.reads("[Algérie]")
		st.send(SetLang{forms.English})
		st.reads("[Algeria]")
		st.send(SetLang{forms.French})
		st.send(Typed{st.view().Page, input(forms.Value, "DZ", searchField, "Algéri")})
		st.press("Continuer")
		if st.view().Problem == nil {
			t.Error("letters that are no country's name are taken for the one picked before")
		}
		st.pressed("Algérie", "Continuer")
		st.press("Retour")
		st.reads("[Algérie]")
	})
}

func TestFrequentErrorsOpenInPlaceOfTheReason(t *testing.T) {
	visitClub(t, func(st *stage) {
		st.toActivity()
		v := st.view()
		if v.Pitfalls.Open || len(v.Pitfalls.Items) != 2 {
			t.Fatalf("%+v", v.Pitfalls)
		}
		st.send(v.Why.Ask.Do, v.Pitfalls.Ask.Do)
		if v = st.view(); !v.Pitfalls.Open || v.Why.Open {
			t.Errorf("errors %v, reason %v", v.Pitfalls.Open, v.Why.Open)
		}
		st.send(v.Pitfalls.Ask.Do)
		if st.view().Pitfalls.Open {
			t.Error("it does not close")
		}
	})
}

func TestADocumentIsGatheredOnTheListAndOnTheReceipt(t *testing.T) {
	visitClub(t, func(st *stage) {
		st.toSignature()
		st.fill(forms.Value, ink)
		st.reads("Signé à l’écran")
		st.pressed("Continuer", "Envoyer ma demande")
		st.wait(2500 * time.Millisecond)
		st.at(Done, "Nous avons bien reçu")
		st.reads("Apportez ces documents", "Une facture d’eau")
		st.press("Imprimer la liste des documents")
		st.wait(2 * time.Second)
		for _, doc := range st.printer.docs {
			if text := fmt.Sprintf("%#v", doc); !strings.Contains(text, "facture d’eau") {
				t.Errorf("the paper %s does not name the document", doc.Name)
			}
		}
		if n := len(st.printer.docs); n != 2 {
			t.Errorf("%d papers", n)
		}
	})
}

func TestWhoCannotSignWithAFingerSignsAtTheDesk(t *testing.T) {
	visitClub(t, func(st *stage) {
		st.toSignature()
		st.send(Typed{st.view().Page, input(forms.Value, ink)})
		st.press("Je signe au guichet")
		st.at(Check, "Vérifiez")
		st.reads("Pas de réponse")
	})
}

func TestASecondProcedureProposesWhatIsKnown(t *testing.T) {
	visitClub(t, func(st *stage) {
		st.toSignature()
		st.fill(forms.Value, ink)
		st.pressed("Continuer", "Envoyer ma demande")
		st.wait(2500 * time.Millisecond)
		st.send(st.view().Other.Do)
		st.at(Menu, "Que voulez-vous faire")
		st.pressed("S’inscrire au chorale", "Commencer")
		st.reads("Vous l’avez déjà dit", family)
		st.press("Continuer")
		st.reads("Vous l’avez déjà dit", "[France]")
		st.press("Continuer")
		st.readsNot("Vous l’avez déjà dit")
		st.pressed("Le sport (chorale)", "Le judo", "Continuer")
		st.fill("month", "9", "year", "2026")
		st.pressed("Je l’apporte", "Continuer", "Je signe au guichet", "Continuer", "Envoyer ma demande")
		st.wait(2500 * time.Millisecond)
		st.at(Done, "Nous avons bien reçu")
		if n := len(st.outbox.kept); n != 2 || st.outbox.kept[0].Reference == st.outbox.kept[1].Reference {
			t.Fatalf("%d submissions", n)
		}
	})
}

// Whoever comes next is proposed nothing.
func TestWhatIsKnownEndsWithTheVisit(t *testing.T) {
	for name, end := range map[string]func(*stage){
		"by the citizen": func(st *stage) { st.press("Terminer") },
		"by itself":      func(st *stage) { st.wait(time.Hour) },
		"in the menu":    func(st *stage) { st.send(st.view().Other.Do); st.wait(time.Hour) },
	} {
		t.Run(name, func(t *testing.T) {
			visitClub(t, func(st *stage) {
				st.toSignature()
				st.press("Je signe au guichet")
				st.pressed("Continuer", "Envoyer ma demande")
				st.wait(2500 * time.Millisecond)
				end(st)
				if st.view().State != Attract {
					t.Fatalf("at %s", st.view().State)
				}
				st.pressed("Commencer", "S’inscrire au chorale", "Commencer")
				st.readsNot("Vous l’avez déjà dit", family)
			})
		})
	}
}

// The price is worked out, the reminder names it; both are on screen and paper.
func TestValuesAndRemindersAreToldAndPrinted(t *testing.T) {
	visitClub(t, func(st *stage) {
		st.toActivity()
		st.pressed("Le sport (club)", "Le judo", "Continuer")
		st.fill("month", "9", "year", "2026")
		st.pressed("Je l’apporte", "Continuer", "Je signe au guichet")
		st.at(Check, "Vérifiez")
		st.reads("Calculé avec vos réponses", "Le prix de l’année : 120,00 € []")
		st.pressed("Continuer", "Envoyer ma demande")
		st.wait(2500 * time.Millisecond)
		st.reads("À ne pas oublier", "mardi 1er septembre 2026 : Venez payer 120,00 € au club")
		if text := spaces(fmt.Sprintf("%v", st.printer.docs[0])); strings.Contains(text, "120,00") || strings.Contains(text, "septembre 2026") {
			t.Errorf("the receipt repeats an answer:\n%s", text)
		}
		st.press("Imprimer mes rappels")
		st.reads("Vos rappels s’impriment")
		st.wait(2 * time.Second)
		st.reads("Vos rappels sont imprimés")
		if text := spaces(fmt.Sprintf("%v", st.printer.docs[1])); !strings.Contains(text, "Venez payer 120,00 € au club") {
			t.Errorf("the paper of reminders does not remind:\n%s", text)
		}
		if got := st.outbox.kept[0].Computed; len(got) != 1 || got[0].Value != "12000" {
			t.Errorf("the submission holds %+v", got)
		}
	})
}

// The sheet names a person: it comes out while he stands there, and not after.
func TestTheSheetIsPrintedForWhoStandsThere(t *testing.T) {
	visitClub(t, func(st *stage) {
		st.toSignature()
		st.press("Je signe au guichet")
		st.pressed("Continuer", "Envoyer ma demande")
		st.wait(2500 * time.Millisecond)
		st.press("Imprimer ma feuille")
		st.reads("Votre feuille s’imprime")
		st.wait(2 * time.Second)
		st.reads("Votre feuille est imprimée")
		last := st.printer.docs[len(st.printer.docs)-1]
		if last.Name != "sheet" || !strings.Contains(fmt.Sprintf("%#v", last), family) {
			t.Errorf("the paper is %s", last.Name)
		}
		st.press("Terminer")
		if word := leaked(st.view()); word != "" {
			t.Errorf("%q is on the home page", word)
		}
	})
}

func TestAPackIsOfferedInItsDaysAndOnANewEnoughKiosk(t *testing.T) {
	offered := func(version string, change func(*pack.Pack)) (n int) {
		p := *clubPack()
		change(&p)
		playWith(t, func(_ *stage, c *Config) { c.Packs, c.Version = []Procedure{&p}, version }, func(st *stage) {
			n = len(st.view().Offers)
			st.press("Commencer")
			st.send(Pick{st.view().Page, p.ID})
			if picked := st.view().State == Before; picked != (n == 1) {
				t.Errorf("offered %d, picked %v", n, picked)
			}
		})
		return n
	}
	for _, c := range []struct {
		name, version string
		change        func(*pack.Pack)
		want          int
	}{
		{"always", "1.0.0", func(*pack.Pack) {}, 1},
		{"over", "1.0.0", func(p *pack.Pack) { p.Validity.Until = "1999-12-31" }, 0},
		{"last day", "1.0.0", func(p *pack.Pack) { p.Validity.Until = "2000-01-01" }, 1},
		{"to come", "1.0.0", func(p *pack.Pack) { p.Validity.From = "2000-01-02" }, 0},
		{"an older kiosk", "1.9.0", func(p *pack.Pack) { p.MinKiosk = "1.10.0" }, 0},
		{"a new enough one", "1.10.0-rc1", func(p *pack.Pack) { p.MinKiosk = "1.10.0" }, 1},
		{"of no known version", "", func(p *pack.Pack) { p.MinKiosk = "9.0.0" }, 1},
	} {
		if got := offered(c.version, c.change); got != c.want {
			t.Errorf("%s: %d packs", c.name, got)
		}
	}
}

// One paper that came out does not keep the others back, and each comes once.
func TestEveryPaperMayBeAskedFor(t *testing.T) {
	visitClub(t, func(st *stage) {
		st.pressed("Commencer", "S’inscrire au club", "Imprimer cette liste")
		st.wait(2 * time.Second)
		st.pressed("Parler à quelqu’un", "Imprimer ces contacts")
		st.wait(2 * time.Second)
		st.pressed("Revenir à la page", "Commencer")
		st.fill("family", family, "given", given1)
		st.pressed("France", "Continuer", "Le sport (club)", "Le judo", "Continuer")
		st.fill("month", "9", "year", "2026")
		st.pressed("Je l’apporte", "Continuer", "Je signe au guichet", "Continuer", "Envoyer ma demande")
		st.wait(2500 * time.Millisecond)
		all := []string{"Imprimer ma feuille", "Imprimer la liste des documents", "Imprimer mes rappels"}
		for i, words := range all {
			st.press(words)
			st.wait(2 * time.Second)
			for k, other := range all {
				if offered := st.offered(other); offered != (k > i) {
					t.Errorf("after %q, %q is offered: %v", words, other, offered)
				}
			}
		}
		want := []string{"documents", "contacts", "receipt", "sheet", "documents", "reminders"}
		if got := st.printer.names(); !slices.Equal(got, want) {
			t.Errorf("printed %q, wanted %q", got, want)
		}
	})
}

// The receipt lists what everybody brings. What an answer asks for would tell
// the answer to who finds the paper: that list is a paper to ask for.
func TestTheReceiptNamesNoDocumentThatAnAnswerAsksFor(t *testing.T) {
	paperOf := func(c *forms.Condition) (receipt, list string) {
		p, form := *clubPack(), *clubPack().Form
		form.Pages = slices.Clone(form.Pages)
		form.Pages[slices.IndexFunc(form.Pages, func(p forms.Page) bool { return p.ID == "facture" })].VisibleIf = c
		p.Form = &form
		playWith(t, func(_ *stage, c *Config) { c.Packs = []Procedure{&p} }, func(st *stage) {
			st.toSignature()
			st.pressed("Je signe au guichet", "Continuer", "Envoyer ma demande")
			st.wait(2500 * time.Millisecond)
			st.press("Imprimer la liste des documents")
			st.wait(2 * time.Second)
			receipt, list = spaces(fmt.Sprint(st.printer.docs[0])), spaces(fmt.Sprint(st.printer.docs[1]))
		})
		return receipt, list
	}
	judo := &forms.Condition{Op: forms.Eq, Page: "activite", Values: []string{"judo"}}
	for _, c := range []struct {
		name   string
		when   *forms.Condition
		named  bool
		reason string
	}{{"asked of everybody", nil, true, ""}, {"asked by an answer", judo, false, "Demandez leur liste"}} {
		receipt, list := paperOf(c.when)
		if got := strings.Contains(receipt, "Une facture d’eau"); got != c.named || !strings.Contains(receipt, c.reason) {
			t.Errorf("%s: on the receipt %v\n%s", c.name, got, receipt)
		}
		if !strings.Contains(list, "Une facture d’eau") {
			t.Errorf("%s: the list is\n%s", c.name, list)
		}
	}
}

// A pack comes and goes at midnight, on a home page that nobody touches.
func TestTheHomePageAtMidnight(t *testing.T) {
	today, tomorrow := *clubPack(), *clubPack()
	today.Validity.Until, tomorrow.Validity.From = "2000-01-01", "2000-01-02"
	tomorrow.Version = "2.0.0"
	playWith(t, func(_ *stage, c *Config) { c.Packs = []Procedure{&today, &tomorrow} }, func(st *stage) {
		offers := func(want string) {
			t.Helper()
			if got := st.view().Offers; len(got) != 1 || got[0].Version != want {
				t.Fatalf("%v at %v", got, time.Now())
			}
		}
		offers("1.2.3")
		shown := len(st.views)
		y, m, d := time.Now().Date()
		st.wait(time.Until(time.Date(y, m, d+1, 0, 0, 0, 0, time.Local)) - time.Second)
		if offers("1.2.3"); len(st.views) != shown {
			t.Errorf("the home page was shown %d times more with nothing new on it", len(st.views)-shown)
		}
		st.wait(time.Minute)
		offers("2.0.0")
		st.press("Commencer")
		if st.send(Pick{st.view().Page, "club"}); st.view().State != Before {
			t.Errorf("at %s", st.view().State)
		}
	})
}

// The hub wants to know what the home page really shows.
func TestTheHomePageSaysWhichRevisionsItOffers(t *testing.T) {
	visitClub(t, func(st *stage) {
		if got := st.view().Offers; len(got) != 2 || got[0] != (Revision{"club", "1.2.3"}) {
			t.Fatalf("%v", got)
		}
		st.toActivity()
		newer := *clubPack()
		newer.Version = "1.3.0"
		st.send(PacksChanged{[]Procedure{&newer}})
		st.at(Question, "Quelle activité")
		st.pressed("Recommencer", "Tout effacer")
		if got := st.view().Offers; len(got) != 1 || got[0] != (Revision{"club", "1.3.0"}) {
			t.Fatalf("%v", got)
		}
	})
}
