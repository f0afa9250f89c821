package staff_test

import (
	"context"
	"errors"
	"log/slog"
	"runtime"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"guichet/drivers/printer"
	"guichet/forms"
	"guichet/kiosk/health"
	"guichet/kiosk/session"
	"guichet/kiosk/staff"
	"guichet/kiosk/staff/stafftest"
)

func TestNobodyTouches(t *testing.T) {
	play(t, func(d *desk) {
		d.come()
		d.wait(89 * time.Second)
		d.send(session.Touched{})
		d.wait(89 * time.Second)
		d.gone(0)
		d.wait(time.Second)
		d.gone(1)
		d.logs("staff_left why=idle")
	})
}

func TestNobodyTypesANumber(t *testing.T) {
	play(t, func(d *desk) {
		d.hold()
		d.wait(29 * time.Second)
		d.gone(0)
		d.wait(time.Second)
		d.gone(1)
	})
}

// The clock stands while the kiosk itself is busy, and begins again when it is
// done: who waits for a delivery has not left.
func TestWhoWaitsHasNotLeft(t *testing.T) {
	play(t, func(d *desk) {
		d.k.Set(func(s *stafftest.State) { two(s); s.Takes["deliver"] = 110 * time.Second })
		d.come()
		d.press("Demandes en attente", "Envoyer maintenant")
		d.wait(110 * time.Second)
		d.gone(0)
		d.reads("Toutes les demandes sont envoyées.")
		d.wait(89 * time.Second)
		d.gone(0)
		d.wait(time.Second)
		d.gone(1)
	})
}

// What comes back to a page that one has left is not said on another, and the log
// has it.
func TestAResultThatComesAfterOneLeft(t *testing.T) {
	play(t, func(d *desk) {
		d.k.Set(func(s *stafftest.State) { s.Takes["test"] = 10 * time.Second })
		d.come()
		d.press("Papier", "Imprimer une page d’essai")
		d.reads("Un instant…", "[Retour]")
		d.readsNot("Faire avancer")
		d.press("Retour", "Papier")
		d.reads("Un instant…")
		d.wait(10 * time.Second)
		d.readsNot("La page d’essai est sortie.", "Un instant…")
		d.reads("Faire avancer")
		d.logs("did=test outcome=done seen=false")
		d.did("test")
	})
}

// A print is not broken off because somebody leaves, and nothing is shown after.
func TestAResultThatComesAfterAll(t *testing.T) {
	play(t, func(d *desk) {
		d.k.Set(func(s *stafftest.State) { s.Takes["test"] = 10 * time.Second })
		d.come()
		d.press("Papier", "Imprimer une page d’essai", "Sortir")
		n := d.seen()
		d.wait(time.Minute)
		d.did("test")
		if d.seen() != n {
			t.Errorf("shown after leaving:\n%s", dump(d.view()))
		}
	})
}

func TestTwoTapsOnTheSameSpot(t *testing.T) {
	play(t, func(d *desk) {
		d.k.Set(func(s *stafftest.State) { s.Takes["test"] = time.Second })
		d.come()
		d.press("Papier")
		tap := d.button("Imprimer une page d’essai")
		d.send(tap, tap)
		d.wait(time.Second)
		d.did("test") // once

		d.press("Retour", "Machine", "Redémarrer ou éteindre")
		tap = d.button("Éteindre la borne")
		d.send(tap, tap)
		d.at("Voulez-vous éteindre la borne ?")
		d.did("test")
		tap = d.button("Éteindre la borne")
		d.send(tap, tap)
		d.did("test", "power_off")
	})
}

// A button that is pressed again before the kiosk has done it does nothing more.
func TestTwoTapsOnWhatTakesLong(t *testing.T) {
	play(t, func(d *desk) {
		d.k.Set(func(s *stafftest.State) { s.Visit, s.Takes["end_visit"] = true, 3*time.Second })
		d.come()
		d.press("Effacer cette visite")
		tap := d.button("Effacer cette visite")
		d.send(tap)
		d.wait(time.Second)
		d.send(tap)
		d.wait(10 * time.Second)
		d.did("end_visit")
		d.reads("La visite est effacée.")
	})
}

