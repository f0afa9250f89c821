package pdf

import (
	"bytes"
	"errors"
	"image"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"

	"guichet/drivers/printer"
	"guichet/forms"
)

func TestWordsOfTheSheet(t *testing.T) {
	got := said(t, mustRender(t, sample(), meta))
	file := filepath.Join("testdata", "receipt.txt")
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
		t.Errorf("the words differ (go test -update writes %s again):\n%s", file, got)
	}
	if n := strings.Count(got, "Page 1 sur 1"); n != 1 {
		t.Errorf("a récépissé has one sheet; its foot stands %d times", n)
	}
}

// Another program selects the same words, in the same order.
func TestWordsForAnotherReader(t *testing.T) {
	large := notification()
	large.Large = true
	for _, doc := range []printer.Document{sample(), notification(), large} {
		data := mustRender(t, doc, meta)
		got := lettersOf(poppler(t, data, "pdftotext", "-raw", "-enc", "UTF-8", "FILE", "-"))
		if want := lettersOf(said(t, data)); got != want {
			t.Errorf("%s: poppler reads\n%s\nwant\n%s", doc.Name, got, want)
		}
	}
}

func TestLetters(t *testing.T) {
	const french = "Ça coûte 1,44 € : l’œuvre « à Noël », ŒUVRE… – ÉÈÊËÀÂÎÏÔÙÛÜŸÇ"
	const european = "Łukasz Şahin, Čapek, Šimić, Ştefănescu, Ÿ"
	got := said(t, mustRender(t, document(french, european), meta))
	for _, want := range []string{french, european} {
		if !strings.Contains(got, want) {
			t.Errorf("the text does not come back:\n%s\nwant %s", got, want)
		}
	}
}

// Decomposed accents and the spaces of typographers read as what they mean.
func TestCleansText(t *testing.T) {
	got := said(t, mustRender(t, document("e\u0301te\u0301\u202f! 1\u2007000\u2011E\t\u200bici"), meta))
	if !strings.Contains(strings.ReplaceAll(got, "\u00a0", " "), "été ! 1 000-E ici") {
		t.Errorf("%q", got)
	}
}

func TestMissingGlyph(t *testing.T) {
	for _, c := range []struct {
		name string
		doc  printer.Document
		want rune
	}{
		{"text", document("日本"), '日'},
		{"pair", printer.Document{Blocks: []printer.Block{printer.Pair{Left: "Nom", Right: "محمد"}}}, 'م'},
		{"panel", printer.Document{Blocks: []printer.Block{printer.Text{S: "☃", Align: printer.Centre, Big: true, Bold: true}}}, '☃'},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := Render(c.doc, meta)
			var missing *GlyphError
			if !errors.As(err, &missing) || missing.Letter != c.want {
				t.Errorf("got %v, want a GlyphError for %c", err, c.want)
			}
		})
	}
	if _, err := Render(document("a"), Meta{Title: "日", At: evening}); err == nil {
		t.Error("the foot has a letter that the typeface lacks")
	}
}

func TestQR(t *testing.T) {
	first := func(doc printer.Document) image.Image { return sheets(t, mustRender(t, doc, meta))[0].picture() }
	if got := readQR(t, first(sample())); got != "GUICHET:1:482739156Z:2026-11-21" {
		t.Errorf("in the panel: %q", got)
	}
	alone := printer.Document{Blocks: []printer.Block{printer.QR{Data: "https://www.service-public.fr"}}}
	if got := readQR(t, first(alone)); got != "https://www.service-public.fr" {
		t.Errorf("alone: %q", got)
	}
	if data := mustRender(t, alone, meta); bytes.Contains(data, []byte("/Subtype /Image")) {
		t.Error("the symbol is a picture, not a drawing")
	}
}

func TestSameBytes(t *testing.T) {
	for _, doc := range []printer.Document{sample(), notification()} {
		first := mustRender(t, doc, meta)
		for range 5 { // fpdf keeps its fonts in maps
			if !bytes.Equal(mustRender(t, doc, meta), first) {
				t.Fatal("two renderings differ")
			}
		}
	}
}

func TestWhatTheFileSaysOfItself(t *testing.T) {
	data := mustRender(t, sample(), meta)
	for _, want := range []string{"/Lang (fr-FR)", utf16Text("Récépissé de dépôt 482 739 156 Z"), "D:20261121194207",
		"[0 0 595.28 841.89]"} {
		if !bytes.Contains(data, []byte(want)) {
			t.Errorf("the file does not say %q", want)
		}
	}
	if fonts, files := bytes.Count(data, []byte("/Subtype /CIDFontType2")), bytes.Count(data, []byte("/FontFile2")); fonts != files || fonts == 0 {
		t.Errorf("%d fonts, %d of them embedded", fonts, files)
	}
	if n := bytes.Count(data, []byte("/ToUnicode")); n != bytes.Count(data, []byte("/Type0")) || n == 0 {
		t.Errorf("%d fonts tell their letters", n)
	}
}

