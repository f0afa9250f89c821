// Package symboltest reads symbols with the eyes of another program:
// ZXingReader of zxing-cpp, which the Debian package zxing-cpp-tools holds.
package symboltest

import (
	"image"
	"image/draw"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// Need skips where ZXingReader is missing, and fails where GUICHET_NEED_ZXING
// is set.
func Need(t testing.TB) {
	t.Helper()
	if _, err := exec.LookPath("ZXingReader"); err == nil {
		return
	}
	const missing = "ZXingReader is missing: apt-get install zxing-cpp-tools"
	if os.Getenv("GUICHET_NEED_ZXING") != "" {
		t.Fatal(missing)
	}
	t.Skip(missing)
}

// frame is the white laid around a picture, in dots: a paper has an edge, and a
// reader wants to see it.
const frame = 40

// Read returns all that ZXingReader says of img: a line for the format, one for
// the text, in quotation marks, and others.
func Read(t testing.TB, img image.Image) string {
	t.Helper()
	Need(t)
	file := filepath.Join(t.TempDir(), "symbol.png")
	write(t, file, img)
	out, _ := exec.Command("ZXingReader", file).CombinedOutput() // it fails where it finds none
	return string(out)
}

// Want fails where ZXingReader does not find a symbol of that format ("PDF417")
// with that text, of printable ASCII, in img.
func Want(t testing.TB, img image.Image, format, text string) {
	t.Helper()
	said := Read(t, img)
	if !strings.Contains(strings.ReplaceAll(said, " ", ""), "Format:"+format) || !strings.Contains(said, `"`+text+`"`) {
		t.Errorf("no %s of %q is read; ZXingReader says\n%s", format, text, said)
	}
}

func write(t testing.TB, file string, img image.Image) {
	t.Helper()
	framed := image.NewGray(img.Bounds().Inset(-frame))
	draw.Draw(framed, framed.Rect, image.White, image.Point{}, draw.Src)
	draw.Draw(framed, img.Bounds(), img, img.Bounds().Min, draw.Src)
	f, err := os.Create(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := png.Encode(f, framed); err != nil {
		t.Fatal(err)
	}
}
