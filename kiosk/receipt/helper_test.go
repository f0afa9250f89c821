package receipt

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"guichet/drivers/printer"
	"guichet/forms"
	"guichet/forms/pack"
)

var update = flag.Bool("update", false, "write the golden files again")

// evening is in a zone of its own, so that a test does not depend on the
// machine's.
var evening = time.Date(2026, 11, 21, 19, 42, 7, 0, time.FixedZone("CET", 3600))

func facts(lang forms.Lang) Facts {
	return Facts{
		Lang: lang,
		Authority: pack.Authority{
			Name: "Mairie de Saint-Éloi", Service: "Service de l’état civil",
			Address: []string{"1, place de l’Hôtel-de-Ville", "04230 Saint-Éloi"},
			Phone:   "0492000000", Email: "mairie@saint-eloi.fr",
		},
		Subject: "Demande d’acte de naissance", Reference: "482 739 156 Z",
		At: evening, AnswerBy: evening.AddDate(0, 0, 15),
		Next: "Le service cherche l’acte. Il vous écrit.", Keep: "La mairie garde votre demande un an.",
		Contacts: []Contact{
			{Name: "Accueil de la mairie", Hours: "Du lundi au vendredi, de 9 h à 12 h.", Phone: "+33492000000"},
			{Name: "Le cœur de la ville", Hours: "Le jeudi, de 14 h à 17 h.", Email: "coeur@saint-eloi.fr",
				Address: []string{"3, rue Neuve", "04230 Saint-Éloi"}},
		},
		Documents: []string{"Votre livret de famille", "1,44 € pour le timbre"},
	}
}

// flat shows a document as text, a block a line, with its marks in front.
func flat(doc printer.Document) string {
	var b strings.Builder
	for _, block := range doc.Blocks {
		switch t := block.(type) {
		case printer.Text:
			fmt.Fprintf(&b, "%s %s\n", marks(t), strings.ReplaceAll(t.S, "\n", "\n     "))
		case printer.Pair:
			fmt.Fprintf(&b, "%s %s | %s\n", marks(printer.Text{Bold: t.Bold}), t.Left, t.Right)
		case printer.Rule:
			b.WriteString("---- \n")
		case printer.Gap:
			b.WriteString(strings.Repeat("\n", t.Lines))
		case printer.QR:
			fmt.Fprintf(&b, "[QR] %s\n", t.Data)
		}
	}
	return b.String()
}

func marks(t printer.Text) string {
	m := []byte("....")
	if t.Align == printer.Centre {
		m[0] = 'C'
	}
	if t.Bold {
		m[1] = 'B'
	}
	if t.Big {
		m[2] = 'L'
	}
	if t.Indent > 0 {
		m[3] = 'I'
	}
	return string(m)
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs (go test -update writes it again):\n%s", file, got)
	}
}