// What a page had asked for itself says nothing on another that asks as well.
func TestALookThatComesAfterOneLeft(t *testing.T) {
	play(t, func(d *desk) {
		d.k.Set(func(s *stafftest.State) {
			s.Takes["check"], s.Deaf["check"], s.Takes["facts"] = 30*time.Minute, true, 5*time.Second
		})
		d.come()
		d.press("Appels", "Retour", "Machine", "Informations")
		d.wait(2 * time.Second) // the first is given up meanwhile
		d.reads("Un instant…")
		d.readsNot("ne trouve pas")
		d.wait(3 * time.Second)
		d.reads("Hall de la mairie")
	})
}

// A touch on a page that is gone answers no other, of staff mode or of a citizen.
func TestATouchThatComesLate(t *testing.T) {
	play(t, func(d *desk) {
		d.come()
		first := d.view().Page
		d.press("Papier")
		d.send(session.Back{Page: first}, session.StartAgain{Page: first}, session.StartAgain{Page: 3}, session.Back{},
			session.Pressed{Page: first, Do: "staff.paper.test"}, session.Pressed{Page: 3, Do: "staff.paper.test"})
		d.at("Papier")
		d.did()
		d.press("Sortir")
		d.hold()
		if p := d.view().Page; p <= first {
			t.Errorf("page %d again after %d", p, first)
		}
	})
}

func TestAStickThatIsPulledOut(t *testing.T) {
	play(t, func(d *desk) {
		d.k.Set(func(s *stafftest.State) {
			plugged(s)
			s.Takes["install"], s.Takes["export"] = 10*time.Second, 10*time.Second
		})
		pull := func(deed string) {
			d.wait(5 * time.Second)
			d.k.Set(func(s *stafftest.State) {
				s.Stick.In, s.Fail[deed] = false, errors.New("read /dev/sdb1: input/output error")
			})
			d.wait(5 * time.Second)
		}
		d.come()
		d.press("Démarches", "Installer depuis la clé")
		d.reads("Un instant… Cela prend jusqu’à trois minutes.")
		d.readsNot("Revenir à la version")
		pull("install")
		d.reads("L’installation n’a pas marché. Rien n’a changé.", "Version 1.1.0")
		d.logs("did=install outcome=failed")

		d.k.Set(func(s *stafftest.State) { s.Stick.In = true })
		d.press("Retour", "Machine", "Diagnostic sur clé USB", "Écrire le fichier")
		pull("export")
		d.reads("Le fichier n’est pas écrit. Laissez la clé branchée")
		d.did("close", "close") // it is let go whatever came of it
	})
}

// A part that hears nothing is given up; the page stays of use meanwhile, and
// the glass goes back to the citizens.
func TestAPartThatHearsNothing(t *testing.T) {
	play(t, func(d *desk) {
		d.k.Set(func(s *stafftest.State) { s.Takes["feed"], s.Deaf["feed"] = 50*time.Minute, true })
		d.come()
		d.press("Papier", "Faire avancer le papier")
		d.wait(59 * time.Second)
		d.reads("Un instant…")
		d.wait(2 * time.Second)
		d.reads("La borne attend depuis trop longtemps.")
		d.wait(90 * time.Second)
		d.gone(1)
	})
}

func TestAPartThatPanics(t *testing.T) {
	play(t, func(d *desk) {
		d.k.Set(func(s *stafftest.State) { s.Panics["feed"], s.Panics["check"] = true, true })
		d.come()
		d.press("Papier", "Faire avancer le papier")
		d.reads("Cela n’a pas marché.")
		d.logs("did=feed outcome=failed")
		d.press("Retour", "Appels")
		d.reads("La borne ne trouve pas la réponse.")
	})
}

// A mistake of ours gives the glass back, and one can come in again.
func TestAMistake(t *testing.T) {
	broken := true
	playWith(t, func(_ *desk, c *staff.Config) {
		c.Works.Health = func() []health.Condition {
			if broken {
				panic("health " + number)
			}
			return nil
		}
	}, func(d *desk) {
		d.hold()
		d.types(number)
		d.gone(1)
		d.logs("outcome=broken", "staff_left why=broken")
		broken = false
		d.come()
		if fault := secretIn(d); fault != "" {
			t.Error(fault)
		}
	})
}

