package kiosk

import (
	"strings"
	"testing"

	"guichet/drivers/printersim"
	"guichet/kiosk/receipt"
	"guichet/kiosk/session"
)

// What the screen says about the paper, in French.
const (
	noPaper     = "Il n’y a plus de papier. Nous gardons votre demande."
	takeIt      = "Prenez votre reçu. Il est en bas, à droite."
	notPrinted  = "Votre reçu n’est pas imprimé. Notez votre référence."
	notKnown    = "Nous ne savons pas si votre reçu est sorti. Regardez en bas, à droite."
	printIt     = "Imprimer le reçu"
	printCopy   = "Imprimer une copie du reçu"
	copySays    = "La copie porte le mot DUPLICATA."
	mendPaper   = "Il n’y a plus de papier. L’accueil peut en remettre."
	mendCover   = "Le couvercle de l’imprimante est ouvert. Appelez l’accueil."
	mendOffline = "L’imprimante ne répond pas. Appelez l’accueil."
	mendGone    = "L’imprimante n’est pas branchée. Appelez l’accueil."
)

// TestAReceipt is the visit in which nothing goes wrong.
func TestAReceipt(t *testing.T) {
	h := enter(t)
	ref := h.visit("acte-naissance")
	h.says("Nous avons bien reçu votre demande.", takeIt)
	h.silent(printIt, printCopy)
	if sheet := h.sheets(ref, 1)[0]; !strings.Contains(sheet, "vendredi 20 novembre 2026") || !strings.Contains(sheet, "14 h 05") {
		t.Errorf("the receipt does not tell the hour of the town:\n%s", sheet)
	}
	if all := h.kept(); len(all) != 1 || all[0].Reference != ref {
		t.Errorf("the spool holds %d submissions, want the one of %s", len(all), ref)
	}
}

// TestPaperOutBeforeTheVisit: the citizen knows before he begins, his
// submission is safe, and the receipt comes when paper is back: once.
func TestPaperOutBeforeTheVisit(t *testing.T) {
	h := enter(t)
	h.sim.PaperOut()
	h.untilSays(noPaper)
	h.parts.session.Send(h.at(session.Attract).Next.Do)
	h.at(session.Menu)
	h.says(noPaper)
	h.press("Retour")

	ref := h.visit("acte-naissance")
	h.says(notPrinted, mendPaper)
	h.silent(printIt, printCopy, takeIt)
	done := h.now()
	if qr := block[session.QR](t, done); qr.Data != receipt.Code(ref, today) {
		t.Errorf("the code on the screen holds %q", qr.Data)
	}
	if all := h.kept(); len(all) != 1 || all[0].Reference != ref {
		t.Errorf("the spool holds %d submissions, want the one of %s", len(all), ref)
	}
	h.noInk()

	h.sim.LoadPaper()
	h.untilSays(printIt)
	h.silent(copySays)
	h.noInk()
	h.press(printIt)
	h.untilSays(takeIt)
	h.silent(printIt, printCopy)
	if sheet := h.sheets(ref, 1)[0]; strings.Contains(sheet, "DUPLICATA") {
		t.Error("the first receipt to come out says DUPLICATA")
	}
	h.parts.session.Send(session.PrintReceipt{Page: done.Page})
	h.parts.session.Send(session.PrintReceipt{Page: h.now().Page})
	h.press("Terminer")
	h.at(session.Attract)
	h.sheets(ref, 1)
}

// midway is what goes wrong in the middle of a receipt.
var midway = map[string]struct {
	fault, mend func(*printersim.Sim)
	says        string
	whole       int // receipts that come out to their end all the same
}{
	"paper out":    {func(s *printersim.Sim) { s.PaperOutAfter(40) }, (*printersim.Sim).LoadPaper, mendPaper, 0},
	"cover opened": {func(s *printersim.Sim) { s.OpenCoverAfter(40) }, (*printersim.Sim).CloseCover, mendCover, 0},
	"power cut":    {func(s *printersim.Sim) { s.PowerOffAfter(600) }, (*printersim.Sim).PowerOn, mendOffline, 0},
	"unplugged":    {func(s *printersim.Sim) { s.UnplugAfter(600) }, func(s *printersim.Sim) { s.Plug() }, mendGone, 0},
	"mute":         {func(s *printersim.Sim) { s.MuteAfter(600) }, (*printersim.Sim).Speak, mendOffline, 1},
}

// TestInTheMiddleOfAReceipt: nobody knows what the citizen has in his hand.
// The kiosk says so, prints nothing by itself, and marks the copy that he asks
// for. The next one gets his own receipt.
func TestInTheMiddleOfAReceipt(t *testing.T) {
	for name, c := range midway {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := enter(t)
			c.fault(h.sim)
			ref := h.visit("acte-naissance")
			h.says(notKnown, c.says)
			h.silent(takeIt, printIt, printCopy)
			if all := h.kept(); len(all) != 1 || all[0].Reference != ref {
				t.Errorf("the spool holds %d submissions, want the one of %s", len(all), ref)
			}

			c.mend(h.sim)
			h.looks()
			h.untilSays(printCopy)
			h.says(notKnown, copySays)
			h.receipts(1, c.whole)
			h.copyOnce(ref)
			h.receipts(2, c.whole+1)
			h.press("Terminer")
			h.nextVisitor(ref)
		})
	}
}

