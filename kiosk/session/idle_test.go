package session

import (
	"testing"
	"time"

	"guichet/drivers/printer"
	"guichet/forms"
)

const second = time.Second

func (st *stage) asked() bool {
	o := st.view().Overlay
	return o != nil && o.Kind == StillThere
}

// After 45 seconds the kiosk asks; after 20 more everything is gone.
func TestIdleToTheSecond(t *testing.T) {
	play(t, func(st *stage) {
		st.toFirst()
		st.send(Typed{st.view().Page, input("family", family)})
		st.wait(45*second - time.Millisecond)
		if st.asked() {
			t.Fatal("asked before 45 seconds")
		}
		st.wait(time.Millisecond)
		st.reads("Êtes-vous toujours là ?", "Sans réponse, nous effaçons tout dans 20 secondes.", family)
		st.wait(20*second - time.Millisecond)
		st.at(Question, "Comment s’appelle")
		st.wait(time.Millisecond)
		st.at(Attract, "Bonjour")
		if ended := st.views[len(st.views)-2]; ended.State != Ended {
			t.Errorf("before the home page came %s", ended.State)
		}
		st.checkNothingLeft(len(st.views) - 2)
	})
}

// checkNothingLeft looks for what was typed in all views from the nth on.
func (st *stage) checkNothingLeft(from int) {
	st.t.Helper()
	for _, v := range st.views[from:] {
		if word := leaked(v); word != "" {
			st.t.Errorf("%q is still in a view:\n%s", word, dump(v))
		}
	}
}

func TestEverySignOfLifeCounts(t *testing.T) {
	signs := map[string]func(st *stage) Event{
		"a touch on nothing": func(*stage) Event { return Touched{} },
		"a key":              func(st *stage) Event { return Typed{st.view().Page, input("family", "A")} },
		"a tap too late":     func(st *stage) Event { return Next{st.view().Page - 1} },
		"larger letters":     func(*stage) Event { return SetSize{Large} },
	}
	for name, sign := range signs {
		t.Run(name, func(t *testing.T) {
			play(t, func(st *stage) {
				st.toFirst()
				st.wait(44 * second)
				st.send(sign(st))
				st.wait(44 * second)
				if st.asked() {
					t.Error("asked although there was a sign of life")
				}
				st.wait(second)
				if !st.asked() {
					t.Error("not asked 45 seconds after it")
				}
			})
		})
	}
}

func TestDevicesAreNoSignOfLife(t *testing.T) {
	play(t, func(st *stage) {
		st.toFirst()
		st.wait(44 * second)
		st.send(PrinterChanged{Status: paperOut()}, PrinterChanged{Status: paperIn()})
		st.wait(second)
		if !st.asked() {
			t.Error("the printer kept the visit alive")
		}
	})
}

func TestYesIAmHere(t *testing.T) {
	play(t, func(st *stage) {
		st.toFirst()
		for range 5 {
			st.wait(64 * second)
			st.press("Oui, je suis là")
			st.at(Question, "Comment s’appelle")
		}
		st.wait(45 * second)
		st.press("Non, tout effacer")
		st.at(Attract, "Bonjour")
	})
}

// A touch beside the button gives 20 more seconds: somebody is there.
func TestTouchBesideTheButton(t *testing.T) {
	play(t, func(st *stage) {
		st.toFirst()
		st.wait(60 * second)
		st.send(Touched{})
		st.wait(19 * second)
		st.at(Question, "Comment s’appelle")
		st.wait(second)
		st.at(Attract, "Bonjour")
	})
}

// An answer that was on its way when the question came up counts.
func TestAnswerCrossesTheQuestion(t *testing.T) {
	play(t, func(st *stage) {
		st.toFirst()
		page := st.view().Page
		st.wait(46 * second)
		st.send(Answered{page, input("family", family, "given", given1)})
		st.at(Question, "Quand votre enfant est-il né")
		if st.view().Overlay != nil {
			t.Error("the question stays")
		}
	})
}

// The contacts that were open are open again after "yes, I am here".
func TestIdleAboveContacts(t *testing.T) {
	play(t, func(st *stage) {
		st.toFirst()
		st.press("Parler à quelqu’un")
		st.wait(45 * second)
		st.press("Oui, je suis là")
		st.reads("Le service jeunesse")
	})
}

// While the kiosk is busy nobody can be late.
func TestNoIdleWhileBusy(t *testing.T) {
	playWith(t, func(st *stage, c *Config) {
		c.SaveTimeout, c.PrintTimeout = time.Hour, time.Hour
		st.outbox.takes = 3 * time.Minute
		st.printer.script = []printOutcome{{outcome: printer.Printed, takes: 3 * time.Minute}}
	}, func(st *stage) {
		st.toSent()
		st.wait(3*time.Minute - second)
		st.at(Saving, "Nous enregistrons")
		st.wait(2 * second)
		st.at(Printing, "Votre reçu s’imprime.")
		st.wait(3 * time.Minute)
		st.at(Done, "Nous avons bien reçu")
		if st.asked() {
			t.Error("asked while busy")
		}
		st.wait(50 * second)
		st.at(Done, "Nous avons bien reçu")
		st.wait(10 * second)
		st.at(Attract, "Bonjour")
	})
}

// Who has no receipt may be copying the reference: the last page asks first.
func TestTheLastPageAsksWhoHasNoReceipt(t *testing.T) {
	playWith(t, func(st *stage, _ *Config) {
		st.printer.script, st.printer.out = []printOutcome{outOfPaper()}, true
	}, func(st *stage) {
		st.toDone()
		st.wait(45 * second)
		st.reads("Êtes-vous toujours là ?", "Sans réponse, cette page se ferme dans 20 secondes.", st.outbox.references()[0])
		st.press("Oui, je suis là")
		st.at(Done, "Nous avons bien reçu")
		st.wait(65 * second)
		st.at(Attract, "Bonjour")
	})
}

// The home page stays for ever, but forgets who only changed it and walked on.
func TestHomePageForgets(t *testing.T) {
	play(t, func(st *stage) {
		n := len(st.views)
		st.wait(24 * time.Hour)
		if len(st.views) != n {
			t.Error("the home page changed by itself")
		}
		st.send(SetLang{forms.English}, SetSize{Huge})
		st.press("Talk to someone")
		st.wait(45 * second)
		v := st.view()
		if v.Lang != forms.French || v.Size != Normal || v.Overlay != nil || v.State != Attract {
			t.Errorf("after a pause: %s, size %d\n%s", v.Lang, v.Size, dump(v))
		}
	})
}

// A touch in the same moment as the end of the pause was in time.
func TestTouchInTheLastMoment(t *testing.T) {
	play(t, func(st *stage) {
		st.toFirst()
		go func() {
			time.Sleep(45 * second)
			st.s.Send(Touched{})
		}()
		st.wait(64 * second)
		st.at(Question, "Comment s’appelle")
	})
}
