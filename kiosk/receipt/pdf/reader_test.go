package pdf

import (
	"bytes"
	"compress/zlib"
	"image"
	"image/color"
	"image/draw"
	"io"
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode/utf16"
)

// The few operators that fpdf writes, read back without a tool: what a reader
// finds in the file, in the order of the file. Lengths are in millimetres from
// the upper left corner of the sheet.

// written is a piece of text; y is its baseline.
type written struct {
	x, y, size float64
	s          string
}

// box is a filled rectangle.
type box struct {
	x, y, width, height float64
	grey                float64 // 0 is black
}

// drawing is a sheet read back.
type drawing struct {
	texts    []written
	boxes    []box
	pictures []box
}

var (
	streams = regexp.MustCompile(`(?s)<</Filter /FlateDecode /Length (\d+)>>\nstream\n`)
	number  = `(-?[\d.]+)`
	fonts   = regexp.MustCompile(`^BT /F\w+ ` + number + ` Tf ET$`)
	shows   = regexp.MustCompile(`(?s)BT ` + number + ` ` + number + ` Td \((.*)\) Tj ET`)
	fills   = regexp.MustCompile(`^` + number + ` (?:` + number + ` ` + number + ` rg|g)$`)
	images  = regexp.MustCompile(`^q ` + number + ` 0 0 ` + number + ` ` + number + ` ` + number + ` cm /I\w+ Do Q$`)
	rects   = regexp.MustCompile(`^` + number + ` ` + number + ` ` + number + ` ` + number + ` re f$`)
)

const points = 72 / 25.4

// sheets reads every page.
func sheets(t *testing.T, data []byte) []drawing {
	t.Helper()
	var all []drawing
	for _, at := range streams.FindAllSubmatchIndex(data, -1) {
		length, _ := strconv.Atoi(string(data[at[2]:at[3]]))
		all = append(all, read(inflate(t, data[at[1]:at[1]+length])))
	}
	if len(all) == 0 {
		t.Fatal("no page in the file")
	}
	return all
}

func inflate(t *testing.T, data []byte) string {
	t.Helper()
	r, err := zlib.NewReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	out, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

// read goes by lines, as fpdf writes them; a letter may hold a newline byte, so
// a line goes on until its text is closed.
func read(content string) (d drawing) {
	size, grey := 0.0, 0.0
	lines := strings.Split(content, "\n")
	for i := 0; i < len(lines); i++ {
		line := lines[i]
		for strings.Contains(line, " Td (") && !strings.Contains(line, " Tj ET") {
			i++
			line += "\n" + lines[i]
		}
		if m := fonts.FindStringSubmatch(line); m != nil {
			size = float(m[1])
		} else if m := fills.FindStringSubmatch(line); m != nil {
			grey = float(m[1])
		} else if m := rects.FindStringSubmatch(line); m != nil {
			d.boxes = append(d.boxes, box{float(m[1]) / points, paperHeight - float(m[2])/points,
				float(m[3]) / points, -float(m[4]) / points, grey})
		} else if m := images.FindStringSubmatch(line); m != nil {
			height := float(m[2]) / points
			d.pictures = append(d.pictures, box{float(m[3]) / points, paperHeight - float(m[4])/points - height,
				float(m[1]) / points, height, 0.5})
		} else if m := shows.FindStringSubmatch(line); m != nil {
			d.texts = append(d.texts, written{float(m[1]) / points, paperHeight - float(m[2])/points, size, letters(m[3])})
		}
	}
	return d
}

func float(s string) float64 { f, _ := strconv.ParseFloat(s, 64); return f }

// letters undoes the escapes: two bytes a letter, UTF-16.
func letters(s string) string {
	s = strings.NewReplacer(`\\`, `\`, `\(`, `(`, `\)`, `)`, `\r`, "\r").Replace(s)
	var units []uint16
	for i := 0; i+1 < len(s); i += 2 {
		units = append(units, uint16(s[i])<<8|uint16(s[i+1]))
	}
	return string(utf16.Decode(units))
}

// lines joins what stands on one baseline, in the order of the file.
func (d drawing) lines() []string {
	var all []string
	for i, w := range d.texts {
		if i > 0 && math.Abs(w.y-d.texts[i-1].y) < 0.01 {
			all[len(all)-1] += between(d.texts[i-1], w) + w.s
			continue
		}
		all = append(all, w.s)
	}
	return all
}

// between is nothing where the pieces touch: another file of the typeface.
func between(a, b written) string {
	if b.x-a.x > float64(len([]rune(a.s)))*a.size/points*0.9 {
		return " | "
	}
	return ""
}

// dots a millimetre of the picture that picture draws: 508 dots an inch.
const dots = 20

// picture draws the rectangles, as a printer does, with some white around.
func (d drawing) picture() *image.Gray {
	var used image.Rectangle
	for _, b := range d.boxes {
		used = used.Union(b.dots())
	}
	img := image.NewGray(used.Inset(-5 * dots))
	draw.Draw(img, img.Bounds(), image.White, image.Point{}, draw.Src)
	for _, b := range d.boxes {
		draw.Draw(img, b.dots(), image.NewUniform(color.Gray{Y: uint8(b.grey * 255)}), image.Point{}, draw.Src)
	}
	return img
}

func (b box) dots() image.Rectangle {
	return image.Rect(dot(b.x), dot(b.y), dot(b.x+b.width), dot(b.y+b.height))
}

func dot(mm float64) int { return int(math.Round(mm * dots)) }
