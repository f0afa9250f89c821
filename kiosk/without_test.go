package kiosk

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"guichet/drivers/profiles"
	"guichet/kiosk/receipt"
	"guichet/kiosk/session"
)

// TestAKioskWithoutAPrinter serves all the same, and says what it cannot do.
func TestAKioskWithoutAPrinter(t *testing.T) {
	for name, c := range map[string]struct {
		hall func(*hall)
		logs string
	}{
		"none in the configuration": {hall: noPrinter},
		"a model that nobody knows": {
			hall: func(h *hall) { h.cfg.Printer.Profile = "imprimante-de-1998" },
			logs: "must be one of " + strings.Join(profiles.Names(), ", "),
		},
		"a driver that nobody wrote": {
			hall: func(h *hall) { h.cfg.Printer.Driver = "postscript" },
			logs: "must be one of escpos",
		},
	} {
		t.Run(name, func(t *testing.T) {
			h := enter(t, c.hall)
			h.says("Cette borne n’imprime pas. Votre référence est à l’écran.")
			ref := h.visit("acte-naissance")
			h.says("Cette borne n’imprime pas de reçu. Notez votre référence.", "Votre référence")
			h.silent(takeIt, notPrinted, notKnown, printIt, printCopy)
			if qr := block[session.QR](t, h.now()); qr.Data != receipt.Code(ref, today) {
				t.Errorf("the code on the screen holds %q", qr.Data)
			}
			if all := h.kept(); len(all) != 1 || all[0].Reference != ref {
				t.Errorf("the spool holds %d submissions, want the one of %s", len(all), ref)
			}
			if !strings.Contains(h.log.String(), c.logs) {
				t.Errorf("the log does not say %q:\n%s", c.logs, h.log.String())
			}
			h.press("Parler à quelqu’un")
			h.untilSays("Revenir à la page")
			h.silent("Imprimer ces contacts")
		})
	}
}

// TestAPrinterThatIsPluggedInLate: its port is not there, and the kiosk says
// so; it comes when the citizen is already on his last page.
func TestAPrinterThatIsPluggedInLate(t *testing.T) {
	h := enter(t, func(h *hall) { h.sim.Unplug() })
	h.untilSays("L’imprimante n’est pas branchée. Nous gardons votre demande.")
	ref := h.visit("acte-naissance")
	h.says(notPrinted, mendGone)
	h.silent(printIt, printCopy)
	if err := h.sim.Plug(); err != nil {
		t.Fatal(err)
	}
	h.untilSays(printIt)
	h.noInk()
	h.press(printIt)
	h.untilSays(takeIt)
	h.sheets(ref, 1)
	h.press("Terminer")
	if v := h.at(session.Attract); !v.Notice.Empty() {
		t.Errorf("the home page still says %q", v.Notice.S)
	}
}

// TestNothingToKeepItIn: a kiosk that cannot keep a submission takes none, and
// sends to a person.
func TestNothingToKeepItIn(t *testing.T) {
	for name, spoil := range map[string]func(*hall){
		"the folder cannot be made": func(h *hall) { h.cfg.Data = filepath.Join(h.file("a file", "x"), "spool") },
		"the folder is a file":      func(h *hall) { h.cfg.Data = h.file("spool", "x") },
		"the file is not a database": func(h *hall) {
			h.cfg.Data = filepath.Dir(h.file("spool.db", strings.Repeat("not a database at all ", 500)))
		},
		"the key is not a key": func(h *hall) { h.cfg.Recipients = []string{"age1pq1nobody"} },
	} {
		t.Run(name, func(t *testing.T) {
			h := enter(t, spoil, func(h *hall) { h.broken = true })
			v := h.now()
			h.says("La borne est en panne", "Vous ne pouvez pas faire de demande ici.", "Une personne peut prendre votre demande.")
			h.parts.session.Send(v.Next.Do)
			h.press("Parler à quelqu’un")
			h.untilSays("Accueil de la mairie")
			h.says("du lundi au vendredi", "04 65 71 00 00")
			h.press("Revenir à la page")
			h.untilSays("La borne est en panne")
			if v := h.now(); v.State != session.Attract {
				t.Errorf("a kiosk that is out of order is at %s", v.State)
			}
			if log := h.log.String(); !strings.Contains(log, `"spool_refused"`) {
				t.Errorf("the log does not say why:\n%s", log)
			}
		})
	}
}

// TestTheSpoolBreaksDuringTheVisit: what is not kept is not called sent, and
// no receipt says that it was.
func TestTheSpoolBreaksDuringTheVisit(t *testing.T) {
	h := enter(t)
	c := h.visitor("acte-naissance")
	c.begin()
	c.fill()
	h.parts.spool.Close()
	c.handIn()
	v := h.until("the page that says that it failed", func(v session.View) bool { return v.Problem != nil })
	if v.State != session.Saving {
		t.Errorf("the kiosk is at %s", v.State)
	}
	h.says("Votre demande n’est pas partie.", "Nous n’arrivons pas à l’enregistrer. Rien n’est envoyé.", "Essayer encore", "Retour", "Parler à quelqu’un")
	h.noInk()
	h.press("Essayer encore")
	h.until("another page that says so", func(n session.View) bool { return n.Problem != nil && n.Page > v.Page })
	h.noInk()
}

// file writes a file into a folder of its own.
func (h *hall) file(name, content string) string {
	h.Helper()
	path := filepath.Join(h.TempDir(), name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		h.Fatal(err)
	}
	return path
}