// TestTheCopyStopsHalfwayToo: there is one copy, and no third receipt.
func TestTheCopyStopsHalfwayToo(t *testing.T) {
	h := enter(t)
	h.sim.PaperOutAfter(40)
	h.visit("acte-naissance")
	h.sim.LoadPaper()
	h.looks()
	h.untilSays(printCopy)
	h.sim.PaperOutAfter(40)
	page := h.now().Page
	h.press(printCopy)
	h.until("the last page again", func(v session.View) bool { return v.State == session.Done && v.Page > page })
	h.says(notKnown, mendPaper)
	h.sim.LoadPaper()
	h.looks()
	h.parts.session.Send(session.SetSize{Size: session.Large}) // is seen after what looks has sent
	h.until("large letters", func(v session.View) bool { return v.Size == session.Large })
	h.says(notKnown)
	h.silent(printIt, printCopy)
	h.parts.session.Send(session.PrintReceipt{Page: h.now().Page})
	h.press("Terminer")
	h.nextVisitor("DUPLICATA")
}

// TestTheNextOneAfterAHalfReceipt: the citizen leaves his half receipt, and
// the technician comes when he has gone.
func TestTheNextOneAfterAHalfReceipt(t *testing.T) {
	for name, c := range midway {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := enter(t)
			c.fault(h.sim)
			ref := h.visit("acte-naissance")
			h.press("Terminer")
			h.at(session.Attract)
			c.mend(h.sim)
			h.looks()
			h.until("a kiosk that can print", func(v session.View) bool { return v.Notice.Empty() })
			h.nextVisitor(ref)
		})
	}
}

// TestAPrinterThatCannotForget: the cheap ones print on what they have in
// their buffer when paper is back. What the citizen asks for after that says
// DUPLICATA, and the next one finds nothing of it once the paper is taken.
func TestAPrinterThatCannotForget(t *testing.T) {
	h := enter(t, printerOf("generic-58mm"))
	h.sim.PaperOutAfter(40)
	ref := h.visit("acte-naissance")
	h.says(notKnown, mendPaper)
	h.sim.LoadPaper()
	h.looks()
	h.untilSays(printCopy)
	h.press(printCopy)
	h.untilSays(takeIt)
	if !strings.Contains(h.sim.Text(), "DUPLICATA") {
		t.Error("the copy does not say that it is one")
	}
	h.press("Terminer")
	h.at(session.Attract)
	h.sim.Tear()
	second := h.visit("acte-naissance")
	h.says(takeIt)
	if text := h.sim.Text(); !strings.Contains(text, second) || strings.Contains(text, ref) {
		t.Errorf("the paper of %s after %s:\n%s", second, ref, text)
	}
}

// TestAMutePrinter: it was mute before, so nothing is sent to it.
func TestAMutePrinter(t *testing.T) {
	h := enter(t)
	h.sim.Mute()
	h.untilSays("L’imprimante ne répond pas. Nous gardons votre demande.")
	ref := h.visit("acte-naissance")
	h.says(notPrinted, mendOffline)
	h.noInk()
	h.sim.Speak()
	h.untilSays(printIt)
	h.noInk()
	h.press(printIt)
	h.untilSays(takeIt)
	h.sheets(ref, 1)
}

// copyOnce asks for the copy, which says what it is and cannot be had twice.
func (h *hall) copyOnce(ref string) {
	h.Helper()
	h.press(printCopy)
	h.untilSays(takeIt)
	h.silent(printIt, printCopy)
	var copies int
	for _, sheet := range h.sim.Sheets() {
		if strings.Contains(sheet.Text, "DUPLICATA") {
			copies++
			if !strings.Contains(plainSpaces(sheet.Text), ref) {
				h.Errorf("the copy does not bear the reference %s of the screen:\n%s", ref, sheet.Text)
			}
		}
	}
	if copies != 1 {
		h.Errorf("%d copies came out, want one", copies)
	}
}

// receipts wants at most so many receipts that were begun on all the paper,
// and just so many that came to their end: nothing prints by itself.
func (h *hall) receipts(begun, whole int) {
	h.Helper()
	text := h.sim.Text()
	if n := strings.Count(text, "Récépissé de dépôt"); n > begun {
		h.Errorf("%d receipts were begun, want at most %d:\n%s", n, begun, text)
	}
	if n := strings.Count(text, "Ce récépissé prouve"); n != whole {
		h.Errorf("%d receipts came to their end, want %d:\n%s", n, whole, text)
	}
}

// looks asks the sensors now, as the watch does every few seconds: what the
// staff has mended is known at once.
func (h *hall) looks() {
	h.Helper()
	h.parts.session.Send(look(h.Context(), h.parts.printer))
}

// nextVisitor gets a whole receipt of his own, on a sheet that bears nothing
// of the one before.
func (h *hall) nextVisitor(before string) {
	h.Helper()
	ref := h.visit("acte-naissance")
	h.says(takeIt)
	sheet := h.sheets(ref, 1)[0]
	for _, alien := range []string{before, "DUPLICATA"} {
		if strings.Contains(sheet, alien) {
			h.Errorf("the receipt of %s holds %s:\n%s", ref, alien, sheet)
		}
	}
	if n := strings.Count(sheet, "Récépissé"); n != 1 {
		h.Errorf("%d receipts on one sheet:\n%s", n, sheet)
	}
}

// sheets are the sheets that bear a reference; there must be n.
func (h *hall) sheets(ref string, n int) (found []string) {
	h.Helper()
	for _, sheet := range h.sim.Sheets() {
		if text := plainSpaces(sheet.Text); strings.Contains(text, ref) {
			found = append(found, text)
		}
	}
	if len(found) != n {
		h.Fatalf("%d sheets bear the reference %s, want %d; the paper:\n%s", len(found), ref, n, h.sim.Text())
	}
	return found
}

func (h *hall) noInk() {
	h.Helper()
	if ink := h.sim.Ink(); ink != 0 {
		h.Errorf("%d dots are on the paper:\n%s", ink, h.sim.Text())
	}
}
