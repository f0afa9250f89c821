package session

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"guichet/drivers/printer"
)

const printTile = "Imprimer le reçu"

func (st *stage) offered(words string) bool {
	return slices.ContainsFunc(buttonsOf(st.view()), func(b Button) bool { return b.Text.S == words })
}

// duplicates tells of each paper whether it says DUPLICATA.
func (st *stage) duplicates() []bool {
	return mapped(st.printer.docs, func(d printer.Document) bool {
		return strings.Contains(fmt.Sprint(d.Blocks), "DUPLICATA")
	})
}

// Without paper the submission is safe; the receipt comes once paper is back,
// and it is the receipt, not a copy: nothing came out before.
func TestPaperOut(t *testing.T) {
	playWith(t, func(st *stage, _ *Config) { st.printer.script = []printOutcome{outOfPaper()} }, func(st *stage) {
		st.toDone()
		st.reads(st.outbox.references()[0], "Votre reçu n’est pas imprimé. Notez votre référence.",
			"Il n’y a plus de papier. L’accueil peut en remettre.", "GUICHET:1:")
		if st.offered(printTile) {
			t.Error("a print is offered without paper")
		}
		st.send(PrinterChanged{Status: paperIn()})
		st.reads("L’imprimante est prête. Vous pouvez imprimer votre reçu.")
		st.readsNot("Il n’y a plus de papier.", "Votre reçu n’est pas imprimé.")
		st.press(printTile)
		st.at(Printing, "Votre reçu s’imprime.")
		st.wait(time.Second)
		st.at(Done, "Nous avons bien reçu")
		st.reads("Prenez votre reçu.")
		if st.offered(printTile) {
			t.Error("a second receipt is offered")
		}
		if got := st.duplicates(); !slices.Equal(got, []bool{false, false}) {
			t.Errorf("duplicates: %v", got)
		}
	})
}

// A jam that frees itself between two looks of the watcher is not believed in
// for ever; paper that is still out is.
func TestLookAgain(t *testing.T) {
	for _, out := range []bool{false, true} {
		playWith(t, func(st *stage, _ *Config) {
			st.printer.script, st.printer.out = []printOutcome{outOfPaper()}, out
		}, func(st *stage) {
			st.toDone()
			st.wait(4 * time.Second)
			if st.offered(printTile) {
				t.Error("a print is offered before anybody looked")
			}
			st.wait(time.Second)
			if st.offered(printTile) == out {
				t.Errorf("paper out: %v, but offered: %v", out, !out)
			}
		})
	}
}

// No answer means unknown: said so, never printed again by itself, and the
// copy that a person asks for says DUPLICATA.
func TestUnknown(t *testing.T) {
	playWith(t, func(st *stage, _ *Config) {
		st.printer.script = []printOutcome{{outcome: printer.Unknown, err: printer.ErrNoAnswer, takes: time.Second}}
	}, func(st *stage) {
		st.toDone()
		st.reads("Nous ne savons pas si votre reçu est sorti. Regardez en bas, à droite.")
		st.send(PrinterChanged{Status: paperIn()})
		st.wait(30 * time.Second)
		if n := len(st.printer.names()); n != 1 {
			t.Fatalf("%d prints without a touch", n)
		}
		st.reads("La copie porte le mot DUPLICATA.")
		st.press("Imprimer une copie du reçu")
		st.wait(time.Second)
		st.reads("Prenez votre reçu.")
		if got := st.duplicates(); !slices.Equal(got, []bool{false, true}) {
			t.Errorf("duplicates: %v", got)
		}
	})
}

// One copy, even if nobody knows whether that one came out.
func TestUnknownTwice(t *testing.T) {
	unknown := printOutcome{outcome: printer.Unknown, err: context.DeadlineExceeded, takes: time.Second}
	playWith(t, func(st *stage, _ *Config) { st.printer.script = []printOutcome{unknown, unknown} }, func(st *stage) {
		st.toDone()
		st.press("Imprimer une copie du reçu")
		st.wait(time.Second)
		st.reads("Nous ne savons pas si votre reçu est sorti.")
		if st.offered("Imprimer une copie du reçu") || st.offered(printTile) {
			t.Error("a second copy is offered")
		}
	})
}

