package pdf

import (
	"bytes"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"guichet/drivers/printer"
	"guichet/kiosk/receipt"
)

// packaging is where the text of the guide and its pictures are.
const packaging = "../../../packaging"

var hall = Hall{
	Town: "Mairie de Saint-Éloi", Path: printer.Clamshell, At: evening,
	Contacts: []receipt.Contact{
		{Name: "Accueil de la mairie", Hours: "du lundi au vendredi", Phone: "0465710000", Email: "accueil@saint-eloi.example"},
		{Name: "État civil", Phone: "+33465710001"}, {Name: "Urbanisme", Email: "urbanisme@saint-eloi.example"},
	},
}

func guideMarkdown(t *testing.T) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(packaging, "guide-accueil.md"))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// guideSays is the text of a guide of one page.
func guideSays(t *testing.T, markdown string, h Hall) string {
	t.Helper()
	data, err := Guide([]byte(markdown), h)
	if err != nil {
		t.Fatal(err)
	}
	pages := sheets(t, data)
	if n := strings.Count(string(data), "/Type /Page\n"); n != 1 {
		t.Errorf("%d pages", n)
	}
	return strings.ReplaceAll(strings.Join(pages[0].lines(), "\n"), "\u00a0", " ")
}

// The guide that we ship says how paper goes into the printer of the kiosk, and
// nothing of other printers.
func TestGuide(t *testing.T) {
	only := map[string][]string{
		"clamshell": {"par-dessous", "tout blanc"}, "slot": {"Accrochez", "tout blanc"}, "sheets": {"les feuilles"},
	}
	for path, kind := range map[string]string{
		printer.Clamshell: "clamshell", printer.Front: "slot", printer.Presenting: "slot", printer.Sheets: "sheets", "": "",
	} {
		h := hall
		h.Path = path
		got := guideSays(t, string(guideMarkdown(t)), h)
		for other, words := range only {
			for _, word := range words {
				if want := slices.Contains(only[kind], word); strings.Contains(got, word) != want {
					t.Errorf("%q, of %s: %q is said: %v\n%s", path, other, word, !want, got)
				}
			}
		}
		if strings.Contains(got, "plus de papier") != (path != "") {
			t.Errorf("%q: a part without anything below it\n%s", path, got)
		}
		for _, want := range []string{"Mairie de Saint-Éloi.", "3 secondes", "Redémarrer", "dix", "04 65 71 00 00", "04 65 71 00 01", "Du lundi au vendredi", "urbanisme@saint-eloi.example"} {
			if !strings.Contains(got, want) {
				t.Errorf("%q: %q is missing in\n%s", path, want, got)
			}
		}
	}
}

// It names its language, and the same words make the same bytes.
func TestGuideIsReproducible(t *testing.T) {
	first, err := Guide(guideMarkdown(t), hall)
	if err != nil {
		t.Fatal(err)
	}
	second, err := Guide(guideMarkdown(t), hall)
	if err != nil || !bytes.Equal(first, second) {
		t.Errorf("%v: two guides of the same words differ", err)
	}
	if !bytes.Contains(first, []byte("/Lang (fr-FR)")) {
		t.Error("it does not say that it is French")
	}
}

// Nobody to call: lines to write on. No town: no name.
func TestGuideOfAnyKiosk(t *testing.T) {
	got := guideSays(t, string(guideMarkdown(t)), Hall{Path: printer.Clamshell, At: evening})
	if strings.Contains(got, "{") || !strings.HasPrefix(strings.SplitAfter(got, "\n")[1], "La mairie.") {
		t.Errorf("%s", got)
	}
}

// The rules of the text, each told with its line.
func TestGuideRefuses(t *testing.T) {
	const title = "# Guide\n\n"
	for markdown, says := range map[string]string{
		"":                                    "it has no title",
		"Une phrase.":                         "it has no title",
		"# A\n\n# B":                          "line 3: there is more than one title",
		title + "#### Petit":                  "line 3: a heading of level 4 is not known",
		title + "## ![x](plug.svg)":           "line 3: a heading is words",
		title + "![x](plug.svg) Un mot.":      "line 3: a picture stands in a list",
		title + "1. ![x](rocket.svg) Un mot.": "line 3: there is no picture \"rocket\"; there are clamshell-1",
		title + "1. Un mot ![x](plug.svg)":    "line 3: a picture stands alone in front of its words",
		title + "1. ![x](plug.svg) A\n2. B":   "line 3: a list has pictures for all of its items or for none",
		title + "- A\n\n  B":                  "line 3: an item of a list is one paragraph",
		title + "- A\n  - B":                  "line 3: an item of a list is one paragraph",
		title + "Un *mot*.":                   "line 3: *italics* are not known",
		title + "Un **mot `x`**.":             "CodeSpan inside of bold",
		title + "Un [mot](http://x).":         "line 3: Link is not known here",
		title + "Un <b>mot</b>.":              "RawHTML is not known here",
		title + "> Un mot.":                   "Blockquote is not known here",
		title + "    code":                    "line 3: CodeBlock is not known here",
		title + "```\ncode\n```":              "FencedCodeBlock is not known here",
		title + "---":                         "ThematicBreak is not known here",
		title + "### Imprimante\n\nUn mot.":   "several printers, or of none",
		title + "### A\n\n1. ![x](slot-1.svg) A\n2. ![x](sheets-1.svg) B": "several printers, or of none",
		title + "Un mot: 字.":                      "no glyph for U+5B57",
		title + strings.Repeat("Un mot.\n\n", 60): "mm longer than one page: shorten the text",
	} {
		if _, err := Guide([]byte(markdown), hall); err == nil || !strings.Contains(err.Error(), says) || !strings.HasPrefix(err.Error(), "pdf: ") {
			t.Errorf("%q: %v, want %q", markdown, err, says)
		}
	}
	if _, err := Guide([]byte(title), Hall{}); err == nil {
		t.Error("a guide without a date")
	}
}

