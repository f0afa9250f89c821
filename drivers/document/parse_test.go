package document_test

import (
	"bytes"
	"encoding/base64"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"guichet/drivers/document"
	"guichet/drivers/printer"
)

// dot is a picture of one white pixel.
const dot = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGP4DwABAQEAsTj2FAAAAABJRU5ErkJggg=="

// Each block is refused for what is wrong with it, where it is wrong.
func TestParseRefuses(t *testing.T) {
	tests := []struct{ name, block, want string }{
		{"no block", "colour: red", `3:5: this is no block`},
		{"a list", "[a]", `3:5: this must be rule, or a block`},
		{"no word", "ruler", `3:5: this must be rule, or a block`},
		{"nothing", "", "nothing is written here"},
		{"text of nothing", "text:", "nothing is written here: write words"},
		{"text of a number", "text: 12", "3:11: this must be words, in quotes"},
		{"text of a list", "text: [a]", "3:11: this must be words, in quotes"},
		{"two sorts", "{text: a, pair: [b, c]}", `3:15: "pair" is not known here`},
		{"twice", "{text: a, text: b}", `3:15: "text" is here twice`},
		{"align", "{text: a, align: middle}", "3:22: this must be one of left, centre, right"},
		{"yes", "{text: a, bold: yes}", "3:21: this must be true or false"},
		{"a quoted true", `{text: a, bold: "true"}`, "3:21: this must be true or false"},
		{"indent", "{text: a, indent: -1}", "3:23: this must be a whole number from 0 to 255"},
		{"octal", "gap: 010", "3:10: this must be a whole number"},
		{"fraction", "gap: 1.0", "3:10: this must be a whole number"},
		{"pair of one", "pair: [a]", "3:11: a pair has two words"},
		{"pair of a word", "pair: a", "3:11: this must be a list"},
		{"empty QR", `qr: ""`, "3:9: this must not be empty"},
		{"code without data", "code: {kind: pdf417}", "3:11: data is missing"},
		{"code without kind", "code: {data: é}", "3:11: kind is missing"},
		{"accent in code128", "code: {kind: code128, data: é}", "3:33: code128 takes 48 printable ASCII"},
		{"long code128", "code: {kind: code128, data: " + strings.Repeat("x", 49) + "}", "code128 takes 48"},
		{"no address", "postal: []", "3:13: an address has 1 to 6 lines"},
		{"7 lines", "postal: [a, b, c, d, e, f, g]", "3:13: an address has 1 to 6 lines"},
		{"39 characters", "postal: [" + strings.Repeat("é", 39) + "]", "3:14: a line of an address has 38"},
		{"a line in a line", `postal: ["a\nb"]`, "3:14: a line of an address"},
		{"no picture", "picture: {}", "3:14: a picture has either file or data"},
		{"two pictures", "picture: {file: a, data: b}", "3:14: a picture has either file or data"},
		{"no folder", "picture: {file: a.png}", "3:21: this document has no folder"},
		{"no base64", "picture: {data: é}", "3:21: this is not base64"},
		{"no PNG", "picture: {data: AAAA}", "3:21: this is neither PNG nor JPEG"},
		{"dither", "picture: {data: " + dot + ", dither: best}", "3:123: this must be one of floyd-steinberg, ordered"},
		{"alias", "*x", "unknown anchor"},
		{"anchor", "text: &a b", "3:11: an anchor (&) has no place here"},
		{"tag", "text: !!str 12", "3:11: a tag (!) has no place here"},
		{"key of a list", "{text: a, [b]: c}", "3:15: a key is one word"},
	}
	for _, tt := range tests {
		_, err := document.Parse([]byte("name: x\nblocks:\n  - " + tt.block + "\n"))
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: error %v, want %s", tt.name, err, tt.want)
		}
		if err != nil && strings.Count(err.Error(), "\n") > 0 {
			t.Errorf("%s: one mistake gives several faults:\n%v", tt.name, err)
		}
	}
}

// An alias may have the name of a block; its key is no word.
func TestParseRefusesABlockNamedByAnAlias(t *testing.T) {
	for _, key := range []string{"text", "pair", "gap", "qr", "code", "postal", "picture"} {
		_, err := document.Parse([]byte("name: &" + key + " x\nblocks:\n  - *" + key + " : [a]\n"))
		if err == nil || !strings.Contains(err.Error(), "3:5: this is no block") {
			t.Errorf("%s: %v", key, err)
		}
	}
}

