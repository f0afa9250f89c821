//go:build !race

// The race detector makes drawing fifteen times slower and finds nothing in it:
// packaging/test.sh compares the pictures without it.

package ui

import (
	"bytes"
	"flag"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"guichet/kiosk/session"
)

var update = flag.Bool("update", false, "write the golden pictures anew")

// TestGolden compares each kind of page with its picture in testdata, on the
// three glasses, and some in other sizes and colours. Only our own font is
// drawn, so that every machine draws the same.
func TestGolden(t *testing.T) {
	for _, g := range glasses[:3] {
		t.Run(g.name, func(t *testing.T) {
			r := newRig(t, g)
			for _, s := range samples() {
				r.golden(t, g.name+"-"+s.name, s.view)
			}
		})
	}
	for _, c := range []struct {
		glass int
		name  string
		size  session.Size
		theme session.Theme
	}{
		{0, "choice", session.Huge, session.Contrast}, {0, "name", session.Large, session.Dark},
		{1, "yesno", session.Small, session.Contrast}, {1, "attract", session.Huge, session.Dark},
		{1, "address", session.Huge, session.Light}, {1, "phone", session.Normal, session.Contrast},
		{1, "done", session.Large, session.Dark}, {2, "check", session.Large, session.Contrast},
		{2, "contacts", session.Huge, session.Dark}, {2, "list", session.Normal, session.Dark},
		{1, "signed", session.Huge, session.Contrast}, {0, "sign-problem", session.Large, session.Dark},
		{0, "linked-long", session.Huge, session.Light}, {2, "file", session.Huge, session.Dark},
		{0, "pitfalls-open", session.Huge, session.Contrast}, {2, "done-more", session.Large, session.Light},
		{3, "name", session.Normal, session.Light}, {5, "email", session.Normal, session.Light},
		{1, "call-name", session.Normal, session.Light}, {1, "call-rings", session.Large, session.Dark},
		{1, "call-writes", session.Huge, session.Contrast}, {1, "call-how", session.Normal, session.Light},
		{1, "call-prints", session.Normal, session.Light}, {0, "call-points", session.Large, session.Contrast},
		{0, "call-keys", session.Normal, session.Light}, {0, "call-number-beside", session.Large, session.Dark},
		{0, "call-waits", session.Huge, session.Light}, {2, "call-name", session.Huge, session.Dark},
		{2, "call-still", session.Small, session.Light}, {2, "call-there", session.Large, session.Light},
		{1, "call-points-question", session.Normal, session.Dark},
		{1, "desk-number", session.Normal, session.Light}, {0, "desk-number", session.Large, session.Contrast},
		{1, "desk-paper", session.Normal, session.Light}, {0, "desk-paper", session.Huge, session.Light},
		{2, "desk-paper", session.Normal, session.Dark}, {1, "desk-paper", session.Large, session.Contrast},
		{1, "desk-camera", session.Normal, session.Light}, {0, "desk-wrong", session.Normal, session.Light},
		{0, "drawn-paper-front", session.Normal, session.Light}, {0, "drawn-paper-presenter", session.Normal, session.Dark},
		{0, "drawn-paper-sheets", session.Normal, session.Light}, {0, "drawn-cover", session.Normal, session.Light},
		{0, "drawn-jam", session.Normal, session.Light}, {2, "drawn-cables", session.Normal, session.Light},
		{2, "drawn-power", session.Normal, session.Contrast},
	} {
		name := fmt.Sprintf("%s-%s-%d-%d", glasses[c.glass].name, c.name, c.size, c.theme)
		t.Run(name, func(t *testing.T) {
			v := named(c.name)
			v.Size, v.Theme = c.size, c.theme
			newRig(t, glasses[c.glass]).golden(t, name, v)
		})
	}
}

func (r *rig) golden(t *testing.T, name string, v session.View) {
	t.Helper()
	r.local = nil
	r.Show(v)
	got := reduced(r.picture())
	file := filepath.Join("testdata", name+".png")
	if *update {
		write(t, file, got)
		return
	}
	want := read(t, file)
	if n, bad := differs(got, want); bad {
		failed := filepath.Join(t.ArtifactDir(), name+".png")
		write(t, failed, got)
		t.Errorf("%s: %d pixels differ; see %s", name, n, failed)
	}
}

// reduced keeps the colours of the palettes and has 16 steps a channel between
// them: smaller files, and the last bit of an edge may differ between machines.
func reduced(img image.Image) *image.NRGBA {
	flat := image.NewRGBA(img.Bounds())
	draw.Draw(flat, flat.Rect, img, img.Bounds().Min, draw.Src)
	out := &image.NRGBA{Pix: flat.Pix, Stride: flat.Stride, Rect: flat.Rect} // opaque: the same bytes
	for i := 0; i < len(out.Pix); i += 4 {
		p := out.Pix[i : i+3 : i+3]
		if p[0] == 0xFF && p[1] == 0xFF && p[2] == 0xFF || p[0] == 0xF3 && p[1] == 0xF1 && p[2] == 0xEC {
			continue // most of every picture
		}
		if !ours()[color.NRGBA{p[0], p[1], p[2], 0xFF}] {
			p[0], p[1], p[2] = p[0]>>4*0x11, p[1]>>4*0x11, p[2]>>4*0x11
		}
	}
	return out
}

// ours are the colours of the palettes.
var ours = sync.OnceValue(func() map[color.NRGBA]bool {
	all := map[color.NRGBA]bool{}
	for _, p := range palettes {
		for _, c := range p {
			all[c] = true
		}
	}
	return all
})

// differs counts the pixels that are further apart than one step; a page may
// have five of them in a hundred thousand.
func differs(a, b *image.NRGBA) (int, bool) {
	if a.Rect != b.Rect {
		return -1, true
	}
	n := 0
	for i := 0; i < len(a.Pix); i += 4 {
		if far(a.Pix[i], b.Pix[i]) || far(a.Pix[i+1], b.Pix[i+1]) || far(a.Pix[i+2], b.Pix[i+2]) {
			n++
		}
	}
	return n, n > len(a.Pix)/4/20000
}

func far(a, b uint8) bool { return max(a, b)-min(a, b) > 0x11 }

// paletted is the same picture with a palette, where 256 colours are enough.
func paletted(img *image.NRGBA) image.Image {
	index := map[color.NRGBA]uint8{}
	out := image.NewPaletted(img.Rect, nil)
	for i := 0; i < len(img.Pix); i += 4 {
		c := color.NRGBA{img.Pix[i], img.Pix[i+1], img.Pix[i+2], 0xFF}
		n, ok := index[c]
		if !ok {
			if len(out.Palette) == 256 {
				return img
			}
			n = uint8(len(out.Palette))
			index[c] = n
			out.Palette = append(out.Palette, c)
		}
		out.Pix[i/4] = n
	}
	return out
}

func write(t *testing.T, file string, img *image.NRGBA) {
	t.Helper()
	var b bytes.Buffer
	enc := png.Encoder{CompressionLevel: png.BestCompression}
	if err := enc.Encode(&b, paletted(img)); err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, b.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
}

func read(t *testing.T, file string) *image.NRGBA {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatalf("%v; write it with go test -run TestGolden -update", err)
	}
	defer f.Close()
	img, err := png.Decode(f)
	if err != nil {
		t.Fatal(err)
	}
	return reduced(img)
}
