package session

import (
	"reflect"
	"slices"
	"testing"
	"time"

	"guichet/kiosk/call"
	"guichet/kiosk/call/calltest"
	"guichet/kiosk/call/wire"
	"guichet/kiosk/words"
)

// page is what the desk sees now; the zero Page is nothing.
func page(c *calltest.Call) wire.Page {
	if d := lastToDesk(c, wire.DeskPage); d.Page != nil {
		return *d.Page
	}
	return wire.Page{}
}

// Nothing of a page goes out before he says so, nor after he takes it back.
func TestOnlyWhileHeAgrees(t *testing.T) {
	playCall(t, func(st *callStage) {
		c := st.answered()
		st.send(Typed{st.view().Page, input("family", family)}) // a name is secret
		if n := len(toDesk(c, wire.DeskPage)); n != 0 {
			t.Fatalf("%d pages were told unasked", n)
		}
		st.pressCall("Montrer ma page")
		st.lines("Camille voit votre page, sauf noms, adresses et numéros.")
		want := wire.Page{
			Number: uint64(st.view().Page), State: "question", ID: "enfant_nom", Place: "Mairie de Saint-Éloi",
			Title: "Comment s’appelle votre enfant ? (fr)", Help: "Comme sur le livret de famille.",
			Fields: []wire.Field{{ID: "family", Label: "Nom de famille", Hidden: true}, {ID: "given", Label: "Prénoms"}},
		}
		if got := page(c); spaces(got.Title) != spaces(want.Title) || !reflect.DeepEqual(got.Fields, want.Fields) ||
			got.Number != want.Number || got.ID != want.ID || got.Help != want.Help || got.State != want.State {
			t.Errorf("the desk sees %+v, want %+v", got, want)
		}
		st.fill("family", family, "given", given1)
		if got := page(c); got.ID != "enfant_naissance" {
			t.Errorf("the desk sees %+v", got)
		}
		st.press("Retour")
		if got := page(c); len(got.Fields) != 2 || !got.Fields[0].Hidden || got.Fields[0].Value != "" {
			t.Errorf("a name that is there and not shown: %+v", got.Fields)
		}
		st.press("Continuer")
		st.pressCall("Ne plus montrer ma page")
		st.lines("Personne ne voit votre page.")
		n := len(toDesk(c, wire.DeskPage))
		st.fill("day", "3", "month", "2", "year", year)
		if got := lastToDesk(c, wire.DeskPage); got.Page != nil || len(toDesk(c, wire.DeskPage)) != n {
			t.Errorf("after it, the desk sees %+v", got)
		}
		st.logged("page_shared on=true", "page_shared on=false")
	})
}

// The same page is told once, and each letter that is typed is told.
func TestAPageIsToldWhenItChanges(t *testing.T) {
	playCall(t, func(st *callStage) {
		c := st.answered()
		st.pressCall("Montrer ma page")
		st.fill("family", family, "given", given1)
		n := len(toDesk(c, wire.DeskPage))
		st.pressCall("Plus fort")
		st.send(Touched{})
		st.does(func() { c.Say(call.Event{State: call.Confirmed, Quality: call.Weak}) })
		if len(toDesk(c, wire.DeskPage)) != n {
			t.Error("a page that did not change was told again")
		}
		st.send(Typed{st.view().Page, input("year", "20")}, Typed{st.view().Page, input("year", "201")})
		if got := page(c); len(got.Fields) != 3 || got.Fields[2].Value != "201" || len(toDesk(c, wire.DeskPage)) != n+2 {
			t.Errorf("the desk sees %+v", got)
		}
	})
}

// Choices carry their ids, so that a desk can point at one or propose it.
func TestChoicesOfAPage(t *testing.T) {
	playCall(t, func(st *callStage) {
		c := st.answered()
		st.pressCall("Montrer ma page")
		st.fill("family", family, "given", given1)
		st.fill("day", "3", "month", "2", "year", year)
		st.press("Madame")
		want := []wire.Choice{{ID: "mme", Label: "Madame", Selected: true}, {ID: "m", Label: "Monsieur"}}
		if got := page(c); len(got.Fields) != 1 || got.Fields[0].ID != "value" || !reflect.DeepEqual(got.Fields[0].Choices, want) {
			t.Errorf("the desk sees %+v", got.Fields)
		}
		st.tells(c, wire.Desk{Type: wire.DeskPoint, Field: "m"})
		if st.view().Call.Point != "m" {
			t.Errorf("points at %q", st.view().Call.Point)
		}
		st.press("Continuer")
		if st.view().Call.Point != "" {
			t.Error("it points at the next page")
		}
		st.press("Retour")
		if st.view().Call.Point != "" {
			t.Error("it points at a page of which nobody spoke")
		}
		seen := &wire.Page{Number: page(c).Number}
		st.tells(c, wire.Desk{Type: wire.DeskPoint, Field: "value", Page: seen})
		if st.view().Call.Point != "value" {
			t.Error("it does not point at the page that stands there")
		}
		st.pressed("Continuer", "Retour")
		st.tells(c, wire.Desk{Type: wire.DeskPoint, Field: "value", Page: seen}) // the citizen was faster
		if st.view().Call.Point != "" {
			t.Error("it points at a field of the same name on another page")
		}
	})
}

