package kiosk

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/OpenPrinting/goipp"

	"guichet/kiosk/config"
	"guichet/kiosk/session"
)

// a4 is an office printer that prints all that it is given: as much of IPP as
// drivers/ipp asks for (RFC 8011 §4.2 and §4.3).
type a4 struct {
	*testing.T
	url string

	mu    sync.Mutex
	empty bool     // no paper
	names []string // job-name
	pdfs  [][]byte
}

func newA4(t *testing.T) *a4 {
	p := &a4{T: t}
	server := httptest.NewServer(p)
	t.Cleanup(server.Close)
	p.url = strings.Replace(server.URL, "http:", "ipp:", 1) + "/ipp/print"
	return p
}

// at gives it to a kiosk, with its paper at the desk.
func (p *a4) at(h *hall) { h.cfg.A4 = &config.A4{URL: p.url} }

func (p *a4) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	var m goipp.Message
	if err := m.Decode(r.Body); err != nil {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	document, _ := io.ReadAll(r.Body)
	p.mu.Lock()
	defer p.mu.Unlock()
	back := goipp.NewResponse(m.Version, goipp.StatusOk, m.RequestID)
	back.Operation.Add(goipp.MakeAttr("attributes-charset", goipp.TagCharset, goipp.String("utf-8")))
	back.Operation.Add(goipp.MakeAttr("attributes-natural-language", goipp.TagLanguage, goipp.String("fr")))
	p.obey(&m, back, document)
	w.Header().Set("Content-Type", goipp.ContentType)
	back.Encode(w)
}

func (p *a4) obey(m, back *goipp.Message, document []byte) {
	switch goipp.Op(m.Code) {
	case goipp.OpGetPrinterAttributes:
		reason := "none"
		if p.empty {
			reason = "media-empty-error"
		}
		back.Printer.Add(goipp.MakeAttr("printer-state", goipp.TagEnum, goipp.Integer(3)))
		back.Printer.Add(goipp.MakeAttr("printer-state-reasons", goipp.TagKeyword, goipp.String(reason)))
	case goipp.OpPrintJob:
		for _, a := range m.Operation {
			if a.Name == "job-name" {
				p.names = append(p.names, a.Values[0].V.String())
			}
		}
		p.pdfs = append(p.pdfs, document)
		back.Job.Add(goipp.MakeAttr("job-id", goipp.TagInteger, goipp.Integer(len(p.pdfs))))
	case goipp.OpGetJobAttributes:
		back.Job.Add(goipp.MakeAttr("job-state", goipp.TagEnum, goipp.Integer(9))) // completed
	}
}

func (p *a4) runsOut(empty bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.empty = empty
}

// printed are the PDFs so far. Their jobs name what they are and nobody.
func (p *a4) printed(h *hall, want int) [][]byte {
	p.Helper()
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.pdfs) != want {
		p.Fatalf("%d papers came out on A4, want %d", len(p.pdfs), want)
	}
	for _, name := range p.names {
		if !strings.HasPrefix(name, "guichet-") || len(holding(name, h.typed)) > 0 {
			p.Errorf("a job is named %q", name)
		}
	}
	return slices.Clone(p.pdfs)
}

