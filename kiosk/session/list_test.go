package session

import (
	"slices"
	"testing"
	"time"

	"guichet/drivers/printer"
)

// Who has not got the papers prints the list, leaves, and comes back.
func TestListOfDocuments(t *testing.T) {
	playWith(t, func(st *stage, _ *Config) {
		st.printer.script = []printOutcome{{outcome: printer.Printed, takes: 500 * time.Millisecond}}
	}, func(st *stage) {
		st.toBefore()
		st.press("Imprimer cette liste")
		st.reads("La liste s’imprime. Elle sort en bas, à droite.")
		st.wait(time.Second)
		st.reads("La liste est imprimée. Prenez-la en bas, à droite.")
		if st.offered("Imprimer cette liste") {
			t.Error("a second list is offered")
		}
		if got := st.printer.names(); !slices.Equal(got, []string{"documents"}) {
			t.Errorf("printed %v", got)
		}
		st.press("Retour")
		st.press("Inscrire mon enfant à une sortie (fr)")
		if !st.offered("Imprimer cette liste") {
			t.Error("no list is offered the next time")
		}
	})
}

// toBefore goes to what one must know before the first question.
func (st *stage) toBefore() {
	st.t.Helper()
	st.press("Commencer")
	st.press("Inscrire mon enfant à une sortie (fr)")
	st.at(Before, "Inscrire mon enfant")
}

func TestListWithoutPaper(t *testing.T) {
	playWith(t, func(st *stage, _ *Config) { st.printer.script = []printOutcome{outOfPaper()} }, func(st *stage) {
		st.toBefore()
		st.press("Imprimer cette liste")
		st.wait(time.Second)
		st.reads("La liste n’est pas imprimée. Notez-la, ou appelez l’accueil.")
		if st.offered("Imprimer cette liste") {
			t.Error("a list is offered without paper")
		}
	})
}

// A list that may be out is not called unprinted, and the second one says that
// it is one.
func TestListThatMayBeOut(t *testing.T) {
	playWith(t, func(st *stage, _ *Config) {
		st.printer.script = []printOutcome{
			{outcome: printer.Unknown, err: printer.ErrNoAnswer},
			{outcome: printer.NotPrinted},
			{outcome: printer.Printed},
		}
	}, func(st *stage) {
		st.toBefore()
		for i, says := range []string{
			"La liste est peut-être imprimée. Regardez en bas, à droite.",
			"La liste n’est pas imprimée. Notez-la, ou appelez l’accueil.",
			"La liste est imprimée. Prenez-la en bas, à droite.",
		} {
			st.wait(10 * time.Second) // the sensors are asked again
			st.press("Imprimer cette liste")
			st.wait(time.Second)
			st.reads(says)
			if marked := copyMarked(st.printer.docs[i]); marked != (i > 0) {
				t.Errorf("list %d says DUPLICATA: %v", i+1, marked)
			}
		}
	})
}

func copyMarked(doc printer.Document) bool {
	first, ok := doc.Blocks[0].(printer.Text)
	return ok && first.S == "DUPLICATA"
}

// placed is two printers behind one: what it printed lies at the desk, the next
// paper comes out below.
type placed struct{ fakePrinter }

func (*placed) Outlet() string { return "desk" }
func (*placed) Next() string   { return "bottom" }

// Each paper is said to be where it is.
func TestWhereThePaperIs(t *testing.T) {
	playWith(t, func(st *stage, c *Config) { c.Printer = &placed{} }, func(st *stage) {
		st.toBefore()
		st.press("Imprimer cette liste")
		st.reads("La liste s’imprime. Elle sort en bas.")
		st.wait(2 * time.Second)
		st.reads("La liste est imprimée. Prenez-la à l’accueil.")
	})
	playWith(t, func(st *stage, c *Config) { c.Printer = &placed{} }, func(st *stage) {
		st.toDone()
		st.reads("Prenez votre reçu. Il est à l’accueil.")
	})
}

// Who reads large letters on the screen gets them on paper.
func TestLargePrint(t *testing.T) {
	for size, want := range map[Size]bool{Small: false, Normal: false, Large: true, Huge: true} {
		play(t, func(st *stage) {
			st.send(SetSize{size})
			st.toDone()
			st.press("Parler à quelqu’un")
			st.press("Imprimer ces contacts")
			st.wait(time.Second)
			if len(st.printer.docs) != 2 {
				t.Fatalf("printed %v", st.printer.names())
			}
			for _, doc := range st.printer.docs {
				if doc.Large != want {
					t.Errorf("size %v: %s large: %v", size, doc.Name, doc.Large)
				}
			}
		})
	}
}

// A paper that was not taken yet keeps the next one back: the citizen takes it
// and asks again.
func TestTakeThePaperFirst(t *testing.T) {
	playWith(t, func(st *stage, _ *Config) {
		st.printer.script = []printOutcome{{outcome: printer.NotPrinted, err: &printer.FaultError{Fault: printer.FaultPresenter}}}
	}, func(st *stage) {
		st.toDone()
		st.reads("Un papier attend dans l’imprimante. Prenez-le d’abord.")
		st.press(printTile)
		st.wait(time.Second)
		st.reads("Prenez votre reçu.")
	})
}