// What a form calls secret goes to no desk, neither on its page nor at the
// check; nor does a page's answer while the number of a call back is typed.
func TestSecretsStayHere(t *testing.T) {
	playCall(t, func(st *callStage) {
		c := st.answered()
		st.pressCall("Montrer ma page")
		st.fill("family", family, "given", given1)
		st.fill("day", "3", "month", "2", "year", year)
		st.pressed("Madame", "Continuer")
		st.send(Typed{st.view().Page, input(searchField, "manosq")})
		st.pressed("Manosque (04100)", "Continuer", "Petite section", "Continuer", "Continuer", "Le mercredi", "Continuer", "Continuer", "Ajouter")
		st.fill("family", other, "given", "Paul")
		st.send(Typed{st.view().Page, input("value", mobile)})
		if got := page(c); got.ID != "personnes[0].personne_tel" || len(got.Fields) != 1 || got.Fields[0].Value != "" {
			t.Errorf("the desk sees %+v", got)
		}
		st.press("Continuer")
		st.pressed("Continuer sans ajouter", "Oui", "Continuer")
		st.pastDeclaration()
		rows := page(c).Rows
		for _, r := range rows {
			if word := canaryIn(r.Value); word != "" && word != "Manosque" {
				t.Errorf("%q goes to the desk: %+v", word, rows)
			}
		}
		if !slices.ContainsFunc(rows, func(r wire.Row) bool { return r.Value == "Petite section" }) {
			t.Errorf("the desk sees %+v", rows)
		}
	})
}

// The page that says the reference shows it to who was told of it, and to nobody
// else.
func TestTheReferenceOnASharedPage(t *testing.T) {
	for _, told := range []bool{false, true} {
		playCall(t, func(st *callStage) {
			st.toDone()
			st.press("Parler à quelqu’un")
			if told {
				st.press("Ma référence")
			}
			st.press("En vidéo")
			c := st.video.Await(t)
			st.does(func() { c.Answer(agent) })
			st.pressCall("Montrer ma page")
			ref := st.outbox.references()[0]
			has := slices.ContainsFunc(page(c).Rows, func(r wire.Row) bool { return r.Value == words.Reference(ref) })
			if has != told || page(c).State != "done" {
				t.Errorf("told %v, the desk sees %+v", told, page(c))
			}
		})
	}
}

// Another agent is another person: he agreed that the first one sees it.
func TestConsentIsForOnePerson(t *testing.T) {
	playCall(t, func(st *callStage) {
		c := st.answered()
		st.pressCall("Montrer ma page")
		hellos := len(toDesk(c, wire.DeskHello))
		st.does(func() { c.Answer("Dominique, service scolaire") })
		st.inCall("Dominique, service scolaire")
		st.lines("Personne ne voit votre page.")
		if len(toDesk(c, wire.DeskHello)) != hellos+1 {
			t.Error("the other desk does not know what this kiosk has")
		}
	})
}

// Who is not heard says so, and the citizen is told to read.
func TestAnAgentWithoutAMicrophone(t *testing.T) {
	playCall(t, func(st *callStage) {
		c := st.answered()
		st.tells(c, wire.Desk{Type: wire.DeskLook, Camera: true})
		st.lines("Camille n’a pas de micro. Lisez ce qui s’écrit ici.", "Personne ne voit votre page.")
		st.tells(c, wire.Desk{Type: wire.DeskLook, Camera: true, Microphone: true})
		st.lines("Personne ne voit votre page.")
		st.tells(c, wire.Desk{Type: wire.DeskLook})
		st.does(func() { c.Wait(call.Queue{Place: 1}) })
		st.does(func() { c.Answer("Dominique, service scolaire") })
		st.lines("Personne ne voit votre page.")
	})
}

