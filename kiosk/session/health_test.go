package session

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"guichet/drivers/printer"
	"guichet/kiosk/call"
	"guichet/kiosk/call/wire"
	"guichet/kiosk/health"
)

// wrong tells the session what is wrong, all of it.
func (st *stage) wrong(names ...health.Name) {
	st.send(illness(names...))
}

func (st *stage) notice(want string) {
	st.t.Helper()
	if got := spaces(st.view().Notice.S); got != want {
		st.t.Errorf("the notice of %s is %q, want %q", st.view().State, got, want)
	}
}

func (st *stage) overlayKind() OverlayKind {
	if o := st.view().Overlay; o != nil {
		return o.Kind
	}
	return ""
}

func (st *stage) above(want OverlayKind) {
	st.t.Helper()
	if got := st.overlayKind(); got != want {
		st.t.Fatalf("above the page stands %q, want %q\n%s", got, want, dump(st.view()))
	}
}

// The disk fails while nobody is there: the home page says so, with whom to
// talk to, and is in order again by itself.
func TestOutOfOrderAndBack(t *testing.T) {
	for _, what := range []health.Name{health.SpoolBroken, health.DiskReadOnly} {
		play(t, func(st *stage) {
			st.wrong(what, health.PaperLow)
			st.above(OutOfOrder)
			st.send(Open{st.view().Page})
			st.at(Attract, "Bonjour")
			st.press("Parler à quelqu’un")
			st.reads("Accueil", "04 92 00 00 00")
			st.press("Revenir à la page")
			st.above(OutOfOrder)
			st.press("Parler à quelqu’un")
			st.wrong(health.PaperLow)
			st.above(Contacts) // he reads them in peace
			st.press("Revenir à la page")
			st.above("")
			st.toFirst()
		})
	}
}

// Contacts that somebody reads are not covered by the sign.
func TestOutOfOrderUnderContacts(t *testing.T) {
	play(t, func(st *stage) {
		st.press("Parler à quelqu’un")
		st.wrong(health.SpoolBroken)
		st.above(Contacts)
		st.press("Revenir à la page")
		st.above(OutOfOrder)
	})
}

// The disk fails in the middle of a visit: he is told at once, loses nothing, and
// sends once it is mended.
func TestCannotSaveInTheMiddle(t *testing.T) {
	play(t, func(st *stage) {
		st.toRepeat()
		st.wrong(health.SpoolBroken)
		st.above(CannotSave)
		st.reads("La borne ne peut pas enregistrer maintenant", "Vos réponses sont encore là.", "Une personne peut prendre votre demande.")
		st.press("Revenir à la page")
		st.notice("La borne n’enregistre plus pour l’instant. Une personne peut vous aider.")
		st.wrong(health.SpoolBroken, health.PaperLow) // told once
		st.above("")
		st.wrong()
		st.notice("")
		st.press("Continuer sans ajouter")
		st.pressed("Oui", "Continuer")
		st.pastDeclaration()
		st.reads(family)
	})
}

// It is mended while he reads that: the words go away by themselves.
func TestMendedWhileHeReads(t *testing.T) {
	play(t, func(st *stage) {
		st.toRepeat()
		page := st.view().Page
		st.wrong(health.DiskReadOnly)
		st.wrong()
		st.above("")
		if st.view().Page != page {
			t.Error("it is another page")
		}
	})
}

// He takes his answers to the counter on paper, once, and it is his own paper:
// it has no reference, and does not come out after him.
func TestPrintsWhatCannotBeSaved(t *testing.T) {
	play(t, func(st *stage) {
		st.toRepeat()
		st.wrong(health.SpoolBroken)
		st.press("Imprimer mes réponses")
		st.reads("Votre feuille s’imprime.")
		st.wait(time.Second)
		st.reads("Votre feuille est imprimée.")
		paper := fmt.Sprint(st.printer.docs[0].Blocks)
		if st.offered("Imprimer mes réponses") || !strings.Contains(paper, family) || strings.Contains(paper, "GUICHET:1:") {
			t.Errorf("the paper holds %s", paper)
		}
	})
	playWith(t, func(st *stage, _ *Config) {
		st.printer.script = []printOutcome{{outcome: printer.Printed, takes: 20 * time.Second}}
	}, func(st *stage) {
		st.toRepeat()
		st.wrong(health.SpoolBroken)
		st.press("Imprimer mes réponses")
		st.wait(time.Second)
		st.press("Revenir à la page")
		st.pressed("Recommencer", "Tout effacer")
		st.above(OutOfOrder)
		if st.printer.busy {
			t.Error("the paper comes out after he has left")
		}
		st.checkNothingLeft(len(st.views) - 1)
	})
}

// It is mended, he answers more, and it fails again: he may print again, for the
// paper would have more on it.
func TestPrintsAgainWhatCannotBeSaved(t *testing.T) {
	play(t, func(st *stage) {
		st.toFirst()
		st.fill("family", family, "given", given1)
		for range 2 {
			st.wrong(health.SpoolBroken)
			st.press("Imprimer mes réponses")
			st.wait(2 * time.Second)
			st.wrong()
			st.send(Touched{})
		}
		if n := len(st.printer.names()); n != 2 {
			t.Errorf("%d papers", n)
		}
	})
}

