package session

import (
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"guichet/drivers/printer"
	"guichet/forms"
	"guichet/kiosk/call"
	"guichet/kiosk/call/calltest"
	"guichet/kiosk/call/wire"
)

// shared is a call in which the desk sees the first question.
func (st *callStage) shared() *calltest.Call {
	st.t.Helper()
	c := st.answered()
	st.pressCall("Montrer ma page")
	return c
}

func proposal(id, page string, pairs ...string) wire.Desk {
	return wire.Desk{Type: wire.DeskPropose, ID: id, Page: &wire.Page{ID: page}, Input: input(pairs...)}
}

// A proposal fills the field, and the citizen presses Continue himself.
func TestAProposalIsTakenByTouch(t *testing.T) {
	playCall(t, func(st *callStage) {
		c := st.shared()
		st.send(Typed{st.view().Page, input("given", given1)})
		st.tells(c, proposal("1", "enfant_nom", "family", secretly))
		st.overlay(CallPropose, "Camille propose une réponse")
		st.reads("row        / Nom de famille : "+secretly, "Vous pouvez encore tout changer.")
		st.press("Mettre cette réponse")
		st.answer(c, "1", true, "")
		st.overlay("", "")
		st.at(Question, "Comment s’appelle")
		st.reads("Nom de famille ["+secretly+"]", "Prénoms ["+given1+"]")
		st.press("Continuer")
		st.at(Question, "Quand votre enfant")
	})
}

func TestAProposalIsRefused(t *testing.T) {
	playCall(t, func(st *callStage) {
		c := st.shared()
		st.tells(c, proposal("1", "enfant_nom", "family", secretly))
		st.press("Non merci")
		st.answer(c, "1", false, "")
		st.readsNot(secretly)
	})
}

// What does not fit the page that stands there is not shown, and told.
func TestProposalsThatDoNotFit(t *testing.T) {
	for name, c := range map[string]struct {
		desk wire.Desk
		why  string
	}{
		"another page":  {proposal("1", "civilite", "value", "mme"), whyStale},
		"no page":       {wire.Desk{Type: wire.DeskPropose, ID: "1", Input: input("family", "x")}, whyStale},
		"another field": {proposal("1", "enfant_nom", "iban", "x"), whyWrong},
		"nothing":       {proposal("1", "enfant_nom"), whyWrong},
		"two lines":     {proposal("1", "enfant_nom", "family", "a\nb"), whyWrong},
		"too long":      {proposal("1", "enfant_nom", "family", strings.Repeat("a", 2001)), whyWrong},
		"an older page": {wire.Desk{Type: wire.DeskPropose, ID: "1", Page: &wire.Page{ID: "enfant_nom", Number: 1}, Input: input("family", "x")}, whyStale},
	} {
		t.Run(name, func(t *testing.T) {
			playCall(t, func(st *callStage) {
				call := st.shared()
				st.tells(call, c.desk)
				st.overlay("", "")
				st.answer(call, "1", false, c.why)
			})
		})
	}
	t.Run("not shared", func(t *testing.T) {
		playCall(t, func(st *callStage) {
			c := st.answered()
			st.tells(c, proposal("1", "enfant_nom", "family", "x"))
			st.answer(c, "1", false, whyNotShared)
		})
	})
}

// Choices are proposed by their ids; nobody declares for another.
func TestProposalsOfChoices(t *testing.T) {
	playCall(t, func(st *callStage) {
		c := st.shared()
		st.fill("family", family, "given", given1)
		st.tells(c, proposal("d", "enfant_naissance", "year", year, "day", "3", "month", "2"))
		rows := st.view().Overlay.Blocks[0].(Rows).Items
		if got := mapped(rows, func(r Row) string { return r.Label.S }); !slices.Equal(got, []string{"Jour", "Mois", "Année"}) {
			t.Errorf("in the order %v", got)
		}
		st.pressed("Mettre cette réponse", "Continuer")
		st.tells(c, proposal("1", "civilite", "value", "duc"))
		st.answer(c, "1", false, whyWrong)
		st.tells(c, proposal("2", "civilite", "value", "m"))
		st.reads("Monsieur")
		st.pressed("Mettre cette réponse", "Continuer")
		st.tells(c, proposal("3", "commune", "search", "Manosque"))
		st.pressed("Mettre cette réponse", "Manosque (04100)", "Continuer", "Petite section", "Continuer", "Continuer")
		st.press("Le samedi")
		st.tells(c, proposal("4", "jours", "mercredi", "yes", "lundi", "yes"))
		st.answer(c, "4", false, whyWrong)
		st.tells(c, proposal("5", "jours", "mercredi", "yes"))
		st.press("Mettre cette réponse")
		st.reads("(x) Le mercredi", "(x) Le samedi")
		st.press("Continuer")
		st.pressed("Continuer", "Continuer sans ajouter", "Oui", "Continuer")
		if st.view().State == Check {
			st.press("Continuer")
		}
		st.at(Declaration, "Votre accord")
		st.tells(c, proposal("6", "engagement", "value", "yes"))
		st.answer(c, "6", false, whyWrong)
	})
}