// A copy that did not come out may be asked for again, still as a copy.
func TestCopyDidNotComeOut(t *testing.T) {
	playWith(t, func(st *stage, _ *Config) {
		st.printer.script = []printOutcome{{outcome: printer.Unknown, err: errors.New("odd"), takes: time.Second}, outOfPaper()}
	}, func(st *stage) {
		st.toDone()
		st.press("Imprimer une copie du reçu")
		st.wait(time.Second)
		st.reads("Nous ne savons pas", "Il n’y a plus de papier.")
		st.send(PrinterChanged{Status: paperIn()})
		st.press("Imprimer une copie du reçu")
		st.wait(time.Second)
		if got := st.duplicates(); !slices.Equal(got, []bool{false, true, true}) {
			t.Errorf("duplicates: %v", got)
		}
	})
}

// Each fault of the printer has its sentence on the last page.
func TestEveryFaultIsSaid(t *testing.T) {
	for f := printer.FaultPaperOut; f <= printer.FaultGone; f++ {
		t.Run(f.String(), func(t *testing.T) {
			playWith(t, func(st *stage, _ *Config) {
				st.printer.script = []printOutcome{{outcome: printer.NotPrinted, err: &printer.FaultError{Fault: f}}}
			}, func(st *stage) {
				st.toDone()
				key := "session.fault." + faultKey(f)
				if !hasText(st.view(), key) {
					t.Errorf("%s is not on\n%s", key, dump(st.view()))
				}
			})
		})
	}
}

func hasText(v View, key string) bool {
	return slices.ContainsFunc(v.Blocks, func(b Block) bool {
		p, ok := b.(Paragraph)
		return ok && p.Text.Key == key && p.Text.S != key
	})
}

func TestNoPrinter(t *testing.T) {
	playWith(t, func(_ *stage, c *Config) { c.Printer = nil }, func(st *stage) {
		st.reads("Cette borne n’imprime pas.")
		st.toSent()
		st.wait(time.Second)
		st.at(Done, "Nous avons bien reçu")
		st.reads("Cette borne n’imprime pas de reçu.", st.outbox.references()[0])
		st.press("Parler à quelqu’un")
		if st.offered("Imprimer ces contacts") {
			t.Error("a print is offered without a printer")
		}
		st.send(PrintContacts{st.view().Overlay.Page}, PrintReceipt{st.view().Page})
	})
}

// A printer that never comes back ends as unknown.
func TestPrinterHangs(t *testing.T) {
	playWith(t, func(st *stage, _ *Config) {
		st.printer.script = []printOutcome{{outcome: printer.Printed, takes: 10 * time.Minute, deaf: true}}
	}, func(st *stage) {
		st.toSent()
		st.wait(time.Second + 61*time.Second)
		st.at(Printing, "Votre reçu s’imprime.")
		st.wait(time.Second)
		st.at(Done, "Nous avons bien reçu")
		st.reads("Nous ne savons pas si votre reçu est sorti.", "L’imprimante ne répond pas.")
	})
}

// The end of a visit takes its print along; the next one begins untouched.
func TestLeaveWhilePrinting(t *testing.T) {
	playWith(t, func(st *stage, _ *Config) {
		st.printer.script = []printOutcome{{outcome: printer.Printed, takes: 30 * time.Second}}
	}, func(st *stage) {
		st.toSent()
		st.wait(2 * time.Second)
		st.pressed("Recommencer", "Partir maintenant")
		st.at(Attract, "Bonjour")
		n := len(st.views) - 2
		if st.printer.busy {
			t.Error("the print goes on")
		}
		st.press("Commencer")
		st.wait(40 * time.Second)
		st.at(Menu, "Que voulez-vous faire")
		st.checkNothingLeft(n)
	})
}

// While a deaf printer holds the paper of one, the paper of the next waits,
// and is not printed at all where it would wait too long.
func TestOneDocumentAtATime(t *testing.T) {
	playWith(t, func(st *stage, _ *Config) {
		st.printer.script = []printOutcome{{outcome: printer.Printed, takes: 10 * time.Minute, deaf: true}}
	}, func(st *stage) {
		st.toSent()
		st.wait(2 * time.Second)
		st.pressed("Recommencer", "Partir maintenant")
		st.send(PrinterChanged{Status: paperIn()})
		st.press("Parler à quelqu’un")
		st.press("Imprimer ces contacts")
		for range 2 {
			st.wait(40 * time.Second)
			st.send(Touched{})
		}
		st.reads("Les contacts ne sont pas imprimés.")
		if n := len(st.printer.names()); n != 1 {
			t.Errorf("%d documents went to the printer", n)
		}
	})
}