func TestTheProgramEnds(t *testing.T) {
	for name, deed := range map[string]string{"at rest": "", "at work": "feed"} {
		t.Run(name, func(t *testing.T) {
			play(t, func(d *desk) {
				d.k.Set(func(s *stafftest.State) { s.Takes["feed"] = time.Hour })
				m := staff.New(staff.Config{Works: d.k.Works(), Show: d.show, Left: d.leave, Door: d.door, Log: slog.New(slog.NewTextHandler(&d.log, nil))})
				m.Enter() // before it runs
				ctx, stop := context.WithCancel(context.Background())
				ended := make(chan struct{})
				go func() { m.Run(ctx); close(ended) }()
				synctest.Wait()
				d.m, d.touches = m, 0
				d.types(number)
				d.press("Papier")
				if deed != "" {
					d.press("Faire avancer le papier")
				}
				began := time.Now()
				stop()
				<-ended
				if took := time.Since(began); took > 2*time.Second {
					t.Errorf("it took %v", took)
				}
				d.gone(1)
				n := d.seen()
				m.Send(session.StaffAsked{}) // does not block
				d.wait(time.Minute)
				if d.seen() != n {
					t.Error("shown after the end")
				}
			})
		})
	}
}

// For thirty seconds, nothing that a wet cloth does is heard; then one is back.
func TestCleaning(t *testing.T) {
	play(t, func(d *desk) {
		d.come()
		d.press("Écran et son", "Nettoyer l’écran")
		d.reads("Il revient dans 30 secondes.")
		page := d.view().Page
		for range 29 {
			for i := range 30 {
				d.send(anyEvent(session.View{Page: page}, i))
			}
			d.wait(time.Second)
		}
		d.reads("Il revient dans 1 seconde.")
		d.wait(time.Second)
		d.at("Écran et son")
		d.wait(89 * time.Second)
		d.gone(0)
		d.wait(time.Second)
		d.gone(1)
		d.did()
	})
}

// Whoever cleans touches nothing that counts: it takes its thirty seconds, however
// soon the kiosk leaves elsewhere.
func TestCleaningIsNotLeft(t *testing.T) {
	playWith(t, func(_ *desk, c *staff.Config) { c.Idle = 10 * time.Second }, func(d *desk) {
		d.come()
		d.press("Écran et son", "Nettoyer l’écran")
		d.wait(29 * time.Second)
		d.gone(0)
		d.wait(time.Second)
		d.at("Écran et son")
		d.wait(10 * time.Second)
		d.gone(1)
	})
}

// A light that cannot be set is not tried again by itself, whatever was pressed
// meanwhile, and the page says how it is.
func TestADialThatCannotBeTurned(t *testing.T) {
	play(t, func(d *desk) {
		d.k.Set(func(s *stafftest.State) { s.Takes["brightness"], s.Fail["brightness"] = time.Second, errors.New("i2c") })
		d.come()
		d.press("Écran et son", "Plus clair", "Plus clair", "Plus clair")
		d.reads("Lumière de l’écran : 100 %")
		d.wait(20 * time.Second)
		d.reads("Lumière de l’écran : 70 %", "Cela n’a pas marché.")
		if n := strings.Count(d.log.String(), "did=brightness outcome=failed"); n != 1 {
			t.Errorf("tried %d times", n)
		}
	})
}

// Who presses quickly gets there in one go, in steps of ten, and never to a black
// screen.
func TestQuickSteps(t *testing.T) {
	play(t, func(d *desk) {
		d.k.Set(func(s *stafftest.State) { s.Takes["brightness"], s.Brightness = time.Second, 43 })
		d.come()
		d.press("Écran et son", "Plus sombre")
		d.reads("Lumière de l’écran : 30 %")
		d.press("Plus sombre", "Plus sombre", "Plus sombre")
		d.reads("Lumière de l’écran : 10 %", "C’est le minimum.")
		d.wait(2 * time.Second)
		d.did("brightness", "brightness")
		if n := d.k.State().Brightness; n != 10 {
			t.Errorf("set to %d %%", n)
		}
		d.press("Plus clair", "Retour", "Écran et son") // while it is set
		d.press("Plus clair")
		d.wait(3 * time.Second)
		want := d.k.State().Brightness
		if l := levelOn(d.view()); l != want || want%10 != 0 {
			t.Errorf("the page says %d, it is %d", l, want)
		}
	})
}

func levelOn(v session.View) int {
	for _, b := range v.Blocks {
		if l, ok := b.(session.Level); ok {
			return l.Done
		}
	}
	return -1
}

