package papers

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"image/png"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/go-pdf/fpdf"

	"guichet/drivers/printer"
	"guichet/forms"
)

func needPoppler(t testing.TB) {
	t.Helper()
	if _, err := exec.LookPath("pdftoppm"); err == nil {
		return
	}
	const reason = "pdftoppm is missing: apt-get install poppler-utils"
	if os.Getenv("GUICHET_NEED_POPPLER") != "" {
		t.Fatal(reason)
	}
	t.Skip(reason)
}

// letter is a PDF of some pages in millimetres, with a line of text each, in 10
// points.
func letter(t testing.TB, width, height float64, pages int, text string) []byte {
	t.Helper()
	const point = 72 / 25.4
	var kids string
	objects := []string{"<</Type/Catalog/Pages 2 0 R>>", ""}
	line := fmt.Sprintf("BT /F 10 Tf 20 %.0f Td (%s) Tj ET", height*point-40, text)
	for i := range pages {
		kids += fmt.Sprintf("%d 0 R ", 3+2*i)
		objects = append(objects,
			fmt.Sprintf("<</Type/Page/Parent 2 0 R/MediaBox[0 0 %.1f %.1f]/Contents %d 0 R/Resources<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>",
				width*point, height*point, 4+2*i),
			fmt.Sprintf("<</Length %d>>stream\n%s\nendstream", len(line), line))
	}
	objects[1] = fmt.Sprintf("<</Type/Pages/Kids[%s]/Count %d>>", kids, pages)
	return assembled(objects)
}

// locked is one that only opens with a password.
func locked(t testing.TB, password string) []byte {
	t.Helper()
	p, b := fpdf.New("P", "mm", "A4", ""), bytes.Buffer{}
	p.SetProtection(fpdf.CnProtectPrint, password, "another one")
	p.AddPage()
	if err := p.Output(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// assembled is a PDF of these objects, with its table.
func assembled(objects []string) []byte {
	out, table := []byte("%PDF-1.4\n"), fmt.Sprintf("xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for i, o := range objects {
		table += fmt.Sprintf("%010d 00000 n \n", len(out))
		out = fmt.Appendf(out, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	return fmt.Appendf(out, "%strailer<</Root 1 0 R/Size %d>>\nstartxref\n%d\n%%%%EOF\n", table, len(objects)+1, len(out))
}

func TestAPDFOnTheRoll(t *testing.T) {
	needPoppler(t)
	p, err := OfPDF(t.Context(), letter(t, 80, 120, 2, "Attestation de domicile"), "Attestation", forms.French, Roll{Dots: 576, DPI: 203})
	if err != nil {
		t.Fatal(err)
	}
	if len(p.Pages) != 2 || len(p.Print.Blocks) != 2 || p.Print.Title != "Attestation" || p.Print.Lang != "fr" {
		t.Fatalf("%d pages, %+v", len(p.Pages), p.Print)
	}
	shown, err := png.Decode(bytes.NewReader(p.Pages[0]))
	if err != nil || shown.Bounds().Dx() < 180 || shown.Bounds().Dx() > 300 { // of 347: 80 mm at 110 dots an inch
		t.Errorf("shown: %v, %v", shown.Bounds(), err)
	}
	ink := p.Print.Blocks[0].(printer.Picture).Image.Bounds()
	if ink.Dx() < 250 || ink.Dx() > 400 || ink.Dy() > 60 {
		t.Errorf("what is printed is %v: a line of text without the white around it", ink)
	}
}

// A page whose letters would be a millimetre high is refused for the roll, and
// printed by an office printer.
func TestAWidePage(t *testing.T) {
	needPoppler(t)
	wide := letter(t, 210, 297, 1, strings.Repeat("Une ligne qui va d'un bord a l'autre. ", 3))
	if _, err := OfPDF(t.Context(), wide, "x", forms.French, Roll{Dots: 576, DPI: 203}); !errors.Is(err, ErrWide) {
		t.Errorf("on the roll: %v", err)
	}
	if p, err := OfPDF(t.Context(), wide, "x", forms.French, Roll{}); err != nil || len(p.Print.Blocks) != 1 {
		t.Errorf("on A4: %v", err)
	}
	if _, err := OfPDF(t.Context(), letter(t, 210, 297, 1, "Une adresse"), "x", forms.French, Roll{Dots: 576, DPI: 203}); err != nil {
		t.Errorf("a large page with little on it: %v", err)
	}
}

func TestPDFsRefused(t *testing.T) {
	needPoppler(t)
	good := letter(t, 80, 120, 1, "x")
	for what, c := range map[string]struct {
		data []byte
		want error
	}{
		"nothing":        {nil, ErrPDF},
		"another file":   {[]byte("GIF89a"), ErrPDF},
		"half of one":    {[]byte("%PDF-1.7\n"), ErrPDF},
		"a white page":   {letter(t, 80, 120, 1, ""), ErrEmpty},
		"too many pages": {letter(t, 80, 120, maxPages+1, "x"), ErrLong},
		"sixty pages":    {letter(t, 80, 120, 60, "x"), ErrLong},
		"a password":     {locked(t, "mot de passe"), ErrLocked},
		"a huge page":    {letter(t, 5000, 5000, 1, "x"), ErrPDF},
		"a broken table": {bytes.ReplaceAll(good, []byte("obj"), []byte("job")), ErrPDF},
	} {
		if p, err := OfPDF(t.Context(), c.data, "x", forms.French, Roll{Dots: 576, DPI: 203}); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, %d blocks", what, err, len(p.Print.Blocks))
		}
	}
}

func TestOurOwn(t *testing.T) {
	needPoppler(t)
	doc := printer.Document{Name: "notice", Title: "Accusé de réception", Lang: "fr", Blocks: []printer.Block{printer.Text{S: "Nous avons reçu votre demande."}}}
	p, err := OfDocument(t.Context(), doc, forms.French, time.Date(2026, 11, 21, 10, 0, 0, 0, time.UTC))
	if err != nil || len(p.Pages) != 1 || len(p.Print.Blocks) != 1 || p.Title != doc.Title {
		t.Fatalf("%v, %d pages", err, len(p.Pages))
	}
}

// FuzzPages: whatever the program writes, no page is larger than allowed.
func FuzzPages(f *testing.F) {
	f.Add([]byte("P5\n2 1\n255\n\x00\xff"))
	f.Add([]byte("P5\n99999999 99999999\n255\n\x00"))
	f.Fuzz(func(t *testing.T, data []byte) {
		pages, err := readPages(bufio.NewReader(bytes.NewReader(data)))
		for _, p := range pages {
			if p.Rect.Dx()*p.Rect.Dy() > maxPixels || trim(p).Rect.Dx() > p.Rect.Dx() {
				t.Errorf("%v", p.Rect)
			}
		}
		if err == nil && len(pages) == 0 {
			t.Error("neither pages nor an error")
		}
	})
}
