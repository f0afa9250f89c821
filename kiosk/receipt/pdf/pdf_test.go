package pdf

import (
	"bytes"
	"errors"
	"image"
	"image/color"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"guichet/drivers/printer"
	"guichet/forms"
)

func TestWordsOfTheSheet(t *testing.T) {
	got := text(t, mustRender(t, sample(), meta))
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
	// Columns of blanks differ from one version of poppler to the next.
	if strings.Join(strings.Fields(got), " ") != strings.Join(strings.Fields(string(want)), " ") {
		t.Errorf("the words differ (go test -update writes %s again):\n%s", file, got)
	}
	if n := strings.Count(got, "Page 1 sur 1"); n != 1 {
		t.Errorf("a récépissé has one sheet; its foot stands %d times", n)
	}
}

func TestLetters(t *testing.T) {
	const french = "Ça coûte 1,44 € : l’œuvre « à Noël », ŒUVRE… – ÉÈÊËÀÂÎÏÔÙÛÜŸÇ"
	const european = "Łukasz Şahin, Čapek, Šimić, Ştefănescu, Ÿ"
	got := text(t, mustRender(t, document(french, european), meta))
	for _, want := range []string{french, european} {
		if !strings.Contains(got, want) {
			t.Errorf("the text does not come back:\n%s\nwant %s", got, want)
		}
	}
}

// Decomposed accents and the spaces of typographers read as what they mean.
func TestCleansText(t *testing.T) {
	got := text(t, mustRender(t, document("e\u0301te\u0301\u202f! 1\u2007000\u2011E\t\u200bici"), meta))
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
	if got := readQR(t, page(t, mustRender(t, sample(), meta))); got != "GUICHET:1:482739156Z:2026-11-21" {
		t.Errorf("in the panel: %q", got)
	}
	alone := printer.Document{Blocks: []printer.Block{printer.QR{Data: "https://www.service-public.fr"}}}
	if got := readQR(t, page(t, mustRender(t, alone, meta))); got != "https://www.service-public.fr" {
		t.Errorf("alone: %q", got)
	}
}

func TestSameBytes(t *testing.T) {
	first := mustRender(t, sample(), meta)
	for range 5 { // fpdf keeps its fonts in maps
		if !bytes.Equal(mustRender(t, sample(), meta), first) {
			t.Fatal("two renderings differ")
		}
	}
}

func TestWhatTheFileSaysOfItself(t *testing.T) {
	data := mustRender(t, sample(), meta)
	info := poppler(t, data, "pdfinfo", "FILE")
	for _, want := range []string{"Récépissé de dépôt 482 739 156 Z", "Mairie de Saint-Éloi", "A4", "19:42:07 2026"} {
		if !strings.Contains(info, want) {
			t.Errorf("no %q in\n%s", want, info)
		}
	}
	if !bytes.Contains(data, []byte("/Lang (fr-FR)")) {
		t.Error("the file does not name its language")
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
	img := image.NewGray(image.Rect(0, 0, 400, 300)) // black
	shown := page(t, mustRender(t, printer.Document{Blocks: []printer.Block{printer.Picture{Image: img}}}, meta))
	middle := shown.Bounds().Dx() / 2
	if r, _, _, _ := shown.At(middle, 200).RGBA(); r > 0x1000 {
		t.Errorf("no picture at the top: %v", color.GrayModel.Convert(shown.At(middle, 200)))
	}
	for name, bad := range map[string]printer.Block{
		"no picture": printer.Picture{}, "no data": printer.QR{}, "too much": printer.QR{Data: strings.Repeat("x", 9000)},
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
	f.Add("日本 \u202e\x00", strings.Repeat("m", 400), 1, true)
	f.Fuzz(func(t *testing.T, s, value string, align int, strong bool) {
		doc := printer.Document{Blocks: []printer.Block{
			printer.Text{S: s, Align: printer.Align(align), Bold: strong, Big: strong},
			printer.Pair{Left: value, Right: s, Bold: strong}, printer.Rule{}, printer.Text{S: value, Indent: align & 7},
		}}
		data, err := Render(doc, meta)
		if (err == nil) == (len(data) == 0) {
			t.Fatalf("%d bytes and error %v", len(data), err)
		}
	})
}

func BenchmarkRender(b *testing.B) {
	doc := sample()
	for b.Loop() {
		if _, err := Render(doc, meta); err != nil {
			b.Fatal(err)
		}
	}
}