// Without paper he writes them down.
func TestWritesDownWhatCannotBeSaved(t *testing.T) {
	play(t, func(st *stage) {
		st.toRepeat()
		st.send(PrinterChanged{Status: paperOut()})
		st.wrong(health.SpoolBroken, health.PaperOut)
		st.reads("Vous pouvez les noter.")
		st.readsNot("imprimer")
		if st.offered("Imprimer mes réponses") {
			t.Error("a print is offered without paper")
		}
		st.send(PrintSheet{st.view().Overlay.Page})
	})
}

// Nothing answered, nothing to print, nothing to keep.
func TestCannotSaveBeforeTheFirstQuestion(t *testing.T) {
	play(t, func(st *stage) {
		st.press("Commencer")
		st.wrong(health.SpoolBroken)
		st.above(CannotSave)
		st.readsNot("Vos réponses")
		st.press("Parler à quelqu’un")
		st.reads("Accueil")
		st.pressed("Revenir à la page", "Revenir à la page", "Retour")
		st.above(OutOfOrder)
	})
}

// A save that fails says so itself, and offers the paper as well.
func TestASaveThatFailsOffersPaper(t *testing.T) {
	playWith(t, func(st *stage, _ *Config) { st.outbox.fails = []error{errDisk} }, func(st *stage) {
		st.toSent()
		st.wait(time.Second)
		st.wrong(health.SpoolBroken)
		st.above("")
		st.reads("Votre demande n’est pas partie.")
		st.press("Imprimer mes réponses")
		st.wait(time.Second)
		st.reads("Votre feuille est imprimée.")
		st.wrong()
		st.press("Essayer encore")
		st.wait(3 * time.Second)
		st.at(Done, "Nous avons bien reçu")
	})
}

// What is safe is safe: who has his reference hears nothing of a disk that fails
// then, but begins nothing new.
func TestBrokenAfterTheSave(t *testing.T) {
	play(t, func(st *stage) {
		st.toDone()
		st.wrong(health.SpoolBroken)
		st.above("")
		st.notice("")
		if st.offered("Faire une autre démarche") {
			t.Error("another procedure is offered")
		}
		st.send(Another{st.view().Page})
		st.at(Done, "Nous avons bien reçu")
		st.press("Terminer")
		st.above(OutOfOrder)
		st.wrong()
		st.above("")
	})
}

// Somebody who may not be there any more is asked that first.
func TestStillThereBeforeCannotSave(t *testing.T) {
	play(t, func(st *stage) {
		st.toRepeat()
		st.wait(50 * time.Second)
		st.wrong(health.SpoolBroken)
		st.above(StillThere)
		st.press("Oui, je suis là")
		st.above(CannotSave)
	})
	play(t, func(st *stage) {
		st.toRepeat()
		st.wrong(health.SpoolBroken)
		st.wait(65 * time.Second)
		st.at(Attract, "Bonjour")
		st.above(OutOfOrder)
		st.checkNothingLeft(len(st.views) - 2)
	})
}

// Without a network nobody is alarmed: at the check and at the end one line says
// that all is kept here.
func TestNoNetworkIsACalmLine(t *testing.T) {
	play(t, func(st *stage) {
		st.wrong(health.NoNetwork)
		st.notice("")
		st.toRepeat()
		st.notice("")
		st.press("Ajouter")
		st.fill("family", other, "given", "Paul")
		st.fill("value", mobile)
		st.pressed("Continuer sans ajouter", "Oui", "Continuer")
		st.pastDeclaration()
		st.notice("Nous gardons votre demande ici. Elle part un peu plus tard.")
		st.send(PrinterChanged{Status: paperOut()})
		st.notice("Il n’y a plus de papier. Nous gardons votre demande.")
		st.send(PrinterChanged{Status: paperIn()})
		st.press(st.view().Next.Text.S)
		if st.view().State == Declaration {
			st.notice("Nous gardons votre demande ici. Elle part un peu plus tard.")
			st.pressed("Je suis d’accord", "Envoyer ma demande")
		}
		st.wait(2500 * time.Millisecond)
		st.at(Done, "Nous avons bien reçu")
		st.notice("Votre demande est en sécurité ici. Elle part un peu plus tard.")
		st.wrong()
		st.notice("")
	})
}

// A printer that is not there is told from the first page on.
func TestNoPrinterFromTheFirstPageOn(t *testing.T) {
	const none = "Cette borne n’imprime pas. Votre référence est à l’écran."
	play(t, func(st *stage) {
		st.wrong(health.PrinterMissing)
		st.notice(none)
		st.press("Commencer")
		st.notice(none)
		st.press("Inscrire mon enfant à une sortie (fr)")
		st.notice(none)
		if st.offered("Imprimer cette liste") {
			t.Error("a print is offered")
		}
		st.press("Retour")
		st.send(Leave{st.view().Page})
		st.toCheck()
		st.notice(none)
	})
}

