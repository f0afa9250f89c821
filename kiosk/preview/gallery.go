package preview

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"sync"

	"guichet/drivers/all"
	"guichet/drivers/printer"
	"guichet/drivers/printersim"
	"guichet/drivers/profiles"
	"guichet/kiosk/session"
	"guichet/kiosk/ui"
)

// roll is the printer that papers are drawn for: 80 mm, the most usual one.
const roll = "epson-tm-t20ii"

// picture is a page or a paper as PNG. It may still be in the making: Wait
// first.
type picture struct {
	key  [sha256.Size]byte
	data []byte
	w, h int
	cut  []string // what found no room on the page
}

// gallery paints views and papers, and keeps the pictures that were used last:
// what has not changed is not painted again. It belongs to one goroutine.
type gallery struct {
	painter *ui.Painter
	sim     *printersim.Sim
	printer printer.Printer

	kept, used map[[sha256.Size]byte]*picture
	encoding   sync.WaitGroup
	painted    int // pictures that were made since begin
}

func newGallery(o Options) (*gallery, error) {
	profile, err := profiles.Get(roll)
	if err != nil {
		return nil, err
	}
	sim, err := printersim.New(printersim.Options{Profile: profile})
	if err != nil {
		return nil, err
	}
	p, err := all.OpenPrinter(all.Config{Driver: "escpos", Profile: roll, Port: sim.Path()})
	if err != nil {
		return nil, errors.Join(err, sim.Close())
	}
	return &gallery{
		painter: ui.NewPainter(o.Width, o.Height, ui.Panel{}), sim: sim, printer: p,
		used: map[[sha256.Size]byte]*picture{},
	}, nil
}

func (g *gallery) close() error {
	g.encoding.Wait()
	return errors.Join(g.printer.Close(), g.sim.Close())
}

// begin starts a new set: what it does not use is forgotten at the next one.
func (g *gallery) begin() {
	g.encoding.Wait()
	g.kept, g.used, g.painted = g.used, map[[sha256.Size]byte]*picture{}, 0
}

// known gives a picture that was made before, or room for a new one.
func (g *gallery) known(key [sha256.Size]byte) (*picture, bool) {
	for _, set := range []map[[sha256.Size]byte]*picture{g.used, g.kept} {
		if p, ok := set[key]; ok {
			g.used[key] = p
			return p, true
		}
	}
	p := &picture{key: key}
	g.used[key] = p
	g.painted++
	return p, false
}

// page is a picture of each part of a page.
func (g *gallery) page(v session.View) []*picture {
	var out []*picture
	for _, part := range g.painter.Parts(v) {
		p, ok := g.known(part.Key)
		if !ok {
			p.cut = part.Cut
			g.encode(p, part.Picture())
		}
		out = append(out, p)
	}
	return out
}

// paper prints a document and takes the picture of what came out.
func (g *gallery) paper(doc printer.Document) (*picture, error) {
	p, ok := g.known(keyOf(doc))
	if ok {
		return p, nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	if out, err := g.printer.Print(ctx, doc); out != printer.Printed {
		return p, fmt.Errorf("preview: the paper %s: %s: %w", doc.Name, out, err)
	}
	img, _ := g.sim.Last()
	g.encode(p, img)
	return p, nil
}

func keyOf(doc printer.Document) [sha256.Size]byte {
	return sha256.Sum256(fmt.Appendf(nil, "%#v", doc))
}

func same(a, b printer.Document) bool { return keyOf(a) == keyOf(b) }

// encode makes the PNG beside, while the next page is painted.
func (g *gallery) encode(p *picture, img image.Image) {
	p.w, p.h = img.Bounds().Dx(), img.Bounds().Dy()
	g.encoding.Go(func() {
		var b bytes.Buffer
		enc := png.Encoder{CompressionLevel: png.BestSpeed}
		if err := enc.Encode(&b, fewColours(img)); err == nil { // a buffer takes everything
			p.data = b.Bytes()
		}
	})
}

// wait waits for the pictures in the making.
func (g *gallery) wait() { g.encoding.Wait() }

// fewColours is the same picture with a palette. A page has a dozen colours,
// and their mixtures at the edges of letters; where there are more than a
// palette holds, neighbours of less than 16 steps are one.
func fewColours(img image.Image) image.Image {
	src, ok := img.(*image.RGBA)
	if !ok {
		return img
	}
	if out := paletted(src, 0xFF); out != nil {
		return out
	}
	if out := paletted(src, 0xF0); out != nil {
		return out
	}
	return img
}

// paletted keeps the bits of the mask; nil where there are too many colours.
func paletted(src *image.RGBA, mask uint8) *image.Paletted {
	out := image.NewPaletted(src.Rect, nil)
	index := map[uint32]uint8{}
	last, at := uint32(1), uint8(0) // no opaque colour is 1
	for i := range out.Pix {
		p := src.Pix[4*i : 4*i+4 : 4*i+4]
		c := uint32(p[0]&mask)<<24 | uint32(p[1]&mask)<<16 | uint32(p[2]&mask)<<8 | 0xFF
		if c != last {
			n, ok := index[c]
			if !ok {
				if len(out.Palette) == 256 {
					return nil
				}
				n = uint8(len(out.Palette))
				index[c] = n
				out.Palette = append(out.Palette, color.RGBA{p[0], p[1], p[2], 0xFF})
			}
			last, at = c, n
		}
		out.Pix[i] = at
	}
	return out
}