// A proposal that waits goes with the page, and with the consent.
func TestAProposalGoesWithItsPage(t *testing.T) {
	playCall(t, func(st *callStage) {
		c := st.shared()
		st.tells(c, proposal("1", "enfant_nom", "family", secretly))
		st.pressCall("Ne plus montrer ma page")
		st.overlay("", "")
		st.answer(c, "1", false, whyNotShared)
		st.pressCall("Montrer ma page")
		st.tells(c, proposal("2", "enfant_nom", "family", secretly))
		st.s.Send(Answered{st.view().Page, input("family", family, "given", given1)}) // under the overlay: not his touch
		synctest.Wait()
		st.overlay(CallPropose, "Camille propose une réponse")
		st.does(func() { c.End(call.RemoteBye) })
		st.overlay("", "")
	})
}

// What is asked waits its turn, the same thing is asked once, and too much is
// refused.
func TestADeskThatAsksMuch(t *testing.T) {
	playCall(t, func(st *callStage) {
		c := st.shared()
		for _, id := range []string{"1", "2", "2", "3", "4", "5"} {
			st.tells(c, wire.Desk{Type: wire.DeskInvite, ID: id, Link: "https://relais.example/" + id, Why: "sign"})
		}
		st.answer(c, "5", false, whyBusy)
		for _, id := range []string{"1", "2", "3", "4"} {
			st.overlay(CallInvite, "Camille invite une autre personne")
			st.reads("https://relais.example/" + id + " Photographiez")
			st.press("Revenir à la page")
		}
		st.overlay("", "")
		n := len(toDesk(c, wire.DeskAnswer))
		st.tells(c, wire.Desk{Type: wire.DeskInvite, Link: "https://relais.example", Why: "text"})
		st.press("Revenir à la page")
		if len(toDesk(c, wire.DeskAnswer)) != n {
			t.Error("what has no name was answered")
		}
		st.tells(c, wire.Desk{Type: wire.DeskInvite, ID: "6", Link: "javascript:alert(1)"})
		st.answer(c, "6", false, whyWrong)
	})
}

// A paper is seen before it prints, and the desk hears what came of it.
func TestAPaperAtTheAgentsRequest(t *testing.T) {
	for name, k := range map[string]struct {
		script []printOutcome
		says   string
		line   string
	}{
		"printed": {nil, "printed", "Votre papier est imprimé. Prenez-le en bas, à droite."},
		"unknown": {[]printOutcome{{outcome: printer.Unknown, err: printer.ErrNoAnswer}}, "unknown", "Votre papier est peut-être imprimé. Regardez en bas, à droite."},
		"empty":   {[]printOutcome{outOfPaper()}, "not_printed", "Votre papier n’est pas imprimé."},
	} {
		t.Run(name, func(t *testing.T) {
			playCall(t, func(st *callStage) {
				st.printer.script = k.script
				c := st.shared()
				st.tells(c, wire.Desk{Type: wire.DeskPrint, ID: "1", Paper: "notification", Values: input("nom", secretly)})
				st.overlay("", "")
				st.wait(1500 * time.Millisecond)
				st.overlay(CallPaper, "Camille propose ce papier")
				if p := pictures(st.view()); len(p) != 2 || !strings.Contains(p[0], secretly) || len(st.printer.docs) != 0 {
					t.Errorf("shown %q", p)
				}
				st.press("Imprimer ce papier")
				st.answer(c, "1", true, "")
				st.wait(1500 * time.Millisecond)
				if d := lastToDesk(c, wire.DeskPrinted); d.ID != "1" || d.Why != k.says {
					t.Errorf("the desk heard %+v", d)
				}
				st.lines("Camille voit votre page, sauf noms, adresses et numéros.", k.line)
			})
		})
	}
}