// What fits fills the page with larger letters, and what is longer is set
// smaller before it is refused.
func TestGuideSizes(t *testing.T) {
	sizes := map[float64]bool{}
	refused := 0
	for n := 20; n < 60; n++ {
		data, err := Guide([]byte("# Guide\n\n"+strings.Repeat("Un mot.\n\n", n)), hall)
		if err != nil {
			refused++
			continue
		}
		if refused > 0 {
			t.Errorf("%d lines fit, fewer do not", n)
		}
		d := sheets(t, data)[0]
		last := d.texts[len(d.texts)-1]
		sizes[math.Round(last.size*10)] = true
		if last.y > paperHeight-guideBottom+0.1 {
			t.Errorf("%d lines: the last stands at %.1f mm", n, last.y)
		}
	}
	if len(sizes) != len(guideScales) || refused == 0 {
		t.Errorf("%d sizes, %d refused", len(sizes), refused)
	}
}

// Words of two weights are broken between words only, and keep what joins them.
func TestRich(t *testing.T) {
	s := newSheet(meta)
	st := style{size: 12, height: 5}
	spans := []span{{"L’écran réagit ? « ", false}, {"Machine", true}, {" », puis « ", false}, {"Redémarrer", true}, {" ».", false}}
	for _, c := range []struct {
		room float64
		want string
	}{
		{500, "L’écran réagit ? « *Machine* », puis « *Redémarrer* »."},
		{60, "L’écran réagit ? « *Machine* »,/puis « *Redémarrer* »."},
		{1, "L’écran/réagit/?/«/*Machine*/»,/puis/«/*Redémarrer*/»."},
	} {
		var lines []string
		for _, line := range s.rich(spans, st, c.room) {
			text := ""
			for _, sp := range line {
				mark := map[bool]string{true: "*"}[sp.bold]
				text += mark + sp.s + mark
			}
			lines = append(lines, text)
		}
		if got := strings.Join(lines, "/"); got != c.want {
			t.Errorf("%g mm: %s", c.room, got)
		}
	}
}

// A figure stands inside its frame and has ink; no two are the same but those of
// the same thing.
func TestFigures(t *testing.T) {
	seen := map[string]string{}
	for _, name := range Figures() {
		f := newFigure(name)
		if len(f.shapes) < 3 {
			t.Errorf("%s: %d shapes", name, len(f.shapes))
		}
		for _, sh := range f.shapes {
			for _, p := range sh.points {
				if p.X < -1 || p.Y < -1 || p.X > f.width+1 || p.Y > f.height+1 {
					t.Errorf("%s goes out of its frame: %.1f, %.1f", name, p.X, p.Y)
				}
			}
		}
		drawn := fmt.Sprint(f.shapes)
		if other := seen[drawn]; other != "" {
			t.Errorf("%s and %s are the same", name, other)
		}
		seen[drawn] = name
	}
}

var mdPicture = regexp.MustCompile(`!\[([^\]]*)\]\((pictures/guide/([a-z0-9-]+)\.svg)\)`)

// The pictures that a reader of the Markdown sees are those of the PDF: all of
// them, and no others. To write them anew: go test -run TestPictures -update
func TestPicturesOfTheMarkdown(t *testing.T) {
	shown := map[string]bool{}
	for _, m := range mdPicture.FindAllStringSubmatch(string(guideMarkdown(t)), -1) {
		shown[m[3]] = true
		f := newFigure(m[3])
		if f == nil {
			t.Errorf("there is no figure %s", m[3])
			continue
		}
		file, want := filepath.Join(packaging, m[2]), f.svg(m[1])
		if *update {
			if err := os.WriteFile(file, want, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		if got, err := os.ReadFile(file); err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s is not the figure: %v", file, err)
		}
	}
	if len(shown) != len(Figures()) {
		t.Errorf("the guide shows %d of %d figures", len(shown), len(Figures()))
	}
	files, err := filepath.Glob(filepath.Join(packaging, "pictures/guide/*"))
	if err != nil || len(files) != len(shown) {
		t.Errorf("%d files, %v", len(files), err)
	}
}

// Poppler, which many readers are made of, finds the words in their order.
func TestGuideIsRead(t *testing.T) {
	data, err := Guide(guideMarkdown(t), hall)
	if err != nil {
		t.Fatal(err)
	}
	text := poppler(t, data, "pdftotext", "-raw", "FILE", "-")
	at := 0
	for _, want := range []string{"le guide de l’accueil", "plus de papier", "Ouvrez", "par-dessous", "Espace mairie", "3 secondes", "Débranchez", "Qui appeler", "Service technique"} {
		i := strings.Index(text[at:], want)
		if i < 0 {
			t.Fatalf("%q does not follow in\n%s", want, text)
		}
		at += i
	}
	if info := poppler(t, data, "pdfinfo", "FILE"); !strings.Contains(info, "A4") || !regexp.MustCompile(`Pages: +1\n`).MatchString(info) {
		t.Error(info)
	}
}
