package pdf

import (
	"flag"
	"image"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"

	"guichet/drivers/printer"
	"guichet/forms"
	"guichet/forms/pack"
	"guichet/kiosk/receipt"
)

var update = flag.Bool("update", false, "write the golden files again")

var evening = time.Date(2026, 11, 21, 19, 42, 7, 0, time.FixedZone("CET", 3600))

var meta = Meta{Title: "Récépissé de dépôt 482 739 156 Z", Author: "Mairie de Saint-Éloi", Lang: forms.French, At: evening}

func sample() printer.Document {
	return receipt.Build(receipt.Facts{
		Lang: forms.French, Subject: "Demande d’acte de naissance", Reference: "482 739 156 Z",
		Authority: pack.Authority{
			Name: "Mairie de Saint-Éloi", Service: "Service de l’état civil",
			Address: []string{"1, place de l’Hôtel-de-Ville", "04230 Saint-Éloi"},
			Phone:   "0492000000", Email: "mairie@saint-eloi.fr",
		},
		At: evening, AnswerBy: evening.AddDate(0, 0, 15),
		Next: "Le service cherche l’acte. Il vous écrit « à l’adresse donnée ».",
		Keep: "La mairie garde votre demande un an.",
		Contacts: []receipt.Contact{
			{Name: "Accueil de la mairie", Hours: "Du lundi au vendredi, de 9 h à 12 h.", Phone: "0492000000"},
			{Name: "Le cœur de la ville", Hours: "Le jeudi, de 14 h à 17 h.", Phone: "0492000020"},
		},
		Documents: []string{"Votre livret de famille", "1,44 € pour le timbre"},
	})
}

func mustRender(t *testing.T, doc printer.Document, m Meta) []byte {
	t.Helper()
	data, err := Render(doc, m)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// poppler runs one of poppler's tools on a PDF, for a second opinion: pdftotext,
// pdfinfo, pdffonts, pdftoppm. The last argument is where its output goes.
func poppler(t *testing.T, data []byte, tool string, args ...string) string {
	t.Helper()
	need(t, tool, "GUICHET_NEED_POPPLER", "apt-get install poppler-utils")
	file := filepath.Join(t.TempDir(), "a.pdf")
	if err := os.WriteFile(file, data, 0o600); err != nil {
		t.Fatal(err)
	}
	for i, a := range args {
		if a == "FILE" {
			args[i] = file
		}
	}
	out, err := exec.Command(tool, args...).Output()
	if err != nil {
		t.Fatalf("%s: %v", tool, err)
	}
	return string(out)
}

// need skips where a tool is missing, and fails where the variable is set.
func need(t *testing.T, tool, variable, how string) {
	t.Helper()
	if _, err := exec.LookPath(tool); err == nil {
		return
	}
	if os.Getenv(variable) != "" {
		t.Fatalf("%s is missing: %s", tool, how)
	}
	t.Skipf("%s is missing: %s", tool, how)
}

// said is all that a document says, a line of the sheet a line.
func said(t *testing.T, data []byte) string {
	t.Helper()
	var b strings.Builder
	for _, d := range sheets(t, data) {
		b.WriteString(strings.Join(d.lines(), "\n") + "\n\f")
	}
	return b.String()
}

// lettersOf forgets the white, and how the halves of a line are told apart.
func lettersOf(s string) string {
	return strings.Join(strings.Fields(strings.NewReplacer("|", "", "\u00a0", " ").Replace(s)), "")
}

func scan(t *testing.T, reader gozxing.Reader, img image.Image) string {
	t.Helper()
	bitmap, err := gozxing.NewBinaryBitmapFromImage(img)
	if err != nil {
		t.Fatal(err)
	}
	hints := map[gozxing.DecodeHintType]any{gozxing.DecodeHintType_TRY_HARDER: true}
	result, err := reader.Decode(bitmap, hints)
	if err != nil {
		t.Fatalf("no symbol on the page: %v", err)
	}
	return result.GetText()
}

func readQR(t *testing.T, img image.Image) string { return scan(t, qrcode.NewQRCodeReader(), img) }