// A PDF comes before it is asked for; what is not one, or cannot be made, is
// refused.
func TestPapersThatCome(t *testing.T) {
	playCall(t, func(st *callStage) {
		c := st.answered()
		ask := func(d wire.Desk) { d.Type = wire.DeskPrint; st.tells(c, d); st.wait(1500 * time.Millisecond) }
		ask(wire.Desk{ID: "0"})
		st.answer(c, "0", false, whyWrong)
		ask(wire.Desk{ID: "1", File: "none"})
		st.wait(15 * time.Second)
		st.answer(c, "1", false, whyWrong)
		st.does(func() { c.DeskGives(wire.NewFile("png", "image/png", []byte("x"))) })
		ask(wire.Desk{ID: "2", File: "png"})
		st.answer(c, "2", false, whyWrong)
		for id, why := range map[string]string{"bad": whyWrong, "panic": whyWrong, "empty": "empty", "locked": "locked", "long": "too_long"} {
			ask(wire.Desk{ID: id, Paper: id, Values: input("nom", secretly)})
			st.wait(20 * time.Second)
			st.answer(c, id, false, why)
			st.overlay("", "")
		}
		st.does(func() { c.DeskGives(wire.NewFile("f", "application/pdf", []byte("%PDF "+secretly))) })
		ask(wire.Desk{ID: "3", File: "f"})
		st.overlay(CallPaper, "Camille propose ce papier")
		st.press("Ne pas imprimer")
		st.answer(c, "3", false, "")
		if len(st.printer.docs) != 0 || strings.Contains(st.log.String(), secretly) {
			t.Errorf("printed %v, log:\n%s", st.printer.names(), st.log.String())
		}
	})
}

// The word that asks may overtake its file: they come by two channels.
func TestAFileThatComesLater(t *testing.T) {
	playCall(t, func(st *callStage) {
		c := st.answered()
		st.tells(c, wire.Desk{Type: wire.DeskPrint, ID: "1", File: "f"})
		for _, id := range []string{"2", "3", "4"} {
			st.tells(c, wire.Desk{Type: wire.DeskPrint, ID: id, File: "never" + id})
			st.wait(time.Millisecond) // at one instant, two that give up have no order
		}
		st.answer(c, "4", false, whyBusy)
		st.wait(5 * time.Second)
		st.overlay("", "")
		st.does(func() { c.DeskGives(wire.NewFile("f", "application/pdf", []byte("%PDF"))) })
		st.overlay(CallPaper, "Camille propose ce papier")
		st.wait(11 * time.Second)
		st.answer(c, "3", false, whyWrong)
		st.press("Ne pas imprimer")
		st.answer(c, "1", false, "")
	})
}

// Without paper he may look at it, and the desk is told.
func TestAPaperWithoutAPrinter(t *testing.T) {
	playCall(t, func(st *callStage) {
		c := st.answered()
		st.send(PrinterChanged{Status: paperOut()})
		st.tells(c, wire.Desk{Type: wire.DeskPrint, ID: "1", Paper: "notification"})
		st.wait(1500 * time.Millisecond)
		st.reads("La borne ne peut pas imprimer maintenant.")
		st.readsNot("Imprimer ce papier")
		st.press("Fermer")
		st.answer(c, "1", false, whyNoDevice)
	})
}