// readPDF is the words of a PDF, read by poppler.
func readPDF(t *testing.T, pdf []byte) string {
	t.Helper()
	if !bytes.HasPrefix(pdf, []byte("%PDF-")) {
		t.Fatalf("%.20q is no PDF", pdf)
	}
	tool, err := exec.LookPath("pdftotext")
	if err != nil {
		t.Skip("pdftotext is missing: apt-get install poppler-utils")
	}
	file := filepath.Join(t.TempDir(), "a.pdf")
	if err := os.WriteFile(file, pdf, 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(tool, file, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	return plainSpaces(string(out))
}

// What the screen says of a paper that lies at the desk.
const takeAtDesk = "Prenez votre reçu. Il est à l’accueil."

// TestOnlyA4 is a town hall without a receipt printer.
func TestOnlyA4(t *testing.T) {
	office := newA4(t)
	h := enter(t, noPrinter, office.at)
	ref := h.visit("acte-naissance")
	h.says("Nous avons bien reçu votre demande.", takeAtDesk)
	h.silent(printIt, printCopy, takeIt)
	sheet := readPDF(t, office.printed(h, 1)[0])
	for _, want := range []string{ref, "Récépissé de dépôt", "vendredi 20 novembre 2026", "14 h 05"} {
		if !strings.Contains(sheet, want) {
			t.Errorf("no %q on the sheet:\n%s", want, sheet)
		}
	}
	if found := holding(sheet, h.typed); len(found) > 0 {
		t.Errorf("the sheet holds %q", found)
	}
	if all := h.kept(); len(all) != 1 || all[0].Reference != ref {
		t.Errorf("the spool holds %d submissions, want the one of %s", len(all), ref)
	}
}

// TestOnlyA4WithoutPaper: as on a roll, the citizen is told, and gets it later.
func TestOnlyA4WithoutPaper(t *testing.T) {
	office := newA4(t)
	office.runsOut(true)
	h := enter(t, noPrinter, office.at)
	h.untilSays(noPaper)
	h.visit("acte-naissance")
	h.says(notPrinted, mendPaper)
	office.printed(h, 0)
	office.runsOut(false)
	h.looks()
	h.untilSays(printIt)
	h.press(printIt)
	h.untilSays(takeAtDesk)
	if strings.Contains(readPDF(t, office.printed(h, 1)[0]), "DUPLICATA") {
		t.Error("the first receipt to come out says DUPLICATA")
	}
}

// TestARollWithA4Behind: the receipt is on the roll while there is paper, at
// the desk when there is none, and on the roll again.
func TestARollWithA4Behind(t *testing.T) {
	office := newA4(t)
	h := enter(t, office.at)
	h.visit("acte-naissance")
	h.says(takeIt)
	h.sim.PaperOut()
	h.looks()
	h.parts.session.Send(session.SetSize{Size: session.Large})
	h.until("large letters", func(v session.View) bool { return v.Size == session.Large })
	h.says(takeIt) // it still lies there
	h.press("Terminer")
	office.printed(h, 0)

	h.at(session.Attract)
	h.silent(noPaper)
	ref := h.visit("acte-naissance")
	h.says(takeAtDesk)
	h.sim.LoadPaper()
	h.looks()
	h.parts.session.Send(session.SetSize{Size: session.Huge})
	h.until("huge letters", func(v session.View) bool { return v.Size == session.Huge })
	h.says(takeAtDesk)
	if sheet := readPDF(t, office.printed(h, 1)[0]); !strings.Contains(sheet, ref) {
		t.Errorf("no %s on the sheet:\n%s", ref, sheet)
	}
	h.press("Terminer")
	h.at(session.Attract)
	third := h.visit("acte-naissance")
	h.says(takeIt)
	h.sheets(third, 1)
	office.printed(h, 1)
}

// TestHalfAReceiptIsNotSentToA4: what may be out is not printed by itself; the
// copy that the citizen asks for comes out where there is paper.
func TestHalfAReceiptIsNotSentToA4(t *testing.T) {
	office := newA4(t)
	h := enter(t, office.at)
	h.sim.PaperOutAfter(40)
	h.visit("acte-naissance")
	h.says(notKnown)
	office.printed(h, 0)
	h.looks()
	h.untilSays(printCopy)
	h.press(printCopy)
	h.untilSays(takeAtDesk)
	h.silent(printIt, printCopy)
	if sheet := readPDF(t, office.printed(h, 1)[0]); !strings.Contains(sheet, "DUPLICATA") {
		t.Errorf("the copy does not say that it is one:\n%s", sheet)
	}
}
