package session

import (
	"slices"
	"testing"
	"time"

	"guichet/drivers/printer"
	"guichet/forms"
)

// From the first touch to the paper in the hand, and to nothing left.
func TestWholeVisit(t *testing.T) {
	play(t, func(st *stage) {
		st.toSent()
		if len(st.printer.names()) != 0 {
			t.Error("something was printed before the submission was safe")
		}
		st.wait(time.Second)
		st.at(Printing, "Votre reçu s’imprime.")
		st.reads("Il sort en bas, à droite.")
		st.wait(time.Second)
		st.at(Done, "Nous avons bien reçu votre demande.")
		st.reads(st.outbox.references()[0], "Prenez votre reçu. Il est en bas, à droite.",
			"Vous avez une réponse au plus tard le dimanche 16 janvier 2000.", "Le service jeunesse vous appelle.")
		st.press("Terminer")
		st.at(Attract, "Bonjour")
		if got := st.printer.names(); !slices.Equal(got, []string{"receipt"}) {
			t.Errorf("printed %v", got)
		}
		st.checkSubmission()
	})
}

func (st *stage) checkSubmission() {
	st.t.Helper()
	if len(st.outbox.kept) != 1 {
		st.t.Fatalf("%d submissions kept", len(st.outbox.kept))
	}
	sub := st.outbox.kept[0]
	if sub.Pack != "sortie" || sub.Version != "1.2.3" || sub.Lang != forms.French || len(sub.ID) != 32 {
		st.t.Errorf("submission of %s %s in %s with id %q", sub.Pack, sub.Version, sub.Lang, sub.ID)
	}
	i := slices.IndexFunc(sub.Entries, func(e forms.Entry) bool { return e.Page == "enfant_nom" })
	if i < 0 || sub.Entries[i].Answer.Fields["family"] == "" {
		st.t.Errorf("the name is not in the submission")
	}
}

// A form without a declaration of its own gets the kiosk's.
func TestKioskDeclares(t *testing.T) {
	p := plainPack()
	playWith(t, func(_ *stage, c *Config) { c.Packs = []Procedure{p} }, func(st *stage) {
		st.toCheck()
		st.press("Continuer")
		st.at(Declaration, "Votre demande est prête")
		st.reads("Mairie de Saint-Éloi, Service jeunesse")
		st.press("Retour")
		st.at(Check, "Vérifiez")
		st.pressed("Continuer", "Envoyer ma demande")
		st.wait(3 * time.Second)
		st.at(Done, "Nous avons bien reçu")
	})
}

// The second of two taps on the same spot finds its page gone.
func TestDoubleTap(t *testing.T) {
	play(t, func(st *stage) {
		st.toFirst()
		answer := Answered{st.view().Page, input("family", family, "given", given1)}
		st.send(answer, answer)
		st.at(Question, "Quand votre enfant est-il né")
		if v := st.view(); v.Problem != nil {
			t.Errorf("the second tap made a problem: %q", v.Problem.Text.S)
		}
		st.toSentFromSecond()
		st.wait(3 * time.Second)
		if n := len(st.outbox.kept); n != 1 {
			t.Errorf("%d submissions", n)
		}
	})
}

func (st *stage) toSentFromSecond() {
	st.t.Helper()
	st.press("Retour")
	st.press("Retour")
	st.press("Retour")
	st.press("Retour")
	st.toSent()
	again := st.view().Page
	st.send(Next{again}, Next{again - 1}, Answered{Page: again - 1})
}

// Letters that were typed stay through a change of language, size and
// colours, through the contacts and through going back.
func TestTypedLettersStay(t *testing.T) {
	play(t, func(st *stage) {
		st.toFirst()
		page := st.view().Page
		st.send(Typed{page, input("family", "Lefè")})
		st.send(SetLang{forms.English}, SetSize{Huge}, SetTheme{Contrast})
		st.at(Question, "Comment s’appelle votre enfant ? (en)")
		st.reads("[Lefè]", "[Continue]", "Question 1 of")
		st.press("Talk to someone")
		st.press("Back to the page")
		st.reads("[Lefè]")
		if got := st.view().Page; got != page {
			t.Errorf("the same page has number %d and then %d", page, got)
		}
		st.pressed("Back", "Start")
		st.reads("[Lefè]")
	})
}

// A pack that is not written in the language of the visit comes in French.
func TestPackWithoutTheLanguage(t *testing.T) {
	play(t, func(st *stage) {
		st.send(SetLang{forms.EasyFrench})
		st.pressed("Commencer", "Inscrire mon enfant à une sortie (fr)")
		st.reads("Ces questions sont en français.")
	})
}