// A call that is passed on waits, rings and is answered: whoever answers sees
// nothing unasked, and gets nothing that the first one asked for.
func TestACallThatIsPassedOn(t *testing.T) {
	for name, way := range map[string][]call.Event{
		"through the line": {{State: call.Proceeding, Code: 182, Queue: call.Queue{Place: 1}}, {State: call.Early, Agent: "Dominique, service scolaire"}},
		"at once":          {{State: call.Early, Agent: "Dominique, service scolaire"}},
		"to the same":      {{State: call.Proceeding, Code: 182}, {State: call.Early, Agent: agent}},
	} {
		t.Run(name, func(t *testing.T) {
			playCall(t, func(st *callStage) {
				c := st.answered()
				st.pressCall("Montrer ma page")
				st.tells(c, wire.Desk{Type: wire.DeskAskStill, ID: "still"})
				st.tells(c, wire.Desk{Type: wire.DeskPrint, ID: "paper", Paper: "notification"})
				st.wait(1500 * time.Millisecond)
				for _, e := range way {
					st.does(func() { c.Say(e) })
				}
				pages := len(toDesk(c, wire.DeskPage))
				st.does(func() { c.Answer(way[len(way)-1].Agent) })
				st.lines("Personne ne voit votre page.")
				st.overlay(CallPaper, forename(way[len(way)-1].Agent)+" propose ce papier")
				st.press("Imprimer ce papier")
				st.fill("family", family, "given", given1)
				if n := len(toDesk(c, wire.DeskPage)); n != pages {
					t.Errorf("%d pages go to who was not shown them", n-pages)
				}
				if len(c.Files()) != 0 {
					t.Error("a picture goes to who did not ask for it")
				}
			})
		})
	}
}

// Who was passed on to a service that closes, or gives up waiting for it, is not
// told that all is well: he is shown the other ways.
func TestNobodyTakesACallThatWasPassedOn(t *testing.T) {
	for name, end := range map[string]func(*callStage, *calltest.Call){
		"it closes":   func(_ *callStage, c *calltest.Call) { c.Fail(480, call.Closed, 0) },
		"he gives up": func(st *callStage, _ *calltest.Call) { st.pressCall("Ne plus attendre") },
	} {
		t.Run(name, func(t *testing.T) {
			playCall(t, func(st *callStage) {
				c := st.answered()
				st.does(func() { c.Wait(call.Queue{Place: 1}) })
				st.does(func() { end(st, c) })
				if top := st.view().Overlay; top == nil || top.Kind != CallNext {
					t.Errorf("he sees %+v", top)
				}
				st.reads("Rappelez-moi", "Par téléphone")
			})
		})
	}
}

// A desk whose page was loaded anew is told all again.
func TestADeskThatComesBack(t *testing.T) {
	playCall(t, func(st *callStage) {
		c := st.answered()
		hello := lastToDesk(c, wire.DeskHello)
		if !hello.Scanner || len(hello.Papers) != 1 || hello.Papers[0].ID != "notification" {
			t.Errorf("greeted with %+v", hello)
		}
		if look := lastToDesk(c, wire.DeskLook); !look.Camera || !look.Microphone {
			t.Errorf("told %+v", look)
		}
		st.pressCall("Montrer ma page")
		hellos, pages := len(toDesk(c, wire.DeskHello)), len(toDesk(c, wire.DeskPage))
		st.does(func() { c.Say(call.Event{State: call.Confirmed, Quality: call.Gone}) })
		st.does(func() { c.Say(call.Event{State: call.Confirmed, Quality: call.Good}) })
		if len(toDesk(c, wire.DeskHello)) != hellos+1 || len(toDesk(c, wire.DeskPage)) != pages+1 {
			t.Errorf("told %d and %d", len(toDesk(c, wire.DeskHello)), len(toDesk(c, wire.DeskPage)))
		}
	})
}

// A desk that asks to see is answered by the citizen.
func TestMayISeeWhatYouSee(t *testing.T) {
	playCall(t, func(st *callStage) {
		c := st.answered()
		st.tells(c, wire.Desk{Type: wire.DeskAskShare, ID: "1"})
		st.overlay(CallSee, "Camille demande à voir votre page")
		st.press("Ne pas montrer")
		st.answer(c, "1", false, "")
		st.tells(c, wire.Desk{Type: wire.DeskAskShare, ID: "2"})
		st.press("Montrer ma page")
		st.answer(c, "2", true, "")
		if page(c).ID != "enfant_nom" || !st.view().Call.Shared {
			t.Errorf("the desk sees %+v", page(c))
		}
		st.tells(c, wire.Desk{Type: wire.DeskAskShare, ID: "3"})
		st.overlay("", "")
		st.answer(c, "3", true, "")
	})
}