// A volume above the steps of this page, as kioskctl may set it, goes down by one
// and never down by going up.
func TestAVolumeBeyondTheEnd(t *testing.T) {
	play(t, func(d *desk) {
		d.k.Set(func(s *stafftest.State) { s.Volume = 150 })
		d.come()
		d.press("Écran et son", "Plus fort")
		d.reads("Volume du son : 150 %", "C’est le maximum.")
		d.did()
		d.press("Moins fort")
		d.reads("Volume du son : 140 %")
		d.did("volume")
	})
}

// An installation that holds up the list of procedures holds up no page.
func TestAListThatWaits(t *testing.T) {
	var gate chan struct{}
	playWith(t, func(_ *desk, c *staff.Config) {
		gate = make(chan struct{})
		c.Works.Packs = slowList{c.Works.Packs, gate}
	}, func(d *desk) {
		d.come()
		d.press("Démarches")
		d.reads("Un instant…", "[Retour]")
		d.press("Retour")
		d.at("Que voulez-vous faire ?")
		close(gate)
		d.press("Démarches")
		d.reads("Version 1.1.0")
	})
}

// The hub, or kioskctl, brought another version while the question was on the
// glass: the page says the one that serves now.
func TestAnotherVersionCameMeanwhile(t *testing.T) {
	play(t, func(d *desk) {
		d.k.Set(func(s *stafftest.State) { s.Takes["back"] = time.Second })
		d.come()
		d.press("Démarches", "Revenir à la version 1.0.0", "Changer de version")
		d.k.Set(func(s *stafftest.State) { s.Packs[0].Version, s.Packs[0].Previous = "1.2.0", "1.1.0" })
		d.wait(time.Second)
		d.reads("la borne propose de nouveau la version 1.1.0.")
		d.readsNot("1.0.0")
		d.did("back")
	})
}

// A camera that is plugged in again is not said to be silent while it is asked.
func TestAnotherPicture(t *testing.T) {
	play(t, func(d *desk) {
		d.k.Set(func(s *stafftest.State) { s.Fail["picture"] = errors.New("v4l") })
		d.come()
		d.press("Appels", "Voir la caméra")
		d.reads("La caméra ne répond pas.")
		d.k.Set(func(s *stafftest.State) { s.Fail["picture"], s.Takes["picture"] = nil, time.Second })
		d.press("Prendre une autre image")
		d.reads("Un instant…")
		d.readsNot("ne répond pas", "Prendre une autre image")
		d.wait(time.Second)
		d.reads("Ce que la caméra voit (1061 bytes)", "Prendre une autre image")
	})
}

// While one version takes the place of another, nothing else of procedures is
// begun, by who comes back to the page either.
func TestOneThingAtATimeWithProcedures(t *testing.T) {
	play(t, func(d *desk) {
		d.k.Set(func(s *stafftest.State) { plugged(s); s.Takes["back"] = 63 * time.Second })
		d.come()
		d.press("Démarches", "Revenir à la version 1.0.0", "Changer de version", "Retour")
		d.at("Démarches")
		d.reads("Un instant…")
		d.readsNot("Installer depuis la clé", "Revenir à la version")
		d.wait(63 * time.Second) // between two looks of the page
		d.reads("Installer depuis la clé", "Revenir à la version 1.1.0")
		d.did("back")
	})
}

// What the printer says while the page still looks is not overlooked.
func TestNewsWhileThePageLooks(t *testing.T) {
	var gate chan struct{}
	playWith(t, func(_ *desk, c *staff.Config) {
		gate = make(chan struct{})
		c.Works.Paper = slowPaper{c.Works.Paper, gate}
	}, func(d *desk) {
		d.come()
		d.press("Papier")
		d.k.Set(func(s *stafftest.State) { s.Paper.Status.Paper = printer.PaperOut })
		d.send(session.PrinterChanged{})
		close(gate)
		synctest.Wait()
		d.reads("Il n’y a plus de papier.")
	})
}

// A test call is made once the glass is the citizens' again.
func TestATestCall(t *testing.T) {
	var order []string
	playWith(t, func(_ *desk, c *staff.Config) {
		c.Left = func() { order = append(order, "left") }
		c.Works.Calls = caller{c.Works.Calls, &order}
	}, func(d *desk) {
		d.come()
		d.press("Appels", "Faire un appel d’essai")
		if !slices.Equal(order, []string{"left", "call"}) {
			t.Errorf("%v", order)
		}
		d.logs("staff_left why=call")
	})
}

