package session

import (
	"errors"
	"testing"
	"time"

	"guichet/drivers/printer"
	"guichet/kiosk/call"
)

// toNumber is the page that asks for the number.
func (st *callStage) toNumber() {
	st.t.Helper()
	st.toFirst()
	st.pressed("Parler à quelqu’un", "Rappelez-moi")
	st.overlay(CallWhen, "Quand vous rappeler ?")
	st.press("lundi 3 janvier 2000")
	st.overlay(CallNumber, "À quel numéro vous rappeler ?")
}

// typeNumber types into the overlay and asks.
func (st *callStage) typeNumber(number string) {
	st.t.Helper()
	st.send(Typed{st.view().Overlay.Page, input("value", number)})
	st.press("Rappelez-moi")
}

func TestCalledBack(t *testing.T) {
	playCall(t, func(st *callStage) {
		st.toNumber()
		st.reads("lundi 3 janvier 2000, entre 2 h 00 et 4 h 00", "Numéro de téléphone")
		st.typeNumber(backTo)
		st.reads("Nous notons votre rappel.")
		st.wait(1500 * time.Millisecond)
		st.overlay(CallKept, "Nous vous rappelons.")
		st.reads("Le service jeunesse", "lundi 3 janvier 2000, entre 2 h 00 et 4 h 00", "Votre rappel s’imprime. Il sort en bas, à droite.")
		st.readsNot(backTo)
		st.wait(time.Second)
		st.reads("Votre rappel est imprimé. Prenez-le en bas, à droite.")
		b := st.backs[0]
		if len(st.backs) != 1 || b.Phone != backE164 || b.Service != "jeunesse" || b.Procedure != "sortie" || b.Lang != "fr" ||
			!b.From.Equal(time.Date(2000, 1, 3, 2, 0, 0, 0, time.UTC)) || b.To.Sub(b.From) != 2*time.Hour || b.Asked.IsZero() {
			t.Errorf("kept %+v", st.backs)
		}
		if doc := st.printer.docs[0]; doc.Name != "call" || canaryInDoc(doc) {
			t.Errorf("printed %+v", doc)
		}
		st.press("Revenir à la page")
		st.at(Question, "Comment s’appelle")
		st.logged("call_back_kept")
	})
}

func canaryInDoc(d printer.Document) bool {
	for _, b := range d.Blocks {
		if text, ok := b.(printer.Text); ok && canaryIn(text.S) != "" {
			return true
		}
	}
	return false
}

// What is wrong with a number is said as a form says it; what was typed stays.
func TestAWrongNumber(t *testing.T) {
	playCall(t, func(st *callStage) {
		st.toNumber()
		for typed, says := range map[string]string{
			"":              "",
			"06 39 98":      "Il manque 4 chiffres à ce numéro. Il y en a 10 en tout.",
			"zéro six":      "Écrivez ce numéro avec des chiffres seulement.",
			"06 00 00 00 0": "Il manque un chiffre à ce numéro. Il y en a 10 en tout.",
		} {
			st.typeNumber(typed)
			o := st.view().Overlay
			if o.Kind != CallNumber || o.Problem == nil || says != "" && spaces(o.Problem.Text.S) != says {
				t.Errorf("%q: %+v", typed, o.Problem)
			}
			st.reads("field     Numéro de téléphone [" + typed + "]")
		}
		st.typeNumber(backTo)
		st.wait(time.Minute / 2)
		st.overlay(CallKept, "Nous vous rappelons.")
	})
}

// Nobody took it: he is told, and what he typed is still there.
func TestNobodyTakesTheCallBack(t *testing.T) {
	playCall(t, func(st *callStage) {
		st.backFail = errors.New("no hub for " + backTo)
		st.toNumber()
		st.typeNumber(backTo)
		st.wait(2 * time.Second)
		st.overlay(CallNumber, "À quel numéro vous rappeler ?")
		st.reads("[" + backTo + "]")
		if p := st.view().Overlay.Problem; p == nil || p.Text.S != "Nous n’arrivons pas à noter votre rappel. Essayez encore." {
			t.Errorf("says %+v", p)
		}
		st.mu.Lock()
		st.backFail = nil
		st.mu.Unlock()
		st.press("Rappelez-moi")
		st.wait(2 * time.Second)
		st.overlay(CallKept, "Nous vous rappelons.")
		st.logged("call_back_failed", "call_back_kept")
	})
}