func TestSettingsEndWithTheVisit(t *testing.T) {
	play(t, func(st *stage) {
		st.toFirst()
		st.send(SetLang{forms.English}, SetSize{Large}, SetTheme{Dark})
		st.pressed("Start again", "Erase everything")
		st.at(Attract, "Bonjour")
		if v := st.view(); v.Lang != forms.French || v.Size != Normal || v.Theme != Light {
			t.Errorf("%s, size %d, theme %d", v.Lang, v.Size, v.Theme)
		}
	})
}

// What is wrong stands at the top and at the field until something is typed.
func TestProblem(t *testing.T) {
	play(t, func(st *stage) {
		st.toFirst()
		st.press("Continuer")
		st.reads("problem")
		st.send(Typed{st.view().Page, input("family", family)})
		st.readsNot("problem")
		st.press("Continuer")
		if p := st.view().Problem; p == nil || p.Field != "given" {
			t.Errorf("problem %+v", p)
		}
		st.reads(family)
	})
}

// A postal code that is the INSEE code of another commune picks nothing.
func TestPostcodeIsNotACommune(t *testing.T) {
	play(t, func(st *stage) {
		st.toFirst()
		st.fill("family", family, "given", given1)
		st.fill("month", "2", "year", year)
		st.pressed("Madame", "Continuer")
		st.send(Typed{st.view().Page, input(searchField, "13001")})
		st.readsNot("Aix-en-Provence")
		st.press("Continuer")
		if p := st.view().Problem; p == nil || p.Field != searchField {
			t.Fatalf("problem %+v", p)
		}
		st.send(Typed{st.view().Page, input(searchField, "manosque")})
		st.press("Manosque (04100)")
		st.reads("[Manosque (04100)]")
		st.send(Typed{st.view().Page, input(searchField, "Manosque (0410", "code", "04112")})
		st.press("Continuer")
		st.reads("problem")
	})
}

// The form leads somewhere else: where, in print too, and a way back.
func TestExit(t *testing.T) {
	play(t, func(st *stage) {
		st.toFirst()
		st.fill("family", family, "given", given1)
		st.fill("day", "3", "month", "2", "year", year)
		st.pressed("Madame", "Continuer")
		st.send(Typed{st.view().Page, input(searchField, "nimes")})
		st.press(buttonsIn(st.view().Blocks)[0].Text.S)
		st.press("Continuer")
		st.at(Leaving, "Adressez-vous à votre mairie")
		st.reads("Préfecture, 13006 Marseille", "https://ailleurs.example/", "Le service jeunesse", "04 92 00 00 10")
		st.press("Imprimer l’adresse")
		st.reads("Les contacts s’impriment.")
		st.wait(time.Second)
		st.reads("Les contacts sont imprimés.")
		if got := st.printer.names(); !slices.Equal(got, []string{"exit"}) {
			t.Errorf("printed %v", got)
		}
		st.press("Retour")
		st.at(Question, "Où habitez-vous")
		st.pressed("Continuer", "Terminer")
		st.at(Attract, "Bonjour")
	})
}

// Change goes to one question and straight back.
func TestChangeAnAnswer(t *testing.T) {
	play(t, func(st *stage) {
		st.toCheck()
		st.reads(family, "Personne 1", other, mobile, "Manosque (04100)", "3 février 2019")
		st.send(st.changeOf("Comment s’appelle votre enfant ? (fr)"))
		st.at(Question, "Comment s’appelle")
		st.fill("family", "Dupont", "given", given1)
		st.at(Check, "Vérifiez")
		st.reads("Dupont")
		st.readsNot(family)
	})
}

func (st *stage) changeOf(label string) Event {
	st.t.Helper()
	for _, b := range st.view().Blocks {
		if rows, ok := b.(Rows); ok {
			for _, r := range rows.Items {
				if spaces(r.Label.S) == label {
					return r.Change.Do
				}
			}
		}
	}
	st.t.Fatalf("no row %q on\n%s", label, dump(st.view()))
	return nil
}

// One of two persons is taken away; the other moves up, and a draft that
// belonged to the second does not become hers.
func TestRemoveAPerson(t *testing.T) {
	play(t, func(st *stage) {
		st.toRepeat()
		st.press("Ajouter")
		st.fill("family", other, "given", "Paul")
		st.fill(forms.Value, mobile)
		st.press("Ajouter")
		st.fill("family", "Martin", "given", "Zoé")
		st.fill(forms.Value, "0492000010")
		st.readsNot("Ajouter")
		st.reads("Personne 1", "Personne 2", other, "Martin")
		st.send(st.changeOf("Personne 1"))
		st.readsNot(other, "Personne 2")
		st.reads("Martin", "Ajouter")
	})
}

// What was typed for a person who is taken away is not shown for the next one.
func TestRemovedPersonLeavesNoDraft(t *testing.T) {
	play(t, func(st *stage) {
		st.toCheck()
		st.send(st.changeOf("Téléphone de la personne 1 (fr)"))
		st.send(Typed{st.view().Page, input(forms.Value, "0699")})
		st.press("Retour")
		st.at(Check, "Vérifiez")
		st.send(st.changeOf("Qui vient chercher votre enfant ? (fr)"))
		st.press("Retirer")
		st.press("Ajouter")
		st.fill("family", "Martin", "given", "Zoé")
		st.at(Question, "Téléphone de la personne 1")
		st.readsNot("0699")
	})
}

