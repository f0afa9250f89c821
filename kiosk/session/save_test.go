package session

import (
	"errors"
	"slices"
	"testing"
	"time"

	"guichet/forms"
)

var errDisk = errors.New("no room: " + family + " " + remark)

// What the outbox does not take is not sent, and nobody says that it is.
func TestSaveFails(t *testing.T) {
	playWith(t, func(st *stage, _ *Config) { st.outbox.fails = []error{errDisk} }, func(st *stage) {
		st.toSent()
		st.wait(time.Second)
		st.at(Saving, "Votre demande n’est pas partie.")
		st.reads("Rien n’est envoyé.", "Vos réponses sont encore là.", "Une personne peut aussi prendre")
		if len(st.printer.names()) != 0 {
			t.Error("a receipt was printed for nothing")
		}
		st.press("Essayer encore")
		st.wait(3 * time.Second)
		st.at(Done, "Nous avons bien reçu")
		st.checkSubmission()
	})
}

// Trying again sends the same submission, so that it is kept once.
func TestRetryIsTheSameSubmission(t *testing.T) {
	playWith(t, func(st *stage, _ *Config) { st.outbox.fails = []error{errDisk, errDisk} }, func(st *stage) {
		st.toSent()
		st.wait(time.Second)
		st.press("Essayer encore")
		st.wait(time.Second)
		st.press("Essayer encore")
		st.wait(3 * time.Second)
		first := st.outbox.seen[0]
		for _, s := range st.outbox.seen {
			if s.ID != first.ID || s.Reference != first.Reference || !s.At.Equal(first.At) {
				t.Errorf("sent %s %s, then %s %s", first.ID, first.Reference, s.ID, s.Reference)
			}
		}
		if len(st.outbox.seen) != 3 {
			t.Errorf("%d attempts", len(st.outbox.seen))
		}
	})
}

// After a failure the answers can be changed; what goes then is another one.
func TestBackAfterAFailure(t *testing.T) {
	playWith(t, func(st *stage, _ *Config) { st.outbox.fails = []error{errDisk} }, func(st *stage) {
		st.toSent()
		st.wait(time.Second)
		st.press("Retour")
		st.at(Declaration, "Votre accord")
		st.press("Retour")
		st.at(Check, "Vérifiez")
		st.reads(family, other)
		st.press("Continuer")
		st.press("Envoyer ma demande")
		st.wait(3 * time.Second)
		st.at(Done, "Nous avons bien reçu")
		if st.outbox.seen[0].ID == st.outbox.seen[1].ID {
			t.Error("changed answers went under the same id")
		}
	})
}

// A failed save that nobody attends to is wiped like any page. The time that
// the kiosk took for itself does not count.
func TestFailureIsNotForEver(t *testing.T) {
	playWith(t, func(st *stage, _ *Config) {
		st.outbox.fails, st.outbox.takes = []error{errDisk}, 10*time.Second
	}, func(st *stage) {
		st.toSent()
		st.wait(54 * time.Second)
		if st.asked() {
			t.Error("the time of the save counted")
		}
		st.wait(time.Second)
		if !st.asked() {
			t.Fatal("not asked")
		}
		st.wait(20 * time.Second)
		st.at(Attract, "Bonjour")
		st.checkNothingLeft(len(st.views) - 2)
	})
}

func TestReferenceIsTaken(t *testing.T) {
	playWith(t, func(st *stage, _ *Config) { st.outbox.fails = []error{errTaken, errTaken} }, func(st *stage) {
		st.toSent()
		st.wait(5 * time.Second)
		st.at(Done, "Nous avons bien reçu")
		st.reads(st.outbox.references()[0])
		refs := mapped(st.outbox.seen, func(s forms.Submission) string { return s.Reference })
		if len(slices.Compact(slices.Sorted(slices.Values(refs)))) != 3 {
			t.Errorf("references %v", refs)
		}
	})
}

func TestEveryReferenceIsTaken(t *testing.T) {
	taken := slices.Repeat([]error{errTaken}, maxDraws+1)
	playWith(t, func(st *stage, _ *Config) { st.outbox.fails = taken }, func(st *stage) {
		st.toSent()
		st.wait(10 * time.Second)
		st.at(Saving, "Votre demande n’est pas partie.")
	})
}

// An outbox that does not come back leaves the citizen with the truth.
func TestSaveTakesTooLong(t *testing.T) {
	for _, deaf := range []bool{false, true} {
		playWith(t, func(st *stage, _ *Config) { st.outbox.takes, st.outbox.deaf = time.Minute, deaf }, func(st *stage) {
			st.toSent()
			st.wait(18 * time.Second)
			st.at(Saving, "Votre demande n’est pas partie.")
			st.reads("Rien n’est envoyé.")
		})
	}
}

// Who leaves while the kiosk saves finds the next visit untouched by it.
func TestSaveOfAnEarlierVisit(t *testing.T) {
	play(t, func(st *stage) {
		st.toSent()
		st.press("Recommencer")
		st.reads("Nous enregistrons votre demande. Attendez votre reçu.")
		st.press("Partir maintenant")
		st.at(Attract, "Bonjour")
		n := len(st.views) - 2
		st.press("Commencer")
		st.wait(2 * time.Second)
		st.at(Menu, "Que voulez-vous faire")
		st.checkNothingLeft(n)
		if len(st.printer.names()) != 0 {
			t.Error("the receipt of somebody who left was printed")
		}
	})
}

// Two citizens save at the same time; each result finds its own visit.
func TestSaveOfAnEarlierVisitComesFirst(t *testing.T) {
	playWith(t, func(st *stage, c *Config) { st.outbox.takes = 5 * time.Second }, func(st *stage) {
		st.toSent()
		st.pressed("Recommencer", "Partir maintenant")
		st.outbox.takes = 10 * time.Second
		st.toSent()
		st.wait(6 * time.Second)
		st.at(Saving, "Nous enregistrons")
		st.wait(4 * time.Second)
		st.at(Printing, "Votre reçu s’imprime.")
	})
}

// The question whether to leave is gone once there is a reference to read.
func TestConfirmEndsWithTheSave(t *testing.T) {
	play(t, func(st *stage) {
		st.toSent()
		st.press("Recommencer")
		st.wait(time.Second)
		st.at(Printing, "Votre reçu s’imprime.")
		if st.view().Overlay != nil {
			t.Error("the question is still there")
		}
	})
}

// Stopping the kiosk waits for a save, so that none is torn.
func TestStopWaitsForTheSave(t *testing.T) {
	var kept *fakeOutbox
	play(t, func(st *stage) {
		st.toSent()
		kept = st.outbox
	})
	if n := len(kept.kept); n != 1 {
		t.Errorf("%d submissions kept", n)
	}
}