// What is for others is not for the citizen.
func TestWhatACitizenDoesNotHear(t *testing.T) {
	heard := []health.Name{health.SpoolBroken, health.DiskReadOnly, health.PrinterMissing}
	play(t, func(st *stage) {
		before := dump(st.view())
		for _, n := range health.Names() {
			if slices.Contains(heard, n) {
				continue
			}
			st.wrong(n)
			if now := dump(st.view()); now != before {
				t.Errorf("%s: the home page reads\n%s", n, now)
			}
		}
	})
}

// tiles are the ways that are offered.
func (st *callStage) tiles() []string {
	var all []string
	for _, b := range st.view().Overlay.Blocks {
		if t, ok := b.(Tiles); ok && !t.Many {
			all = append(all, mapped(t.Items, func(t Tile) string { return t.Text.S })...)
		}
	}
	return all
}

// The calls that are offered are those that can work, and the kiosk says kindly
// what of it does not.
func TestWaysThatCanWork(t *testing.T) {
	for name, c := range map[string]struct {
		wrong  []health.Name
		says   string
		offers []string
	}{
		"all is well": {nil, "", []string{"En vidéo", "Par téléphone", "Rappelez-moi", "Autres façons"}},
		"no camera": {[]health.Name{health.CameraGone}, "La caméra ne marche pas. Vous pouvez parler par téléphone.",
			[]string{"Par téléphone", "Rappelez-moi", "Autres façons"}},
		"no sound": {[]health.Name{health.SoundGone}, "Le son ne marche pas. En vidéo, vous pouvez écrire ou parler en signes.",
			[]string{"En vidéo", "Rappelez-moi", "Autres façons"}},
		"no sound, no camera": {[]health.Name{health.SoundGone, health.CameraGone}, "Le son de cette borne ne marche pas.",
			[]string{"Rappelez-moi", "Autres façons"}},
		"no network": {[]health.Name{health.NoNetwork}, "La vidéo ne marche pas en ce moment.",
			[]string{"Par téléphone", "Autres façons"}},
		"no camera, no network": {[]health.Name{health.NoNetwork, health.CameraGone}, "La vidéo ne marche pas en ce moment.",
			[]string{"Par téléphone", "Autres façons"}},
	} {
		t.Run(name, func(t *testing.T) {
			playCall(t, func(st *callStage) {
				st.toFirst()
				st.wrong(c.wrong...)
				st.press("Parler à quelqu’un")
				if got := st.tiles(); !slices.Equal(got, c.offers) {
					t.Errorf("offered: %q", got)
				}
				st.reads(c.says)
				st.send(CallBy{st.view().Overlay.Page, call.Video})
				if got := len(st.video.Calls()); got > 0 != slices.Contains(c.offers, "En vidéo") {
					t.Errorf("%d video calls", got)
				}
			})
		})
	}
}

// Neither sound nor network: the contacts, with the reason.
func TestNoWayAtAll(t *testing.T) {
	playCall(t, func(st *callStage) {
		st.toFirst()
		st.wrong(health.SoundGone, health.NoNetwork)
		st.press("Parler à quelqu’un")
		st.above(Contacts)
		st.reads("Le son de cette borne ne marche pas.", "Le service jeunesse")
	})
}

// Where no telephone leads anywhere, a video without a picture of him is better
// than nobody.
func TestAVideoThatShowsTheAgentOnly(t *testing.T) {
	playCallWith(t, func(st *callStage, c *Config) { c.Phones = []call.Phone{st.video} }, func(st *callStage) {
		st.on(func(s *wire.Service) { s.Windows = nil })
		st.toFirst()
		st.wrong(health.CameraGone)
		c := st.calls("En vidéo", st.video)
		st.does(func() { c.Answer(agent) })
		if v := st.inCall(agent); v.Camera || v.Self {
			t.Error("the camera that is gone is shown as on")
		}
	})
	playCallWith(t, func(st *callStage, c *Config) { c.Phones = []call.Phone{st.video} }, func(st *callStage) {
		st.toFirst()
		st.wrong(health.CameraGone)
		st.press("Parler à quelqu’un")
		st.reads("La caméra ne marche pas. La personne ne vous voit pas.")
	})
}

// A call under way outlives the bad news: the line says itself when it is gone.
func TestACallGoesOn(t *testing.T) {
	playCall(t, func(st *callStage) {
		c := st.answered()
		st.wrong(health.NoNetwork, health.CameraGone, health.SpoolBroken)
		st.inCall(agent)
		st.above(CannotSave)
		if c.Over() {
			t.Error("the call was ended")
		}
	})
}

// A handset that is lifted asks for a person, out of order or not.
func TestAHandsetAtAKioskOutOfOrder(t *testing.T) {
	playCall(t, func(st *callStage) {
		st.wrong(health.SpoolBroken)
		st.send(HookChanged{true})
		st.above(CallHow)
		st.send(HookChanged{false})
		st.press("Revenir à la page")
		st.above(OutOfOrder)
	})
}