// A key that was on its way when the contacts opened is not lost.
func TestLetterUnderTheContacts(t *testing.T) {
	play(t, func(st *stage) {
		st.toFirst()
		page := st.view().Page
		st.send(Talk{page}, Typed{page, input("family", "Lef")}, Answered{page, input("family", "Lef")})
		st.press("Revenir à la page")
		st.reads("[Lef]")
		st.readsNot("problem")
	})
}

// "I don't know" is an answer where the pack says so; elsewhere a person helps.
func TestDontKnow(t *testing.T) {
	play(t, func(st *stage) {
		st.toFirst()
		st.press("Je ne sais pas")
		st.reads("Une personne peut vous aider.", "L’accueil", "De 9 h à 17 h", "04 92 00 00 00")
		st.press("Revenir à la page")
		st.at(Question, "Comment s’appelle")
		st.fill("family", family, "given", given1)
		st.fill("day", "3", "month", "2", "year", year)
		st.pressed("Madame", "Continuer")
		st.send(Typed{st.view().Page, input(searchField, "manosq")})
		st.pressed("Manosque (04100)", "Continuer")
		st.at(Question, "Quelle classe")
		st.press("Je ne sais pas")
		st.at(Question, "La sortie dure un jour")
	})
}

func TestWhy(t *testing.T) {
	play(t, func(st *stage) {
		st.toFirst()
		st.readsNot("Nous préparons sa carte.")
		st.press("Pourquoi cette question ?")
		st.reads("Nous préparons sa carte.")
		st.press("Pourquoi cette question ?")
		st.readsNot("Nous préparons sa carte.")
	})
}

// Back leads from the check to the home page, one page at a time.
func TestBackEverywhere(t *testing.T) {
	play(t, func(st *stage) {
		st.toCheck()
		seen := map[State]bool{}
		for range 30 {
			seen[st.view().State] = true
			if st.view().State == Attract {
				break
			}
			st.press("Retour")
		}
		for _, s := range []State{Check, Question, Before, Menu, Attract} {
			if !seen[s] {
				t.Errorf("back never passed %s", s)
			}
		}
	})
}

// Back to the menu and to the same procedure again loses no answer.
func TestSameProcedureAgain(t *testing.T) {
	play(t, func(st *stage) {
		st.toFirst()
		st.fill("family", family, "given", given1)
		st.pressed("Retour", "Retour", "Retour")
		st.at(Menu, "Que voulez-vous faire")
		st.pressed("Inscrire mon enfant à une sortie (fr)", "Commencer")
		st.reads(family)
	})
}

// Packs that arrive during a visit wait for its end.
func TestPacksWait(t *testing.T) {
	play(t, func(st *stage) {
		st.toFirst()
		st.send(PacksChanged{nil})
		st.fill("family", family, "given", given1)
		st.pressed("Recommencer", "Tout effacer", "Commencer")
		st.reads("Aucune démarche n’est prête ici.")
	})
}

func TestContactsOfTheTown(t *testing.T) {
	play(t, func(st *stage) {
		st.press("Parler à quelqu’un")
		st.reads("Accueil", "04 92 00 00 00")
		st.pressed("Imprimer ces contacts")
		st.reads("Les contacts s’impriment. Ils sortent en bas, à droite.")
		st.readsNot("[Imprimer ces contacts]")
		st.wait(time.Second)
		st.reads("Les contacts sont imprimés.")
	})
}

func TestOutOfOrder(t *testing.T) {
	playWith(t, func(_ *stage, c *Config) { c.Outbox = nil }, func(st *stage) {
		st.reads("La borne est en panne")
		st.send(Open{st.view().Page}, Stay{st.view().Overlay.Page}, Leave{st.view().Overlay.Page})
		st.at(Attract, "Bonjour")
		st.reads("La borne est en panne")
		st.press("Parler à quelqu’un")
		st.reads("04 92 00 00 00")
		st.press("Revenir à la page")
		st.reads("La borne est en panne")
	})
}

// Before the first question, the kiosk says what it cannot print.
func TestNotice(t *testing.T) {
	play(t, func(st *stage) {
		st.send(PrinterChanged{Status: paperOut()})
		st.press("Commencer")
		st.reads("Il n’y a plus de papier. Nous gardons votre demande.")
		st.send(PrinterChanged{Gone: true})
		st.reads("L’imprimante n’est pas branchée.")
		st.send(PrinterChanged{Status: paperIn()})
		st.readsNot("notice")
		st.send(PrinterChanged{Status: printer.Status{Online: true, Paper: printer.PaperNearEnd}})
		st.readsNot("notice")
	})
}