func utf16Text(s string) string {
	b := []byte("\xfe\xff")
	for _, u := range utf16.Encode([]rune(s)) {
		b = append(b, byte(u>>8), byte(u))
	}
	return string(b)
}

func TestWhatPopplerSaysOfTheFile(t *testing.T) {
	data := mustRender(t, sample(), meta)
	info := poppler(t, data, "pdfinfo", "FILE")
	for _, want := range []string{"Récépissé de dépôt 482 739 156 Z", "Mairie de Saint-Éloi", "A4", "19:42:07 2026"} {
		if !strings.Contains(info, want) {
			t.Errorf("no %q in\n%s", want, info)
		}
	}
	fonts := poppler(t, data, "pdffonts", "FILE")
	for _, line := range strings.Split(strings.TrimSpace(fonts), "\n")[2:] {
		if columns := strings.Fields(line); columns[len(columns)-5] != "yes" {
			t.Errorf("a font is not embedded: %s", line)
		}
	}
}

func TestLangOfVoices(t *testing.T) {
	for lang, want := range map[forms.Lang]string{forms.EasyFrench: "fr-FR", forms.English: "en-GB", "ar": "ar"} {
		m := meta
		m.Lang = lang
		if !bytes.Contains(mustRender(t, document("a"), m), []byte("/Lang ("+want+")")) {
			t.Errorf("%s: not read as %s", lang, want)
		}
	}
}

func TestPicture(t *testing.T) {
	picture := printer.Picture{Image: image.NewGray(image.Rect(0, 0, 400, 300)), Dither: printer.Ordered}
	data := mustRender(t, printer.Document{Blocks: []printer.Block{picture}}, meta)
	got := sheets(t, data)[0].pictures
	if len(got) != 1 || got[0].width < 50 || math.Abs(got[0].width*3/4-got[0].height) > 0.1 || math.Abs(got[0].y-top) > 0.1 {
		t.Errorf("pictures at %v; want one of 50 × 37.5 mm at the top", got)
	}
	for name, bad := range map[string]printer.Block{
		"no picture": printer.Picture{},
		"no data":    printer.QR{}, "too much": printer.QR{Data: strings.Repeat("x", 9000)},
	} {
		if _, err := Render(printer.Document{Blocks: []printer.Block{bad}}, meta); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func TestMetaIsAsked(t *testing.T) {
	for _, m := range []Meta{{}, {Title: "a"}, {At: evening}} {
		if _, err := Render(document("a"), m); err == nil {
			t.Errorf("%+v was taken", m)
		}
	}
}

func document(paragraphs ...string) printer.Document {
	var doc printer.Document
	for _, s := range paragraphs {
		doc.Blocks = append(doc.Blocks, printer.Text{S: s})
	}
	return doc
}

func FuzzRender(f *testing.F) {
	f.Add("Récépissé\nde dépôt", "19 h 42", 3, true)
	f.Add("", "", 0, false)
	f.Add("482739156Z", "MAIRIE\n04230 SAINT ELOI", 24, true)
	f.Add("482739156Z", "MAIRIE\n04230 SAINT ELOI", 25, false)
	f.Add("482739156Z", "MAIRIE\n04230 SAINT ELOI", 26, false)
	f.Add("日本 \u202e\x00", strings.Repeat("m", 400), 1, true)
	f.Fuzz(func(t *testing.T, s, value string, align int, strong bool) {
		doc := printer.Document{Blocks: []printer.Block{
			printer.Text{S: s, Align: printer.Align(align), Bold: strong, Big: strong},
			printer.Pair{Left: value, Right: s, Bold: strong}, printer.Rule{}, printer.Text{S: value, Indent: align & 7},
		}, Large: strong}
		if align&8 != 0 {
			doc.Blocks = append(doc.Blocks, printer.Postal{Lines: strings.Split(value, "\n")})
		}
		if align&16 != 0 {
			doc.Blocks = append(doc.Blocks, printer.Code{Kind: printer.CodeKind(align & 3), Data: s})
		}
		data, err := Render(doc, meta)
		if (err == nil) == (len(data) == 0) {
			t.Fatalf("%d bytes and error %v", len(data), err)
		}
	})
}

func BenchmarkRender(b *testing.B) {
	for _, doc := range []printer.Document{sample(), notification()} {
		b.Run(doc.Name, func(b *testing.B) {
			size := 0
			for b.Loop() {
				data, err := Render(doc, meta)
				if err != nil {
					b.Fatal(err)
				}
				size = len(data)
			}
			b.ReportMetric(float64(size), "bytes/file")
		})
	}
}