// The microphone is let go with its page.
func TestTheMicrophoneIsLetGo(t *testing.T) {
	playWith(t, func(*desk, *staff.Config) {}, func(d *desk) {
		d.come()
		d.press("Appels")
		d.wait(time.Second)
		before := runtime.NumGoroutine()
		d.press("Écouter le micro")
		n := d.seen()
		d.wait(time.Second)
		if d.seen() < n+5 {
			t.Errorf("%d pages in a second", d.seen()-n)
		}
		d.press("Retour")
		d.wait(time.Second)
		if now := runtime.NumGoroutine(); now > before {
			t.Errorf("%d goroutines, before %d", now, before)
		}
	})
}

// The page says by itself what changes, and is not shown again where nothing does.
func TestThePageFollows(t *testing.T) {
	play(t, func(d *desk) {
		d.come()
		d.press("Papier")
		n := d.seen()
		d.wait(20 * time.Second)
		if d.seen() != n {
			t.Errorf("shown %d times for nothing", d.seen()-n)
		}
		d.k.Set(func(s *stafftest.State) { s.Paper.Status.Paper = printer.PaperOut })
		d.wait(time.Second)
		d.reads("Il n’y a plus de papier.")
		d.k.Set(func(s *stafftest.State) { s.Paper.Status.Paper = printer.PaperOK })
		d.send(session.PrinterChanged{}) // told, it does not wait for its own look
		d.reads("L’imprimante est prête.")
		d.press("Retour", "Demandes en attente")
		d.k.Set(two)
		d.wait(5 * time.Second)
		d.reads("2 demandes attendent.")
	})
}

// Each who comes in finds the language and the size of the kiosk.
func TestHowItLooks(t *testing.T) {
	playWith(t, func(_ *desk, c *staff.Config) {
		c.Langs, c.Size = []forms.Lang{forms.EasyFrench, forms.French, forms.English}, session.Large
	}, func(d *desk) {
		d.hold()
		if v := d.view(); v.Lang != forms.French || v.Size != session.Large || len(v.Langs) != 2 || spaces(v.Place.S) != "Mairie de Saint-Éloi" {
			t.Errorf("%s %d %v %s", v.Lang, v.Size, v.Langs, v.Place.S)
		}
		d.send(session.SetLang{Lang: forms.English}, session.SetSize{Size: session.Huge}, session.SetTheme{Theme: session.Dark})
		d.at("For the town hall only")
		d.send(session.SetLang{Lang: forms.EasyFrench}, session.SetSize{Size: 99}, session.SetTheme{Theme: -1})
		if v := d.view(); v.Lang != forms.English || v.Size != session.Huge || v.Theme != session.Dark {
			t.Errorf("%s %d %d", v.Lang, v.Size, v.Theme)
		}
		d.press("Leave")
		d.hold()
		if v := d.view(); v.Lang != forms.French || v.Size != session.Large || v.Theme != session.Light {
			t.Errorf("%s %d %d", v.Lang, v.Size, v.Theme)
		}
	})
}

// A wet sleeve is a hundred thousand touches: one of them is kept.
func TestAStormOfTouches(t *testing.T) {
	play(t, func(d *desk) {
		d.come()
		n := d.seen()
		for range 100_000 {
			d.m.Send(session.Touched{})
		}
		synctest.Wait()
		if d.seen() != n {
			t.Errorf("shown %d times", d.seen()-n)
		}
		d.press("Papier")
		d.at("Papier")
	})
}

// Two hundred persons at the front desk leave nothing behind.
func TestNothingIsLeft(t *testing.T) {
	play(t, func(d *desk) {
		one := func() {
			d.hold()
			d.send(session.Answered{Page: d.view().Page, Input: forms.Input{forms.Value: number}})
			d.wait(time.Second)
			d.press("Appels", "Écouter le micro", "Retour", "Voir la caméra", "Retour", "Retour", "Machine", "Heure")
			d.wait(2 * time.Minute)
		}
		one()
		before := runtime.NumGoroutine()
		for range 200 {
			one()
		}
		if now := runtime.NumGoroutine(); now > before {
			t.Errorf("%d goroutines, before %d", now, before)
		}
		d.gone(201)
	})
}