// A kiosk without a printer says it on the screen.
func TestCalledBackWithoutPaper(t *testing.T) {
	playCall(t, func(st *callStage) {
		st.send(PrinterChanged{Status: paperOut()})
		st.toNumber()
		st.typeNumber(backTo)
		st.wait(2 * time.Second)
		st.reads("Notez le jour et l’heure.")
		if len(st.printer.docs) != 0 {
			t.Error("printed")
		}
		st.printer.script = []printOutcome{outOfPaper()}
		st.send(PrinterChanged{Status: paperIn()})
		st.press("Imprimer ce rappel")
		st.wait(1500 * time.Millisecond)
		st.reads("Votre rappel n’est pas imprimé. Notez-le.")
	})
}

// Who waits keeps his place while he types, and gives it up when somebody calls
// him back.
func TestCalledBackInsteadOfWaiting(t *testing.T) {
	playCall(t, func(st *callStage) {
		st.toFirst()
		c := st.calls("En vidéo", st.video)
		st.does(func() { c.Wait(call.Queue{Place: 7}) })
		st.pressCall("Rappelez-moi")
		st.press("lundi 3 janvier 2000")
		st.inCall("Vous attendez une personne.")
		st.typeNumber(backTo)
		st.wait(2 * time.Second)
		st.overlay(CallKept, "Nous vous rappelons.")
		if !c.HungUp() || st.view().Call != nil {
			t.Error("he waits on")
		}
		st.logged("call_outcome outcome=call_back", "call_ended way=video cause=call-back")
		st.press("Revenir à la page")
		st.overlay("", "")
	})
}

// Somebody answers while he types: the form goes.
func TestAnsweredWhileTyping(t *testing.T) {
	playCall(t, func(st *callStage) {
		st.toFirst()
		c := st.calls("En vidéo", st.video)
		st.pressCall("Rappelez-moi")
		st.press("lundi 3 janvier 2000")
		st.send(Typed{st.view().Overlay.Page, input("value", backTo)})
		st.does(func() { c.Answer(agent) })
		st.overlay("", "")
		if st.s.talk.back.input != nil {
			t.Error("the number is still there")
		}
	})
}

// Leaving sends what was asked all the same, and shows it to nobody.
func TestLeavingWhileItIsNoted(t *testing.T) {
	playCall(t, func(st *callStage) {
		st.toNumber()
		st.typeNumber(backTo)
		st.press("Revenir à la page")
		st.pressed("Recommencer", "Tout effacer")
		st.wait(5 * time.Second)
		st.at(Attract, "Bonjour")
		st.overlay("", "")
		if len(st.backs) != 1 || len(st.printer.docs) != 0 {
			t.Errorf("kept %d, printed %d", len(st.backs), len(st.printer.docs))
		}
	})
}

// Who goes on with his form meanwhile is told all the same.
func TestGoingOnWhileItIsNoted(t *testing.T) {
	playCall(t, func(st *callStage) {
		st.toNumber()
		st.typeNumber(backTo)
		st.press("Revenir à la page")
		st.overlay("", "")
		st.wait(2 * time.Second)
		st.overlay(CallKept, "Nous vous rappelons.")
	})
}

// Another hour may be chosen, and an hour that is over cannot.
func TestWindows(t *testing.T) {
	playCall(t, func(st *callStage) {
		st.toNumber()
		st.press("Choisir une autre heure")
		st.overlay(CallWhen, "Quand vous rappeler ?")
		w := st.s.services[0].Windows[0]
		st.send(PickWindow{st.view().Overlay.Page, w})
		st.overlay(CallWhen, "Quand vous rappeler ?")
		st.readsNot("vendredi 31 décembre 1999", "samedi 1er janvier 2000")
		st.press("Revenir à la page")
		st.overlay("", "")
	})
}