func TestParseRefusesTheWhole(t *testing.T) {
	for text, want := range map[string]string{
		"":                                     "document: 1:1: the document is empty",
		"receipt":                              "document: 1:1: this must be key: value, one a line, with name, title, lang, large, blocks",
		"name: ''\nblocks: []":                 "document: 1:7: this must not be empty",
		"name: x":                              "document: 1:1: blocks is missing",
		"name: x\nblocks: []\n---\nname: y":    "document: 3:1: a second document has no place here",
		"name: [":                              "document: 1: not YAML: did not find expected node content",
		"name: x\nblocks:\n\t- rule":           "document: 3: not YAML: found character that cannot start any token: indent with spaces, not tabs, and put a text that begins with % @ or ` in quotes",
		"name: x\nblocks:\n  - text: Né le: 3": "document: 3: not YAML: mapping values are not allowed in this context: put a text with a colon in quotes",
		"name: \xe9t\xe9":                      "document: not YAML: invalid trailing UTF-8 octet: save the file as UTF-8",
		"name: \xe9":                           "document: not YAML: incomplete UTF-8 octet sequence: save the file as UTF-8",
		"name: \xff":                           "document: not YAML: invalid leading UTF-8 octet: save the file as UTF-8",
		"name: x\nblocks: &b [{text: a}, *b]": "document: 2:9: an anchor (&) has no place here\n" +
			"document: 2:24: an alias (*) has no place here: write the value again",
	} {
		if _, err := document.Parse([]byte(text)); err == nil || err.Error() != want {
			t.Errorf("%q:\n got %v\nwant %s", text, err, want)
		}
	}
}

// grey is a picture of 4 × 2 dots with all greys between.
func grey() *image.Gray {
	g := image.NewGray(image.Rect(0, 0, 4, 2))
	for i := range g.Pix {
		g.Pix[i] = byte(i * 36)
	}
	return g
}

func encode(t *testing.T, img image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// A picture is found beside the document, and nowhere else.
func TestPictureFile(t *testing.T) {
	home := t.TempDir()
	dir := filepath.Join(home, "documents")
	write(t, filepath.Join(dir, "logos", "town.png"), encode(t, grey()))
	write(t, filepath.Join(home, "secret.png"), encode(t, grey()))
	if err := os.Symlink("../secret.png", filepath.Join(dir, "link.png")); err != nil {
		t.Fatal(err)
	}
	for file, want := range map[string]string{
		"logos/town.png":        "",
		"../secret.png":         "must be in the folder of the document",
		"/etc/hostname":         "must be in the folder of the document",
		"link.png":              "path escapes from parent",
		"none.png":              "no such file",
		"logos/../../secret.pn": "must be in the folder of the document",
	} {
		path := filepath.Join(dir, "doc.yaml")
		write(t, path, []byte("name: x\nblocks:\n  - picture: {dither: ordered, file: "+file+"}\n"))
		doc, err := document.Read(path)
		if want == "" {
			if err != nil || !bytes.Equal(doc.Blocks[0].(printer.Picture).Image.(*image.Gray).Pix, grey().Pix) {
				t.Errorf("%s: %v, %v", file, doc, err)
			}
			continue
		}
		if err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "3:38: ") {
			t.Errorf("%s: error %v, want %s", file, err, want)
		}
	}
}

func write(t *testing.T, path string, data []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, data, 0o644); err != nil {
		t.Fatal(err)
	}
}

// The document in the package comment is one, with every block.
func TestPackageComment(t *testing.T) {
	source, err := os.ReadFile("doc.go")
	if err != nil {
		t.Fatal(err)
	}
	var text strings.Builder
	for line := range strings.Lines(string(source)) {
		if strings.HasPrefix(line, "// The grammar") {
			break
		}
		if code, ok := strings.CutPrefix(line, "//\t"); ok {
			text.WriteString(code)
		}
	}
	doc, err := document.ParseIn([]byte(text.String()), fstest.MapFS{"logo.png": {Data: encode(t, grey())}})
	if err != nil || len(doc.Blocks) != 9 {
		t.Errorf("%d blocks, %v of\n%s", len(doc.Blocks), err, text.String())
	}
}

// Glass is white paper, and half-transparent black is grey.
func TestPictureOnPaper(t *testing.T) {
	img := image.NewNRGBA(image.Rect(0, 0, 2, 1))
	img.Set(1, 0, color.NRGBA{A: 0x80})
	data := base64.StdEncoding.EncodeToString(encode(t, img))
	doc, err := document.Parse([]byte("name: x\nblocks:\n  - picture: {data: " + data + "}\n"))
	if err != nil {
		t.Fatal(err)
	}
	if pix := doc.Blocks[0].(printer.Picture).Image.(*image.Gray).Pix; pix[0] != 0xFF || pix[1] < 0x7E || pix[1] > 0x80 {
		t.Errorf("pixels %x", pix)
	}
}

// A file of a few bytes that says it is as large as a field is not unpacked.
func TestPictureTooLarge(t *testing.T) {
	data := encode(t, image.NewGray(image.Rect(0, 0, 10_000, 1001)))
	_, err := document.Parse([]byte("name: x\nblocks:\n  - picture: {data: " + base64.StdEncoding.EncodeToString(data) + "}\n"))
	if err == nil || !strings.Contains(err.Error(), "more than 10000000 pixels") {
		t.Error(err)
	}
}
