package escpos_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"guichet/drivers/document"
	"guichet/drivers/escpos"
	"guichet/drivers/printer"
	"guichet/drivers/profiles"
)

const followUp = "https://demarches.saint-eloi.fr/suivi/2026/11/AR-2026-11-004217?c=9f27c1b04de85a"

// names are the profiles of this language.
func names(t testing.TB) (all []string) {
	for _, name := range profiles.Names() {
		if profile(t, name).Driver == "escpos" {
			all = append(all, name)
		}
	}
	if len(all) < 10 {
		t.Fatalf("only %d profiles: %v", len(all), all)
	}
	return all
}

// TestGoldens: the bytes that stand for each sort of paper. Look at a change on
// paper (PAPER_DIR), then write them anew with -update.
func TestGoldens(t *testing.T) {
	for _, name := range []string{"epson-tm-t20ii", "epson-tm-t88v", "generic-58mm", "custom-vkp80iii"} {
		golden(t, "receipt-"+name, receipt(), name)
	}
	large := receipt()
	large.Large = true
	golden(t, "large-epson-tm-t20ii", large, "epson-tm-t20ii")
	golden(t, "large-generic-58mm", large, "generic-58mm")
}

func golden(t *testing.T, name string, doc printer.Document, model string) {
	t.Helper()
	got, err := escpos.Encode(doc, profile(t, model))
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join("testdata", name+".bin")
	if *update {
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil || !bytes.Equal(got, want) {
		t.Errorf("%d bytes, not those of %s (%v)", len(got), file, err)
	}
}

// reference is the receipt that encoders are measured with: 40 lines of 48
// columns and a symbol.
func reference(t testing.TB) printer.Document {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", "reference.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	doc, err := document.Parse(data)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// TestReference: no known encoder needs fewer than 1504 bytes for it.
func TestReference(t *testing.T) {
	doc, p := reference(t), profile(t, "epson-tm-t20ii")
	got, err := escpos.Encode(doc, p)
	if err != nil || len(got) > 1504 {
		t.Errorf("%d bytes, want at most 1504; %v", len(got), err)
	}
	if n := testing.AllocsPerRun(100, func() { escpos.Encode(doc, p) }); n > 10 {
		t.Errorf("%.0f allocations, want at most 10", n)
	}
}

func BenchmarkEncodeReference(b *testing.B) {
	doc, p := reference(b), profile(b, "epson-tm-t20ii")
	b.ReportAllocs()
	size := 0
	for b.Loop() {
		out, err := escpos.Encode(doc, p)
		if err != nil {
			b.Fatal(err)
		}
		size = len(out)
	}
	b.ReportMetric(float64(size), "bytes")
}

// receipt is what a town hall gives, for paper of any width.
func receipt() printer.Document {
	centre := func(s string) printer.Text { return printer.Text{S: s, Align: printer.Centre} }
	bold := func(s string) printer.Text { return printer.Text{S: s, Align: printer.Centre, Bold: true} }
	head := func(s string) printer.Text { return printer.Text{S: s, Bold: true} }
	line := func(s string) printer.Text { return printer.Text{S: s} }
	return printer.Document{Name: "receipt", Blocks: []printer.Block{
		printer.Text{S: "MAIRIE DE SAINT-ÉLOI", Align: printer.Centre, Bold: true, Big: true},
		centre("1, place de l'Hôtel-de-Ville - 04230 Saint-Éloi"),
		centre("Tél. 04 92 00 00 00 - mairie@saint-eloi.fr"),
		centre("SIRET 210 401 234 00017"),
		printer.Rule{},
		bold("RÉCÉPISSÉ DE DÉPÔT DE DEMANDE"),
		bold("N° AR-2026-11-004217"),
		printer.Rule{},
		line("Déposé le 21/11/2026 à 19 h 42"),
		line("Guichet : borne n° 3 (hall d'accueil)"),
		line("Usager : Mme Anaïs LEFÈVRE-BÉNÉZET"),
		line("Né(e) le 03/02/1984 à Nîmes (Gard)"),
		printer.Gap{Lines: 1},
		head("OBJET DE LA DEMANDE"),
		line("Déclaration préalable de travaux (cerfa 16702)"),
		line("Pose d'une clôture et d'un portail, côté rue"),
		line("Parcelle cadastrée AB 0217, 842 m²"),
		printer.Gap{Lines: 1},
		head("PIÈCES REÇUES"),
		printer.Pair{Left: "  1. Formulaire signé", Right: "4 pages"},
		printer.Pair{Left: "  2. Plan de situation (DP1)", Right: "1 page"},
		printer.Pair{Left: "  3. Plan de masse coté (DP2)", Right: "1 page"},
		printer.Pair{Left: "  4. Photographies (DP7, DP8)", Right: "2 pages"},
		printer.Gap{Lines: 1},
		head("RÈGLEMENT"),
		line("Copies A4 noir et blanc"),
		printer.Pair{Left: "  8 x 0,18 €", Right: "1,44 €"},
		line("Affranchissement LRAR"),
		printer.Pair{Left: "  1 x 5,74 €", Right: "5,74 €"},
		printer.Pair{Left: "TOTAL TTC", Right: "7,18 €", Bold: true},
		line("Payé par carte bancaire le 21/11/2026 à 19:41"),
		printer.Gap{Lines: 1},
		head("DÉLAI D'INSTRUCTION : 1 MOIS"),
		line("Sans réponse de notre part au 21/12/2026, votre demande sera réputée acceptée (art. R. 423-19 du code de l'urbanisme), sauf majoration du délai."),
		line("Recours : tribunal administratif, sous 2 mois."),
		printer.Gap{Lines: 1},
		centre("Vous pouvez suivre votre dossier en ligne :"),
		printer.QR{Data: followUp},
		bold("Conservez ce reçu, il fait foi du dépôt."),
		centre("Merci de votre visite - à bientôt !"),
	}}
}