// A picture of his document: he sees it, keeps one, and only that one goes.
func TestAStillOfADocument(t *testing.T) {
	playCall(t, func(st *callStage) {
		c := st.answered()
		st.tells(c, wire.Desk{Type: wire.DeskAskStill, ID: "1"})
		st.overlay(CallStill, "Camille demande une photo de votre document")
		st.wait(2500 * time.Millisecond)
		st.send(Accept{st.view().Overlay.Page}) // he has not kept one
		seen := pictures(st.view())
		st.wait(time.Second)
		if now := pictures(st.view()); reflect.DeepEqual(seen, now) || len(c.Files()) != 0 {
			t.Errorf("stands still: %q", now)
		}
		st.press("Prendre la photo")
		kept := pictures(st.view())[0]
		st.wait(5 * time.Second)
		if now := pictures(st.view())[0]; now != kept {
			t.Errorf("kept %q, shows %q", kept, now)
		}
		st.press("Reprendre la photo")
		st.wait(time.Second)
		st.press("Prendre la photo")
		kept = pictures(st.view())[0]
		st.press("Envoyer cette photo")
		st.answer(c, "1", true, "")
		files := c.Files()
		if len(files) != 1 || files[0].For != "1" || string(files[0].Data) != kept || files[0].Kind != "image/jpeg" {
			t.Errorf("sent %+v", files)
		}
		st.lines("Personne ne voit votre page.", "Votre photo est envoyée.")
		n := st.scanner.n
		st.wait(10 * time.Second)
		if st.scanner.n != n {
			t.Error("the document camera is still looked through")
		}
	})
}

func TestAStillIsRefusedOrFails(t *testing.T) {
	playCall(t, func(st *callStage) {
		c := st.answered()
		st.scanner.fail(true)
		st.tells(c, wire.Desk{Type: wire.DeskAskStill, ID: "1"})
		st.wait(time.Second)
		st.reads("La caméra ne répond pas. Appelez l’accueil.")
		st.readsNot("Prendre la photo")
		st.scanner.fail(false)
		st.wait(2 * time.Second)
		st.press("Ne rien envoyer")
		st.answer(c, "1", false, "")
		st.tells(c, wire.Desk{Type: wire.DeskAskStill, ID: "2"})
		st.wait(time.Second)
		c.GiveFails(call.ErrNoHub)
		st.pressed("Prendre la photo", "Envoyer cette photo")
		st.lines("Personne ne voit votre page.", "Votre photo n’est pas partie.")
	})
	playCallWith(t, func(_ *callStage, c *Config) { c.Scanner = nil }, func(st *callStage) {
		c := st.answered()
		st.tells(c, wire.Desk{Type: wire.DeskAskStill, ID: "1"})
		st.answer(c, "1", false, whyNoDevice)
	})
}

// Nothing that a desk sends breaks a visit.
func TestWhateverADeskSays(t *testing.T) {
	playCall(t, func(st *callStage) {
		c := st.shared()
		for _, kind := range []wire.DeskType{"", "x", wire.DeskHello, wire.DeskPage, wire.DeskAnswer, wire.DeskPrinted, wire.DeskPoint,
			wire.DeskPropose, wire.DeskPrint, wire.DeskAskStill, wire.DeskAskShare, wire.DeskSpeaks, wire.DeskInvite} {
			for _, d := range []wire.Desk{{}, {ID: "1", Page: &wire.Page{}}, {ID: "2", Field: strings.Repeat("é", 99), File: "x", Paper: "x"},
				{ID: "3", Page: &wire.Page{ID: "enfant_nom"}, Input: map[string]string{"": "", "family": "\x00"}, Yes: true}} {
				d.Type, d.Input = kind, maps.Clone(d.Input)
				st.tells(c, d)
			}
		}
		st.wait(3 * time.Second)
		if strings.Contains(st.log.String(), "visit_broken") || st.view().State != Question {
			t.Errorf("log:\n%s", st.log.String())
		}
	})
}

// A desk proposes a group, then a choice of one, under the same name.
func TestAProposalInTwoSteps(t *testing.T) {
	p := &forms.Page{Type: forms.ChoiceLinked, Linked: []forms.Group{{Value: "sport", Choices: []string{"judo", "danse"}}, {Value: "art", Choices: []string{"dessin"}}}}
	for picked, want := range map[string]forms.Input{
		"art": input("group", "art"), "danse": input("group", "sport", "value", "danse"), "pêche": nil, "": nil,
	} {
		if got := linkedInput(p, input("value", picked)); !maps.Equal(got, want) {
			t.Errorf("%q is %v, want %v", picked, got, want)
		}
	}
}
