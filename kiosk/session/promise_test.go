package session

import (
	"strings"
	"testing"
	"time"

	"guichet/drivers/printer"
	"guichet/kiosk/call/wire"
	"guichet/kiosk/health"
)

// promisesPaper is the first sentence of a page that tells of a paper to come.
func promisesPaper(v View) string {
	for _, line := range strings.Split(dump(v), "\n") {
		for _, word := range []string{"reçu s’imprime", "Attendez votre reçu", "Il sort ", "Prenez votre reçu"} {
			if strings.Contains(line, word) {
				return line
			}
		}
	}
	return ""
}

// Where no paper can come, no page of the visit promises one, also to who wants
// to leave while it is saved.
func TestNoPageOfAVisitPromisesPaper(t *testing.T) {
	story := func(st *stage) {
		st.toSent()
		st.reads("Votre référence s’affiche juste après.")
		st.press("Recommencer")
		st.reads("Attendez votre référence.")
		st.press("Rester sur cette page")
		st.wait(2500 * time.Millisecond)
		st.at(Done, "Nous avons bien reçu")
		for _, v := range st.views {
			if line := promisesPaper(v); line != "" && v.State != Printing {
				st.t.Errorf("%s says %q", v.State, line)
			}
		}
	}
	playWith(t, func(_ *stage, c *Config) { c.Printer = nil }, func(st *stage) {
		st.wrong(health.PrinterMissing)
		story(st)
	})
	playWith(t, func(st *stage, _ *Config) { st.printer.script = []printOutcome{outOfPaper()} }, func(st *stage) {
		st.send(PrinterChanged{Status: paperOut()})
		story(st)
	})
	play(t, func(st *stage) { // and with paper, they do
		st.toSent()
		if promisesPaper(st.view()) == "" {
			t.Error("nobody says that a receipt comes")
		}
	})
}

// A home page that is out of order keeps nobody's request.
func TestOutOfOrderKeepsNothing(t *testing.T) {
	play(t, func(st *stage) {
		st.send(PrinterChanged{Status: paperOut()})
		st.notice("Il n’y a plus de papier. Nous gardons votre demande.")
		st.wrong(health.SpoolBroken)
		st.notice("")
	})
}

// Without a camera the telephone is named only where it leads somewhere: at night
// the town hall is closed.
func TestNoCameraAtNight(t *testing.T) {
	playCall(t, func(st *callStage) {
		st.on(func(s *wire.Service) { s.Open, s.Agents, s.Phone = false, 0, "" })
		st.wrong(health.CameraGone)
		st.press("Parler à quelqu’un")
		st.above(CallHow)
		if tiles := st.tiles(); tiles[0] != "Rappelez-moi" {
			t.Fatalf("offered: %q", tiles)
		}
		st.readsNot("Vous pouvez parler par téléphone")
	})
}

// The home page does not say that somebody is there whom nobody can reach.
func TestWhoIsThereCanBeReached(t *testing.T) {
	playCall(t, func(st *callStage) {
		if st.view().There.Empty() {
			t.Fatal("nobody is there")
		}
		st.wrong(health.SoundGone, health.CameraGone)
		if there := st.view().There; !there.Empty() {
			t.Errorf("the home page says %q", there.S)
		}
		st.wrong()
		if st.view().There.Empty() {
			t.Error("nobody is there any more")
		}
	})
}

// The paper with the answers is asked for once for what he said so far: who goes
// on, or back, takes all of it along.
func TestThePaperHasAllAnswers(t *testing.T) {
	prints := func(st *stage) {
		st.t.Helper()
		st.press("Imprimer mes réponses")
		st.wait(2 * time.Second)
		if st.offered("Imprimer mes réponses") {
			st.t.Error("the same is offered twice")
		}
	}
	playWith(t, func(st *stage, _ *Config) { st.outbox.fails = []error{errDisk, errDisk} }, func(st *stage) {
		st.toRepeat()
		st.wrong(health.SpoolBroken)
		prints(st)
		st.press("Revenir à la page")
		st.pressed("Continuer sans ajouter", "Oui", "Continuer")
		st.pastDeclaration()
		st.sends()
		prints(st)
		st.press("Retour")
		st.sends()
		prints(st)
		if n := len(st.printer.names()); n != 3 {
			t.Errorf("%d papers", n)
		}
	})
	playWith(t, func(st *stage, _ *Config) { // he goes on while it is printed
		st.printer.script = []printOutcome{{outcome: printer.Printed, takes: 5 * time.Second}}
	}, func(st *stage) {
		st.toRepeat()
		st.wrong(health.SpoolBroken)
		st.pressed("Imprimer mes réponses", "Revenir à la page", "Continuer sans ajouter")
		st.wait(6 * time.Second)
		st.wrong()
		st.wrong(health.SpoolBroken)
		if !st.offered("Imprimer mes réponses") {
			t.Error("what he said since is on no paper")
		}
	})
}

// sends goes from the check to a save that fails.
func (st *stage) sends() {
	st.t.Helper()
	for st.view().State != Saving {
		if st.offered("Je suis d’accord") {
			st.press("Je suis d’accord")
		}
		st.press(st.view().Next.Text.S)
	}
	st.wait(2 * time.Second)
	st.reads("Votre demande n’est pas partie.")
}

// A letter of a telephone number was on its way when something came up above.
func TestANumberIsTypedOn(t *testing.T) {
	playCall(t, func(st *callStage) {
		st.toNumber()
		page := st.view().Overlay.Page
		st.wrong(health.SpoolBroken)
		st.above(CannotSave)
		st.send(Typed{page, input("value", backTo)}, Answered{page, nil})
		st.press("Revenir à la page")
		st.above(CallNumber)
		st.reads(backTo)
	})
}
