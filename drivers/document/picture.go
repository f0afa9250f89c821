package document

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	_ "image/jpeg" // so that a JPEG is read
	"image/png"
	"io/fs"
	"strings"

	"go.yaml.in/yaml/v3"

	"guichet/drivers/printer"
)

// mostPixels is an A4 page at 300 dpi, with room: a compressed picture of a few
// kilobytes may say that it is as large as a field.
const mostPixels = 10_000_000

// pictures finds the pictures of a document.
type pictures struct{ dir fs.FS }

func (r *reader) picture(f fields) printer.Block {
	p := r.fields(f.values["picture"], "file", "data", "dither")
	pic := printer.Picture{Dither: printer.Dither(r.oneOf(p.values["dither"], ditherWords...))}
	file, data := p.values["file"], p.values["data"]
	if (file == nil) == (data == nil) {
		if p.at.Kind == yaml.MappingNode {
			r.fault(p.at, "a picture has either file or data")
		}
		return pic
	}
	at, load := file, r.pictures.file
	if data != nil {
		at, load = data, r.pictures.data
	}
	if words := r.words(at); words != "" {
		grey, err := load(words)
		if err != nil {
			r.fault(at, "%v", err)
			return pic
		}
		pic.Image = grey
	}
	return pic
}

func (p pictures) file(name string) (*image.Gray, error) {
	if p.dir == nil {
		return nil, errors.New("this document has no folder: put the picture in as data")
	}
	if !fs.ValidPath(name) {
		return nil, fmt.Errorf("%q must be in the folder of the document", short(name))
	}
	encoded, err := fs.ReadFile(p.dir, name)
	if err != nil {
		return nil, err
	}
	return greyOf(encoded)
}

func (p pictures) data(words string) (*image.Gray, error) {
	encoded, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(words), ""))
	if err != nil {
		return nil, errors.New("this is not base64")
	}
	return greyOf(encoded)
}

// greyOf decodes a picture on white paper.
func greyOf(encoded []byte) (*image.Gray, error) {
	size, _, err := image.DecodeConfig(bytes.NewReader(encoded))
	if err != nil {
		return nil, errors.New("this is neither PNG nor JPEG")
	}
	if size.Width < 1 || size.Height < 1 || size.Width > mostPixels/size.Height {
		return nil, fmt.Errorf("a picture of %d × %d has more than %d pixels, or none", size.Width, size.Height, mostPixels)
	}
	img, _, err := image.Decode(bytes.NewReader(encoded))
	if err != nil {
		return nil, fmt.Errorf("the picture is damaged: %w", err)
	}
	return grey(img), nil
}

// grey puts img on white paper and takes the colour away.
func grey(img image.Image) *image.Gray {
	g := image.NewGray(image.Rectangle{Max: img.Bounds().Size()})
	draw.Draw(g, g.Rect, image.NewUniform(color.White), image.Point{}, draw.Src)
	draw.Draw(g, g.Rect, img, img.Bounds().Min, draw.Over)
	return g
}

// dataOf is the inverse of data.
func dataOf(img image.Image) (string, error) {
	var b bytes.Buffer
	if err := png.Encode(&b, grey(img)); err != nil {
		return "", err
	}
	return base64.StdEncoding.EncodeToString(b.Bytes()), nil
}
